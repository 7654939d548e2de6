"""The page of signing in, with whichever way is offered here; a way that failed leads back to it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from knowledge.accounts.allauth_adapters import CodeRequestForm
from knowledge.accounts.logins import LoginForm

__all__ = ["sign_in_again", "ways"]


def ways() -> dict[str, Any]:
    """What the template wants beside the form for a password."""
    (provider,) = settings.SOCIALACCOUNT_PROVIDERS.values()
    return {"code_form": CodeRequestForm(), "directories": [app["name"] for app in provider["APPS"]]}


def sign_in_again(request: HttpRequest, destination: str = "", **errors: Any) -> HttpResponse:
    """All ways again, with what went wrong on one of them: ``passkey_errors`` or ``directory_errors``."""
    onward = request.POST.get(REDIRECT_FIELD_NAME, destination)
    page = {"form": LoginForm(request), "next": onward, **ways(), **errors}
    return render(request, "knowledge/login.html", page)
