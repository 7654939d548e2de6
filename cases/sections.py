"""What a case giver releases: the public text of a case, cut into sections, each with a checksum.

Pure reading: nothing here writes. :func:`case_hash` covers every word a reader could see. It leaves out what
changes without a word changing: ids of rows and blocks, the keys an editor adds to paragraphs, the release
batch.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, combinations
from typing import Any

from django.utils.translation import gettext_lazy as _
from modelcluster.models import (
    get_all_child_m2m_relations,
    get_all_child_relations,
    get_serializable_data_for_fields,
)
from wagtail.fields import StreamField

from knowledge.classification import FieldClass, field_class
from knowledge.guard import field_label as label_of
from knowledge.guard import is_free, plain_stream, strings_in

__all__ = [
    "NOT_TEXT",
    "SECTIONS",
    "Section",
    "case_data",
    "case_hash",
    "case_texts",
    "field_label",
    "section_data",
    "section_hash",
    "section_hashes",
    "sections_of",
    "shorter_texts",
    "stored_words",
    "text_as",
]

NOT_TEXT = frozenset({"slug", "locale", "show_in_menus", "released_on"})
"""Public fields that say nothing about the case: address, language, menu, date of the mixed batch."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the case that is released or kept as a whole."""

    key: str
    label: Any
    fields: tuple[str, ...]


def _section(key: str, label: Any, fields: str) -> Section:
    return Section(key, label, tuple(fields.split()))


SECTIONS = (
    _section(
        "kern", _("Titel und Kurzfassung"), "title kernel seo_title search_description lang_simple case_kind"
    ),
    _section(
        "kommune", _("Angaben zur Kommune"), "federal_state size_band finance_band workforce_band period_band"
    ),
    _section("frage", _("Schlüsselfrage"), "key_question concern_type"),
    _section("lage", _("Ausgangslage"), "initial_situation history constraints"),
    _section("beteiligte", _("Beteiligte"), "actors"),
    _section("hypothesen", _("Hypothesen der Beratenden"), "hypotheses"),
    _section("ideen", _("Lösungsideen"), "ideas"),
    _section("schritte", _("Nächste Schritte und Schlusswort"), "steps takeaway"),
    _section(
        "ergebnis",
        _("Was daraus wurde"),
        "outcome evidence_level followups effects effects_text effort_money effort_time effort_staff",
    ),
    _section("bedingungen", _("Voraussetzungen und Stolpersteine"), "preconditions pitfalls"),
    _section(
        "einordnung",
        _("Einordnung und Beratung"),
        "challenge_area_items policy_fields departments sdgs consult_module case_methods relations",
    ),
)
"""In the order of the page. A system check (``cases.E001``) names a public field that stands in none of them.
"""


def _cells(instance: Any) -> dict[str, Any]:
    """PUBLIC and QUASI columns of one record as plain values."""
    model = type(instance)
    streams = {field.name for field in model._meta.fields if isinstance(field, StreamField)}
    result = {}
    for name, value in get_serializable_data_for_fields(instance).items():
        if field_class(model, name) is FieldClass.INTERNAL:
            continue
        result[name] = plain_stream(json.loads(value) if name in streams and value else value)
    return result


def case_data(case: Any) -> dict[str, Any]:
    """The words of a case as plain values: the fields of ``public_data`` but :data:`NOT_TEXT`, rows without
    ids.
    """
    model = type(case)
    result = {name: value for name, value in _cells(case).items() if name not in NOT_TEXT}
    for relation in get_all_child_relations(model):
        name = relation.get_accessor_name()
        if field_class(model, name) is not FieldClass.INTERNAL:
            result[name] = [
                {key: cell for key, cell in _cells(row).items() if key != "sort_order"}
                for row in getattr(case, name).all()
            ]
    for field in get_all_child_m2m_relations(model):
        if field_class(model, field.name) is not FieldClass.INTERNAL:
            result[field.name] = sorted(term.pk for term in getattr(case, field.name).all())
    return result


def stored_words(model: type[Any], content: dict[str, Any]) -> dict[str, Any]:
    """The words in the JSON of a revision, without a query: equal for two revisions that say the same."""
    rows = {
        relation.get_accessor_name(): relation.related_model for relation in get_all_child_relations(model)
    }
    terms = {field.name for field in get_all_child_m2m_relations(model)}
    streams = {field.name for field in model._meta.fields if isinstance(field, StreamField)}
    found = {}
    for name, value in content.items():
        if name in NOT_TEXT | {"sort_order"} or field_class(model, name) is FieldClass.INTERNAL:
            continue
        if name in rows:
            found[name] = [stored_words(rows[name], row) for row in value]
        elif name in terms:
            found[name] = sorted(value)
        else:
            found[name] = plain_stream(json.loads(value) if name in streams and value else value)
    return found


def _digest(value: Any) -> str:
    canonical = json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()


def case_hash(case: Any, data: dict[str, Any] | None = None) -> str:
    """SHA-256 (64 hexadecimal characters) of :func:`case_data`; the same for a draft, a revision and the
    saved page.
    """
    return _digest(case_data(case) if data is None else data)


def shorter_texts(case: Any, data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The same text without some follow-ups, the longest first: a follow-up that has just come waits for its
    own release.

    Of a draft only those may be left out that came after it.
    """
    rows = list(zip(case.followups.all(), data["followups"], strict=True))
    waiting = [
        place
        for place, (row, _cells) in enumerate(rows)
        if case.known is None or getattr(row, "has_arrived", False)
    ]
    for count in range(1, len(waiting) + 1):
        for left_out in combinations(waiting, count):
            yield data | {
                "followups": [cells for place, (_row, cells) in enumerate(rows) if place not in left_out]
            }


def text_as(case: Any, digest: str) -> dict[str, Any] | None:
    """The text of the case that has this checksum, whole or without follow-ups that came later; ``None``
    where its words are others.
    """
    data = case_data(case)
    return next(
        (text for text in chain([data], shorter_texts(case, data)) if case_hash(None, text) == digest), None
    )


def section_data(section: Section, data: dict[str, Any]) -> dict[str, Any]:
    """What a section says; empty when it says nothing."""
    return {name: data[name] for name in section.fields if data.get(name)}


def section_hash(section: Section, data: dict[str, Any]) -> str:
    """Checksum of one section; empty for an empty section, which needs no release."""
    content = section_data(section, data)
    return _digest(content) if content else ""


def section_hashes(data: dict[str, Any]) -> dict[str, str]:
    """Checksum by key for every section that says something."""
    found = {section.key: section_hash(section, data) for section in SECTIONS}
    return {key: digest for key, digest in found.items() if digest}


def sections_of(data: dict[str, Any]) -> list[Section]:
    """The sections that say something, in their order."""
    return [section for section in SECTIONS if section_data(section, data)]


def field_label(model: type[Any], name: str) -> str:
    """What the form calls a field or a group of rows."""
    if name == "slug":
        return str(_("Adresse"))
    return label_of(model, name)


def case_texts(case: Any, data: dict[str, Any] | None = None) -> list[tuple[str, str]]:
    """(field, text) of everything written by hand, with the names of the terms the case is filed under."""
    data = case_data(case) if data is None else data
    model = type(case)
    rows = {
        relation.get_accessor_name(): relation.related_model for relation in get_all_child_relations(model)
    }
    terms = {field.name for field in get_all_child_m2m_relations(model)}
    found: list[tuple[str, str]] = []
    for name, value in data.items():
        if name in rows:
            cells = [cell for row in value for key, cell in row.items() if is_free(rows[name], key)]
            found += [(name, text) for cell in cells for text in strings_in(cell)]
        elif name in terms:
            found += [(name, str(term)) for term in getattr(case, name).all()]
        elif is_free(model, name):
            found += [(name, text) for text in strings_in(value)]
    found += [("challenge_area_items", str(item)) for item in case.challenge_area_items.all()]
    return [(name, text) for name, text in found if text]
