"""The gate's rules and deeds, as the models ask for them; installed by ``cases/apps.py``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from cases.gate import actions, authorship, clearance
from cases.models.gate import Problem, PublicationRefused

__all__ = ["Rules"]


class Rules:
    """:class:`cases.models.gate.Gate` over ``clearance.py`` (reads) and ``actions.py`` (writes)."""

    def problems(self, case: Any) -> list[Problem]:
        """See :func:`cases.gate.clearance.problems`."""
        return clearance.problems(case)

    def is_cleared(self, case: Any) -> bool:
        """See :func:`cases.gate.clearance.is_cleared`."""
        return clearance.is_cleared(case)

    def required_order(self) -> int:
        """See :func:`cases.gate.clearance.required_order`."""
        return clearance.required_order()

    def touches_text(self, update_fields: Iterable[str] | None) -> bool:
        """See :func:`cases.gate.clearance.touches_text`."""
        return clearance.touches_text(update_fields)

    def authors(self, case: Any) -> set[int]:
        """See :func:`cases.gate.authorship.authors`."""
        return authorship.authors(case)

    def is_demo(self, case: Any) -> bool:
        """See :func:`cases.gate.clearance.is_demo`."""
        return clearance.is_demo(case)

    def judge(self, pk: int) -> None:
        """See :func:`cases.gate.actions.pass_gate`."""
        actions.pass_gate(pk)

    def refusal(self, case: Any, found: Sequence[Problem], *, user: Any = None) -> PublicationRefused:
        """See :func:`cases.gate.actions.note_refusal`."""
        return actions.note_refusal(case, found, user=user)

    def refuse_schedule(self, revision: Any, found: Sequence[Problem]) -> None:
        """See :func:`cases.gate.actions.refuse_schedule`."""
        actions.refuse_schedule(revision=revision, found=found)

    def make_demo_live(self, case: Any, like: Any) -> None:
        """See :func:`cases.gate.actions.make_demo_live`; what was decided about the text it is a copy of
        stays decided.
        """
        actions.make_demo_live(case=case, exceptions=clearance.decided_exceptions(like))

    def record_review(self, case: Any, reviewer: Any) -> None:
        """See :func:`cases.gate.actions.record_review`; what an earlier review of this very text let stand
        stays decided.
        """
        actions.record_review(case=case, reviewer=reviewer, exceptions=clearance.decided_exceptions(case))
