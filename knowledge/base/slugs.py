"""Addresses from German words: umlauts are written out, because "Zuschuesse" can be read and "Zuschusse"
cannot.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.text import slugify

from knowledge.guard import findings_in
from search.language import fold

__all__ = ["LETTERS", "foreign_words", "german_slug", "named_by_address_of", "names_in_address"]

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


def names_in_address(slug: str, texts: Iterable[str]) -> list[str]:
    """Persons and places that an address certainly names and none of ``texts`` (which are guarded) holds.
    Raises ``GuardUnavailable``.
    """
    foreign = foreign_words(slug, texts)
    if not foreign:
        return []
    words = [word.capitalize() for word in foreign]
    for text in (" ".join(words), ", ".join(words)):  # a name of two words; a name among other words
        if found := findings_in(text) or findings_in(_with_umlauts(text)):
            return found
    return []


def named_by_address_of(page: Any) -> list[str]:
    """Persons and places in the address of a guarded page that was not public yet. Raises
    ``GuardUnavailable``.
    """
    if not page.is_guarded or page.slug == page.read_slug:
        return []
    titles = (getattr(page, name, "") for name in ("title", "short_name", "seo_title"))
    return names_in_address(page.slug or "", [page.read_slug, *titles])


def _with_umlauts(text: str) -> str:
    for written, letter in (("Ae", "Ä"), ("Oe", "Ö"), ("Ue", "Ü"), ("ae", "ä"), ("oe", "ö"), ("ue", "ü")):
        text = text.replace(written, letter)
    return text
