"""How dates are typed: the administration shows them the German way in both languages."""
