"""What keeps a case from being read, and the deeds that open and close it."""
