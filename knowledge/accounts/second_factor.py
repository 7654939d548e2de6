"""Whoever can change something for others needs more than a password or a mailbox."""

from __future__ import annotations

from typing import Any, Final

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context as allauth_context
from allauth.mfa.base import forms as allauth_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from knowledge.accounts.known_devices import known_mark
from search.public_forms import Limit, refused_until, sender

__all__ = [
    "ConfirmByFactorForm",
    "SecondFactorForm",
    "SecondFactorRequired",
    "remove_second_factor",
    "without_second_factor",
]

_ADMIN = "wagtailadmin.access_admin"

PER_ACCOUNT_AND_SOURCE: Final = Limit("faktor-konto-woher", 5, 15 * 60)
PER_ACCOUNT: Final = Limit("faktor-konto", 40, 3600)
"""Higher than the one before, and with so few tries nobody guesses six digits. All count for each first step
by itself (:func:`_first_step`): who stole a password uses up nothing of whoever has the mailbox.
"""
PER_KNOWN_DEVICE: Final = Limit("faktor-geraet", 10, 15 * 60)
"""In place of the others where the owner has signed in before: who guesses elsewhere shuts nobody out."""


_SIGNED_IN, _BY_PASSWORD = "angemeldet", "passwort"
_PROOFS: Final = {"code": "mail", "socialaccount": "verzeichnis"}
"""By what allauth calls it: whoever came so, has more than a password."""


def _first_step(request: HttpRequest, user: Any) -> str:
    """How far somebody came before the code is asked of them."""
    if request.user.is_authenticated:
        return _SIGNED_IN
    ways = {record["method"] for record in get_authentication_records(request, user)}
    return next((step for method, step in _PROOFS.items() if method in ways), _BY_PASSWORD)


def _limits(request: HttpRequest, user: Any, step: str) -> list[tuple[Limit, tuple[str, ...]]]:
    """What a try of a code counts for."""
    account, source = str(user.pk), sender(request)
    if mark := known_mark(request, pk=account):
        return [(PER_KNOWN_DEVICE, (account, step, mark))]
    by_source = [(PER_ACCOUNT_AND_SOURCE, (account, step, source))] if source else []
    return [*by_source, (PER_ACCOUNT, (account, step))]


class _Slowed:
    """A form of allauth's that asks for a code: counted before the code is looked at, by account, first step
    and sender; allauth knows a limit for the account alone (switched off in ``ACCOUNT_RATE_LIMITS``).
    """

    user: Any

    def clean_code(self) -> str:
        """Raises ``ValidationError`` for a wrong code, and for any after too many."""
        request = allauth_context.request
        step = _first_step(request, self.user)
        limits = _limits(request, self.user, step)
        if refused_until(limits) is not None:
            if step == _BY_PASSWORD:
                raise ValidationError(
                    _(
                        "Nach dem Passwort wurden sehr viele Codes versucht; bitte warten Sie. Waren das"
                        " nicht Sie, kennt jemand Ihr Passwort. Ohne zu warten kommen Sie hinein, wenn Sie"
                        " abbrechen und sich statt mit dem Passwort mit einem Code per Mail anmelden."
                    ),
                    code="rate_limited",
                )
            raise get_adapter().validation_error("rate_limited")
        code: str = super().clean_code()  # type: ignore[misc]
        for limit, who in limits:
            if limit is PER_ACCOUNT:
                limit.give_back(*who)
            else:
                limit.forget(*who)
        return code


class SecondFactorForm(_Slowed, allauth_forms.AuthenticateForm):  # type: ignore[misc]
    """``/konto/anmelden/zweiter-faktor/``"""


class ConfirmByFactorForm(_Slowed, allauth_forms.ReauthenticateForm):  # type: ignore[misc]
    """Whoever is signed in already says again that it is them."""


class SecondFactorRequired:
    """Middleware: with ``REQUIRE_MFA`` the administration is closed to an account without a second factor; it
    is led to the page that sets one up.
    """

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer of the view, or the way to the second factor."""
        if settings.REQUIRE_MFA and _is_closed(request):
            return redirect("mfa_activate_totp")
        response: HttpResponse = self.get_response(request)
        return response


def _is_closed(request: HttpRequest) -> bool:
    home = reverse("wagtailadmin_home")
    return (
        request.path.startswith((home, "/django-admin/"))
        and request.path not in {f"{home}login/", f"{home}logout/"}
        and request.user.is_authenticated
        and not is_mfa_enabled(request.user)
    )


def without_second_factor() -> list[str]:
    """Names of the accounts that may enter the administration without one."""
    users = get_user_model().objects.filter(is_active=True)
    return sorted(user.get_username() for user in users if user.has_perm(_ADMIN) and not is_mfa_enabled(user))


@transaction.atomic
def remove_second_factor(user: Any) -> bool:
    """App and emergency codes are lost: both go, and whoever is signed in as this person signs in again.
    Whether there was anything to remove.
    """
    removed, _rows = Authenticator.objects.filter(user=user).delete()
    for session in UserSession.objects.filter(user=user):
        session.end()
    return bool(removed)
