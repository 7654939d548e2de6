"""k of a case: how many municipalities its header, its words and its meeting fit."""
