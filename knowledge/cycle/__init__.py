"""Formats, cycles, working meetings."""
