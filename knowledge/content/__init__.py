"""Loading content from files."""
