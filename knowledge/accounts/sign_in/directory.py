"""Signing in with the directory of the house (OpenID Connect), where one is set (``OIDC_SERVER_URL``).

A directory proves an address, as a code by mail does, and no more: it opens the account that was invited
under this address, makes none, and the second factor is asked as always. Nothing that it tells is kept.
"""

from __future__ import annotations

import logging
from typing import Any, Final

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.openid_connect import views as allauth_views
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from requests import RequestException

from knowledge.accounts.sign_in.ways import sign_in_again
from knowledge.host import host_look

__all__ = ["PROVIDER", "DirectoryAdapter", "back", "start"]

logger = logging.getLogger(__name__)

PROVIDER: Final = "verzeichnis"
"""What allauth calls the one directory there may be (``knowledge.settings.directory``)."""

_STUMBLES: Final = (RequestException, LookupError, TypeError, ValueError)
"""What comes of a directory that is away, or answers something else than its protocol says."""


class DirectoryAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """``SOCIALACCOUNT_ADAPTER``."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Whose account it is. Raises ``ImmediateHttpResponse`` where none was invited under this address."""
        sociallogin.state["process"] = "login"  # a link between account and directory is never kept
        sociallogin.account.extra_data, sociallogin.token = {}, None
        sociallogin.user = _invited(sociallogin)
        if sociallogin.user is None:
            sentence = _(
                "Unter dieser Adresse gibt es hier kein offenes Konto, oder Ihr Verzeichnis bestätigt sie"
                " nicht. Konten entstehen durch Einladung; Fragen dazu: %(email)s."
            ) % {"email": host_look().email}
            raise ImmediateHttpResponse(sign_in_again(request, directory_errors=[sentence]))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Accounts are made by invitation."""
        return False

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, exception: Exception | None = None, **details: Any
    ) -> None:
        """Raises ``ImmediateHttpResponse``: back to where one signs in."""
        raise ImmediateHttpResponse(_broken_off(request, exception))


def _invited(sociallogin: Any) -> Any:
    """The one open account with an address that the directory has verified."""
    proved = [address.email for address in sociallogin.email_addresses if address.verified]
    if not proved:
        return None
    found = get_user_model().objects.filter(is_active=True, email__iexact=proved[0])[:2]
    return found[0] if len(found) == 1 else None


def _broken_off(request: HttpRequest, exception: Exception | None) -> HttpResponse:
    if exception is not None:
        logger.warning("sign-in by the directory failed: %s", type(exception).__name__)
    sentence = _(
        "Die Anmeldung über Ihr Verzeichnis kam nicht zu Ende. Bitte versuchen Sie es noch einmal, oder"
        " melden Sie sich mit einem Code an."
    )
    return sign_in_again(request, directory_errors=[sentence])


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, provider_id: str) -> HttpResponse:
    """``/konto/anmelden/verzeichnis/``: the way to the directory; only a button leads there."""
    if request.method != "POST":
        return redirect("login")
    return _carefully(allauth_views.login, request, provider_id)


@require_safe
def back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """``/konto/anmelden/verzeichnis/zurueck/``: the way back from it."""
    return _carefully(allauth_views.callback, request, provider_id)


def _carefully(view: Any, request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        answer: HttpResponse = view(request, provider_id)
    except _STUMBLES as error:
        return _broken_off(request, error)
    return answer
