"""Lessons: models, state, standing."""
