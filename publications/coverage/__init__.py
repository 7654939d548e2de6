"""What the library covers, in public counts."""
