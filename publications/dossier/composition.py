"""A dossier out of records: what its readers need first, as much as its pages hold, each statement with the
record it is from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil
from typing import Final

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from knowledge.enums import Outcome
from knowledge.listing import ENTRY, Description
from publications.dossier.blocks import Block, Bullets, Grid, Heading, Paragraph, lines_in, shortened
from publications.dossier.decision_paper import decision_paper
from publications.dossier.records import MissingRecord, Source
from publications.dossier.selection import Selection

__all__ = ["AUDIENCES", "PAGES", "Dossier", "compose"]

AUDIENCES: Final = {
    "gemeinderat": gettext_noop("Gemeinderat"),
    "verwaltungsspitze": gettext_noop("Verwaltungsspitze"),
    "amt": gettext_noop("Amt"),
    "oeffentlichkeit": gettext_noop("Öffentlichkeit"),
}
"""For whom a dossier is, by the words of addresses."""

PAGES: Final = {1: 57, 4: 205, 12: 620}
"""Lengths in pages, and the lines of the PDF that fit, the list of sources included."""

_FIRST: Final[dict[str, tuple[str, ...]]] = {
    "gemeinderat": ("ergebnis", "bedingungen", "ideen", "lage", "empfehlung", "eckdaten"),
    "verwaltungsspitze": ("ergebnis", "bedingungen", "schritte", "hypothesen", "empfehlung", "grenzen"),
    "amt": ("schritte", "ideen", "bedingungen", "unterlagen", "ablauf", "material", "empfehlung"),
    "oeffentlichkeit": ("lage", "ergebnis", "empfehlung", "worum"),
}
"""Sections by their anchor that each audience reads first; the others follow while there is room."""

_MOST: Final = {1: 6, 4: 20, 12: 40}
"""So many records are told on so many pages; the others are named among the sources."""

_FACTS: Final = {
    *("outcome", "evidence_level", "size_band", "finance_band", "state", "period", "minutes", "group"),
    *("difficulty", "effort_money", "effort_time", "effort_staff"),
}
"""Facts that help to weigh a record; how it was consulted does not."""

_LEAST = 2.0
"""Lines below which the beginning of a section says nothing."""

_WORDS: Final = 13
"""Words of a line."""

_PER_SMALL_LINE: Final = 115
"""Characters of a line of the list of sources (7.5 pt)."""


@dataclass(frozen=True, slots=True)
class Dossier:
    """What a dossier says, ready to be written in any format. ``missing`` names the records that are not
    there any more, or never were.
    """

    title: str
    audience: str
    pages: int
    made_on: str
    blocks: tuple[Block, ...]
    sources: tuple[Source, ...]
    missing: tuple[MissingRecord, ...]

    @property
    def references(self) -> list[str]:
        """The list of sources, short where there is one page, in the language of the dossier."""
        with translation.override("de"):
            return _references(self.pages, self.sources)


def compose(selection: Selection, sources: Sequence[Source], missing: Sequence[MissingRecord]) -> Dossier:
    """Put the records together, in German as they are."""
    with translation.override("de"):
        room = PAGES[selection.pages] - 4 - _source_lines(selection.pages, sources)
        room -= 1.4 * len(missing)
        blocks = _opening(selection, sources, room if selection.pages == 1 else room * 0.55)
        room -= lines_in(blocks) + 2.6
        told = sources[: _MOST[selection.pages]]
        if told and (selection.pages > 1 or room > 3.0 * len(told)):
            blocks.append(Heading(_("Die Einträge im Einzelnen")))
            for left, source in zip(range(len(told), 0, -1), told, strict=True):
                part = _told(source, selection.audience, max(room / left, _LEAST))
                room -= lines_in(part)
                blocks += part
        return Dossier(
            title=selection.title or _("Was andere Kommunen erfahren haben"),
            audience=_(AUDIENCES[selection.audience]),
            pages=selection.pages,
            made_on=f"{timezone.localdate():%d.%m.%Y}",
            blocks=tuple(blocks),
            sources=tuple(sources),
            missing=tuple(missing),
        )


def _references(pages: int, sources: Sequence[Source]) -> list[str]:
    """A line for each record; on one page those that are only named share one."""
    if pages > 1:
        return [source.reference for source in sources]
    told, named = sources[: _MOST[pages]], sources[_MOST[pages] :]
    lines = [source.short_reference for source in told]
    if named:
        lines.append(_("Außerdem: %(records)s") % {"records": "; ".join(one.name for one in named)})
    return lines


def _source_lines(pages: int, sources: Sequence[Source]) -> float:
    """Room of the list of sources, in lines of the text; its letters are smaller."""
    if pages > 1:
        return len(sources) * 1.8
    return 0.8 * sum(ceil(len(line) / _PER_SMALL_LINE) for line in _references(pages, sources))


def _opening(selection: Selection, sources: Sequence[Source], room: float) -> list[Block]:
    """The decision paper of a council, or all at one glance for anybody else, as much of it as fits."""
    blocks: list[Block] = []
    for most in range(_MOST[selection.pages], 0, -1):
        told = sources[:most]
        for scale in (1.0, 0.7, 0.45, 0.25):
            blocks = [Paragraph(_left_out(most, len(sources)))] if most < len(sources) else []
            if selection.audience == "gemeinderat":
                blocks += decision_paper(told, int(room * scale * _WORDS))
            else:
                blocks += _overview(selection.audience, told)
            if lines_in(blocks) <= room:
                return blocks
    return blocks


def _left_out(told: int, count: int) -> str:
    return _(
        "So viele Seiten fassen %(told)d der %(count)d Einträge; die übrigen stehen unten bei den Quellen."
    ) % {"told": told, "count": count}


def fact_of(described: Description, name: str) -> str:
    """What a record says under a fact of this name, "" when nothing."""
    return next((fact.value for fact in described.facts if fact.name == name), "")


def _overview(audience: str, sources: Sequence[Source]) -> list[Block]:
    """At one glance: what there is and how it went, then what to do first."""
    rows = tuple(
        (f"{source.described.title}", source.described.kind_label, _standing(source.described), source.mark)
        for source in sources
    )
    head = (_("Eintrag"), _("Art"), _("Ausgang oder Stand"), _("Quelle"))
    blocks: list[Block] = [Heading(_("Auf einen Blick")), Grid(_("Die Einträge"), head, rows)]
    wanted = {"verwaltungsspitze": "precondition", "amt": "step"}.get(audience)
    lines = [
        (_said(statement.text, statement.state if wanted == "step" else ""), source.mark)
        for source in sources
        for statement in source.described.statements
        if statement.name == wanted
    ][: 3 + len(sources)]
    if lines and wanted:
        title = {"precondition": _("Was gegeben sein muss"), "step": _("Was andere zuerst getan haben")}
        blocks += [Heading(title[wanted]), Bullets(tuple(lines))]
    return blocks


def _said(text: str, who: str) -> str:
    return f"{text} ({who})" if who and not who.isdigit() else text


def _standing(described: Description) -> str:
    """How it went or where it stands and when that was; what is there to work or read with has neither."""
    standing = fact_of(described, "outcome") or fact_of(described, "state") or _("zum Nachschlagen")
    return ", ".join(filter(None, (standing, fact_of(described, "period"))))


def _given_up(source: Source, words: int) -> list[Block]:
    """How it ended where it failed, before anything else: the beginning of such a case alone would say the
    opposite.
    """
    return [
        Paragraph(shortened(said.text, words), source.mark, lead=fact_of(source.described, "outcome"))
        for said in source.described.statements
        if said.name == "became" and said.state in {Outcome.FAILED, Outcome.ABANDONED}
    ]


def _told(source: Source, audience: str, room: float) -> list[Block]:
    """A record within about ``room`` lines: its summary, then its sections as this audience reads them."""
    described = source.described
    blocks: list[Block] = [Heading(described.title, 3)]
    if source.note:
        blocks.append(Paragraph(source.note, lead=_("Anmerkung")))
    blocks += (ended := _given_up(source, int(max(room - lines_in(blocks), 1) * _WORDS)))
    facts = [f"{fact.label}: {fact.value}" for fact in described.facts if fact.value and fact.name in _FACTS]
    left = room - lines_in(blocks) - 1
    if left >= _LEAST or not ended:
        blocks.append(Paragraph(shortened(described.summary, int(max(left, 1) * _WORDS)), source.mark))
    if facts and room - lines_in(blocks) > 2 * _LEAST:
        blocks.append(Paragraph("; ".join(facts) + ".", source.mark))
    first = _FIRST[audience]
    parts = sorted(
        described.sections, key=lambda part: first.index(part.anchor) if part.anchor in first else len(first)
    )
    for part in parts:
        left = room - lines_in(blocks)
        if left < _LEAST:
            break
        blocks += _section(part.heading, part.text, source.mark, left)
    return blocks


def _section(heading: str, text: str, mark: str, room: float) -> list[Block]:
    """A section within about ``room`` lines: entries of a list one by one, prose as a paragraph."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    entries = _entries(lines)
    if not any(entries):
        return [Paragraph(shortened(_prose(lines), int((room - 1) * _WORDS)), mark, lead=heading)]
    blocks: list[Block] = [Heading(heading, 4)]
    for is_list, group in groupby(zip(entries, lines, strict=True), key=lambda pair: pair[0]):
        left = room - lines_in(blocks)
        if left < _LEAST:
            break
        said = [line.removeprefix(ENTRY) for _entry, line in group]
        if not is_list:
            blocks.append(Paragraph(shortened(_prose(said), int((left - 1) * _WORDS)), mark))
            continue
        if not (fitting := _fitting(said, mark, left)).lines:
            break
        blocks.append(fitting)
    return blocks if len(blocks) > 1 else []


def _fitting(said: Sequence[str], mark: str, room: float) -> Bullets:
    """As many entries of a list as fit, and how many do not: half of the parties would be a one-sided
    list.
    """
    for count in range(len(said), 0, -1):
        rest = len(said) - count
        more = (_("und %(count)d weitere im Eintrag") % {"count": rest},) if rest else ()
        found = Bullets(tuple((line, mark) for line in (*said[:count], *more)))
        if lines_in([found]) <= room:
            return found
    return Bullets(())


def _prose(lines: Sequence[str]) -> str:
    """Lines to be joined: a heading among them ends in a colon."""
    *before, last = lines
    return "\n".join([*(f"{line}:" if line[-1].isalnum() else line for line in before), last])


_SENTENCE_ENDS: Final = (".", "!", "?", ":", "“", "”", ")")


def _entries(lines: Sequence[str]) -> list[bool]:
    """Which lines are entries of a list: what says so, and two or more in a row that end no sentence. Put
    into one paragraph they would run together.
    """
    bare = [not line.startswith(ENTRY) and not line.endswith(_SENTENCE_ENDS) for line in lines]
    around = [False, *bare, False]
    return [
        line.startswith(ENTRY) or (bare[index] and (around[index] or around[index + 2]))
        for index, line in enumerate(lines)
    ]
