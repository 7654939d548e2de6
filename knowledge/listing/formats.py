"""Descriptions as JSON and as linked data."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.conf import settings

from knowledge.host import host_look
from knowledge.listing.description import Description

__all__ = ["as_json", "as_linked_data"]

_LICENCES = {"CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/deed.de"}
_SCHEMA_TYPES = {"method": "HowTo", "publication": "Report", "cycle": "EventSeries"}
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
    kind = _SCHEMA_TYPES.get(described.kind, "Article")
    library = {"@type": "Organization", "name": host_look().name}
    made = {
        "@context": "https://schema.org",
        "@type": kind,
        "@id": address,
        "url": address,
        "name": described.title,
        "inLanguage": "de",
        "isAccessibleForFree": True,
    }
    if kind == "EventSeries":
        made |= {"description": described.summary, "organizer": library}
    else:
        made |= {
            "abstract": described.summary,
            "keywords": list(described.areas),
            "datePublished": described.released,
            "license": _LICENCES.get(described.licence, described.licence),
            "creditText": described.citation,
            "publisher": library,
        }
    if kind == "HowTo":
        made |= {"totalTime": _duration(described), "step": _steps(described)}
    return {name: value for name, value in made.items() if value}


def _duration(described: Description) -> str:
    """Minutes as ISO 8601 writes them; "" where nobody says."""
    minutes = next((fact.value for fact in described.facts if fact.name == "minutes"), "")
    return f"PT{minutes}M" if minutes else ""


def _steps(described: Description) -> list[dict[str, str]]:
    return [
        {"@type": "HowToStep", "name": one.text, "text": one.detail}
        for one in described.statements
        if one.name == "step"
    ]


def _absolute(address: str) -> str:
    return f"{settings.PUBLIC_URL}{address}"
