"""Wagtail's own search: its backends, named in the settings. Nobody takes anything from here."""

__all__: list[str] = []
