"""``/konto/``: signing in, what is there for whoever is signed in, their data, and the end of an account."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.account.views import RequestLoginCodeView
from allauth.usersessions.models import UserSession
from django.contrib.auth import logout
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.views.account import LoginView as WagtailLoginView

from knowledge.accounts.account_boxes import boxes_for
from knowledge.accounts.allauth_adapters import CodeRequestForm
from knowledge.accounts.logins import LoginForm
from knowledge.accounts.personal_data import personal_data
from search.public_forms import private_page

__all__ = [
    "CodeRequestView",
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
        """Add ``code_form``."""
        return super().get_context_data(code_form=CodeRequestForm(), **kwargs)


class CodeRequestView(RequestLoginCodeView):  # type: ignore[misc]
    """``/konto/anmelden/code/``; also for somebody who mistyped the address a moment ago."""

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: Any) -> None:
        return None


class EditorLoginView(_WithSecondFactor, WagtailLoginView):  # type: ignore[misc]
    """``/admin/login/``"""


@private_page
@login_required
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """What concerns this person, box by box, and what they can do with their account."""
    context = {
        "boxes": boxes_for(request),
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
    """Ask, then delete the account. What the person wrote for all stays, without their name."""
    user = request.user
    if user.is_superuser:
        sentence = _(
            "Dieses Konto betreut die Bibliothek. Bitte lassen Sie es von einer zweiten Person löschen."
        )
    else:
        sentence = ""
    if request.method == "POST" and not sentence:
        logout(request)
        user.delete()
        return redirect("logged_out")
    return render(request, "knowledge/account_delete.html", {"refused": sentence})


@require_safe
def no_signup(request: HttpRequest) -> HttpResponse:
    """Accounts are made by invitation; allauth asks for such an address."""
    return redirect("login")
