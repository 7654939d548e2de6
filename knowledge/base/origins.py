"""What was drawn from a record hangs on it: when the record is taken back or narrowed, whatever retells it is
read by editors alone until one of them has looked at it.

The record says so by a signal, as what is drawn from it may lie in rooms it does not know. For the same
reason such rooms register what retells a record: what they tell of a municipality stands beside what the
record tells itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.dispatch import Signal
from django.utils import timezone

from knowledge.anonymity.profile import FactMention, fact_mentions_in
from knowledge.anonymity.retention import subject_of, trail
from knowledge.enums import AccessLevel
from knowledge.guard import SealError, finding_mark
from knowledge.guard.rules import subject_key

__all__ = [
    "RetoldFact",
    "RetoldPassage",
    "facts_told_in",
    "origin_narrowed",
    "register_retellers",
    "retold_facts",
    "to_review",
    "without_decided",
]

origin_narrowed = Signal()
"""Sent with ``page``, a record, and ``level``: who may still read it (``AccessLevel``)."""


def to_review(page: Any, level: str) -> bool:
    """A live record that more people read than its origin (``level``) goes to the editors: it is due today
    and nobody else reads it. Answers whether it went; what is there already does not go again.
    """
    if level == AccessLevel.ALUMNI and page.access_level != AccessLevel.PUBLIC:
        return False
    today: date = timezone.localdate()
    if (page.access_level, page.review_due) == (AccessLevel.EDITORS, today):
        return False  # two records may retell each other
    type(page).objects.filter(pk=page.pk).update(review_due=today)
    if page.access_level != AccessLevel.EDITORS:
        page.restrict_to(AccessLevel.EDITORS)
        trail.note(subject=subject_of(page).key, action="abgenommen", details={"reason": "quelle"})
    return True


# --------------------------------------------------------------------------- what is told elsewhere


@dataclass(frozen=True, slots=True)
class RetoldPassage:
    """A text of a page and the records (by their keys) it is drawn from; ``label`` is that of the field."""

    field: str
    label: str
    text: str
    origins: frozenset[int]


@dataclass(frozen=True, slots=True)
class RetoldFact:
    """A fact that a page tells of one of these records, without saying of which."""

    mention: FactMention
    passage: RetoldPassage
    title: str
    subject: str


_ways: list[Callable[[int], Iterable[Any]]] = []


def register_retellers(way: Callable[[int], Iterable[Any]]) -> None:
    """``way`` gives the live pages with a passage drawn from a record."""
    _ways.append(way)


def retold_facts(pk: int, *, apart_from: int | None = None) -> list[RetoldFact]:
    """What pages that anybody but editors reads tell of a record, apart from one of them."""
    return [
        fact
        for way in _ways
        for page in way(pk)
        if page.pk != apart_from and getattr(page, "access_level", "") != AccessLevel.EDITORS
        for fact in facts_told_in(page)
        if pk in fact.passage.origins
    ]


def facts_told_in(page: Any) -> list[RetoldFact]:
    """The facts in the passages of a page, also those that somebody has let stand there."""
    subject = subject_key(page)
    return [
        RetoldFact(mention, passage, page.title, subject)
        for passage in page.retelling()
        for mention in fact_mentions_in([passage.text])
    ]


def without_decided(facts: list[RetoldFact]) -> list[RetoldFact]:
    """Those that nobody has let stand where they are told."""
    if not facts:
        return []
    decisions = apps.get_model("knowledge", "FindingDecision").objects.filter(
        subject__in={fact.subject for fact in facts}
    )
    decided = set(decisions.values_list("subject", "mark"))
    return [fact for fact in facts if not (decided and (fact.subject, _mark(fact)) in decided)]


def _mark(fact: RetoldFact) -> str:
    """Fail closed: where no key opens that of the marks, nothing was decided."""
    try:
        return finding_mark(fact.passage.field, fact.mention.word)
    except SealError:
        return ""
