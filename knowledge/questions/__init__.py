"""Questions that the library has no answer to."""
