"""Who applied for a cycle: places by Land and size, decisions, the list as a spreadsheet."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from knowledge.admin.cycles.desk import may
from knowledge.cycle import StepRefused, possible_steps
from knowledge.cycle.call import (
    BY_APPLICANT,
    already_known,
    applications_sheet,
    decide,
    remove_unreadable,
    spread,
)
from knowledge.models import Application, ForumCycle
from search.public_forms import keep_private, private_page

__all__ = ["cycle_applications", "cycle_applications_sheet", "decide_application", "delete_application"]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@private_page
@require_safe
def cycle_applications(request: HttpRequest, pk: int) -> HttpResponse:
    """``staffel/<pk>/anmeldungen/?bekannt=<code>``: each application with its concern and the decisions that
    are possible; what is known already, which two searches answer, for the one whose code is asked for.
    """
    if not may(request.user, "view", Application):
        raise PermissionDenied
    cycle = get_object_or_404(ForumCycle, pk=pk)
    applications = list(cycle.applications.select_related("target_group", "cycle"))
    asked = request.GET.get("bekannt", "")
    rows: list[dict[str, Any]] = []
    sealed = []
    for application in applications:
        if not application.is_readable:
            sealed.append(application)
            continue
        rows.append(
            {
                "application": application,
                "person": application.person,
                "function": application.target_group or application.person.get("function", ""),
                "substitute": application.substitute,
                "concern": application.concern,
                "known": already_known(application.concern) if application.code == asked else None,
                "steps": [
                    (step, missing)
                    for step, missing in possible_steps(application)
                    if step.name not in BY_APPLICANT
                ],
            }
        )
    return render(
        request,
        "knowledge/admin/cycle/applications.html",
        {
            "page_title": _("Anmeldungen"),
            "header_icon": "group",
            "cycle": cycle,
            "rows": rows,
            "sealed": sealed,
            "spread": spread(cycle, applications),
            "may_change": may(request.user, "change", Application),
        },
    )


@private_page
@require_POST
def decide_application(request: HttpRequest, pk: int) -> HttpResponse:
    """Promise a place, refuse, put on the waiting list; the applicant hears of it."""
    if not may(request.user, "change", Application):
        raise PermissionDenied
    application = get_object_or_404(Application.objects.select_related("cycle"), pk=pk)
    try:
        decide(application=application, step=request.POST.get("schritt", ""))
        messages.success(
            request,
            _("%(code)s: jetzt „%(state)s“. Eine Mail ist unterwegs.")
            % {"code": application.code, "state": application.get_state_display()},
        )
    except StepRefused as error:
        messages.error(request, error.messages[0])
    return redirect("cycle_applications", application.cycle_id)


@private_page
@require_POST
def delete_application(request: HttpRequest, pk: int) -> HttpResponse:
    """The way out for an application that no key opens: it goes, and nobody can be told."""
    if not may(request.user, "change", Application):
        raise PermissionDenied
    application = get_object_or_404(Application.objects.select_related("cycle"), pk=pk)
    try:
        gone = remove_unreadable(application=application)
        sentence = (
            _("%(code)s ist gelöscht.")
            if gone
            else _("%(code)s ist geleert; die Größenklassen bleiben, weil die Person bei einem Treffen war.")
        )
        messages.success(request, sentence % {"code": application.code})
    except StepRefused as error:
        messages.error(request, error.messages[0])
    return redirect("cycle_applications", application.cycle_id)


@private_page
@require_safe
def cycle_applications_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as a spreadsheet, for whoever runs the cycle."""
    if not may(request.user, "view", Application):
        raise PermissionDenied
    cycle = get_object_or_404(ForumCycle, pk=pk)
    content = applications_sheet(cycle.applications.select_related("target_group"))
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="anmeldungen-{cycle.number}.xlsx"'
    return keep_private(response)
