"""The detector: pure functions from a text to findings, without Django."""
