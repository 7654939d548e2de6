"""``/konto/``: signing in, what is there for whoever is signed in, their data, and the end of an account."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.internal.flows.reauthenticate_by_code import (
    REAUTHENTICATION_CODE_SESSION_KEY,
    ConfirmReauthenticationCodeProcess,
)
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.account.internal.stagekit import LOGIN_SESSION_KEY, get_pending_stage
from allauth.account.stages import LoginByCodeStage
from allauth.account.utils import perform_login
from allauth.account.views import ConfirmLoginCodeView, ConfirmReauthenticationCodeView, RequestLoginCodeView
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.views.account import LoginView as WagtailLoginView

from knowledge.accounts.account_boxes import boxes_for
from knowledge.accounts.logins import LoginForm
from knowledge.accounts.mailbox_matters import ending_with, own_mailboxes
from knowledge.accounts.personal_data import has_records, personal_data
from knowledge.accounts.sign_in.ways import ways
from knowledge.alumni import is_to_confirm, settings_of
from knowledge.host import host_look
from knowledge.permissions import Role
from search.public_forms import private_page

__all__ = [
    "CodeEntryView",
    "CodeRequestView",
    "ConfirmationCodeView",
    "EditorLoginView",
    "LoginView",
    "account",
    "account_data",
    "delete_account",
    "no_signup",
]


class _WithSecondFactor:
    """A password is the first step; the second one, where there is one, is asked by allauth."""

    request: HttpRequest

    def form_valid(self, form: Any) -> HttpResponse:
        """Go on to the second factor, or in."""
        user = form.get_user()
        record_authentication(self.request, user, method="password", username=user.get_username())
        remember = form.cleaned_data.get("remember", True)
        response: HttpResponse = perform_login(self.request, user, redirect_url=self.get_success_url())  # type: ignore[attr-defined]
        if not remember:
            self.request.session.set_expiry(0)
        return response


class LoginView(_WithSecondFactor, auth_views.LoginView):
    """``/konto/anmelden/``: a code by mail, or a password."""

    template_name = "knowledge/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the other ways."""
        return super().get_context_data(**ways(), **kwargs)


class CodeRequestView(RequestLoginCodeView):  # type: ignore[misc]
    """``/konto/anmelden/code/``; also for somebody who mistyped the address a moment ago."""

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: Any) -> None:
        return None


def _say_too_old(request: HttpRequest) -> None:
    messages.error(
        request,
        _("Dieser Code ist zu alt: Er galt eine Viertelstunde. Bitte lassen Sie sich einen neuen schicken."),
    )


class CodeEntryView(ConfirmLoginCodeView):  # type: ignore[misc]
    """``/konto/anmelden/code/eingeben/``; a code that is old or used leads on with a sentence."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Only what a code waits for gets through; whether there is an account makes no difference."""
        if request.user.is_authenticated:
            messages.error(request, _("Dieser Code ist schon benutzt: Sie sind angemeldet."))
        elif LOGIN_SESSION_KEY not in request.session:
            messages.error(
                request,
                _(
                    "Hier wird kein Code erwartet: Er ist schon benutzt, oder ein anderer Browser hat ihn"
                    " angefordert. Bitte lassen Sie sich einen neuen schicken."
                ),
            )
        elif (stage := get_pending_stage(request)) is None:
            _say_too_old(request)
        elif stage.key != LoginByCodeStage.key:
            messages.error(request, _("Dieser Code ist schon benutzt; es fehlt nur noch dieser Schritt."))
            return redirect(stage.urlname)
        elif not LoginCodeVerificationProcess(stage).is_valid():
            _say_too_old(request)
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)
        return answer


class ConfirmationCodeView(ConfirmReauthenticationCodeView):  # type: ignore[misc]
    """``/konto/bestaetigen/code/eingeben/``"""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Say where the code is too old; where none was asked for, the way to ask says enough."""
        state = request.session.get(REAUTHENTICATION_CODE_SESSION_KEY)
        if state and not ConfirmReauthenticationCodeProcess(request, state, request.user).is_valid():
            _say_too_old(request)
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)
        return answer


class EditorLoginView(_WithSecondFactor, WagtailLoginView):  # type: ignore[misc]
    """``/admin/login/``"""


@private_page
@login_required
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """What concerns this person, box by box, and what they can do with their account."""
    settings_ = settings_of(request.user)
    context = {
        "boxes": boxes_for(request),
        "is_to_confirm": is_to_confirm(settings_),
        "digest": settings_.get_digest_display(),
        "sessions": UserSession.objects.filter(user=request.user).count(),
        "has_email": bool(getattr(request.user, "email", "")),
    }
    return render(request, "knowledge/account.html", context)


@private_page
@login_required
@require_http_methods(["POST"])
def account_data(request: HttpRequest) -> HttpResponse:
    """Everything the library keeps about the person, as a file."""
    response = JsonResponse(
        personal_data(request.user), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    response["Content-Disposition"] = f'attachment; filename="konto-{timezone.localdate():%Y-%m-%d}.json"'
    return response


@private_page
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete_account(request: HttpRequest) -> HttpResponse:
    """Ask, have the person confirm that it is them, then delete the account: an open session alone, on a
    machine that somebody has left, is not enough. Whose name stands on something of the library, and whoever
    works on it, turns to those who run it.
    """
    user, sentence = request.user, _why_not_deleted(request.user)
    if request.method == "POST" and not sentence:
        if not did_recently_reauthenticate(request):
            (way, *_others) = get_adapter().get_reauthentication_methods(user)
            return redirect(f"{way['url']}?{urlencode({REDIRECT_FIELD_NAME: request.path})}")
        logout(request)
        user.delete()
        return redirect("logged_out")
    context = {
        "refused": sentence,
        "is_confirmed": did_recently_reauthenticate(request),
        "is_proved": bool(own_mailboxes(user)),
        "ending": ending_with(user),
    }
    return render(request, "knowledge/account_delete.html", context)


def _why_not_deleted(user: Any) -> str:
    if user.is_superuser:
        return _("Dieses Konto betreut die Bibliothek. Bitte lassen Sie es von einer zweiten Person löschen.")
    if user.groups.exclude(name=Role.ALUMNI).exists() or has_records(user):
        return _(
            "Dieses Konto hat eine Rolle in der Redaktion, oder Einträge tragen seinen Namen. Bitte schreiben"
            " Sie an %(email)s; dort wird es mit Ihnen zusammen gelöscht."
        ) % {"email": host_look().email}
    if not get_adapter().get_reauthentication_methods(user):
        return _(
            "Bevor ein Konto gelöscht wird, bestätigen Sie, dass Sie es sind. Bitte melden Sie sich dafür ab"
            " und mit einem Code neu an."
        )
    return ""


@require_safe
def no_signup(request: HttpRequest) -> HttpResponse:
    """Accounts are made by invitation; allauth asks for such an address."""
    return redirect("login")
