"""Whoever can change something for others needs more than a password or a mailbox."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

__all__ = ["SecondFactorRequired", "remove_second_factor", "without_second_factor"]

_ADMIN = "wagtailadmin.access_admin"


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
