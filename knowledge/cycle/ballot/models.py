"""The verdict round of a meeting: lessons, sums of votes, and which slips have been used.

A vote is added to a sum and forgotten. Of the slip that was handed to a person there is a keyed hash while
the round is open, so that it votes once, by phone or on paper; nothing joins it to what it said.
"""

from __future__ import annotations

import secrets
from typing import Any, ClassVar, Final

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from knowledge.base import VersionedRecord, in_use
from knowledge.classification import classify
from knowledge.cycle.models import WorkingMeeting
from search.models import InRange

__all__ = ["LEAST_PRESENT", "MOST_PRESENT", "Ballot", "BallotQuestion", "BallotSlip"]

LEAST_PRESENT: Final = 5
"""A round of fewer is not secret: whoever knows their own vote soon knows the others'."""
MOST_PRESENT: Final = 200

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without characters that people confuse when they read a code from a wall."""


def _code() -> str:
    return "".join(secrets.choice(_ALPHABET) for _index in range(6))


class Ballot(VersionedRecord):
    """A round of a meeting. Open until somebody closes it; its code is worth nothing afterwards."""

    meeting = models.OneToOneField(
        WorkingMeeting, on_delete=in_use.protect, related_name="ballot", verbose_name=_("Arbeitstreffen")
    )
    code = models.CharField(_("Code"), max_length=8, unique=True, default=_code, editable=False)
    present = models.PositiveSmallIntegerField(
        _("Anwesende"), help_text=_("So viele Stimmen nimmt die Runde an, nicht mehr.")
    )
    cast = models.PositiveSmallIntegerField(_("Abgegebene Stimmen"), default=0, editable=False)
    opened_at = models.DateTimeField(_("Eröffnet"), default=timezone.now, editable=False)
    closed_at = models.DateTimeField(_("Geschlossen"), null=True, blank=True, editable=False)

    classification: ClassVar[dict[str, Any]] = classify(
        internal="id row_version meeting code present cast opened_at closed_at questions slips"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-opened_at"]
        verbose_name = _("Urteilsrunde")
        verbose_name_plural = _("Urteilsrunden")
        constraints = [
            InRange("present", LEAST_PRESENT, MOST_PRESENT),
            models.CheckConstraint(
                name="no_more_votes_than_people", condition=models.Q(cast__lte=models.F("present"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting}"

    @property
    def is_open(self) -> bool:
        """Whether it takes votes."""
        return self.closed_at is None

    @property
    def missing(self) -> int:
        """Votes of people present that are not there."""
        return self.present - self.cast


class BallotQuestion(models.Model):
    """A lesson of the round with its sums."""

    ballot = models.ForeignKey(
        Ballot, on_delete=models.CASCADE, related_name="questions", verbose_name=_("Urteilsrunde")
    )
    lesson = models.ForeignKey(
        "knowledge.LessonPage", on_delete=in_use.protect, related_name="+", verbose_name=_("Lehre")
    )
    n_yes = models.PositiveSmallIntegerField(_("trifft zu"), default=0)
    n_part = models.PositiveSmallIntegerField(_("trifft teils zu"), default=0)
    n_no = models.PositiveSmallIntegerField(_("trifft nicht zu"), default=0)

    classification: ClassVar[dict[str, Any]] = classify(internal="id ballot lesson n_yes n_part n_no")

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["pk"]
        verbose_name = _("Lehre einer Urteilsrunde")
        verbose_name_plural = _("Lehren einer Urteilsrunde")
        constraints = [models.UniqueConstraint(fields=["ballot", "lesson"], name="one_question_per_lesson")]

    def __str__(self) -> str:
        return str(self.lesson_id)

    @property
    def votes(self) -> int:
        """Votes about this lesson; a ballot may leave one out."""
        return self.n_yes + self.n_part + self.n_no


class BallotSlip(models.Model):
    """A slip that has voted: a keyed hash of its code, deleted when the round is closed."""

    ballot = models.ForeignKey(
        Ballot, on_delete=models.CASCADE, related_name="slips", verbose_name=_("Urteilsrunde")
    )
    mark = models.CharField(_("Kennzeichen"), max_length=64)

    classification: ClassVar[dict[str, Any]] = classify(internal="id ballot mark")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("Benutzter Zettel einer Urteilsrunde")
        verbose_name_plural = _("Benutzte Zettel einer Urteilsrunde")
        constraints = [models.UniqueConstraint(fields=["ballot", "mark"], name="one_vote_per_slip")]

    def __str__(self) -> str:
        return f"{self.ballot_id}"
