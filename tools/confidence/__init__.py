"""Fits the weights of the search's confidence: ``python -m tools.confidence``."""
