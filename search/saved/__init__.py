"""Saved searches and their alerts."""
