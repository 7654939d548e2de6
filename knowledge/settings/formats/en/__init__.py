"""English ways to type a date."""
