"""The trustee's desk: questions whose case givers the library does not know, and what a case giver said about
questions.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from cases.contact.actions import bring, decline, note_contact
from cases.models import CaseContact, CasePage, ContactRequest
from knowledge.admin import InboxKind, InboxRow, inbox_kind
from search.public_forms import key_in, private_page

__all__ = ["PERMISSION", "case_contact", "desk", "inbox"]

PERMISSION = "cases.add_casefollowup"
"""Whoever may write to case givers may bring them a question."""


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest) -> HttpResponse:
    """``treuhand/``: the questions that wait, the oldest first. The name of who asks is not shown here
    either.
    """
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    if request.method == "POST":
        _act(request)
        return redirect("contact_desk")
    waiting = ContactRequest.objects.at_the_desk().select_related("case", "relay")
    page = {
        "page_title": _("Treuhand"),
        "header_icon": "mail",
        "waiting": waiting,
        "on_their_way": ContactRequest.objects.filter(state=ContactRequest.State.FORWARDED).count(),
    }
    return render(request, "cases/admin/contact_desk.html", page)


def inbox(user: Any) -> list[InboxKind]:
    """Questions that wait at the desk, for the first screen: about which case, no word of the question."""
    if not user.has_perm(PERMISSION):
        return []
    address = reverse("contact_desk")
    return inbox_kind(
        ContactRequest.objects.at_the_desk().select_related("case"),
        label=_("Fragen durch die Treuhand"),
        url=address,
        row=lambda one: InboxRow(_("Jemand hat eine Frage"), address, one.case.title, one.created),
    )


def _act(request: HttpRequest) -> None:
    row = get_object_or_404(ContactRequest, pk=key_in(request.POST.get("frage", "")))
    try:
        if request.POST.get("aktion") == "ablehnen":
            decline(relay=row.relay)
            messages.success(request, _("Abgelehnt; wer gefragt hat, bekommt Bescheid."))
            return
        email = request.POST.get("mail", "").strip()
        validate_email(email)
        bring(request=row, email=email)
        messages.success(request, _("Weitergeleitet. Die Adresse gilt nur für diese Frage."))
    except ValidationError as error:
        messages.error(request, error.messages[0])


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def case_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """``fall/<pk>/kontakt/``: what the case giver said: questions to this address, by the organisers, or
    none.
    """
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    case = get_object_or_404(CasePage, pk=pk)
    typed = request.POST.get("mail", "").strip()
    if request.method == "POST":
        try:
            if typed:
                validate_email(typed)
            note_contact(case=case, email=typed, takes_questions=request.POST.get("fragen") != "nein")
            messages.success(request, _("Festgehalten."))
            return redirect("case_contact", pk)
        except ValidationError as error:
            messages.error(request, error.messages[0])
    page = {
        "page_title": _("Kontakt über die Treuhand"),
        "header_icon": "mail",
        "case": case,
        "contact": CaseContact.objects.filter(case=case).first(),
        "typed": typed,
    }
    return render(request, "cases/admin/case_contact.html", page)
