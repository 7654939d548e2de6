"""The administration of the core app."""
