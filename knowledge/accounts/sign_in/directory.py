"""Signing in with the directory of the house (OpenID Connect), where one is set (``OIDC_SERVER_URL``).

A directory proves an address, as a code by mail does, and no more: it opens the account that was invited
under this address, makes none, and the second factor is asked as always. Nothing that it tells is kept, not
even in the session that waits for the second factor.
"""

from __future__ import annotations

import logging
from typing import Any, Final

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.datakit import parse_bool_safely
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.openid_connect import views as allauth_views
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from requests import RequestException

from knowledge.accounts.sign_in.ways import sign_in_again
from knowledge.host import host_look
from search.public_forms import Limit, refused_until, sender

__all__ = ["PROVIDER", "STARTS_PER_SOURCE", "DirectoryAdapter", "back", "start"]

logger = logging.getLogger(__name__)

PROVIDER: Final = "verzeichnis"
"""What allauth calls the one directory there may be (``knowledge.settings.directory``)."""

STARTS_PER_SOURCE: Final = Limit("verzeichnis-woher", 30, 15 * 60)
"""Each of them begins a session, and asks the directory for its description."""

_STUMBLES: Final = (
    RequestException,
    AttributeError,
    ImproperlyConfigured,  # allauth says so of a name too long for its tables
    LookupError,
    TypeError,
    ValueError,
)
"""What comes of a directory that is away, or answers something else than its protocol says."""


class DirectoryAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """``SOCIALACCOUNT_ADAPTER``."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Whose account it is. Raises ``ImmediateHttpResponse`` where none was invited under this address."""
        sociallogin.state["process"] = "login"  # a link between account and directory is never kept
        sociallogin.user = _invited(sociallogin)
        sociallogin.account.extra_data, sociallogin.account.uid = {}, ""
        sociallogin.email_addresses, sociallogin.token = [], None
        if sociallogin.user is None:
            sentence = _(
                "Unter dieser Adresse gibt es hier kein offenes Konto, oder Ihr Verzeichnis bestätigt sie"
                " nicht. Konten entstehen durch Einladung; Fragen dazu: %(email)s."
            ) % {"email": host_look().email}
            raise ImmediateHttpResponse(
                sign_in_again(request, _destination(sociallogin.state), directory_errors=[sentence])
            )

    def serialize_instance(self, instance: Any) -> Any:
        """For a session that waits for the second factor: of the account its number, as it is loaded anew."""
        if isinstance(instance, get_user_model()):
            return {instance._meta.pk.name: instance.pk}
        return super().serialize_instance(instance)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Accounts are made by invitation."""
        return False

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, exception: Exception | None = None, **details: Any
    ) -> None:
        """Raises ``ImmediateHttpResponse``: back to where one signs in."""
        state = details.get("extra_context", {}).get("state")
        raise ImmediateHttpResponse(_broken_off(request, exception, _destination(state)))


def _invited(sociallogin: Any) -> Any:
    """The one open account with an address that the directory has verified."""
    proved = [address.email for address in sociallogin.email_addresses if address.verified]
    if not proved or _is_denied(sociallogin.account.extra_data):
        return None
    found = get_user_model().objects.filter(is_active=True, email__iexact=proved[0])
    # PostgreSQL compares capitals, and a dotless "ı" has the same as "i": another domain, other mailboxes.
    same = [user for user in found if user.email.lower() == proved[0].lower()]
    return same[0] if len(same) == 1 else None


def _is_denied(told: dict[str, Any]) -> bool:
    """Whether it says itself that it has not verified the address; no setting makes up for that."""
    said = [part.get("email_verified") for part in told.values() if isinstance(part, dict)]
    return any(one is not None and not parse_bool_safely(one) for one in said)


def _destination(state: Any) -> str:
    """Where somebody was on the way to; allauth has looked at it when they set out."""
    return (state or {}).get("next") or ""


def _broken_off(request: HttpRequest, exception: Exception | None, destination: str = "") -> HttpResponse:
    if exception is not None:
        logger.warning("sign-in by the directory failed: %s", type(exception).__name__)
    sentence = _(
        "Die Anmeldung über Ihr Verzeichnis kam nicht zu Ende. Bitte versuchen Sie es noch einmal, oder"
        " melden Sie sich mit einem Code an."
    )
    return sign_in_again(request, destination, directory_errors=[sentence])


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, provider_id: str) -> HttpResponse:
    """``/konto/anmelden/verzeichnis/``: the way to the directory; only a button leads there."""
    if request.method != "POST":
        return redirect("login")
    source = sender(request)
    if refused_until([(STARTS_PER_SOURCE, (source,))] if source else []) is not None:
        sentence = get_account_adapter().error_messages["rate_limited"]
        return sign_in_again(request, directory_errors=[sentence])
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
