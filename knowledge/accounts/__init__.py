"""Roles and signing in."""
