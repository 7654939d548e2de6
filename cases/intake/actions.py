"""Everything that changes a raw case. Each function is atomic, takes keywords, and neither logs nor mails a
word of it.
"""

from __future__ import annotations

import json
import logging
import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cases.gate import remember
from cases.intake.corrections import MARKED_KINDS, Correction, passages
from cases.intake.drafting import draft_of, text_to_take_over
from cases.intake.review import RawReview, ReviewRow, guarded_text, review_of
from cases.models import (
    AnonymityReview,
    CaseIndexPage,
    CaseMeeting,
    CasePage,
    IntruderTest,
    RawAccess,
    RawCase,
    RawDecision,
    ReleaseLink,
    UnreportedWord,
    deletion_date_after_release,
)
from cases.sealed import IntakeNames, names_in, note_access, read_text, remove, reseal, seal
from knowledge import contributions
from knowledge.anonymity.detector import DETECTOR_VERSION
from knowledge.anonymity.retention import subject_of, trail
from knowledge.guard import marks
from search.public_forms import Limit

__all__ = [
    "DecisionsRefused",
    "OutdatedRawCase",
    "ReviewChoice",
    "SentTwice",
    "change",
    "correct",
    "decide",
    "delete_due",
    "reseal_all",
    "take_in",
    "take_over",
    "trail_key",
    "undo",
]

logger = logging.getLogger("knowledge.intake")


class OutdatedRawCase(ValueError):
    """Somebody else has saved or decided since the page was opened; nothing is written."""


class SentTwice(ValueError):
    """The same form with the same text made a raw case already; nothing is written."""


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


def trail_key(raw: RawCase) -> str:
    """How the trail calls a raw case: by its random code."""
    return f"rawcase:{raw.code}"


_TAKEN_IN = Limit("aufnahme", 1, 24 * 3600, rotates=False)


@transaction.atomic
def take_in(
    *,
    text: Mapping[str, Any],
    names: IntakeNames,
    meeting: Any,
    user: Any,
    form_key: str = "",
    source_mark: str = "",
) -> RawCase:
    """A new raw case, sealed. ``form_key`` is drawn with each empty form: sent again with another text, as
    after "back", it makes another raw case. ``source_mark`` is what a file of cases calls it, hashed.

    Raises ``SentTwice`` for the same form with the same text.
    """
    written = json.dumps([dict(text), _plain(names)], sort_keys=True, default=str)
    if form_key and _TAKEN_IN.take(form_key, written) is not None:
        raise SentTwice(_("Dieser Fall ist schon gespeichert; er wurde zweimal abgeschickt."))
    raw = RawCase.objects.create(
        sealed_text=seal(dict(text)),
        sealed_names=seal(_plain(names)),
        sealed_key=seal(secrets.token_hex(32)),
        source_mark=source_mark,
        meeting=meeting,
        created_by=user,
    )
    note_access(raw=raw, user=user, action=RawAccess.Action.CREATED)
    return raw


@transaction.atomic
def change(
    *,
    raw: RawCase,
    text: Mapping[str, Any],
    names: IntakeNames,
    meeting: Any,
    user: Any,
    version: int | None = None,
) -> None:
    """Correct a raw case that no case was made of. ``version`` is the one that was on the screen.

    Raises ``ValueError`` once there is a case, ``OutdatedRawCase`` when somebody else has saved since.
    """
    newest = _locked(raw)
    if version is not None and version != newest.version:
        raise OutdatedRawCase(_("Inzwischen hat jemand anderes diesen Rohfall gespeichert."))
    raw.sealed_text, raw.sealed_names, raw.meeting, raw.version = (
        seal(dict(text)),
        seal(_plain(names)),
        meeting,
        newest.version + 1,
    )
    raw.save(update_fields=["sealed_text", "sealed_names", "meeting", "version"])
    note_access(raw=raw, user=user, action=RawAccess.Action.CHANGED)


def _locked(raw: RawCase) -> RawCase:
    """The raw case as it stands now, held until the end of the transaction. Raises ``ValueError`` once a case
    was made of it.
    """
    newest = RawCase.objects.select_for_update().get(pk=raw.pk)
    _require_open(newest)
    return newest


def _plain(names: IntakeNames) -> dict[str, Any]:
    return {
        "municipality": names.municipality,
        "persons": list(names.persons),
        "organisations": list(names.organisations),
    }


def _require_open(raw: RawCase) -> None:
    if raw.is_released:
        raise ValueError(
            _("Aus diesem Rohfall ist schon ein Fall geworden; er lässt sich nicht mehr ändern.")
        )


# --------------------------------------------------------------------------- decisions


@transaction.atomic
def decide(*, raw: RawCase, review: RawReview, choices: Sequence[ReviewChoice], user: Any) -> int:
    """Note decisions, each for all mentions; answers how many were new. One call is one step of ``undo``.

    Raises ``ValueError`` for an unknown finding; ``DecisionsRefused`` with a sentence for each row without a
    reason for what stays or with a replacement that names somebody; ``OutdatedRawCase`` where somebody else
    has decided otherwise since the page was opened.
    """
    _locked(raw)
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
    _locked(raw)
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
    _locked(raw)
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


# --------------------------------------------------------------------------- handover


@transaction.atomic
def take_over(*, raw: RawCase, user: Any, version: int | None = None, smoothed: bool = False) -> CasePage:
    """Make a draft of the guarded text: the first revision that ever exists is clean. The deletion date comes
    nearer. ``smoothed`` gives roles their article instead of brackets.

    Raises ``ValueError`` while a finding is open or a name of the intake is left in the text,
    ``OutdatedRawCase`` when the text is not the one that was read (``version``).
    """
    raw = _locked(raw)
    if version is not None and version != raw.version:
        raise OutdatedRawCase(
            _(
                "Inzwischen hat jemand anderes den Text geändert. Bitte lesen Sie ihn noch einmal, bevor Sie"
                " ihn übernehmen."
            )
        )
    review, names = review_of(raw), IntakeNames.opened(raw)
    if not review.is_complete:
        raise ValueError(
            _("Es sind noch %(count)s Funde offen.") % {"count": len(review.rows) - review.decided}
        )
    text = read_text(raw) | text_to_take_over(review, smoothed=smoothed)
    if _left_over(review, names):
        raise ValueError(
            _("Im Text steht noch ein Name der Aufnahme. Bitte den Ersatz an dieser Stelle ändern.")
        )
    index = CaseIndexPage.objects.first()
    if index is None:
        raise ValueError(_("Es fehlt die Seite „Fälle“, unter der ein Fall angelegt wird."))
    page = draft_of(text, user)
    index.add_child(instance=page)
    log(instance=page, action="wagtail.create", user=user)
    # What a draft may lack (short text, outcome) the form asks for later.
    try:
        page.save_revision(user=user, clean=False)
    except ValidationError as error:
        raise ValueError(error.messages[0]) from error
    if raw.meeting is not None:
        CaseMeeting.objects.create(case=page, meeting=raw.meeting)
    raw.case, raw.released_at = page, timezone.now()
    raw.delete_on = min(raw.delete_on, deletion_date_after_release())
    raw.save(update_fields=["case", "released_at", "delete_on"])
    note_access(raw=raw, user=user, action=RawAccess.Action.RELEASED)
    _carry_over(review, page, user)
    remember(page)
    return page


def _carry_over(review: RawReview, page: CasePage, user: Any) -> None:
    """The trail of the new case begins with how many findings of each kind were decided how: numbers, no
    marks, no code of the raw case.
    """
    counts = Counter(
        (row.kind, row.decision.choice, row.decision.reason) for row in review.rows if row.decision
    )
    for (kind, choice, reason), count in sorted(counts.items()):
        details = {"kind": str(kind), "decision": choice, "reason": reason}
        trail.note(subject=subject_of(page).key, action="uebernahme", details=details, count=count, user=user)


def _left_over(review: RawReview, names: IntakeNames) -> bool:
    """Whether a name of the intake is left."""
    return names_in("\n\n".join(guarded_text(review).values()), names)


# --------------------------------------------------------------------------- the end of it


@transaction.atomic
def delete_due() -> int:
    """Delete raw cases whose day has come, contributions that were rejected or never decided about, and old
    lines of access log and trail; answers how many cases.
    """
    today = timezone.localdate()
    due = list(RawCase.objects.filter(delete_on__lte=today))
    for raw in due:
        draft = raw.case
        remove(raw=raw)
        if draft is not None and _expires(draft):
            logger.warning("draft %s goes with its raw case", draft.pk)
            draft.delete()
    RawAccess.objects.filter(at__lt=timezone.now() - timedelta(days=settings.RAW_CASE_LOG_DAYS)).delete()
    trail.forget_old()
    contributions.forget_old()
    return len(due)


def _expires(draft: CasePage) -> bool:
    """Whether a draft goes with its raw case: it was never read, and nobody has agreed to it or is asked."""
    return not (
        draft.live or draft.first_published_at or draft.consents.exists() or draft.release_links.exists()
    )


@transaction.atomic
def reseal_all() -> int:
    """Seal everything with the first key, the key of the marks as well; answers how many raw cases. Raises
    ``SealError``, and nothing is changed.
    """
    count = 0
    for raw in RawCase.objects.select_for_update():
        for name in ("sealed_text", "sealed_names", "sealed_key", "sealed_labels"):
            setattr(raw, name, reseal(getattr(raw, name)))
        raw.save(update_fields=["sealed_text", "sealed_names", "sealed_key", "sealed_labels"])
        for decision in raw.decisions.exclude(sealed_replacement=""):
            decision.sealed_replacement = reseal(decision.sealed_replacement)
            decision.save(update_fields=["sealed_replacement"])
        count += 1
    for model, name in (
        (IntruderTest, "sealed_record"),
        (ReleaseLink, "sealed_letter"),
        (UnreportedWord, "sealed_word"),
    ):
        for record in model.objects.exclude(**{name: ""}):
            setattr(record, name, reseal(getattr(record, name)))
            record.save(update_fields=[name])
    marks.reseal_key()
    return count
