"""Accounts come from a list of addresses: who took part is invited, and signs in by a code of a mail."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from email.utils import getaddresses
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from knowledge.models import CycleMembership, ForumCycle
from knowledge.permissions import Role
from search.models import mailbox_of
from search.public_forms import absolute, send

__all__ = ["MOST_INVITED", "Invited", "invite", "listed", "roles_to_give"]

MOST_INVITED = 200


@dataclass(frozen=True, slots=True)
class Invited:
    """What became of an address, in a sentence."""

    email: str
    sentence: str
    is_new: bool


def listed(text: str) -> list[tuple[str, str]]:
    """(name, address) of whatever a mail program copies: one a line, with commas or semicolons, with names or
    without; each mailbox once.

    Raises ``ValidationError`` with the parts that are no addresses, or where there are too many.
    """
    parts = [part.strip() for part in text.replace(";", "\n").replace(",", "\n").splitlines()]
    found: dict[str, tuple[str, str]] = {}
    wrong = []
    for part in filter(None, parts):
        ((name, address),) = getaddresses([part])[:1] or [("", "")]
        try:
            validate_email(address)
        except ValidationError:
            wrong.append(part)
        else:
            found.setdefault(mailbox_of(address), (name.strip(), address.lower()))
    if wrong:
        raise ValidationError(_("Keine Mailadresse: %(parts)s") % {"parts": ", ".join(wrong[:10])})
    if not found:
        raise ValidationError(_("Bitte mindestens eine Mailadresse angeben."))
    if len(found) > MOST_INVITED:
        raise ValidationError(_("Bitte höchstens %(most)d auf einmal.") % {"most": MOST_INVITED})
    return list(found.values())


@transaction.atomic
def invite(
    *, people: list[tuple[str, str]], role: str, cycle: ForumCycle | None, language: str = "de"
) -> list[Invited]:
    """An account for each who has none, in the group of this role and the cycle; a mail says how to come in.
    Who is there already gets what is missing, and no mail.
    """
    group = Group.objects.get(name=role)
    return [_invited(name, email, group, cycle, language) for name, email in people]


def _invited(name: str, email: str, group: Group, cycle: ForumCycle | None, language: str) -> Invited:
    users = get_user_model().objects
    user = users.filter(email__iexact=email).first()
    is_new = user is None
    if user is None:
        first, _space, last = name.rpartition(" ")
        user = users.create_user(
            username=email[:150], email=email, first_name=first[:150], last_name=last[:150]
        )
        EmailAddress.objects.create(user=user, email=email, primary=True)
        send(
            to=email,
            language=language,
            template="knowledge/mail/invitation.txt",
            context={"address": absolute(reverse(settings.LOGIN_URL))},
            end_url="",
            message_id=f"invitation.{secrets.token_hex(12)}",
        )
    had_role = user.groups.filter(pk=group.pk).exists()
    user.groups.add(group)
    joined = cycle is not None and CycleMembership.objects.get_or_create(user=user, cycle=cycle)[1]
    return Invited(email, _sentence(is_new=is_new, changed=joined or not had_role), is_new)


def _sentence(*, is_new: bool, changed: bool) -> str:
    if is_new:
        return _("Das Konto ist angelegt, die Einladung ist unterwegs.")
    if changed:
        return _("Hatte schon ein Konto; was fehlte, ist ergänzt.")
    return _("Hatte schon ein Konto und gehört schon dazu; geändert ist nichts.")


def roles_to_give(user: Any) -> list[str]:
    """Roles that this person may give: only who may everything makes editors and organisers."""
    return [Role.ALUMNI, Role.FACILITATOR, Role.EDITOR] if user.is_superuser else [Role.ALUMNI]
