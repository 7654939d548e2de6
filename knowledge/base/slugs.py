"""Addresses from German words: umlauts are written out, because "Zuschuesse" can be read and "Zuschusse"
cannot.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.text import slugify

from search.language import fold

__all__ = ["LETTERS", "foreign_words", "german_slug"]

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


def foreign_words(slug: str, texts: Iterable[str]) -> list[str]:
    """Words of an address that none of ``texts`` holds, also as part of a word; numbers are no words."""
    known = ["".join(german_slug(text, most=10_000).split("-")) for text in texts]
    words = (word.strip("0123456789") for word in slug.split("-"))
    return [word for word in words if len(word) > 1 and not any(word in text for text in known)]
