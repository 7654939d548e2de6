"""Questions to the people behind a case, through a trustee: whether they take some, what was asked, who
answers. What anybody wrote, and every address, is sealed; nothing outlives the matter.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar, Final

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models.case_page import CasePage
from knowledge.classification import classify
from knowledge.guard import open_sealed, seal
from search.contract import Viewer
from search.models import MailedLink, OneOf

__all__ = ["CaseContact", "ContactRelay", "ContactRequest", "ContactRequestQuerySet"]

REMIND_AFTER: Final = timedelta(days=10)


class CaseContact(models.Model):
    """What the people behind a case said about questions: an address, or that they want none. Where nothing
    is known the organisers ask them.
    """

    case = models.OneToOneField(
        CasePage, on_delete=models.CASCADE, related_name="contact", verbose_name=_("Fall")
    )
    takes_questions = models.BooleanField(_("Nimmt Fragen an"), default=True)
    sealed_email = models.TextField(_("Mailadresse, verschlüsselt"), blank=True, editable=False)
    changed_at = models.DateTimeField(_("Zuletzt geändert"), auto_now=True)

    classification: ClassVar[dict[str, Any]] = classify(
        internal="id case takes_questions sealed_email changed_at"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("Kontakt zu einem Fall")
        verbose_name_plural = _("Kontakte zu Fällen")
        constraints = [
            models.CheckConstraint(
                name="no_address_of_who_takes_no_questions",
                condition=models.Q(takes_questions=True) | models.Q(sealed_email=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class ContactRequestQuerySet(models.QuerySet["ContactRequest"]):
    """Requests by where they stand."""

    def at_the_desk(self) -> ContactRequestQuerySet:
        """Those an organiser has to bring to the people behind the case."""
        return self.filter(state=ContactRequest.State.WAITING)

    def over(self) -> ContactRequestQuerySet:
        """Those whose last day has passed."""
        return self.filter(expires_on__lt=timezone.localdate())


class ContactRequest(MailedLink):
    """What a reader asks. Its link is the reader's: it confirms the address, and shows the answer."""

    class State(models.TextChoices):
        """Where a question stands."""

        UNCONFIRMED = "unbestaetigt", _("Adresse noch nicht bestätigt")
        WAITING = "treuhand", _("Liegt bei der Treuhand")
        FORWARDED = "weitergeleitet", _("Weitergeleitet")
        ANSWERED = "beantwortet", _("Beantwortet")
        DECLINED = "abgelehnt", _("Abgelehnt")
        EXPIRED = "abgelaufen", _("Abgelaufen")

    case = models.ForeignKey(
        CasePage, on_delete=models.CASCADE, related_name="contact_requests", verbose_name=_("Fall")
    )
    state = models.CharField(
        _("Stand"), max_length=16, choices=State.choices, default=State.UNCONFIRMED, editable=False
    )
    sealed_asker = models.TextField(_("Name und Mailadresse, verschlüsselt"), blank=True, editable=False)
    sealed_question = models.TextField(_("Frage, verschlüsselt"), blank=True, editable=False)
    shows_asker = models.BooleanField(_("Zeigt sich"), default=False, editable=False)
    language = models.CharField(_("Sprache der Mails"), max_length=5, default="de", editable=False)
    created = models.DateTimeField(_("Eingegangen"), default=timezone.now, editable=False)

    objects = ContactRequestQuerySet.as_manager()

    classification: ClassVar[dict[str, Any]] = classify(
        internal=(
            "id key expires_on used_at case state sealed_asker sealed_question shows_asker language created"
            " relay"
        )
    )

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["created", "pk"]
        verbose_name = _("Frage an Fallgebende")
        verbose_name_plural = _("Fragen an Fallgebende")
        constraints = [OneOf("state")]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def asker(self) -> dict[str, str]:
        """``name`` and ``email``; empty once forgotten. Raises ``SealError``."""
        return open_sealed(self.sealed_asker) or {}

    @property
    def question(self) -> str:
        """What is asked; empty once forgotten."""
        return str(open_sealed(self.sealed_question) or "")

    @property
    def is_open(self) -> bool:
        """Whether somebody may still answer."""
        return self.state in {self.State.WAITING, self.State.FORWARDED}

    @property
    def is_about_public_case(self) -> bool:
        """Whether everybody may read the case now: it may have been hidden since it was asked about."""
        return self.case.is_readable_by(Viewer())

    @property
    def public_title(self) -> str:
        """The title of the case for who asked; empty while not everybody may read it."""
        return str(self.case.title) if self.is_about_public_case else ""


class ContactRelay(MailedLink):
    """The other side of a question: the link of who answers. Without an address it is the organisers'."""

    request = models.OneToOneField(
        ContactRequest, on_delete=models.CASCADE, related_name="relay", verbose_name=_("Frage")
    )
    sealed_email = models.TextField(_("Mailadresse, verschlüsselt"), blank=True, editable=False)
    sealed_answer = models.TextField(_("Antwort, verschlüsselt"), blank=True, editable=False)
    sealed_giver = models.TextField(_("Wer sich zeigen will, verschlüsselt"), blank=True, editable=False)
    sent_at = models.DateTimeField(_("Verschickt am"), null=True, blank=True, editable=False)
    reminded_at = models.DateTimeField(_("Erinnert am"), null=True, blank=True, editable=False)

    classification: ClassVar[dict[str, Any]] = classify(
        internal=(
            "id key expires_on used_at request sealed_email sealed_answer sealed_giver sent_at reminded_at"
        )
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("Weg zu Fallgebenden")
        verbose_name_plural = _("Wege zu Fallgebenden")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def closed(self) -> str:
        """As of any link; ``erledigt`` where the question needs no answer any more, because another of its
        case was refused for all of them.
        """
        return super().closed or ("" if self.request.is_open else "erledigt")

    def use(self) -> bool:
        """As of any link; ``False``, too, where the question was ended meanwhile. Who gets ``False`` undoes
        the transaction.
        """
        if not super().use():
            return False
        self.request.refresh_from_db()
        return self.request.is_open

    @property
    def answer(self) -> str:
        """What was answered; empty while nothing was."""
        return str(open_sealed(self.sealed_answer) or "")

    @property
    def giver(self) -> dict[str, str]:
        """``name`` and ``email`` of who wants to be known; empty where nobody does."""
        return open_sealed(self.sealed_giver) or {}

    @property
    def knows_each_other(self) -> bool:
        """Whether both sides said yes: only then is anybody named to the other."""
        return bool(self.sealed_giver) and self.request.shows_asker

    def seal_answer(self, text: str, giver: dict[str, str] | None) -> None:
        """Keep an answer, and who wants to be known, sealed."""
        self.sealed_answer = seal(text)
        self.sealed_giver = seal(giver) if giver else ""
