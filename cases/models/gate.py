"""What models ask of the gate, without knowing its rules.

The rules (``clearance.py``) and what follows from them (``actions.py``) stand above the models and are
installed when the app is ready. Until then, and whenever nothing is installed, every question gets the answer
of a closed gate.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

__all__ = ["Gate", "Problem", "PublicationRefused", "gate", "install"]


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


class Gate(Protocol):
    """The gate as models use it. Cases are passed as they are, saved or as a draft."""

    def problems(self, case: Any) -> list[Problem]:
        """Everything that keeps this text from being read; empty when it may be published."""

    def is_cleared(self, case: Any) -> bool:
        """Whether the case was let through by a detector that still counts, and its release stands."""

    def required_order(self) -> int:
        """Rank of the oldest detector whose clearance counts."""

    def touches_text(self, update_fields: Iterable[str] | None) -> bool:
        """Whether saving these fields can change what readers see."""

    def authors(self, case: Any) -> set[int]:
        """Ids of those who wrote this text."""

    def is_demo(self, case: Any) -> bool:
        """Whether the case is invented and may be shown as such here."""

    def judge(self, pk: int) -> None:
        """Judge a case as the database holds it now, in the transaction that wrote it. Raises
        ``PublicationRefused``.
        """

    def refusal(self, case: Any, found: Sequence[Problem], *, user: Any = None) -> PublicationRefused:
        """The refusal to raise, noted in the trail."""

    def refuse_schedule(self, revision: Any, found: Sequence[Problem]) -> None:
        """Put a scheduled revision back to draft."""

    def make_demo_live(self, case: Any, like: Any) -> None:
        """Release and publish invented content."""

    def record_review(self, case: Any, reviewer: Any) -> None:
        """Note that ``reviewer`` found nothing in exactly this text."""


class _Closed:
    """The gate before its rules are there: nothing passes, nothing counts as cleared."""

    _RANK = 10**9

    def problems(self, case: Any) -> list[Problem]:
        return [Problem("gate", _("Seite"), _("Die Regeln der Veröffentlichung sind nicht geladen."))]

    def is_cleared(self, case: Any) -> bool:
        return False

    def required_order(self) -> int:
        return self._RANK

    def touches_text(self, update_fields: Iterable[str] | None) -> bool:
        return True

    def authors(self, case: Any) -> set[int]:
        return set()

    def is_demo(self, case: Any) -> bool:
        return False

    def judge(self, pk: int) -> None:
        raise PublicationRefused(self.problems(None))

    def refusal(self, case: Any, found: Sequence[Problem], *, user: Any = None) -> PublicationRefused:
        return PublicationRefused(found)

    def refuse_schedule(self, revision: Any, found: Sequence[Problem]) -> None:
        raise PublicationRefused(found)

    def make_demo_live(self, case: Any, like: Any) -> None:
        raise PublicationRefused(self.problems(case))

    def record_review(self, case: Any, reviewer: Any) -> None:
        raise PublicationRefused(self.problems(case))


_installed: Gate = _Closed()


def install(rules: Gate | None) -> None:
    """Use these rules from now on; ``None`` closes the gate."""
    global _installed
    _installed = rules or _Closed()


def gate() -> Gate:
    """The gate with the rules of this process."""
    return _installed
