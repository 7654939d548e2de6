"""The question "what became of it?", asked by a link without an account, 6, 12 and 24 months later."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case_page import CasePage
from knowledge.classification import classify
from knowledge.enums import FollowUpAfter
from search.models import MailedLink, OneOf, Rising

__all__ = ["FollowUpLink"]


class FollowUpLink(MailedLink):
    """One question to the case giver. The address is sealed and gone with the answer or the end."""

    case = models.ForeignKey(
        CasePage, on_delete=models.CASCADE, related_name="follow_up_links", verbose_name=_("Fall")
    )
    after = models.PositiveSmallIntegerField(_("Zeitpunkt"), choices=FollowUpAfter.choices)
    due_on = models.DateField(_("Fällig am"))
    sealed_email = models.TextField(_("Mailadresse, verschlüsselt"), blank=True)
    sent_at = models.DateTimeField(_("Verschickt am"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("Erstellt von"),
    )

    classification: ClassVar[dict[str, Any]] = classify(
        internal="id key case after due_on expires_on sealed_email sent_at used_at created_by"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["case", "after"]
        verbose_name = _("Nachfrage zu einem Fall")
        verbose_name_plural = _("Nachfragen zu Fällen")
        constraints = [
            OneOf("after"),
            Rising("due_on", "expires_on", at="expires_on", sentence=_("Der Link endet, bevor er beginnt.")),
            models.UniqueConstraint(fields=["case", "after"], name="one_question_per_case_and_date"),
        ]

    def __str__(self) -> str:
        return f"{self.get_after_display()}"

    @property
    def closed(self) -> str:
        """A case that was taken back asks nothing more, nor does a question whose address is forgotten: who
        was asked has deleted their account.
        """
        if self.case.is_withdrawn:
            return "zurueckgezogen"
        is_ended = self.sent_at is not None and not self.sealed_email
        return super().closed or ("beendet" if is_ended else "")

    def use(self) -> bool:
        """As of any link; ``False``, too, where it is ended."""
        return not self.closed and super().use()
