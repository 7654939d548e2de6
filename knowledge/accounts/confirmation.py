"""Every two years a person says that they still want their account; without a word it is closed."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from knowledge.alumni import CONFIRM_AFTER, AccountSettings, settings_of
from knowledge.jobs import hourly
from knowledge.permissions import Role
from search.public_forms import absolute, send

__all__ = ["ANSWER_WITHIN", "ask_to_confirm", "close_unconfirmed"]

ANSWER_WITHIN: Final = timedelta(days=60)
"""So long an account stays open after the mail."""


def _people() -> Any:
    """Accounts that are asked: of whoever took part, not of those who run the library."""
    working = {"is_superuser": True}, {"groups__name__in": [Role.EDITOR, Role.FACILITATOR]}
    users = get_user_model().objects.filter(is_active=True).exclude(email="")
    for rule in working:
        users = users.exclude(**rule)
    return users


def ask_to_confirm() -> int:
    """Write to those whose time has come; returns the number of mails."""
    now, sent = timezone.now(), 0
    old = _people().filter(date_joined__lte=now - CONFIRM_AFTER)
    for user in old.exclude(account_settings__reminded_at__isnull=False):
        row = settings_of(user)
        if row.confirmed_at > now - CONFIRM_AFTER:
            continue
        with transaction.atomic():
            if not AccountSettings.objects.filter(pk=row.pk, reminded_at=None).update(reminded_at=now):
                continue
            send(
                to=user.email,
                language="de",
                template="knowledge/mail/account_confirm.txt",
                context={"address": absolute(reverse("account")), "until": now + ANSWER_WITHIN},
                end_url="",
                message_id=f"konto.{secrets.token_hex(12)}",
            )
        sent += 1
    return sent


def close_unconfirmed() -> int:
    """Close the accounts of those who did not answer; returns their number. Whoever runs the library opens
    one again.
    """
    now = timezone.now()
    silent = _people().filter(
        account_settings__reminded_at__lte=now - ANSWER_WITHIN,
        account_settings__confirmed_at__lte=now - CONFIRM_AFTER,
    )
    return int(
        get_user_model()
        .objects.filter(pk__in=list(silent.values_list("pk", flat=True)))
        .update(is_active=False)
    )


@hourly
def look_after_accounts() -> None:
    """What a worker does every hour."""
    ask_to_confirm()
    close_unconfirmed()
