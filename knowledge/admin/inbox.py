"""What came in and waits for somebody: the list "Eingegangen" of the first screen, kind by kind. Rooms above
the core app add theirs by the hook ``construct_inbox``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse
from wagtail import hooks

from knowledge.models import BarrierReport, OpenQuestion

__all__ = ["InboxKind", "InboxRow", "arrived", "inbox_kind"]

ROWS: Final = 6
"""Rows of a kind on the first screen; its list shows the rest."""


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One that waits: its words, where it is read, the record it is about, when it came."""

    title: str
    url: str
    about: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class InboxKind:
    """What waits of one kind: how many, the address of the list, the oldest rows."""

    label: str
    count: int
    url: str
    rows: tuple[InboxRow, ...]


def inbox_kind(
    waiting: QuerySet[Any], *, label: str, url: str, row: Callable[[Any], InboxRow]
) -> list[InboxKind]:
    """The kind of those that wait, the oldest first in ``waiting``; nothing where none waits."""
    found = list(waiting[: ROWS + 1])
    if not found:
        return []
    count = len(found) if len(found) <= ROWS else waiting.count()
    return [InboxKind(label, count, url, tuple(row(one) for one in found[:ROWS]))]


def arrived(user: Any, contributions: Sequence[InboxKind] = ()) -> list[InboxKind]:
    """Everything that waits and that this person may handle: questions of readers, reported barriers, then
    ``contributions``, then what other rooms add.
    """
    found = [*_questions(user), *_barriers(user), *contributions]
    for function in hooks.get_hooks("construct_inbox"):
        found += function(user)
    return found


def _questions(user: Any) -> list[InboxKind]:
    if not user.has_perm("knowledge.change_openquestion"):
        return []
    waiting = OpenQuestion.objects.filter(state=OpenQuestion.State.REPORTED).select_related("asked_on")
    return inbox_kind(
        waiting.order_by("created", "pk"),
        label=str(OpenQuestion._meta.verbose_name_plural),
        url=f"{_address(OpenQuestion, 'list')}?state={OpenQuestion.State.REPORTED}",
        row=lambda one: InboxRow(
            str(one), _address(OpenQuestion, "edit", one.pk), str(one.asked_on or ""), one.created
        ),
    )


def _barriers(user: Any) -> list[InboxKind]:
    if not user.has_perm("knowledge.view_barrierreport"):
        return []
    return inbox_kind(
        BarrierReport.objects.all(),
        label=str(BarrierReport._meta.verbose_name_plural),
        url=_address(BarrierReport, "list"),
        row=lambda one: InboxRow(str(one), _address(BarrierReport, "inspect", one.pk), "", one.received_at),
    )


def _address(model: Any, view: str, *args: Any) -> str:
    return reverse(model.snippet_viewset.get_url_name(view), args=args)
