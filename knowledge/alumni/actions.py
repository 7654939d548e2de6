"""What people do with what is theirs: settings, kept records, topics, and asking somebody to talk."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from knowledge.alumni.models import AccountSettings, ExchangeRequest, ExchangeTopic, KeptRecord
from knowledge.base import ChallengeArea
from search.public_forms import Limit, absolute, send

__all__ = [
    "CONFIRM_AFTER",
    "answer_contact",
    "ask_contact",
    "choose_digest",
    "confirm_account",
    "drop_topic",
    "forget_record",
    "is_to_confirm",
    "keep_record",
    "name_topic",
    "settings_of",
    "stop_digest",
    "take_over_records",
]

CONFIRM_AFTER = timedelta(days=730)
"""So long after the last time a person says again that they want their account."""

MOST_KEPT = 500
MOST_TOPICS = 20
REQUESTS = Limit("kontaktwunsch", 10, 24 * 3600)
"""So many people somebody may ask in a day."""


# --------------------------------------------------------------------------- settings


def settings_of(user: Any) -> AccountSettings:
    """The settings of an account; a new account counts as confirmed on the day it was made."""
    found, _made = AccountSettings.objects.get_or_create(
        user=user, defaults={"confirmed_at": user.date_joined}
    )
    return found


def choose_digest(*, user: Any, rhythm: str) -> AccountSettings:
    """How often news come by mail. Raises ``ValidationError`` for what is no rhythm. The first mail tells of
    what comes from now on.
    """
    row = settings_of(user)
    row.digest = rhythm
    row.full_clean(validate_unique=False)
    row.digest_sent_at = timezone.now() if rhythm != AccountSettings.Digest.NEVER else None
    row.save(update_fields=["digest", "digest_sent_at"])
    return row


def stop_digest(*, settings: AccountSettings) -> None:
    """No mail from now on."""
    settings.digest = AccountSettings.Digest.NEVER
    settings.save(update_fields=["digest"])


def is_to_confirm(settings: AccountSettings) -> bool:
    """Whether it is time to ask whether the account is still wanted."""
    return settings.confirmed_at <= timezone.now() - CONFIRM_AFTER


def confirm_account(*, user: Any) -> None:
    """The person wants to keep the account."""
    row = settings_of(user)
    row.confirmed_at, row.reminded_at = timezone.now(), None
    row.save(update_fields=["confirmed_at", "reminded_at"])


# --------------------------------------------------------------------------- kept records


def keep_record(*, user: Any, page: Page, list_name: str, note: str, chapter: str = "") -> KeptRecord:
    """Put a record, or a chapter of it, on a list, or change its list and note. Whether the person may read
    it, the caller asks.

    Raises ``ValidationError`` for a text that is too long and for more than :data:`MOST_KEPT` records.
    """
    same = KeptRecord.objects.filter(user=user, page=page, chapter=chapter)
    row = same.first() or KeptRecord(user=user, page=page, chapter=chapter)
    if row.pk is None and KeptRecord.objects.filter(user=user).count() >= MOST_KEPT:
        raise ValidationError(_too_many())
    row.list_name, row.note = " ".join(list_name.split()), note.strip()
    row.full_clean(exclude=["user", "page"])
    row.save()
    return row


@transaction.atomic
def take_over_records(*, user: Any, wanted: Sequence[tuple[Page, str, str]]) -> int:
    """Put records on the list without a name: page, chapter or "", note or "". One that is on a list already
    stays as it is; a note goes where there is none. Whether the person may read them, the caller asks.
    Returns how many are new.

    Raises ``ValidationError`` where not all of them have room; then none is taken.
    """
    there = {(row.page_id, row.chapter): row for row in KeptRecord.objects.filter(user=user)}
    new: dict[tuple[int, str], KeptRecord] = {}
    for page, chapter, note in wanted:
        place = (page.pk, chapter)
        row = there.get(place) or new.setdefault(place, KeptRecord(user=user, page=page, chapter=chapter))
        row.note = row.note or note
    if len(there) + len(new) > MOST_KEPT:
        raise ValidationError(_too_many())
    KeptRecord.objects.bulk_update(there.values(), ["note"])
    KeptRecord.objects.bulk_create(new.values())
    return len(new)


def _too_many() -> str:
    return _("Gemerkt sind schon %(most)d Einträge. Bitte nehmen Sie erst einen heraus.") % {
        "most": MOST_KEPT
    }


def forget_record(*, user: Any, pk: int) -> None:
    """Take a record off the list; nothing happens where it is not on theirs."""
    KeptRecord.objects.filter(user=user, pk=pk).delete()


# --------------------------------------------------------------------------- topics and contacts


def name_topic(*, user: Any, kind: str, area: ChallengeArea) -> ExchangeTopic:
    """Offer or seek a topic. Raises ``ValidationError`` for another kind or too many."""
    if kind not in ExchangeTopic.Kind.values:
        raise ValidationError(_("Bitte wählen Sie, ob Sie etwas erzählen können oder jemanden suchen."))
    if ExchangeTopic.objects.filter(user=user).count() >= MOST_TOPICS:
        raise ValidationError(_("Mehr als %(most)d Themen sind nicht möglich.") % {"most": MOST_TOPICS})
    row, _made = ExchangeTopic.objects.get_or_create(user=user, kind=kind, challenge_area=area)
    return row


def drop_topic(*, user: Any, pk: int) -> None:
    """Take a topic back, with what was asked about it."""
    ExchangeTopic.objects.filter(user=user, pk=pk).delete()


@transaction.atomic
def ask_contact(*, user: Any, topic: ExchangeTopic) -> ExchangeRequest:
    """Say that one would like to talk about somebody's topic: the first yes. A mail tells its owner that
    somebody asked, and not who.

    Raises ``PermissionDenied`` for one's own topic, ``ValidationError`` for too many on a day.
    """
    if topic.user_id == user.pk:
        raise PermissionDenied
    known = ExchangeRequest.objects.filter(topic=topic, asked_by=user).first()
    if known is not None:
        return known
    if REQUESTS.take(str(user.pk)) is not None:
        raise ValidationError(_("Für heute haben Sie genug Leute gefragt. Bitte versuchen Sie es morgen."))
    row = ExchangeRequest.objects.create(topic=topic, asked_by=user)
    _tell(topic.user, "knowledge/mail/contact_asked.txt")
    return row


@transaction.atomic
def answer_contact(*, user: Any, pk: int, says_yes: bool) -> ExchangeRequest:
    """The owner of a topic answers: with a yes both see who the other is, with a no nobody does.

    Raises ``PermissionDenied`` for whoever was not asked, ``ValidationError`` where it is answered already.
    """
    row = ExchangeRequest.objects.select_for_update().filter(pk=pk, topic__user=user).first()
    if row is None:
        raise PermissionDenied
    if row.state != ExchangeRequest.State.OPEN:
        raise ValidationError(_("Das haben Sie schon beantwortet."))
    row.state = ExchangeRequest.State.ACCEPTED if says_yes else ExchangeRequest.State.DECLINED
    row.answered_at = timezone.now()
    row.save(update_fields=["state", "answered_at"])
    if says_yes:
        _tell(row.asked_by, "knowledge/mail/contact_accepted.txt")
    return row


def _tell(user: Any, template: str) -> None:
    """A mail without names: they stand where both are signed in."""
    if user.email and user.is_active:
        send(
            to=user.email,
            language="de",
            template=template,
            context={"address": absolute(reverse("account_topics"))},
            end_url="",
            message_id=f"kontakt.{secrets.token_hex(12)}",
        )
