"""The letter to the case giver: ready to copy, or sent by the library where somebody gave an address, and the
reminder. No word of the case stands in it.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cases.models import ReleaseLink
from cases.sealed import SealError, open_sealed, seal
from knowledge.jobs import hourly
from search.public_forms import absolute

__all__ = ["LEAST_LEFT", "REMIND_AFTER", "forget_letters", "letter", "remind", "remind_due", "send_letter"]

logger = logging.getLogger("knowledge.gate")

REMIND_AFTER, LEAST_LEFT = 14, 7
"""Days without an answer after which the library reminds once, and days that are then left to answer."""

LANGUAGE = "de"
"""Of the cases, and so of those who told them."""


def letter(*, link: ReleaseLink, sender: Any, token: str = "", is_reminder: bool = False) -> tuple[str, str]:
    """Subject and text. Without the ``token`` it refers to the link that was given before."""
    context = {
        "link": link,
        "address": absolute(reverse("release", args=[token])) if token else "",
        "sender": (sender.get_full_name() or sender.get_username()) if sender else "",
        "is_reminder": is_reminder,
        "is_public": link.case.live,
    }
    with translation.override(LANGUAGE):
        text = render_to_string("cases/mail/letter.txt", context)
    subject, _blank, body = text.strip().partition("\n")
    return " ".join(subject.split()), body.strip() + "\n"


@transaction.atomic
def send_letter(*, link: ReleaseLink, address: str, token: str, user: Any) -> None:
    """Send the letter to the case giver, and keep address and token sealed until the answer, for a reminder.

    Raises ``ValueError`` for what is no address.
    """
    try:
        validate_email(address)
    except ValidationError as error:
        raise ValueError(_("„%(address)s“ ist keine Mailadresse.") % {"address": address}) from error
    link.sealed_letter = seal({"address": address, "token": token})
    link.save(update_fields=["sealed_letter"])
    _send(address, *letter(link=link, sender=user, token=token))


@transaction.atomic
def remind(*, link: ReleaseLink, user: Any) -> bool:
    """Note that the case giver was reminded; answers whether the library wrote the mail itself.

    Raises ``ValueError`` where there is nothing to wait for, ``SealError`` where no key opens the address.
    """
    newest = ReleaseLink.objects.select_for_update().get(pk=link.pk)
    if not newest.is_open or newest.consents.exists():
        raise ValueError(_("Auf diesen Link wird keine Antwort mehr erwartet."))
    kept = open_sealed(newest.sealed_letter)
    newest.reminded_at = timezone.now()
    newest.save(update_fields=["reminded_at"])
    if not kept:
        return False
    _send(kept["address"], *letter(link=newest, sender=user, token=kept["token"], is_reminder=True))
    return True


def remind_due() -> int:
    """Remind each case giver to whom the library wrote and who has not answered for two weeks; once, and not
    where less than a week is left to answer. Answers how many.
    """
    now = timezone.now()
    due = ReleaseLink.objects.filter(
        created_at__lte=now - timedelta(days=REMIND_AFTER),
        expires_at__gt=now + timedelta(days=LEAST_LEFT),
        reminded_at=None,
        revoked_at=None,
        consents=None,
    ).exclude(sealed_letter="")
    count = 0
    for link in due.select_related("created_by"):
        try:
            count += remind(link=link, user=link.created_by)
        except (SealError, ValueError) as error:  # answered meanwhile, or no key opens the address
            logger.warning("release link %s was not reminded: %s", link.pk, type(error).__name__)
    return count


@hourly
def remind_case_givers() -> None:
    """What a worker does every hour."""
    remind_due()


def forget_letters(**links: Any) -> None:
    """Address and token of the links with these values are needed no longer."""
    ReleaseLink.objects.filter(**links).exclude(sealed_letter="").update(sealed_letter="")


def _send(address: str, subject: str, body: str) -> None:
    EmailMessage(subject=subject, body=body, to=[address]).send()
