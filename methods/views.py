"""What facilitators take into the room: the session plan to print."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from methods.models import SessionPlan
from search.public_forms import private_page

__all__ = ["session_plan_print"]


@private_page
@require_safe
def session_plan_print(request: HttpRequest, pk: int) -> HttpResponse:
    """The saved plan with times, packing list and warnings, for paper. Raises ``PermissionDenied`` and
    ``Http404``.
    """
    if not request.user.has_perm("methods.view_sessionplan"):
        raise PermissionDenied
    plan = get_object_or_404(SessionPlan.objects.select_related("meeting__cycle"), pk=pk)
    return render(request, "methods/session_plan_print.html", {"plan": plan, "sheet": plan.sheet()})
