"""From the raw case to the draft of a case, and both side by side."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from cases.intake import actions
from cases.intake.drafting import text_to_take_over, too_long, unclear_methods
from cases.intake.forms import VersionForm
from cases.intake.review import TEXT_FIELDS, review_of
from cases.intake.views.room import REVIEW, VIEW, confidential, room_page
from cases.models import CasePage, RawAccess, RawCase
from cases.sealed import note_access, read_text

__all__ = ["raw_beside", "raw_take_over"]


@confidential(VIEW, REVIEW)
@sensitive_variables()
@require_http_methods(["POST"])
def raw_take_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a draft of the guarded text."""
    raw = get_object_or_404(RawCase, pk=pk)
    try:
        smoothed = request.POST.get("glaetten") == "1"
        taken = read_text(raw) | text_to_take_over(review_of(raw), smoothed=smoothed)
        longer, unclear = too_long(taken), unclear_methods(taken)
        page = actions.take_over(
            raw=raw, user=request.user, version=VersionForm(request.POST).version, smoothed=smoothed
        )
    except ValueError as error:
        messages.error(request, str(error))
        return redirect("raw_review", pk=pk)
    if longer:
        text = _(
            "Länger, als ein Fall an der Stelle Platz hat, oder ohne passende Karte: %(fields)s. Der ganze"
            " Wortlaut steht am Ende der Ausgangslage."
        )
        messages.warning(request, text % {"fields": ", ".join(longer)})
    for typed, titles in unclear.items():
        text = _(
            "„%(typed)s“ kann mehrere Methodenkarten meinen: %(cards)s. Bitte wählen Sie im Fall eine aus."
        )
        messages.warning(request, text % {"typed": typed, "cards": "; ".join(titles)})
    messages.success(
        request,
        _(
            "Der Entwurf ist angelegt. Bitte ergänzen Sie, was noch fehlt; prüfen muss ihn danach eine andere"
            " Person."
        ),
    )
    return redirect("raw_beside", pk=page.raw_case.pk)


@confidential(VIEW, REVIEW)
@sensitive_variables()
def raw_beside(request: HttpRequest, pk: int) -> HttpResponse:
    """The raw text on the left, the form of its case on the right."""
    raw = get_object_or_404(RawCase.objects.select_related("case"), pk=pk)
    case: CasePage | None = raw.case
    if case is None or not case.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    note_access(raw=raw, user=request.user, action=RawAccess.Action.OPENED)
    data = read_text(raw)
    fields = [(label, str(data.get(name, ""))) for name, label in TEXT_FIELDS.items() if data.get(name)]
    return render(
        request,
        "cases/intake/beside.html",
        room_page(_("Rohfall neben dem Fall"), page_subtitle=raw.code, raw=raw, case=case, fields=fields),
    )
