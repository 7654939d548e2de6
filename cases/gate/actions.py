"""Everything that changes what may be read of a case: the gate, the release, the withdrawal.

Each function is atomic and takes keywords. None of them stores or logs a word of a case.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import get_all_child_relations
from wagtail.fields import StreamField

from cases.gate import scrubbing
from cases.gate.authorship import objection, remember
from cases.gate.batches import batch_date, unmixed
from cases.gate.clearance import detector_order, judged, k_of_case, problems, scan
from cases.gate.consents import ALL_SECTIONS, standing_answer
from cases.gate.terms import Outlook, outlook, standing_problems
from cases.models import (
    AnonymityReview,
    AnonymityScan,
    CaseClearance,
    CaseMeeting,
    CasePage,
    CaseTombstone,
    Consent,
    FindingTerm,
    RawCase,
    ReleaseLink,
)
from cases.models.gate import Problem, PublicationRefused
from cases.sealed.actions import destroy_names, remove
from cases.sections import case_data, case_hash, section_hashes, text_as
from knowledge.anonymity.detector import DETECTOR_VERSION
from knowledge.anonymity.retention import trail
from knowledge.classification import FieldClass, field_class
from knowledge.content import loading
from knowledge.enums import AccessLevel
from knowledge.models import WorkingMeeting

__all__ = [
    "create_release_link",
    "make_demo_live",
    "note_refusal",
    "pass_gate",
    "publish_batch",
    "recheck",
    "record_release",
    "record_review",
    "record_spoken_release",
    "refuse_schedule",
    "release_demo",
    "release_link_for",
    "revoke_release_link",
    "set_meeting",
    "take_down",
    "withdraw",
]

logger = logging.getLogger("knowledge.gate")

LINK_DAYS = 60
WORDING_VERSION = "1"
"""Of the declaration on the release page; raise it when its words change."""

LEVELS = (AccessLevel.PUBLIC.value, AccessLevel.ALUMNI.value, "nein")


# --------------------------------------------------------------------------- the gate


@transaction.atomic
def pass_gate(pk: int) -> None:
    """Judge a case as the database holds it now; called in the transaction that wrote it.

    A live case gets its clearance or the whole write is undone; a case that is not live has none.
    Raises ``PublicationRefused``.
    """
    case = CasePage.objects.filter(pk=pk).first()
    if case is None or not case.live:
        CaseClearance.objects.filter(case_id=pk).delete()
        return
    clearance = CaseClearance.objects.filter(case=case).first()
    is_known = clearance is not None and text_as(case, clearance.cleared_hash) is not None
    found = standing_problems(case) if is_known else problems(case)
    if found:
        raise note_refusal(case, found)
    _write_clearance(case)


def _write_clearance(case: CasePage) -> None:
    terms = FindingTerm.objects.filter(case_id=case.pk).values_list("mark", flat=True)
    _found, data = judged(case, on_term=set(terms))
    digest = case_hash(case, data)
    consent, _levels = standing_answer(case, data)
    remember(case)
    CaseClearance.objects.update_or_create(
        case=case,
        defaults={
            "consent": consent,
            "cleared_hash": digest,
            "cleared_detector": DETECTOR_VERSION,
            "detector_order": detector_order(DETECTOR_VERSION),
            "k": k_of_case(case),
        },
    )
    if case.released_on is None:
        # Without a batch of its own a case shows the date of the current one, never its day.
        CasePage.objects.filter(pk=case.pk).update(released_on=batch_date())
    for raw in RawCase.objects.filter(case_id=case.pk):
        scrubbing.use_names_once_more(case, raw)
        destroy_names(raw=raw)
    # Scans of former texts have done their work.
    AnonymityScan.objects.filter(case=case).exclude(detector=DETECTOR_VERSION).delete()


@transaction.atomic
def publish_batch(*, cases: Sequence[CasePage], on: date, user: Any = None) -> None:
    """Publish drafts together under one date, in an order that tells nothing. All or none.

    Raises ``ValueError`` when the batch is not mixed and ``PublicationRefused`` when a case is not ready.
    """
    reason = unmixed(cases)
    if reason:
        raise ValueError(reason)
    for draft in sorted(cases, key=lambda case: secrets.token_bytes(8)):
        draft.released_on = on
        draft.save_revision(user=user).publish(user=user)


def note_refusal(case: CasePage, found: Sequence[Problem], *, user: Any = None) -> PublicationRefused:
    """The refusal to raise; the trail keeps its codes though everything else is undone."""
    logger.warning(
        "case %s refused: %s", case.pk or "without id", ", ".join(sorted({problem.code for problem in found}))
    )
    trail.note_lasting(
        subject=scrubbing.key_of(case),
        action="abgelehnt",
        reasons=[problem.code for problem in found],
        user=user,
    )
    return PublicationRefused(found)


@transaction.atomic
def refuse_schedule(*, revision: Any, found: Sequence[Problem]) -> None:
    """A scheduled revision that the gate refuses loses its date and stays a draft; other pages of the run go
    on.
    """
    revision.approved_go_live_at = None
    revision.save(update_fields=["approved_go_live_at"])
    for code in sorted({problem.code for problem in found}):
        trail.note(
            subject=scrubbing.key_of(revision.as_object()), action="abgelehnt", details={"reason": code}
        )
    logger.warning(
        "scheduled case %s refused: %s",
        revision.object_id,
        ", ".join(sorted({problem.code for problem in found})),
    )


@transaction.atomic
def take_down(*, case: CasePage, codes: Sequence[str]) -> None:
    """Take a live case off; its draft stays for the editors."""
    logger.warning("case %s taken down: %s", case.pk, ", ".join(sorted(set(codes))))
    for code in sorted(set(codes)):
        trail.note(subject=scrubbing.key_of(case), action="abgenommen", details={"reason": code})
    CaseClearance.objects.filter(case=case).delete()
    FindingTerm.objects.filter(case=case).delete()
    CasePage.objects.get(pk=case.pk).unpublish()


@transaction.atomic
def recheck(*, case: CasePage) -> Outlook:
    """Judge a live case with the present detector and register.

    What is certain takes it off at once. What a newer detector doubts gets a term; when that has passed
    undecided, the case goes off.
    """
    scan(case, afresh=True)
    result = outlook(case)
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
            trail.note(subject=scrubbing.key_of(case), action="frist", details={"kind": finding.kind})
    _write_clearance(case)
    return result


@transaction.atomic
def set_meeting(*, case: CasePage, meeting: WorkingMeeting | None) -> list[Problem]:
    """Note in which working meeting a case was consulted; ``None`` forgets it. It stands in ``CaseMeeting``
    and nowhere else.

    A live case that may no longer be shown with this knowledge comes off; returned is why, empty where
    nothing came off. Raises ``ValueError`` for a case that was taken back.
    """
    if CaseTombstone.objects.filter(case_id=case.pk).exists():
        raise ValueError(_("Der Fall ist zurückgezogen. Zu ihm wird kein Treffen mehr gespeichert."))
    if meeting is None:
        CaseMeeting.objects.filter(case_id=case.pk).delete()
    else:
        CaseMeeting.objects.update_or_create(case_id=case.pk, defaults={"meeting": meeting})
    fresh = CasePage.objects.get(pk=case.pk)
    found = standing_problems(fresh) if fresh.live else []
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

    Raises ``ValueError`` for an unknown reason, and for somebody with a hand in the text, with who may review
    instead.
    """
    refused = objection(case, reviewer)
    if refused:
        raise ValueError(refused)
    review = _note_review(case, reviewer, state, exceptions, residual_risk)
    live = CasePage.objects.filter(pk=case.pk, live=True, clearance__isnull=False).first()
    if live is not None and not standing_problems(live):
        _show(live)
    return review


def _note_review(
    case: CasePage,
    reviewer: Any,
    state: str,
    exceptions: Sequence[Mapping[str, str]],
    residual_risk: str = "",
) -> AnonymityReview:
    rows = [{"mark": str(row["mark"]), "reason": str(row["reason"])} for row in exceptions]
    unknown = {row["reason"] for row in rows} - set(AnonymityReview.Reason.values)
    if unknown:
        raise ValueError(_("Unbekannter Grund: %(reasons)s") % {"reasons": ", ".join(sorted(unknown))})
    subject = scrubbing.key_of(case)
    trail.note(subject=subject, action="pruefung", details={"decision": str(state)}, user=reviewer)
    for row in rows:
        trail.note_finding(
            subject=subject,
            words=row["mark"],
            details={"decision": "bleibt", "reason": row["reason"]},
            user=reviewer,
        )
    if state == AnonymityReview.State.PASSED:
        FindingTerm.objects.filter(case_id=case.pk, mark__in=[row["mark"] for row in rows]).delete()
    return AnonymityReview.objects.create(
        case_id=case.pk,
        version_hash=case_hash(case),
        state=state,
        reviewer=reviewer,
        exceptions=rows,
        residual_risk=residual_risk,
    )


# --------------------------------------------------------------------------- release by the case giver


def _hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def create_release_link(*, case: CasePage, user: Any) -> tuple[ReleaseLink, str]:
    """A new link and its token; the token is shown once and never stored. Links that nobody has answered are
    closed.
    """
    now = timezone.now()
    ReleaseLink.objects.filter(case_id=case.pk, revoked_at=None, consents=None).update(revoked_at=now)
    token = secrets.token_urlsafe(32)
    link = ReleaseLink.objects.create(
        case_id=case.pk,
        token_hash=_hash_token(token),
        created_by=user,
        expires_at=now + timedelta(days=LINK_DAYS),
    )
    return link, token


def release_link_for(token: str) -> ReleaseLink | None:
    """The link behind a token, unless it was revoked."""
    return (
        ReleaseLink.objects.select_related("case")
        .filter(token_hash=_hash_token(token), revoked_at=None)
        .first()
    )


@transaction.atomic
def revoke_release_link(*, link: ReleaseLink) -> None:
    """The link stops working at once. A release given by it stays valid."""
    ReleaseLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now())


@transaction.atomic
def record_release(
    *, link: ReleaseLink, case: CasePage, levels: Mapping[str, str], comment: str = ""
) -> Consent:
    """Note the case giver's answers about the text of ``case`` (the draft that was shown), and act on them at
    once.

    Raises ``ValueError`` when a section has no answer or the link is closed.
    """
    if not link.is_open:
        raise ValueError(_("Dieser Link ist nicht mehr gültig."))
    data = case_data(case)
    present = section_hashes(data)
    if any(levels.get(key) not in LEVELS for key in present):
        raise ValueError(_("Bitte zu jedem Abschnitt eine Antwort geben."))
    consent = Consent.objects.create(
        case_id=case.pk,
        version_hash=case_hash(case, data),
        scope={key: {"level": levels[key], "hash": digest} for key, digest in present.items()},
        channel=Consent.Channel.LINK,
        wording_version=WORDING_VERSION,
        given_at=timezone.now(),
        link=link,
        comment=comment.strip(),
    )
    _act_on_release(case.pk, {levels[key] for key in present})
    return consent


@transaction.atomic
def record_spoken_release(*, case: CasePage, channel: str, level: str, recorder: Any = None) -> Consent:
    """A release given on paper or in the meeting, for the whole present text; whoever wrote the text may note
    a "no" only.

    Raises ``ValueError`` for another channel or level, and for somebody with a hand in the text, with who may
    note it instead.
    """
    if channel not in {Consent.Channel.PAPER, Consent.Channel.MEETING} or level not in LEVELS:
        raise ValueError(_("Bitte Weg und Sichtbarkeit angeben."))
    refused = objection(case, recorder) if level != "nein" else ""
    if refused:
        raise ValueError(refused)
    consent = Consent.objects.create(
        case_id=case.pk,
        version_hash=case_hash(case),
        scope={ALL_SECTIONS: level},
        channel=channel,
        wording_version=WORDING_VERSION,
        given_at=timezone.now(),
    )
    trail.note(
        subject=scrubbing.key_of(case),
        action="freigabe",
        details={"decision": level, "reason": channel},
        user=recorder,
    )
    _act_on_release(case.pk, {level})
    return consent


def _act_on_release(pk: int, levels: set[str]) -> None:
    """Only for alumni: the case is lifted to that level now. A live case whose text is no longer released
    comes off.
    """
    case = CasePage.objects.get(pk=pk)
    if AccessLevel.ALUMNI.value in levels and case.access_level == AccessLevel.PUBLIC:
        _restrict(case)
    case = CasePage.objects.get(pk=pk)
    if not case.live:
        return
    found = standing_problems(case)
    if found:
        take_down(case=case, codes=[problem.code for problem in found])
    else:
        _show(case)


def _show(case: CasePage) -> None:
    """A live case as it may be read now: a follow-up that has been released and reviewed appears."""
    from search.index import outbox

    _write_clearance(case)
    outbox.enqueue(case)


def _restrict(case: CasePage) -> None:
    """Set the page and its newest draft to "alumni only"."""
    from search.index import outbox

    CasePage.objects.filter(pk=case.pk).update(access_level=AccessLevel.ALUMNI)
    newest = case.latest_revision
    if newest is not None and newest.content.get("access_level") == AccessLevel.PUBLIC:
        newest.content["access_level"] = AccessLevel.ALUMNI.value
        newest.save(update_fields=["content"])
    outbox.enqueue(case)


# --------------------------------------------------------------------------- withdrawal


@transaction.atomic
def withdraw(*, case: CasePage) -> CaseTombstone:
    """The case giver takes the case back: off at once, text and revisions deleted, 410 at its address."""
    page = CasePage.objects.get(pk=case.pk)
    now = timezone.now()
    Consent.objects.filter(case=page, withdrawn_at=None).update(withdrawn_at=now)
    Consent.objects.filter(case=page).exclude(comment="").update(comment="")
    AnonymityReview.objects.filter(case=page).update(residual_risk="", exceptions=[])
    AnonymityScan.objects.filter(case=page).delete()
    FindingTerm.objects.filter(case=page).delete()
    CaseClearance.objects.filter(case=page).delete()
    CaseMeeting.objects.filter(case=page).delete()
    for raw in RawCase.objects.filter(case_id=page.pk):
        remove(raw=raw)
    tombstone, _created = CaseTombstone.objects.get_or_create(
        key=page.translation_key.hex,
        defaults={"case": page, "slug": page.slug, "withdrawn_on": timezone.localdate()},
    )
    page = CasePage.objects.get(pk=page.pk)
    _blank(page)
    if page.live:
        page.unpublish()
    else:
        page.save(clean=False)
    CasePage.objects.filter(pk=page.pk).update(
        latest_revision=None, live_revision=None, has_unpublished_changes=False
    )
    scrubbing.scrub_case(case=CasePage.objects.get(pk=page.pk), occasion=scrubbing.RETIRED)
    # Once more after the commit, where the database and the index can be compacted.
    scrubbing.scrub_later(scrubbing.subject_of_case(page), scrubbing.RETIRED)
    trail.note(subject=scrubbing.key_of(page), action="widerruf")
    logger.warning("case %s withdrawn", page.pk)
    return tombstone


def _blank(page: CasePage) -> None:
    """Empty every public text, row and list of a page in memory; choices keep a value of their list."""
    title = _("Zurückgezogener Fall")
    for field in page._meta.get_fields():
        if (
            field.auto_created
            or field_class(CasePage, field.name) is not FieldClass.PUBLIC
            or getattr(field, "choices", None)
        ):
            continue
        if isinstance(field, (ParentalManyToManyField, StreamField | models.JSONField)):
            setattr(page, field.name, [])
        elif isinstance(field, models.CharField | models.TextField) and field.name != "slug":
            setattr(page, field.name, "")
    page.title = page.draft_title = title
    for relation in get_all_child_relations(CasePage):
        setattr(page, relation.get_accessor_name(), [])


# --------------------------------------------------------------------------- demo content


@transaction.atomic
def make_demo_live(
    *, case: CasePage, reviewer: Any = None, exceptions: Sequence[Mapping[str, str]] = ()
) -> None:
    """Release invented content as such and show it, without a revision: what the file says is its only
    state.
    """
    release_demo(case=case, reviewer=reviewer, exceptions=exceptions)
    loading.make_live(case)


@transaction.atomic
def release_demo(
    *, case: CasePage, reviewer: Any = None, exceptions: Sequence[Mapping[str, str]] = ()
) -> None:
    """Record that invented content needs nobody's release, once per text. The gate accepts it in a demo
    installation only.
    """
    digest = case_hash(case)
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
