"""German ways to type a date."""
