"""Decisions about the findings of a raw case: for all mentions at once, in steps that can be taken back."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.intake.actions.held import OutdatedRawCase, locked, trail_key
from cases.intake.corrections import MARKED_KINDS, Correction, passages
from cases.intake.review import RawReview, ReviewRow
from cases.models import AnonymityReview, RawAccess, RawCase, RawDecision
from cases.sealed import IntakeNames, names_in, note_access, seal
from knowledge.anonymity.detector import DETECTOR_VERSION
from knowledge.anonymity.retention import trail

__all__ = ["DecisionsRefused", "ReviewChoice", "correct", "decide", "undo"]


class DecisionsRefused(ValueError):
    """Some decisions cannot be taken, so none is; ``problems`` holds a sentence by mark."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        super().__init__(" ".join(dict.fromkeys(self.problems.values())))


@dataclass(frozen=True, slots=True)
class ReviewChoice:
    """A decision of a person about one row of the review.

    ``seen`` is the id of the decision that stood there when the page was opened, empty for none; ``None``
    where nobody looked.
    """

    mark: str
    choice: str
    replacement: str = ""
    reason: str = ""
    seen: str | None = None


@transaction.atomic
def decide(*, raw: RawCase, review: RawReview, choices: Sequence[ReviewChoice], user: Any) -> int:
    """Note decisions, each for all mentions; answers how many were new. One call is one step of ``undo``.

    Raises ``ValueError`` for an unknown finding; ``DecisionsRefused`` with a sentence for each row without a
    reason for what stays or with a replacement that names somebody; ``OutdatedRawCase`` where somebody else
    has decided otherwise since the page was opened.
    """
    locked(raw)
    latest = {
        decision.mark: decision
        for decision in raw.decisions.filter(
            undone_at=None, choice__in=RawDecision.ABOUT_WORDS
        ).select_related("decided_by")
    }
    names, batch, decided = IntakeNames.opened(raw), secrets.token_hex(16), []
    refused: dict[str, str] = {}
    for choice in choices:
        row = review.row(choice.mark)
        if row is None:
            raise ValueError(_("Diesen Fund gibt es nicht mehr. Bitte die Seite neu laden."))
        replacement = choice.replacement.strip()
        problem = _problem(choice, replacement, names, row)
        if problem:
            refused[row.mark] = problem
            continue
        wanted = (choice.choice, choice.reason, replacement)
        known = row.decision
        if known is not None and (known.choice, known.reason, known.replacement) == wanted:
            continue
        _refuse_if_outdated(choice, latest.get(choice.mark))
        decided.append(_decision(raw, row, choice, replacement))
    if refused:
        raise DecisionsRefused(refused)
    for decision in decided:
        decision.batch, decision.decided_by = batch, user
        decision.save()
        # The mark is a hash under the raw case's own key, which is destroyed with the names.
        details = {
            "kind": decision.kind,
            "decision": decision.choice,
            "reason": decision.reason,
            "mark": decision.mark,
        }
        trail.note(subject=trail_key(raw), action="fund", details=details, user=user)
    if decided:
        # The cover names stay what they were when the first decision was made.
        raw.sealed_labels = seal(review.labels)
        raw.save(update_fields=["sealed_labels"])
        note_access(raw=raw, user=user, action=RawAccess.Action.REVIEWED)
    return len(decided)


@transaction.atomic
def correct(
    *, raw: RawCase, review: RawReview, correction: Correction, user: Any, seen: str | None = None
) -> None:
    """Join two findings, split one, or mark a passage that was overlooked; one step of ``undo``.

    ``seen`` is the newest step on the screen. Raises ``ValueError`` with a sentence where there is nothing to
    correct, ``OutdatedRawCase`` when somebody else has decided since.
    """
    locked(raw)
    if seen is not None and seen != review.step:
        raise OutdatedRawCase(
            _("Inzwischen hat jemand anderes weiter entschieden. Hier steht jetzt der neue Stand.")
        )
    row = review.row(correction.mark)
    if correction.choice == RawDecision.Choice.MARK:
        _check_passage(review, correction)
    elif row is None:
        raise ValueError(_("Diesen Fund gibt es nicht mehr. Bitte die Seite neu laden."))
    elif correction.choice == RawDecision.Choice.JOIN and (
        correction.value == row.mark or review.row(correction.value) is None
    ):
        raise ValueError(_("Bitte die Nummer eines anderen Fundes angeben."))
    elif correction.choice == RawDecision.Choice.SPLIT and len(row.mentions) < 2:
        raise ValueError(_("Dieser Fund hat nur eine Stelle."))
    RawDecision.objects.create(
        raw_case=raw,
        mark=row.mark if row else secrets.token_hex(16),
        kind=row.kind if row else correction.kind,
        certainty=row.certainty if row else 1.0,
        detector=DETECTOR_VERSION,
        choice=correction.choice,
        sealed_replacement=seal(correction.value) if correction.value else "",
        batch=secrets.token_hex(16),
        decided_by=user,
    )
    trail.note(subject=trail_key(raw), action="fund", details={"decision": correction.choice}, user=user)
    note_access(raw=raw, user=user, action=RawAccess.Action.REVIEWED)


def _check_passage(review: RawReview, correction: Correction) -> None:
    if correction.kind not in MARKED_KINDS:
        raise ValueError(_("Bitte angeben, was die Stelle nennt."))
    if len(correction.value.split()) > MOST_WORDS_OF_PASSAGE or not any(
        passages(text, correction.value) for text in review.texts.values()
    ):
        raise ValueError(_("So steht das nicht im Text. Bitte die Stelle wörtlich übernehmen."))


MOST_WORDS_OF_PASSAGE = 60


def _refuse_if_outdated(choice: ReviewChoice, newest: RawDecision | None) -> None:
    if choice.seen is None or choice.seen == (str(newest.pk) if newest else ""):
        return
    who = str(newest.decided_by) if newest and newest.decided_by else _("jemand anderes")
    raise OutdatedRawCase(
        _(
            "Über diese Stelle hat inzwischen %(user)s entschieden. Hier steht jetzt der neue Stand; bitte"
            " noch einmal ansehen."
        )
        % {"user": who}
    )


def _decision(raw: RawCase, row: ReviewRow, choice: ReviewChoice, replacement: str) -> RawDecision:
    return RawDecision(
        raw_case=raw,
        mark=row.mark,
        kind=row.kind,
        certainty=row.certainty,
        detector=DETECTOR_VERSION,
        choice=choice.choice,
        reason=choice.reason if choice.choice == RawDecision.Choice.IGNORE else "",
        sealed_replacement=seal(replacement) if choice.choice == RawDecision.Choice.REPLACE else "",
    )


def _problem(choice: ReviewChoice, replacement: str, names: IntakeNames, row: ReviewRow) -> str:
    """Why a decision cannot be taken; empty where it can."""
    if choice.choice == RawDecision.Choice.REPLACE:
        if not replacement:
            return _("Bitte angeben, was stattdessen dort stehen soll.")
        if names_in(replacement, names):
            return _("Der Ersatz enthält einen bei der Aufnahme genannten Namen.")
        return ""
    if row.must_go:
        return _(
            "Ein bei der Aufnahme genannter Name bleibt nicht stehen. Ist an einer Stelle wirklich ein"
            " gewöhnliches Wort gemeint, bitte dort unter „Text ändern“ ein anderes wählen."
        )
    if choice.choice != RawDecision.Choice.IGNORE or choice.reason not in AnonymityReview.Reason.values:
        return _("Bitte einen Grund wählen, warum die Stelle bleiben darf.")
    return ""


@transaction.atomic
def undo(*, raw: RawCase, user: Any, seen: str | None = None) -> int:
    """Take back the newest step; answers how many decisions it held (0: there was none). ``seen`` is the step
    that was on the screen.

    Raises ``OutdatedRawCase`` when the newest step is another one: somebody else's work would be taken back.
    """
    locked(raw)
    newest = raw.decisions.filter(undone_at=None).order_by("-pk").first()
    if seen is not None and seen != (newest.batch if newest else ""):
        raise OutdatedRawCase(
            _(
                "Inzwischen hat jemand anderes weiter entschieden. Zurückgenommen ist nichts; hier steht"
                " jetzt der neue Stand."
            )
        )
    if newest is None:
        return 0
    count = raw.decisions.filter(batch=newest.batch, undone_at=None).update(undone_at=timezone.now())
    trail.note(
        subject=trail_key(raw), action="fund", details={"decision": "zurueckgenommen"}, count=count, user=user
    )
    note_access(raw=raw, user=user, action=RawAccess.Action.UNDONE)
    return count
