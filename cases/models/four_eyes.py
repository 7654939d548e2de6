"""The second pair of eyes as a step of Wagtail's workflows: approving is the anonymity review."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.dispatch import Signal
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, TaskState

from cases.models.case_page import CasePage
from cases.models.gate import gate
from knowledge.classification import classify

__all__ = ["FourEyesTask", "approved"]

approved = Signal()
"""A second person has approved ``case``; ``user`` is who. Whoever records reviews listens."""


class FourEyesTask(AbstractGroupApprovalTask):
    """Approve a text that somebody else wrote. Whoever wrote or last changed it may only send it back."""

    classification: ClassVar[dict[str, Any]] = classify(
        internal="id task_ptr name content_type active groups"
    )

    class Meta:
        verbose_name = _("Anonymitätsprüfung durch eine zweite Person")
        verbose_name_plural = _("Anonymitätsprüfungen durch eine zweite Person")

    @classmethod
    def get_description(cls) -> str:
        """For the list of task types."""
        return str(
            _(
                "Mitglieder der gewählten Gruppen prüfen den Text eines Falls, den sie nicht selbst"
                " geschrieben haben."
            )
        )

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        """Send back, always; approve, where this person may and nothing else is missing."""
        if not super().get_actions(obj, user):
            return []
        actions: list[tuple[str, Any, bool]] = [("reject", _("Zur Überarbeitung zurückgeben"), True)]
        if self.may_approve(obj, user):
            label = (
                _("Ganz gelesen: geprüft und genehmigen")
                if not isinstance(obj, CasePage) or not gate.waits(obj)
                else _("Ganz gelesen: bereit für die nächste gemischte Veröffentlichung")
            )
            actions.append(("approve", label, False))
        return actions

    def may_approve(self, obj: Any, user: Any) -> bool:
        """Whether ``user`` is a second person for the newest text, with the right to review, and only the
        review is missing.
        """
        if not isinstance(obj, CasePage):
            return True
        draft = obj.get_latest_revision_as_object()
        codes = {problem.code for problem in gate.problems(draft, reviewer=user)}
        return not codes and user.has_perm("cases.add_anonymityreview")

    @transaction.atomic
    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> None:
        """Approving records the review of exactly the text that was submitted.

        Raises ``PermissionDenied`` for the author, and when the text was changed after it was submitted.
        """
        page = task_state.revision.content_object
        if action_name == "approve" and isinstance(page, CasePage):
            if not self.may_approve(page, user) or page.latest_revision_id != task_state.revision_id:
                raise PermissionDenied
            approved.send(sender=type(self), case=task_state.revision.as_object(), user=user)
        super().on_action(task_state, user, action_name, **kwargs)
