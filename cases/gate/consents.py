"""What the case giver decides: links, consents section by section, the withdrawal.

Each function is atomic and takes keywords. None of them stores or logs a word of a case.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import get_all_child_relations
from wagtail.fields import StreamField

from cases.gate.actions import show, take_down
from cases.gate.clearance import ALL_SECTIONS, LEVELS, NO, standing
from cases.gate.completeness import unfinished
from cases.gate.letters import forget_letters, send_letter
from cases.gate.review import objection
from cases.gate.scrubbing import RETIRED, scrub_case, scrub_later, subject_of_case
from cases.models import (
    AnonymityReview,
    AnonymityScan,
    CaseClearance,
    CaseContact,
    CaseFact,
    CaseMeeting,
    CasePage,
    CaseTombstone,
    Consent,
    ContactRequest,
    FindingTerm,
    FollowUpLink,
    IntruderTest,
    RawCase,
    ReleaseLink,
)
from cases.sealed import remove
from cases.sections import CaseText, section_of
from knowledge.anonymity.retention import subject_of, trail
from knowledge.base import origin_narrowed
from knowledge.classification import FieldClass, field_class
from knowledge.enums import AccessLevel
from knowledge.operations import withdrawals
from knowledge.operations.withdrawals import Departure

__all__ = [
    "LINK_DAYS",
    "create_release_link",
    "narrow_answers",
    "record_release",
    "record_spoken_release",
    "release_link_for",
    "reopen",
    "restrict",
    "revoke_release_link",
    "withdraw",
]

logger = logging.getLogger("knowledge.gate")

LINK_DAYS = 60
WORDING_VERSION = "1"
"""Of the declaration on the release page; raise it when its words change."""


def _hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _require_finished(draft: CasePage) -> None:
    found = unfinished(draft, CaseText.of(draft), draft.consents.order_by("-given_at", "-pk").first())
    if found:
        raise ValueError(
            _("Der Text ist noch nicht fertig, deshalb wird noch niemand gefragt. %(what)s")
            % {"what": " ".join(f"{problem.field}: {problem.message}" for problem in found)}
        )


@transaction.atomic
def create_release_link(*, case: CasePage, user: Any, address: str = "") -> tuple[ReleaseLink, str]:
    """A new link and its token; the token is shown once. Links that nobody has answered are closed. With an
    ``address`` the letter goes out by mail.

    Raises ``ValueError`` while the text is unfinished: nobody is asked for a text that will be another one;
    and for what is no address.
    """
    _require_finished(case.get_latest_revision_as_object())
    now = timezone.now()
    ReleaseLink.objects.filter(case_id=case.pk, revoked_at=None, consents=None).update(revoked_at=now)
    forget_letters(case_id=case.pk)
    token = secrets.token_urlsafe(32)
    link = ReleaseLink.objects.create(
        case_id=case.pk,
        token_hash=_hash_token(token),
        created_by=user,
        expires_at=now + timedelta(days=LINK_DAYS),
    )
    if address:
        send_letter(link=link, address=address, token=token, user=user)
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
    forget_letters(pk=link.pk)


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
    text = CaseText.of(case)
    present = text.digests
    if any(levels.get(key) not in LEVELS for key in present):
        raise ValueError(_("Bitte zu jedem Abschnitt eine Antwort geben."))
    consent = Consent.objects.create(
        case_id=case.pk,
        version_hash=text.digest,
        scope={key: {"level": levels[key], "hash": digest} for key, digest in present.items()},
        channel=Consent.Channel.LINK,
        wording_version=WORDING_VERSION,
        given_at=timezone.now(),
        link=link,
        comment=comment.strip(),
    )
    forget_letters(pk=link.pk)
    _note_refusal(case, {levels[key] for key in present})
    # An inner section is read by alumni alone whatever was answered, so it restricts nothing else.
    _act_on_release(case.pk, {levels[key] for key in present if not section_of(key).inner})
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
    refused = objection(case, recorder) if level != NO else ""
    if refused:
        raise ValueError(refused)
    if level != NO:
        _require_finished(case)
    consent = Consent.objects.create(
        case_id=case.pk,
        version_hash=CaseText.of(case).digest,
        scope={ALL_SECTIONS: level},
        channel=channel,
        wording_version=WORDING_VERSION,
        given_at=timezone.now(),
    )
    trail.note(
        subject=subject_of(case).key,
        action="freigabe",
        details={"decision": level, "reason": channel},
        user=recorder,
    )
    _note_refusal(case, {level})
    _act_on_release(case.pk, {level})
    return consent


def _note_refusal(case: CasePage, levels: set[str]) -> None:
    """A backup of an earlier day knows an earlier answer."""
    if NO in levels:
        withdrawals.note(case.translation_key.hex, Departure.REFUSED)


def _act_on_release(pk: int, levels: set[str]) -> None:
    """Only for alumni: the case is lifted to that level now. A live case whose text is no longer released
    comes off.
    """
    case = CasePage.objects.get(pk=pk)
    if AccessLevel.ALUMNI.value in levels:
        restrict(case=case)
    case = CasePage.objects.get(pk=pk)
    if not case.live:
        return
    judgement = standing(case)
    if judgement.problems:
        take_down(case=case, codes=[problem.code for problem in judgement.problems])
    else:
        show(case, judgement)


@transaction.atomic
def restrict(*, case: CasePage) -> bool:
    """Set the page and its newest draft to "alumni only"; what retells it for everybody goes to review.
    Answers whether everybody could read it before.
    """
    if case.access_level != AccessLevel.PUBLIC:
        return False
    case.restrict_to(AccessLevel.ALUMNI)
    origin_narrowed.send(CasePage, page=case, level=AccessLevel.ALUMNI.value)
    withdrawals.note(case.translation_key.hex, Departure.INNER)
    return True


@transaction.atomic
def narrow_answers(*, case: CasePage) -> None:
    """No answer that stands says more than "only alumni" any more: a later one did, and is not known here."""
    for consent in Consent.objects.filter(case_id=case.pk, withdrawn_at=None):
        consent.scope = {key: _narrowed(row) for key, row in consent.scope.items()}
        consent.save(update_fields=["scope"])


def _narrowed(row: Any) -> Any:
    """One answer of a scope, with its hash where it has one."""
    if isinstance(row, dict):
        return row | {"level": _narrowed(row["level"])}
    return AccessLevel.ALUMNI.value if row == AccessLevel.PUBLIC else row


# --------------------------------------------------------------------------- withdrawal


@transaction.atomic
def withdraw(*, case: CasePage) -> CaseTombstone:
    """The case giver takes the case back: off at once, text and revisions deleted, 410 at its address."""
    page = CasePage.objects.get(pk=case.pk)
    now = timezone.now()
    forget_letters(case=page)
    Consent.objects.filter(case=page, withdrawn_at=None).update(withdrawn_at=now)
    Consent.objects.filter(case=page).exclude(comment="").update(comment="")
    AnonymityReview.objects.filter(case=page).update(residual_risk="", exceptions=[])
    AnonymityScan.objects.filter(case=page).delete()
    FindingTerm.objects.filter(case=page).delete()
    IntruderTest.objects.filter(case=page).delete()
    CaseClearance.objects.filter(case=page).delete()
    CaseFact.objects.filter(case=page).delete()
    CaseMeeting.objects.filter(case=page).delete()
    FollowUpLink.objects.filter(case=page).delete()
    ContactRequest.objects.filter(case=page).delete()
    CaseContact.objects.filter(case=page).delete()
    for raw in RawCase.objects.filter(case_id=page.pk):
        remove(raw=raw)
    page.followups.all().delete()
    page.entry_phrases.all().delete()
    tombstone, _created = CaseTombstone.objects.update_or_create(
        key=page.translation_key.hex,
        defaults={
            "case": page,
            "slug": page.slug,
            "withdrawn_on": timezone.localdate(),
            "reopened_on": None,
        },
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
    scrub_case(case=CasePage.objects.get(pk=page.pk), occasion=RETIRED)
    origin_narrowed.send(CasePage, page=page, level=AccessLevel.EDITORS.value)
    # Once more after the commit, where the database and the index can be compacted.
    scrub_later(subject_of_case(page), RETIRED)
    trail.note(subject=subject_of(page).key, action="widerruf")
    withdrawals.note(tombstone.key, Departure.WITHDRAWN)
    logger.warning("case %s withdrawn", page.pk)
    return tombstone


@transaction.atomic
def reopen(*, case: CasePage, user: Any = None) -> None:
    """The case giver wants the case in the library after all: it may be written again as a draft, and every
    other rule of the gate holds anew. Its address says 410 until it is published.

    Raises ``ValueError`` for a case that was not taken back.
    """
    if not CaseTombstone.objects.filter(case_id=case.pk, reopened_on=None).update(
        reopened_on=timezone.localdate()
    ):
        raise ValueError(_("Dieser Fall ist nicht zurückgezogen."))
    trail.note(
        subject=subject_of(case).key, action="widerruf", details={"decision": "zurueckgenommen"}, user=user
    )


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
