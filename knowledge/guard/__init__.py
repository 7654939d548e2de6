"""The guard of public texts."""
