"""What a case's own words tell of the kind of its municipality, and how to say it in general. Reads only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_m2m_relations

from cases.sections import case_texts, field_label
from knowledge.anonymity.profile.municipality_types import SaidKind, kinds_in

__all__ = ["advice", "fields_that_say", "said_in_case", "words_of"]

_SHOWN = 4
"""So many words are named; more would not be read."""


def _written(case: Any, data: dict[str, Any] | None = None) -> list[tuple[str, str]]:
    """(field, text) of what was written for this case: terms it is filed under ("Stadtentwicklung") belong to
    the whole library.
    """
    terms = {field.name for field in get_all_child_m2m_relations(type(case))} | {"challenge_area_items"}
    return [(name, text) for name, text in case_texts(case, data) if name not in terms]


def said_in_case(case: Any, data: dict[str, Any] | None = None) -> tuple[SaidKind, ...]:
    """The telling words of a case, in the order of its fields."""
    return kinds_in(text for _name, text in _written(case, data))


def fields_that_say(case: Any, data: dict[str, Any] | None = None) -> str:
    """The labels of the fields in which such words stand, as one enumeration."""
    found = {name: None for name, text in _written(case, data) if kinds_in([text])}
    return ", ".join(field_label(type(case), name) for name in found)


def words_of(said: Iterable[SaidKind]) -> str:
    """The words in quotation marks: ``„Stadtrat“, „Stadthalle“``."""
    words = list(dict.fromkeys(item.word for item in said))
    return ", ".join(f"„{word}“" for word in words[:_SHOWN]) + (" …" if len(words) > _SHOWN else "")


def advice() -> str:
    """What to write instead."""
    return _(
        "Solche Wörter sagen, ob es eine Stadt, ein Markt oder eine Gemeinde ist. Bitte allgemein schreiben:"
        " „Rat“ statt „Stadtrat“ oder „Gemeinderat“, „Verwaltung“ statt „Stadtverwaltung“, „Kommune“, „Ort“"
        " oder „Rathaus“ statt „Stadt“."
    )
