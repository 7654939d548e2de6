"""Addresses from German words: umlauts are written out, because "Zuschuesse" can be read and "Zuschusse"
cannot.
"""

from __future__ import annotations

from django.utils.text import slugify

__all__ = ["german_slug"]

_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})


def german_slug(text: str, *, most: int = 60) -> str:
    """Lower-case ASCII words joined by hyphens, at most ``most`` characters, cut between words where one
    fits.
    """
    slug = slugify(text.translate(_WRITTEN_OUT))
    if len(slug) <= most:
        return slug
    cut = slug[: most + 1].rfind("-")
    return slug[:cut] if cut > 0 else slug[:most]
