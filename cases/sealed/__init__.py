"""Raw cases at rest: sealed, opened, destroyed. The intake and the gate both stand on it."""
