"""The last step of importing redirects, for whoever comes without the step before: Wagtail takes its form and
its file for granted.
"""

from __future__ import annotations

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.urls.resolvers import URLPattern
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.contrib.redirects import views

__all__ = ["redirect_import_urls"]

_SIGNED = ("import_file_name", "input_format")


@views.permission_checker.require_any("add")  # type: ignore[untyped-decorator]
def process_import(request: HttpRequest) -> HttpResponse:
    """Wagtail's, with the form of the step before; else back to the first step with a sentence."""
    signer = signing.Signer()
    try:
        for name in _SIGNED:
            signer.unsign(request.POST.get(name, ""))
        response: HttpResponse = views.process_import(request)
    except (signing.BadSignature, FileNotFoundError):
        messages.error(request, _("Bitte wählen Sie die Datei noch einmal aus."))
        return redirect("wagtailredirects:start_import")
    return response


def redirect_import_urls() -> list[URLPattern]:
    """Before Wagtail's own address."""
    return [path("redirects/import/process/", process_import)]
