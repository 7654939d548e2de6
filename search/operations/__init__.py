"""Status, evaluation and explanation of the search."""
