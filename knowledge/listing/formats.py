"""Descriptions as JSON and as linked data."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.conf import settings

from knowledge.listing.description import Description

__all__ = ["as_json", "as_linked_data"]

_LICENCES = {"CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/deed.de"}
_SCHEMA_TYPES = {"method": "HowTo", "publication": "Report"}
"""Types of schema.org by kind; anything else is an article."""


def as_json(described: Description) -> dict[str, Any]:
    """The whole record: the fields of :class:`Description`, sections as ``anchor, heading, text``. Addresses
    are absolute.
    """
    made = asdict(described)
    made["url"] = _absolute(described.url)
    made["sections"] = [
        {"anchor": part.anchor, "heading": part.heading, "text": part.text} for part in described.sections
    ]
    made["related"] = [asdict(other) | {"url": _absolute(other.url)} for other in described.related]
    return made


def as_linked_data(described: Description) -> dict[str, Any]:
    """The record for search engines and reference managers, in the terms of schema.org (JSON-LD 1.1). The
    date is that of the mixed batch.
    """
    address = _absolute(described.url)
    made = {
        "@context": "https://schema.org",
        "@type": _SCHEMA_TYPES.get(described.kind, "Article"),
        "@id": address,
        "url": address,
        "name": described.title,
        "abstract": described.summary,
        "inLanguage": "de",
        "keywords": list(described.areas),
        "datePublished": described.released,
        "license": _LICENCES.get(described.licence, described.licence),
        "creditText": described.citation,
        "isAccessibleForFree": True,
        "publisher": {"@type": "Organization", "name": settings.WAGTAIL_SITE_NAME},
    }
    return {name: value for name, value in made.items() if value}


def _absolute(address: str) -> str:
    return f"{settings.PUBLIC_URL}{address}"
