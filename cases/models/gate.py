"""What models ask of the gate, without knowing its rules: callables, and what a refusal leaves behind.

The rules stand above the models (:mod:`cases.gate`) and are installed when the app is ready. Until then, and
whenever nothing is installed, everything is refused and nothing counts as cleared.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from knowledge.anonymity.retention import subject_of, trail

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
    from wagtail.models import Revision

    from knowledge.models import LibraryPage

__all__ = [
    "Gate",
    "Problem",
    "PublicationRefused",
    "close",
    "detector_order",
    "gate",
    "install",
    "look_for_names",
    "put_back",
    "refusal",
    "required_order",
]

logger = logging.getLogger("knowledge.gate")


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a case may not be read: a stable code, the field as the form calls it, what to do about it."""

    code: str
    field: str
    message: str


class PublicationRefused(PermissionDenied):
    """The gate is closed; ``problems`` say why. What was saved as a draft stays."""

    def __init__(self, found: Sequence[Problem]) -> None:
        self.problems = tuple(found)
        super().__init__(
            " ".join(
                [
                    _("Dieser Fall kann noch nicht veröffentlicht werden."),
                    *(f"{item.field}: {item.message}" for item in found),
                ]
            )
        )


# --------------------------------------------------------------------------- the questions


def _no_rules(case: LibraryPage | None, *, reviewer: AbstractBaseUser | None = None) -> list[Problem]:
    return [Problem("gate", _("Seite"), _("Die Regeln der Veröffentlichung sind nicht geladen."))]


def _never(case: LibraryPage) -> bool:
    return False


def _refuse(pk: int) -> None:
    raise PublicationRefused(_no_rules(None))


def _object(follow_up: Any) -> list[str]:
    return [problem.message for problem in _no_rules(None)]


def _object_to_words(page: LibraryPage, words: Sequence[str]) -> list[str]:
    return [problem.message for problem in _no_rules(None)]


def _named(case: LibraryPage, texts: Sequence[str]) -> list[int]:
    return []


def _ignore(case: LibraryPage) -> None:
    return None


class Problems(Protocol):
    """What keeps a case from being read; with ``reviewer`` what would, had this person passed its text."""

    def __call__(self, case: LibraryPage, *, reviewer: AbstractBaseUser | None = None) -> list[Problem]: ...


@dataclass(slots=True)
class Gate:
    """The gate of this process. Cases are passed as they are, saved or as a draft: it is asked by their model
    and knows them as pages of the library only.
    """

    problems: Problems = _no_rules
    """Everything that keeps this text from being read; empty when it may be published."""
    is_cleared: Callable[[LibraryPage], bool] = _never
    """Whether the case was let through by a detector that still counts, and its consent stands."""
    waits: Callable[[LibraryPage], list[Problem]] = _no_rules
    """Why a case that may be read does not come out by itself; empty when it is read already or comes out now
    with others.
    """
    judge: Callable[[int], None] = _refuse
    """Judge a case as the database holds it now, in the transaction that wrote it. Raises
    ``PublicationRefused``.
    """
    objections: Callable[[Any], list[str]] = _object
    """What keeps a follow-up from standing beside its case, as sentences."""
    objections_to_words: Callable[[LibraryPage, Sequence[str]], list[str]] = _object_to_words
    """What keeps entry phrases from standing beside their case, as sentences."""
    named: Callable[[LibraryPage, Sequence[str]], list[int]] = _named
    """Places of the texts of a draft that hold a name given at its intake."""
    follow_up_changed: Callable[[LibraryPage], None] = _ignore
    """Note what the follow-ups of a case say now."""

    @property
    def has_rules(self) -> bool:
        """Whether anything can be cleared at all."""
        return self.is_cleared is not _never


gate = Gate()


def install(
    *,
    problems: Problems,
    is_cleared: Callable[[LibraryPage], bool],
    judge: Callable[[int], None],
    waits: Callable[[LibraryPage], list[Problem]],
    objections: Callable[[Any], list[str]],
    objections_to_words: Callable[[LibraryPage, Sequence[str]], list[str]],
    follow_up_changed: Callable[[LibraryPage], None],
) -> None:
    """Use these rules from now on."""
    gate.problems, gate.is_cleared, gate.judge, gate.waits = problems, is_cleared, judge, waits
    gate.objections, gate.objections_to_words = objections, objections_to_words
    gate.follow_up_changed = follow_up_changed


def look_for_names(named: Callable[[LibraryPage, Sequence[str]], list[int]]) -> None:
    """Every draft that is saved is looked through for the names of its intake from now on."""
    gate.named = named


def close() -> None:
    """Without rules: nothing passes."""
    gate.named = _named
    gate.problems, gate.is_cleared, gate.judge, gate.waits = _no_rules, _never, _refuse, _no_rules
    gate.objections, gate.objections_to_words = _object, _object_to_words
    gate.follow_up_changed = _ignore


# --------------------------------------------------------------------------- which clearance counts


def detector_order(version: str) -> int:
    """Rank of a detector version such as ``2026.1``; 0 for anything else, so that it counts as too old."""
    match = re.fullmatch(r"(\d{4})\.(\d{1,3})", version)
    return int(match[1]) * 1000 + int(match[2]) if match else 0


def required_order() -> int:
    """Rank of the oldest detector version whose clearance still counts (setting
    ``ANONYMITY_DETECTOR_LEAST``).
    """
    return detector_order(settings.ANONYMITY_DETECTOR_LEAST)


# --------------------------------------------------------------------------- what a refusal leaves behind


def refusal(
    case: LibraryPage, found: Sequence[Problem], *, user: AbstractBaseUser | AnonymousUser | None = None
) -> PublicationRefused:
    """The refusal to raise; the trail keeps its codes though everything else is undone."""
    logger.warning("case %s refused: %s", case.pk or "without id", _codes(found))
    trail.note_lasting(
        subject=subject_of(case).key,
        action="abgelehnt",
        reasons=[problem.code for problem in found],
        user=user,
    )
    return PublicationRefused(found)


@transaction.atomic
def put_back(*, revision: Revision, found: Sequence[Problem]) -> None:
    """A scheduled revision that the gate refuses loses its date and stays a draft; other pages of the run go
    on.
    """
    revision.approved_go_live_at = None
    revision.save(update_fields=["approved_go_live_at"])
    for code in sorted({problem.code for problem in found}):
        trail.note(subject=subject_of(revision.as_object()).key, action="abgelehnt", details={"reason": code})
    logger.warning("scheduled case %s refused: %s", revision.object_id, _codes(found))


def _codes(found: Sequence[Problem]) -> str:
    return ", ".join(sorted({problem.code for problem in found}))
