"""What a meeting noticed, on its way to a lesson: observation, insight, lesson.

A record beside the lesson: the draft it leads to is a page like any other. The state moves by named steps,
and the database refuses a state that lacks what makes it: no insight without its reason, no lesson without
its page.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from knowledge.base import VersionedRecord, in_use
from knowledge.classification import classify
from knowledge.cycle.models import WorkingMeeting
from knowledge.cycle.steps import Missing, StateStep, Stepped
from knowledge.guard import objection
from search.models import Needed, OneOf

__all__ = ["Observation", "ObservationState"]


class ObservationState(models.TextChoices):
    """From what happened to what follows from it."""

    NOTED = "beobachtung", _("Beobachtung")
    UNDERSTOOD = "erkenntnis", _("Erkenntnis")
    LESSON = "lehre", _("Lehre")
    DROPPED = "verworfen", _("Nicht weiterverfolgt")


def _for_insight(record: Any) -> Iterator[Missing]:
    if not record.insight.strip():
        yield Missing(_now("Es fehlt, warum das so war."))


class Observation(Stepped, VersionedRecord):
    """What happened, then why, then what follows from it."""

    STEPS: ClassVar[tuple[StateStep, ...]] = (
        StateStep(
            "verstehen",
            _("Als Erkenntnis festhalten"),
            frozenset({ObservationState.NOTED}),
            ObservationState.UNDERSTOOD,
            _for_insight,
        ),
        StateStep(
            "lehre",
            _("Lehre entwerfen"),
            frozenset({ObservationState.UNDERSTOOD}),
            ObservationState.LESSON,
        ),
        StateStep(
            "verwerfen",
            _("Nicht weiterverfolgen"),
            frozenset({ObservationState.NOTED, ObservationState.UNDERSTOOD}),
            ObservationState.DROPPED,
            back=True,
        ),
        StateStep(
            "aufnehmen",
            _("Wieder aufnehmen"),
            frozenset({ObservationState.DROPPED}),
            ObservationState.NOTED,
            back=True,
        ),
    )

    meeting = models.ForeignKey(
        WorkingMeeting,
        on_delete=in_use.protect,
        related_name="observations",
        verbose_name=_("Arbeitstreffen"),
        help_text=_("In welchem Treffen es auffiel; bleibt intern."),
    )
    text = models.TextField(
        _("Beobachtung"), help_text=_("Was ist passiert? Beispiel: „In drei Runden schwieg die Hälfte.“")
    )
    insight = models.TextField(_("Erkenntnis"), blank=True, help_text=_("Warum ist es passiert?"))
    state = models.CharField(
        _("Stand"),
        max_length=16,
        choices=ObservationState.choices,
        default=ObservationState.NOTED,
        editable=False,
    )
    lesson = models.OneToOneField(
        "knowledge.LessonPage",
        null=True,
        blank=True,
        editable=False,
        on_delete=in_use.protect,
        related_name="observed",
        verbose_name=_("Lehre"),
    )
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("Festgehalten von"),
    )
    noted_at = models.DateTimeField(_("Festgehalten"), default=timezone.now, editable=False)

    classification: ClassVar[dict[str, Any]] = classify(
        internal="id row_version meeting text insight state lesson noted_by noted_at"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["meeting", "pk"]
        verbose_name = _("Beobachtung")
        verbose_name_plural = _("Beobachtungen")
        constraints = [
            OneOf("state"),
            Needed(
                "insight",
                when="state",
                values=[ObservationState.UNDERSTOOD, ObservationState.LESSON],
                sentence=_("Eine Erkenntnis sagt, warum es so war."),
            ),
            models.CheckConstraint(
                name="observation_is_a_lesson_with_its_page",
                condition=models.Q(state=ObservationState.LESSON, lesson__isnull=False)
                | (~models.Q(state=ObservationState.LESSON) & models.Q(lesson__isnull=True)),
                violation_error_message=_("Eine Lehre ist es erst mit ihrer Seite, und dann bleibt sie es."),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    def clean(self) -> None:
        """Names are caught before anything is stored. Raises ``ValidationError`` by field."""
        super().clean()
        found = {
            name: sentence
            for name in ("text", "insight")
            if (words := getattr(self, name).strip()) and (sentence := objection(words))
        }
        if found:
            raise ValidationError(found)
