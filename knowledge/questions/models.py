"""Questions the library has no answer to: asked by readers, taken up by a cycle, answered by a case or a
lesson.
"""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from knowledge.base import GuardedWords, VersionedRecord, readable_pages
from knowledge.classification import classify
from search.contract import Viewer
from search.models import InRange, MailSubscription, MailSubscriptionQuerySet, OneOf

__all__ = ["OpenQuestion", "OpenQuestionQuerySet", "QuestionSubscription"]


class OpenQuestionQuerySet(models.QuerySet["OpenQuestion"]):
    """Questions in the order of their life."""

    def unfinished(self) -> OpenQuestionQuerySet:
        """Neither answered nor rejected."""
        return self.exclude(state__in=[OpenQuestion.State.ANSWERED, OpenQuestion.State.REJECTED])

    def decided(self) -> OpenQuestionQuerySet:
        """Those whose askers can be told something."""
        return self.filter(state__in=[OpenQuestion.State.ANSWERED, OpenQuestion.State.REJECTED])


class OpenQuestion(VersionedRecord, GuardedWords):
    """One question. Editors move it along :data:`OpenQuestion.STEPS`; no other step is possible."""

    class State(models.TextChoices):
        """Where a question stands."""

        REPORTED = "gemeldet", _("Gemeldet")
        CONFIRMED = "bestaetigt", _("Bestätigt")
        ON_AGENDA = "agenda", _("Auf der Agenda")
        CONSULTING = "beratung", _("In Beratung")
        ANSWERED = "beantwortet", _("Beantwortet")
        REJECTED = "abgelehnt", _("Abgelehnt")

    class Origin(models.TextChoices):
        """Where a question came from."""

        SEARCH = "nullsuche", _("Suche ohne Antwort")
        FORM = "gemeldet", _("Formular")
        RADAR = "radar", _("Radar der Suche")
        MEETING = "treffen", _("Arbeitstreffen")

    #: From a state to those that may follow. Anything can be rejected or put back, so that a wrong click is
    #: no fate.
    STEPS: ClassVar[dict[str, tuple[str, ...]]] = {
        State.REPORTED: (State.CONFIRMED, State.ANSWERED, State.REJECTED),
        State.CONFIRMED: (State.ON_AGENDA, State.ANSWERED, State.REJECTED, State.REPORTED),
        State.ON_AGENDA: (State.CONSULTING, State.ANSWERED, State.REJECTED, State.CONFIRMED),
        State.CONSULTING: (State.ANSWERED, State.REJECTED, State.ON_AGENDA),
        State.ANSWERED: (State.CONSULTING, State.CONFIRMED),
        State.REJECTED: (State.REPORTED,),
    }

    MOST_CHARACTERS = 600

    key = models.UUIDField(_("Schlüssel"), default=uuid.uuid4, unique=True, editable=False)
    text = models.TextField(
        _("Frage"),
        max_length=MOST_CHARACTERS,
        help_text=_("So, wie sie eine Runde beraten könnte; ohne Namen und Orte."),
    )
    state = models.CharField(_("Stand"), max_length=12, choices=State, default=State.REPORTED)
    origin = models.CharField(_("Herkunft"), max_length=12, choices=Origin, default=Origin.MEETING)
    askers = models.PositiveIntegerField(
        _("Wie oft gestellt"),
        default=1,
        help_text=_("Nie öffentlich; gleichlautende Fragen werden zusammengezählt."),
    )
    challenge_area = models.ForeignKey(
        "knowledge.ChallengeArea",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="open_questions",
        verbose_name=_("Herausforderung"),
    )
    asked_by_group = models.ForeignKey(
        "knowledge.TargetGroup",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="open_questions",
        verbose_name=_("Gestellt von"),
    )
    cycle = models.ForeignKey(
        "knowledge.ForumCycle",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="open_questions",
        verbose_name=_("Staffel"),
        help_text=_("Welche Staffel nimmt sich die Frage vor?"),
    )
    answer = models.ForeignKey(
        Page,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Antwort"),
        help_text=_("Der Eintrag, der antwortet."),
    )
    phrase = models.ForeignKey(
        "knowledge.EntryPhrase",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("Gelernter Satz"),
        help_text=_("Mit dem die Suche die Antwort seither findet."),
    )
    asked_on = models.ForeignKey(
        Page,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("Gestellt auf"),
        help_text=_("Der Eintrag, den die fragende Person gelesen hat; er hat nicht genügt."),
    )
    reply = models.TextField(
        _("Antwort in Worten"),
        blank=True,
        max_length=1000,
        help_text=_("Steht in der Mail an die Fragenden. Bei einer Ablehnung: warum."),
    )
    editor_note = models.TextField(_("Notiz der Redaktion"), blank=True)
    created = models.DateTimeField(_("Eingegangen"), default=timezone.now, editable=False)
    changed = models.DateTimeField(_("Zuletzt geändert"), auto_now=True)

    objects = OpenQuestionQuerySet.as_manager()

    classification: ClassVar[dict[str, Any]] = classify(
        public="text state challenge_area answer reply",
        internal=(
            "id row_version key origin askers asked_by_group cycle editor_note created changed subscriptions"
            " phrase asked_on"
        ),
    )

    class Meta:
        verbose_name = _("Offene Frage")
        verbose_name_plural = _("Offene Fragen")
        ordering = ["-created"]
        constraints = [
            OneOf("state"),
            OneOf("origin"),
            InRange("askers", 1),
        ]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 80 else f"{self.text[:79].rsplit(' ', 1)[0]} …"

    def clean(self) -> None:
        """Only the steps of :data:`STEPS`; a decision comes with what the askers are told, and names
        nobody.
        """
        super().clean()
        before = (
            type(self).objects.filter(pk=self.pk).values_list("state", flat=True).first() if self.pk else None
        )
        errors: dict[str, Any] = {}
        if before is not None and self.state != before and self.state not in self.STEPS[before]:
            allowed = ", ".join(str(self.State(state).label) for state in self.STEPS[before])
            errors["state"] = _("Von „%(before)s“ geht es nur weiter zu: %(allowed)s.") % {
                "before": self.State(before).label,
                "allowed": allowed,
            }
        if self.state in {self.State.ON_AGENDA, self.State.CONSULTING} and self.cycle_id is None:
            errors["cycle"] = _("Bitte die Staffel wählen, die sich die Frage vornimmt.")
        if self.state == self.State.ANSWERED and (self.answer is None or not self.answer.live):
            errors["answer"] = _("Bitte den veröffentlichten Fall oder die Lehre wählen, die antwortet.")
        if self.state == self.State.REJECTED and not self.reply.strip():
            errors["reply"] = _(
                "Bitte in ein, zwei Sätzen schreiben, warum die Frage nicht aufgenommen wird."
            )
        if errors:
            raise ValidationError(errors)

    @property
    def can_be_answered(self) -> bool:
        """Whether a record may answer it from where it stands."""
        return self.State.ANSWERED in self.STEPS[self.state]

    def is_shown(self) -> bool:
        """From its confirmation on; before, only editors see what was sent in."""
        return self.state != self.State.REPORTED

    def public_answer(self) -> Any:
        """The answering page while everybody may read it, else ``None``: an askers' mail must not tell of any
        other.
        """
        return (
            None if self.answer_id is None else readable_pages([self.answer_id], Viewer()).get(self.answer_id)
        )


class QuestionSubscription(MailSubscription):
    """An address that wants to hear what becomes of a question. The row goes with the answer."""

    question = models.ForeignKey(
        OpenQuestion, on_delete=models.CASCADE, related_name="subscriptions", verbose_name=_("Frage")
    )

    objects = MailSubscriptionQuerySet["QuestionSubscription"].as_manager()

    classification: ClassVar[dict[str, Any]] = classify(
        internal=("id key email mailbox language created confirmed_at claimed_at asked_at retry_at question")
    )

    class Meta:
        verbose_name = _("Wartet auf Antwort")
        verbose_name_plural = _("Warten auf Antwort")
        ordering = ["-created"]
