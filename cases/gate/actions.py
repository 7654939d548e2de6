"""What opens and closes the gate: the judgement at a save, the review, the recheck, the mixed batch.

Each function is atomic and takes keywords. None of them stores or logs a word of a case.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.gate import scrubbing
from cases.gate.batches import batch_date, released_together, unmixed, waits_for_batch
from cases.gate.clearance import ALL_SECTIONS, Judgement, decided_exceptions, judged, standing
from cases.gate.findings import finding_problems, held_words, intake_names, scan
from cases.gate.follow_ups import public_outcome
from cases.gate.profile_rules import k_of_case, open_risks
from cases.gate.review import objection, remember
from cases.gate.terms import Outlook, outlook
from cases.models import (
    AnonymityReview,
    AnonymityScan,
    CaseClearance,
    CaseMeeting,
    CasePage,
    CaseTombstone,
    Consent,
    FindingTerm,
    Problem,
    detector_order,
    hold_raw,
    raw_of,
    refusal,
)
from cases.sealed import destroy_names
from cases.sections import LISTED, CaseText
from knowledge.anonymity.detector import DETECTOR_VERSION
from knowledge.anonymity.retention import subject_of, trail
from knowledge.base import fetch_rows
from knowledge.contributions import release_waiting
from knowledge.enums import AccessLevel
from knowledge.models import WorkingMeeting
from search.index import outbox
from search.language import fold

__all__ = [
    "approve",
    "carry_reasons",
    "pass_gate",
    "publish_batch",
    "recheck",
    "record_review",
    "release_demo",
    "set_meeting",
    "show",
    "take_down",
]

logger = logging.getLogger("knowledge.gate")


# --------------------------------------------------------------------------- the gate


@transaction.atomic(savepoint=False)
def pass_gate(pk: int) -> None:
    """Judge a case as the database holds it now; called in the transaction that wrote it.

    A live case gets its clearance or the whole write is undone; a case that is not live has none. What is not
    read yet gets it in a batch only.
    Raises ``PublicationRefused``.
    """
    case = CasePage.objects.filter(pk=pk).select_related("clearance", "tombstone", "raw_case").first()
    if case is None or not case.live:
        CaseClearance.objects.filter(case_id=pk).delete()
        return
    hold_raw(case)
    fetch_rows(case)
    prefetch_related_objects([case], "fact_decisions")  # read by the judgement and for the number it leaves
    text = CaseText.of(case)
    clearance = getattr(case, "clearance", None)
    is_known = clearance is not None and clearance.cleared_hash == text.digest
    judgement = standing(case, text) if is_known else judged(case, text, is_new=True)
    found = judgement.problems or waits_for_batch(case, is_read=clearance is not None)
    if found:
        raise refusal(case, found)
    _write_clearance(case, judgement)


def _write_clearance(case: CasePage, judgement: Judgement) -> None:
    """This text may be read from now on; what was only needed to decide so goes."""
    remember(case)
    values = {
        "consent": judgement.consent,
        "cleared_hash": judgement.text.digest,
        "cleared_detector": DETECTOR_VERSION,
        "detector_order": detector_order(DETECTOR_VERSION),
        "k": k_of_case(case, judgement.text),
        "outcome": public_outcome(case),
        **{name: getattr(case, name) for name in LISTED},
        "cleared_at": timezone.now(),
    }
    if not CaseClearance.objects.filter(case_id=case.pk).update(**values):
        CaseClearance.objects.create(case_id=case.pk, **values)
    # Its case giver came back: from now on the address shows the case.
    if hasattr(case, "tombstone"):
        CaseTombstone.objects.filter(case_id=case.pk).exclude(reopened_on=None).delete()
    if case.released_on is None:
        # Without a batch of its own a case shows the date of the current one, never its day.
        CasePage.objects.filter(pk=case.pk).update(released_on=batch_date())
    raw = raw_of(case)
    if raw is not None:
        scrubbing.use_names_once_more(case, raw)
        destroy_names(raw=raw)
    # Scans of former texts have done their work.
    AnonymityScan.objects.filter(case=case).exclude(detector=DETECTOR_VERSION).delete()


def show(case: CasePage, judgement: Judgement) -> None:
    """A live case as it may be read now."""
    _write_clearance(case, judgement)
    outbox.enqueue(case)


@transaction.atomic
def publish_batch(*, cases: Sequence[CasePage], on: date, user: Any = None) -> int:
    """Publish drafts together under one date, in an order that tells nothing, and with them what was accepted
    since the last batch: follow-ups, verdicts. All or none. Answers how many contributions went along.

    Raises ``ValueError`` when the batch is not mixed and ``PublicationRefused`` when a case is not ready.
    """
    reason = unmixed(cases)
    if reason:
        raise ValueError(reason)
    with released_together():
        for draft in sorted(cases, key=lambda case: secrets.token_bytes(8)):
            draft.released_on = on
            draft.save_revision(user=user).publish(user=user)
    return release_waiting(on=on)


@transaction.atomic
def take_down(*, case: CasePage, codes: Sequence[str]) -> None:
    """Take a live case off; its draft stays for the editors."""
    logger.warning("case %s taken down: %s", case.pk, ", ".join(sorted(set(codes))))
    for code in sorted(set(codes)):
        trail.note(subject=subject_of(case).key, action="abgenommen", details={"reason": code})
    CaseClearance.objects.filter(case=case).delete()
    FindingTerm.objects.filter(case=case).delete()
    CasePage.objects.get(pk=case.pk).unpublish()


@transaction.atomic
def recheck(*, case: CasePage) -> Outlook:
    """Judge a live case with the present detector and register.

    What is certain takes it off at once. What a newer detector doubts gets a term; when that has passed
    undecided, the case goes off.
    """
    text = CaseText.of(case)
    scan(case, text, afresh=True)
    result = outlook(case, text)
    open_marks = [finding.mark for finding, _due in result.terms]
    FindingTerm.objects.filter(case=case).exclude(mark__in=open_marks).delete()
    if result.problems:
        take_down(case=case, codes=result.codes)
        return result
    known = set(FindingTerm.objects.filter(case=case).values_list("mark", flat=True))
    for finding, due in result.terms:
        if finding.mark not in known:
            values = {"field": finding.field, "kind": finding.kind, "detector": DETECTOR_VERSION, "due": due}
            FindingTerm.objects.create(case_id=case.pk, mark=finding.mark, **values)
            trail.note(subject=subject_of(case).key, action="frist", details={"kind": finding.kind})
    _write_clearance(case, result.judgement)
    return result


@transaction.atomic
def set_meeting(*, case: CasePage, meeting: WorkingMeeting | None) -> list[Problem]:
    """Note in which working meeting a case was consulted; ``None`` forgets it. It stands in ``CaseMeeting``
    and nowhere else.

    A live case that may no longer be shown with this knowledge comes off; returned is why, empty where
    nothing came off. Raises ``ValueError`` for a case that was taken back.
    """
    if CaseTombstone.objects.filter(case_id=case.pk, reopened_on=None).exists():
        raise ValueError(_("Der Fall ist zurückgezogen. Zu ihm wird kein Treffen mehr gespeichert."))
    if meeting is None:
        CaseMeeting.objects.filter(case_id=case.pk).delete()
    else:
        CaseMeeting.objects.update_or_create(case_id=case.pk, defaults={"meeting": meeting})
    fresh = CasePage.objects.get(pk=case.pk)
    found = standing(fresh).problems if fresh.live else []
    if found:
        take_down(case=fresh, codes=[problem.code for problem in found])
    return found


# --------------------------------------------------------------------------- review


@transaction.atomic
def record_review(
    *,
    case: CasePage,
    reviewer: Any,
    state: str = AnonymityReview.State.PASSED,
    exceptions: Sequence[Mapping[str, str]] = (),
    residual_risk: str = "",
) -> AnonymityReview:
    """Note what a second person found in exactly this text. ``exceptions`` are marks of findings with a
    reason code.

    Raises ``ValueError`` for an unknown reason, for a pass while findings have none, and for somebody with a
    hand in the text, with who may review instead.
    """
    refused = objection(case, reviewer)
    if refused:
        raise ValueError(refused)
    if state == AnonymityReview.State.PASSED:
        _require_reasons(case, exceptions)
    review = _note_review(case, reviewer, state, exceptions, residual_risk)
    live = CasePage.objects.filter(pk=case.pk, live=True, clearance__isnull=False).first()
    if live is not None:
        judgement = standing(live)
        if not judgement.problems:
            show(live, judgement)
    return review


def _require_reasons(case: CasePage, exceptions: Sequence[Mapping[str, str]]) -> None:
    """Raises ``ValueError`` while a finding has no reason: a text is not passed with it."""
    _require_known(exceptions)
    found = finding_problems(case, CaseText.of(case), {str(row["mark"]) for row in exceptions})
    if found:
        words = _("Noch nicht bestanden. %(open)s")
        raise ValueError(
            words % {"open": " ".join(f"{problem.field}: {problem.message}" for problem in found)}
        )


def _require_known(exceptions: Sequence[Mapping[str, str]]) -> None:
    unknown = {str(row["reason"]) for row in exceptions} - set(AnonymityReview.Reason.values)
    if unknown:
        raise ValueError(_("Unbekannter Grund: %(reasons)s") % {"reasons": ", ".join(sorted(unknown))})


@transaction.atomic
def approve(*, case: CasePage, reviewer: Any) -> AnonymityReview:
    """The review of a step of a workflow: what an earlier review of this very text let stand stays decided.
    Raises as :func:`record_review` does.
    """
    return record_review(case=case, reviewer=reviewer, exceptions=decided_exceptions(case))


@transaction.atomic
def carry_reasons(*, case: CasePage, kept: Mapping[str, str], user: Any) -> None:
    """Keep for the review of a new draft why its raw case let words stand: reason by folded words. It is no
    review of any text, so it opens nothing. Raises ``DetectorUnavailable`` and ``SealError``.
    """
    if not kept:
        return
    held = held_words(case, CaseText.of(case), intake_names(case))
    reasons = {finding.mark: kept[fold(words)] for finding, words in held if fold(words) in kept}
    if reasons:
        AnonymityReview.objects.create(
            case_id=case.pk,
            state=AnonymityReview.State.OPEN,
            reviewer=user,
            exceptions=[{"mark": mark, "reason": reason} for mark, reason in reasons.items()],
        )


def _note_review(
    case: CasePage,
    reviewer: Any,
    state: str,
    exceptions: Sequence[Mapping[str, str]],
    residual_risk: str = "",
) -> AnonymityReview:
    rows = [{"mark": str(row["mark"]), "reason": str(row["reason"])} for row in exceptions]
    _require_known(rows)
    subject = subject_of(case).key
    trail.note(subject=subject, action="pruefung", details={"decision": str(state)}, user=reviewer)
    risks = {risk.mark: risk.code for risk in open_risks(case, CaseText.of(case))} if rows else {}
    for row in rows:
        trail.note_finding(
            subject=subject,
            words=row["mark"],
            details={
                "decision": "bleibt",
                "reason": row["reason"],
                "kind": risks.get(row["mark"], ""),
            },
            user=reviewer,
        )
    if state == AnonymityReview.State.PASSED:
        FindingTerm.objects.filter(case_id=case.pk, mark__in=[row["mark"] for row in rows]).delete()
    return AnonymityReview.objects.create(
        case_id=case.pk,
        version_hash=CaseText.of(case).digest,
        state=state,
        reviewer=reviewer,
        exceptions=rows,
        residual_risk=residual_risk,
    )


# --------------------------------------------------------------------------- demo content


@transaction.atomic
def release_demo(
    *, case: CasePage, reviewer: Any = None, exceptions: Sequence[Mapping[str, str]] = ()
) -> None:
    """Record that invented content needs nobody's release, once per text. The gate accepts it in a demo
    installation only.
    """
    digest = CaseText.of(case).digest
    newest = case.consents.order_by("-given_at", "-pk").first()
    if newest is None or newest.version_hash != digest or newest.withdrawn_at is not None:
        Consent.objects.create(
            case_id=case.pk,
            version_hash=digest,
            channel=Consent.Channel.DEMO,
            given_at=timezone.now(),
            scope={ALL_SECTIONS: AccessLevel.PUBLIC.value},
        )
    if not case.reviews.filter(version_hash=digest, state=AnonymityReview.State.PASSED).exists():
        _note_review(case, reviewer, AnonymityReview.State.PASSED, exceptions)
