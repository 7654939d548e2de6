"""Core app and project package: formats, cycles, lessons, taxonomies, anonymity."""
