"""A publication as PDF."""
