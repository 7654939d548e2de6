"""Addresses from German words: umlauts are written out, because "Zuschuesse" can be read and "Zuschusse"
cannot.
"""

from __future__ import annotations

from django.utils.text import slugify

from search.language import fold

__all__ = ["LETTERS", "german_slug"]

LETTERS = [("[äÄ]", "ae"), ("[öÖ]", "oe"), ("[üÜ]", "ue"), ("[ßẞ]", "ss")]
"""Patterns and what is written for them, for whoever makes an address without :func:`german_slug`."""


def german_slug(text: str, *, most: int = 60) -> str:
    """Lower-case ASCII words joined by hyphens, at most ``most`` characters, cut between words where one
    fits.
    """
    slug = slugify(fold(text))
    if len(slug) <= most:
        return slug
    cut = slug[: most + 1].rfind("-")
    return slug[:cut] if cut > 0 else slug[:most]
