"""The sections of a case, declared once, and the public text they cut: what the case giver releases, what the
page and its table of contents show, which passages the search finds, how the editor's form calls its rows.

Pure reading: nothing here writes. A :class:`CaseText` is computed once for a state of a case and handed
along. Its checksum covers the body: every word of the sections. It leaves out what changes without a word of
it changing: ids of rows and blocks, the keys an editor adds to paragraphs, the release batch; and what stands
beside the body: relations, methods, follow-ups.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations, get_field_value
from wagtail.fields import StreamField

from cases.once import once
from knowledge.anonymity.profile import (
    FactMention,
    TypeMention,
    fact_mentions_in,
    mentions_in,
    sentences_telling,
)
from knowledge.base import RetoldFact, fetch_rows, retold_facts, without_decided
from knowledge.classification import FieldClass, field_class
from knowledge.guard import field_label as label_of
from knowledge.guard import is_free, plain_stream, strings_in

__all__ = [
    "BESIDE",
    "LISTED",
    "NOT_TEXT",
    "SECTIONS",
    "CaseText",
    "Section",
    "digest_of",
    "field_label",
    "headed_fields",
    "printed_rows",
    "section_of",
    "stored_words",
    "titles",
    "written_columns",
]

NOT_TEXT = frozenset({"slug", "locale", "show_in_menus", "released_on", "came_from"})
"""Public fields that say nothing about the case: address, language, menu, date of the mixed batch."""

BESIDE = frozenset({"case_methods", "relations"})
"""Public rows that editors place beside the body: which card was used, which case to read next. They are
searched for names, but nobody's consent hangs on them.
"""

LISTED = (
    "title",
    "kernel",
    "title_en",
    "kernel_en",
    "size_band",
    "federal_state",
    "period_band",
    "evidence_level",
)
"""Columns that lists, relations and cards print of a case. The gate keeps a copy of them beside the checksum:
no database can compute that, but every one can compare these. The outcome they print is the gate's own.
"""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the case that is released or kept as a whole.

    ``label`` is its name where it is asked about; ``heading`` its short name in the table of contents and
    beside a passage of the search; ``title`` what stands above it on the page. A section without a heading is
    printed inside another one, which it names in ``within``, or beside the text. An ``inner`` one has rows
    that only some readers of the case may read.
    """

    key: str
    label: Any
    fields: tuple[str, ...]
    heading: Any = ""
    title: Any = ""
    within: str = ""
    inner: bool = False


def _section(
    key: str, label: Any, fields: str, *, heading: Any = "", title: Any = "", within: str = ""
) -> Section:
    return Section(key, label, tuple(fields.split()), heading, title or label, within)


SECTIONS = (
    _section(
        "kern",
        _("Titel und Kurzfassung"),
        "title kernel seo_title search_description lang_simple title_en kernel_en case_kind",
        title=_("Der Fall in 60 Sekunden"),
    ),
    _section(
        "kommune",
        _("Angaben zur Kommune"),
        "federal_state size_band finance_band workforce_band period_band",
        title=_("Die Kommune"),
    ),
    _section("frage", _("Schlüsselfrage"), "key_question concern_type", heading=_("Schlüsselfrage")),
    _section("lage", _("Ausgangslage"), "initial_situation history constraints", heading=_("Ausgangslage")),
    _section("beteiligte", _("Beteiligte"), "actors", title=_("Beteiligte und ihre Haltung"), within="lage"),
    _section("hypothesen", _("Hypothesen der Beratenden"), "hypotheses", heading=_("Hypothesen")),
    _section("ideen", _("Lösungsideen"), "ideas", heading=_("Ideen"), title=_("Ideen der Runde")),
    _section(
        "schritte",
        _("Nächste Schritte und Schlusswort"),
        "steps takeaway",
        heading=_("Nächste Schritte"),
        title=_("Vereinbarte nächste Schritte"),
    ),
    _section(
        "ergebnis",
        _("Was daraus wurde"),
        "outcome evidence_level effects effects_text figures effort_money effort_time effort_staff",
        heading=_("Was daraus wurde"),
    ),
    _section(
        "bedingungen",
        _("Voraussetzungen und Stolpersteine"),
        "preconditions pitfalls",
        heading=_("Voraussetzungen und Stolpersteine"),
    ),
    _section(
        "unterlagen",
        _("Recht, Geld und Unterlagen"),
        "legal_basis funding supervision attachments",
        heading=_("Unterlagen"),
        title=_("Zum Weiterverwenden"),
    ),
    Section(
        "vertiefung",
        _("Vertiefung für Ehemalige"),
        ("inner_passages",),
        heading=_("Vertiefung"),
        title=_("Vertiefung für Ehemalige"),
        inner=True,
    ),
    _section(
        "einordnung",
        _("Einordnung und Beratung"),
        "challenge_area_items policy_fields departments sdgs consult_module",
        title=_("Einordnung"),
    ),
)
"""In the order of the page. The key is the key of a consent and, where there is a heading, the anchor on the
page and of its passage. A system check (``cases.E001``) names a public field that stands in none of them.
"""


def section_of(key: str) -> Section:
    """The section with this key. Raises ``KeyError``."""
    return {section.key: section for section in SECTIONS}[key]


def titles() -> dict[str, Any]:
    """What stands above each section on the page, by its key."""
    return {section.key: section.title for section in SECTIONS}


def headed_fields() -> list[tuple[Section, tuple[str, ...]]]:
    """Sections with a heading in their order, each with the fields that stand under it: its own, then those
    of the sections printed within it.
    """
    return [
        (
            section,
            tuple(
                name for part in SECTIONS if section.key in {part.key, part.within} for name in part.fields
            ),
        )
        for section in SECTIONS
        if section.heading
    ]


# --------------------------------------------------------------------------- the fields of a model


@dataclass(frozen=True, slots=True)
class _Words:
    """Where the public words of a model are: its columns, its rows and its terms by name."""

    columns: tuple[Any, ...]
    streams: frozenset[str]
    free: frozenset[str]
    """Columns that people write into."""
    rows: Mapping[str, type[Any]]
    terms: tuple[str, ...]


def _words_of(model: Any) -> _Words:
    return _words_once(model)


@cache
def _words_once(model: Any) -> _Words:
    def is_public(name: str) -> bool:
        return field_class(model, name) is not FieldClass.INTERNAL

    columns = tuple(
        field
        for field in model._meta.fields
        if field.serialize and is_public(field.name) and field.name not in NOT_TEXT | {"sort_order"}
    )
    return _Words(
        columns,
        frozenset(field.name for field in columns if isinstance(field, StreamField)),
        frozenset(field.name for field in columns if is_free(model, field.name)),
        {
            relation.get_accessor_name(): relation.related_model
            for relation in get_all_child_relations(model)
            if is_public(relation.get_accessor_name())
        },
        tuple(field.name for field in get_all_child_m2m_relations(model) if is_public(field.name)),
    )


def written_columns(model: type[Any]) -> list[str]:
    """Public columns that people write into, of a case or of one of its rows."""
    words = _words_of(model)
    return [field.name for field in words.columns if field.name in words.free]


def printed_rows(model: type[Any]) -> list[str]:
    """Relations that the sections name: what a page, a document or an export reads besides the columns."""
    words = _words_of(model)
    return [
        name for section in SECTIONS for name in section.fields if name in words.rows or name in words.terms
    ]


def field_label(model: type[Any], name: str) -> str:
    """What the form calls a field or a group of rows."""
    if name == "slug":
        return str(_("Adresse"))
    return label_of(model, name)


def _cells(instance: Any) -> dict[str, Any]:
    """Public columns of one record as plain values."""
    words = _words_of(type(instance))
    result = {}
    for field in words.columns:
        value = get_field_value(field, instance)
        result[field.name] = plain_stream(
            json.loads(value) if field.name in words.streams and value else value
        )
    return result


def stored_words(model: type[Any], content: Mapping[str, Any]) -> dict[str, Any]:
    """The words in the JSON of a revision, without a query: equal for two revisions that say the same."""
    words = _words_of(model)
    found: dict[str, Any] = {}
    for name in (field.name for field in words.columns if field.name in content):
        value = content[name]
        found[name] = plain_stream(json.loads(value) if name in words.streams and value else value)
    for name, related in words.rows.items():
        found[name] = [stored_words(related, row) for row in content.get(name) or ()]
    for name in words.terms:
        found[name] = sorted(content.get(name) or ())
    return found


def digest_of(value: Any) -> str:
    """SHA-256 (64 hexadecimal characters) of plain values, whatever the order of their keys."""
    canonical = json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()


# --------------------------------------------------------------------------- the text


@dataclass(frozen=True, eq=False)
class CaseText:
    """The public words of a case in one state.

    ``data`` holds them as plain values by field, ``terms`` the names of the terms the case is filed under,
    ``told`` what accepted follow-ups and the entry phrases say: they narrow down the municipality as the body
    does.
    """

    model: type[Any]
    data: Mapping[str, Any]
    terms: tuple[tuple[str, str], ...] = ()
    told: tuple[tuple[str, str], ...] = ()
    pk: int | None = None
    apart_from: int | None = None
    """A page that retells the case and is left out."""

    @classmethod
    def of(cls, case: Any) -> CaseText:
        """Read a case, saved or a draft, once."""
        words = _words_of(type(case))
        rows = {name: list(getattr(case, name).all()) for name in words.rows}
        terms = {name: list(getattr(case, name).all()) for name in words.terms}
        data = _cells(case)
        data |= {name: [_cells(row) for row in found] for name, found in rows.items()}
        data |= {name: sorted(term.pk for term in found) for name, found in terms.items()}
        names = [(name, str(term)) for name, found in terms.items() for term in found]
        areas = rows["challenge_area_items"]
        prefetch_related_objects(areas, "tag")
        names += [("challenge_area_items", str(row)) for row in areas]
        follow_ups = case.followups.all() if case.pk else ()
        told = [words for row in follow_ups if row.is_accepted for words in _told_by(row)]
        return cls(type(case), data, tuple(names), tuple(told), case.pk).with_phrases(case.asked_as)

    @cached_property
    def digest(self) -> str:
        """SHA-256 (64 hexadecimal characters) of the body; the same for a draft, a revision and the saved
        page.
        """
        return digest_of({name: value for name, value in self.data.items() if name not in BESIDE})

    @cached_property
    def digests(self) -> dict[str, str]:
        """Checksum by key for every section that says something; an empty one needs no release."""
        return {section.key: digest_of(self.said_in(section)) for section in self.sections}

    @cached_property
    def sections(self) -> list[Section]:
        """The sections that say something, in their order."""
        return [section for section in SECTIONS if self.said_in(section)]

    def said_in(self, section: Section) -> dict[str, Any]:
        """What a section says; empty when it says nothing."""
        return {name: self.data[name] for name in section.fields if self.data.get(name)}

    @cached_property
    def written(self) -> list[tuple[str, str]]:
        """(field, text) of everything written for this case by hand."""
        words = _words_of(self.model)
        found: list[tuple[str, str]] = []
        for name, value in self.data.items():
            if name in words.rows:
                free = _words_of(words.rows[name]).free
                cells = [cell for row in value for key, cell in row.items() if key in free]
            else:
                cells = [value] if name in words.free else []
            found += [(name, text) for cell in cells for text in strings_in(cell) if text]
        return found

    @property
    def texts(self) -> list[tuple[str, str]]:
        """(field, text) of everything a reader sees in words: what was written, and the names of the
        terms.
        """
        return [*self.written, *((name, text) for name, text in self.terms if text)]

    @cached_property
    def type_mentions(self) -> tuple[TypeMention, ...]:
        """Words that tell the kind of the municipality, in the order of the fields. Terms
        ("Stadtentwicklung") belong to the whole library and tell nothing.
        """
        return mentions_in(text for _name, text in (*self.written, *self.told))

    @cached_property
    def own_facts(self) -> tuple[FactMention, ...]:
        """What the text tells of its municipality besides ("Straßenbahn"), as :attr:`type_mentions`."""
        return fact_mentions_in(text for _name, text in (*self.written, *self.told))

    @cached_property
    def retold(self) -> list[RetoldFact]:
        """What only a lesson, a chapter or a package tells of the case."""
        if self.pk is None:
            return []
        pk, known = self.pk, frozenset(mention.key for mention in self.own_facts)
        return once(
            ("retold", pk, self.apart_from, known),
            lambda: self.told_of_it(retold_facts(pk, apart_from=self.apart_from)),
        )

    def told_of_it(self, facts: Iterable[RetoldFact]) -> list[RetoldFact]:
        """Those of them that add to what the case tells and that nobody has let stand. What another origin of
        the same passage tells itself is told of that one.
        """
        own = {mention.key for mention in self.own_facts}
        new = [fact for fact in facts if self.pk in fact.passage.origins and fact.mention.key not in own]
        others = {pk for fact in new for pk in fact.passage.origins} - {self.pk}
        cases = list(self.model.objects.filter(pk__in=others, live=True)) if others else []
        fetch_rows(*cases)
        told = {(case.pk, mention.key) for case in cases for mention in self.of(case).own_facts}
        return without_decided(
            [fact for fact in new if not any((pk, fact.mention.key) in told for pk in fact.passage.origins)]
        )

    @cached_property
    def fact_mentions(self) -> tuple[FactMention, ...]:
        """The facts of the text and those that are told of it elsewhere, each once."""
        beside = {fact.mention.key: fact.mention for fact in reversed(self.retold)}
        return (*self.own_facts, *beside.values())

    def sentences_telling(self, key: str) -> str:
        """The sentences that tell a fact, here and elsewhere."""
        beside = [fact.passage.text for fact in self.retold]
        return sentences_telling(key, [*(text for _name, text in (*self.written, *self.told)), *beside])

    @property
    def fields_of_mentions(self) -> str:
        """The labels of the fields in which such words stand, as one enumeration."""
        found = {name: None for name, text in (*self.written, *self.told) if mentions_in([text])}
        return ", ".join(field_label(self.model, name) for name in found)

    def with_told(self, row: Any) -> CaseText:
        """The same text with one more follow-up beside it."""
        return replace(self, told=(*self.told, *_told_by(row)))

    def with_phrases(self, phrases: Iterable[str]) -> CaseText:
        """The same text with these entry phrases beside it."""
        return replace(self, told=(*self.told, *(("entry_phrases", words) for words in phrases)))


def _told_by(row: Any) -> list[tuple[str, str]]:
    return [("followups", text) for name in written_columns(type(row)) if (text := getattr(row, name))]
