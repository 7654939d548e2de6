"""How cases are found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from wagtail.fields import RichTextField, StreamField

from cases.models import CasePage, PublicationRefused, neighbours
from cases.sections import Section, headed_fields, section_of, written_columns
from knowledge.base import inner_passages, readable_pages
from knowledge.enums import Outcome
from knowledge.listing import (
    ENTRY,
    Fact,
    PageSource,
    Statement,
    area_names,
    area_slugs,
    in_english,
    passages,
    plain_text,
    stream_text,
)
from knowledge.models import LessonPage
from search import registry
from search.contract import ACCESS_FACET, Audience, Document, Passage, Viewer

_FAILED_WORDS = {
    Outcome.FAILED: ("gescheitert", "Scheitern"),
    Outcome.ABANDONED: ("aufgegeben", "gescheitert"),
}

_ROW_WORDS: dict[str, Callable[[Any], str]] = {
    "actors": lambda row: f"{row.role}: {row.interest}",
    "steps": lambda row: row.what,
    "legal_basis": lambda row: f"{row}: {row.remark}",
    "figures": lambda row: f"{row} ({row.source})",
}
"""Rows that are not found by everything written into them, one column after the other: the role beside a
step says who, not what.
"""


def _actor(row: Any) -> str:
    return f"{row.role}: {row.interest}"


def _hypothesis(row: Any) -> str:
    return f"{row.text} ({row.get_resonance_display()})" if row.resonance else row.text


def _idea(row: Any) -> str:
    """A row of a dossier: the idea, what became of it, how far it reaches, why not."""
    reach, reason = row.reach.strip(), row.reason.strip()
    parts = (
        f"{row.text} ({row.get_status_display()})",
        reach and f"{_('Reichweite')}: {reach}",
        reason and f"{_('Grund')}: {reason}",
    )
    return " ".join(part if part.endswith((".", "!", "?")) else f"{part}." for part in parts if part)


def _need(row: Any) -> str:
    return f"{_('Muss gegeben sein') if row.must else _('Hilft')}: {row.text}"


_READ_ROWS: dict[str, Callable[[Any], str]] = {
    **_ROW_WORDS,
    "actors": _actor,
    "hypotheses": _hypothesis,
    "ideas": _idea,
    "steps": lambda row: f"{row.what} ({row.role})" if row.role else row.what,
    "preconditions": _need,
    "pitfalls": lambda row: f"{_('Davor warnen wir')}: {row.text}",
}
"""Rows as they are read one by one, away from the page whose columns say what is what."""


def _entry(text: str) -> str:
    """An entry of a list in plain text (:data:`knowledge.listing.ENTRY`)."""
    return ENTRY + " ".join(text.split())


def _attachment_lines(stream: Any) -> Iterator[str]:
    """Tables, lists and drafts to take over: the title, then row by row."""
    for block in stream:
        said = block.value
        draft = f"{_('Beschlussentwurf')}: " if block.block_type == "decision" else ""
        yield f"{draft}{said['title']}:"
        name = {"table": "cells", "list": "items", "decision": "proposal"}[block.block_type]
        yield from (_entry(line) for line in str(said[name]).splitlines() if line.strip())
        yield from (
            f"{label}: {said[column]}"
            for column, label in (("reasons", _("Begründung")), ("costs", _("Finanzielle Auswirkungen")))
            if said.get(column)
        )


def _words(page: Any, fields: tuple[str, ...]) -> Iterator[str]:
    """What is written into each of these fields, as plain text; a choice is found by its facet. What a case
    warns of comes first: a long passage is cut, and that is what people search for.
    """
    written = written_columns(CasePage)
    for name in sorted(fields, key=lambda name: name != "pitfalls"):
        value = getattr(page, name)
        if hasattr(value, "all"):
            yield "\n".join(_ROW_WORDS.get(name, _row_words)(row) for row in value.all())
        elif name in written:
            yield _plain(CasePage._meta.get_field(name), value)


def _told(page: Any, section: Section) -> Iterator[str]:
    """What became of the case, as its follow-ups tell everybody: they stand first in the section of the
    outcome.
    """
    if "outcome" in section.fields:
        yield from (_row_words(row) for row in page.public_followups)


def _waiting(page: Any) -> tuple[Passage, ...]:
    """Follow-ups that wait for the next batch: whoever is signed in finds them already."""
    section = section_of("ergebnis")
    return tuple(
        Passage(_row_words(row), str(section.heading), section.key, Audience.ALUMNI)
        for row in page.waiting_followups
    )


def _row_words(row: Any) -> str:
    return " ".join(getattr(row, name) for name in written_columns(type(row))).strip()


def _plain(field: Any, value: Any) -> str:
    if isinstance(field, StreamField):
        return stream_text(value)
    return plain_text(value) if isinstance(field, RichTextField) else str(value)


class CaseSource(PageSource):
    """Cases: kernel and question weigh most, then what was tried, thought and done."""

    kind = "case"
    model = CasePage
    label = _("Fall")
    label_plural = _("Fälle")
    counted = ngettext_lazy("%(count)d Fall", "%(count)d Fälle", "count")
    type_word = "fall"
    query_words = ("Fall", "Fälle", "Fällen")
    icon = "case"
    order = 10
    facets = ("herausforderung", "handlungsfeld", "groesse", "zeitraum", "ausgang", ACCESS_FACET)
    fact_fields = (
        "outcome",
        "evidence_level",
        "size_band",
        "period_band",
        "federal_state",
        "finance_band",
        "workforce_band",
        "concern_type",
        "constraints",
        "policy_fields",
        "departments",
        "sdgs",
        "case_kind",
        "consult_module",
        "effort_money",
        "effort_time",
        "effort_staff",
        "title_en",
        "kernel_en",
    )

    def eligible(self) -> Any:
        """Cleared cases, with what ``build`` prints and compares."""
        return (
            CasePage.objects.with_readers()
            .cleared()
            .select_related("clearance__consent")
            .with_public_associations()
            .order_by("pk")
        )

    def build(self, obj: Any) -> Document:
        """The case as a document. Raises ``PublicationRefused`` when its text is not the cleared one: then it
        is left out.
        """
        if not obj.is_as_cleared:
            raise PublicationRefused([])
        return super().build(obj)

    def summary(self, page: Any) -> str:
        """The case in sixty seconds."""
        return str(page.kernel)

    def describe(self, page: Any) -> dict[str, Any]:
        """Sections of the page in its order, with its anchors."""
        fields = [field.name for field in page.policy_fields.all()]
        return {
            "keywords": (
                *filter(None, [page.title_en]),
                *area_names(page),
                *fields,
                *_FAILED_WORDS.get(Outcome(page.public_outcome), ()),
            ),
            "passages": passages(
                *(
                    (section.key, section.heading, "\n".join([*_told(page, section), *_words(page, fields)]))
                    for section, fields in headed_fields()
                    if not section.inner
                )
            )
            + passages(("", "English", page.kernel_en))
            + inner_passages(page)
            + _waiting(page),
            "facets": {
                "herausforderung": area_slugs(page),
                "handlungsfeld": [field.key for field in page.policy_fields.all()],
                "groesse": [page.size_band],
                "zeitraum": [page.period_band],
                "ausgang": [page.public_outcome],
            },
            "display": {
                "outcome": page.public_outcome,
                "size_band": page.size_band,
                "evidence": page.evidence_level,
                "federal_state": page.federal_state,
                "period": page.period_band,
                "became": page.public_became.short,
                "since": page.public_became.when,
                **in_english(page.title_en, page.kernel_en),
            },
        }

    def facts(self, page: Any) -> tuple[Fact, ...]:
        """The outcome is what the newest follow-up says."""
        told = str(Outcome(page.shown_outcome).label)
        return tuple(
            replace(fact, value=told) if fact.name == "outcome" else fact for fact in super().facts(page)
        )

    def sections(self, page: Any) -> tuple[Passage, ...]:
        """Everything written, in the order of the page: who does a step is read, though nobody searches for
        it.
        """
        written = passages(
            *(
                (section.key, section.heading, "\n".join([*_told(page, section), *_lines(page, fields)]))
                for section, fields in headed_fields()
                if not section.inner
            )
        )
        simple = passages(("einfach", _("In Einfacher Sprache"), page.lang_simple))
        return (*written, *simple, *inner_passages(page), *_waiting(page))

    def statements(self, page: Any) -> Iterator[Statement]:
        """What became of it, ideas with what became of them, steps, what it takes, what it warns of, what
        others decided.
        """
        became = page.public_became
        if became.told:
            yield Statement("became", became.told, became.outcome, became.when)
        for idea in page.ideas.all():
            yield Statement("idea", idea.text, idea.status, idea.reason)
        for step in page.steps.all():
            yield Statement("step", step.what, step.role, str(step.get_due_band_display()))
        for need in page.preconditions.all():
            yield Statement("precondition", need.text, need.kind, "muss" if need.must else "")
        for trap in page.pitfalls.all():
            yield Statement("pitfall", trap.text)
        for block in page.attachments:
            if block.block_type == "decision":
                said = block.value
                for line in filter(None, map(str.strip, str(said["proposal"]).split("\n"))):
                    yield Statement("proposal", line, "", str(said["title"]))
                if said["costs"]:
                    yield Statement("cost", str(said["costs"]).strip(), "", str(said["title"]))

    def related(self, page: Any, viewer: Viewer) -> Iterator[tuple[Any, Any, str]]:
        """Methods used, lessons drawn from it, and the cases that editors named."""
        methods = [row.method_id for row in page.case_methods.all()]
        others = {row.other_id: row for row in page.relations.all()}
        pages = readable_pages([*methods, *others], viewer)
        yield from ((_("Eingesetzte Methode"), pages[pk], "") for pk in methods if pk in pages)
        lessons = LessonPage.objects.readable_by(viewer).drawn_from(page)
        yield from ((_("Lehre aus diesem Fall"), lesson, "") for lesson in lessons)
        yield from (
            (row.get_kind_display(), pages[pk], row.reason) for pk, row in others.items() if pk in pages
        )


def _lines(page: Any, fields: tuple[str, ...]) -> Iterator[str]:
    written = written_columns(CasePage)
    for name in fields:
        value = getattr(page, name)
        if hasattr(value, "all"):
            said = _READ_ROWS.get(name, _row_words)
            yield from (_entry(said(row)) for row in value.all())
        elif name == "attachments":
            yield from _attachment_lines(value)
        elif name in written:
            yield _plain(CasePage._meta.get_field(name), value)


registry.register(CaseSource())
registry.register_neighbours(neighbours)
