"""Wagtail's own search with the German of the public one."""
