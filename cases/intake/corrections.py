"""What a person corrects about the findings: two are one, one is several, a passage was overlooked. Reads
only.

Each is kept beside the decisions (``RawDecision``), so it is taken back like one, and what was corrected is
sealed like a replacement.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from cases.intake.entities import Entity, bare
from cases.models import RawCase, RawDecision
from cases.sealed import open_sealed
from knowledge.anonymity.detector import Finding, Harm, Kind, Placeholder

__all__ = ["MARKED_KINDS", "Correction", "corrections_of", "passages", "regrouped", "with_overlooked"]

MARKED_KINDS = (Kind.PERSON, Kind.PLACE, Kind.ORGANISATION, Kind.UNIQUE, Kind.SENSITIVE)
"""What a person may take an overlooked passage for."""
_SUGGESTIONS = {Kind.UNIQUE: Placeholder.PECULIARITY, Kind.SENSITIVE: Placeholder.PRIVATE}


@dataclass(frozen=True, slots=True)
class Correction:
    """``mark`` is the row it is about; ``value`` the mark of the other row, or the words of a passage."""

    choice: str
    mark: str
    kind: str
    value: str


def corrections_of(raw: RawCase) -> list[Correction]:
    """In the order in which they were made; without what was taken back."""
    kept = raw.decisions.filter(undone_at=None, choice__in=RawDecision.CORRECTIONS).order_by("pk")
    return [
        Correction(item.choice, item.mark, item.kind, str(open_sealed(item.sealed_replacement) or ""))
        for item in kept
    ]


# --------------------------------------------------------------------------- passages


def passages(document: str, words: str) -> list[tuple[int, int]]:
    """Where ``words`` stand, whatever blanks or lines are between them."""
    words = r"\s+".join(re.escape(part) for part in words.split())
    if not words:
        return []
    return [match.span() for match in re.finditer(rf"(?<!\w){words}(?!\w)", document)]


def with_overlooked(
    document: str, findings: Sequence[Finding], corrections: Sequence[Correction]
) -> list[Finding]:
    """The findings with each place of every passage that somebody marked. What the detector found inside or
    at its edge becomes part of it; a name of the intake stays one.
    """
    found = list(findings)
    for item in corrections:
        if item.choice != RawDecision.Choice.MARK:
            continue
        for start, end in passages(document, item.value):
            inside = [other for other in found if other.start < end and start < other.end]
            first = min([start, *(other.start for other in inside)])
            last = max([end, *(other.end for other in inside)])
            kind = Kind(item.kind)
            layer = "intake" if any(other.layer == "intake" for other in inside) else "marked"
            found = [other for other in found if other not in inside]
            reason, text = _("Von einer Person markiert"), document[first:last]
            suggestion = str(_SUGGESTIONS.get(kind, ""))
            found.append(Finding(first, last, kind, text, 1.0, reason, suggestion, layer, Harm.DIRECT))
    return sorted(found, key=lambda item: item.start)


# --------------------------------------------------------------------------- groups

Marked = list[tuple[str, Entity]]
"""Entities with the marks of their rows."""


def regrouped(
    groups: Marked,
    corrections: Sequence[Correction],
    marked: Callable[[Sequence[Entity], Collection[str]], Marked],
) -> Marked:
    """The groups after what was joined and split; a correction whose group is gone says nothing any more.

    ``marked`` gives new groups marks that are not taken.
    """
    for item in corrections:
        at = _index(groups, item.mark)
        if at is None:
            continue
        entity = groups[at][1]
        if item.choice == RawDecision.Choice.SPLIT:
            others = {mark for mark, _entity in groups} - {item.mark}
            groups = [*groups[:at], *marked(_parts(entity), others), *groups[at + 1 :]]
        home = _index(groups, item.value) if item.choice == RawDecision.Choice.JOIN else None
        if home is not None and home != at:
            groups[home][1].take(entity)
            del groups[at]
    return groups


def _index(groups: Marked, mark: str) -> int | None:
    return next((index for index, (known, _entity) in enumerate(groups) if known == mark), None)


def _parts(entity: Entity) -> list[Entity]:
    """By what they are called; each mention by itself where all are called the same."""
    by_name: dict[Any, list[Finding]] = {}
    for member in entity.members:
        by_name.setdefault(bare(member.text) or member.text, []).append(member)
    parts = list(by_name.values()) if len(by_name) > 1 else [[member] for member in entity.members]
    return [replace(entity, members=members, forms={bare(members[0].text)}) for members in parts]
