"""What facilitators take into the room: the session plan and the cards to print."""

from __future__ import annotations

import re
from typing import Final

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from knowledge.permissions import viewer_for
from methods.models import MethodCardPage, SessionPlan
from search.contract import Viewer
from search.public_forms import keep_private, private_page

__all__ = ["card_deck", "session_plan_print"]

MOST_CARDS: Final = 40
_KEY: Final = re.compile(r"(?:method:)?([0-9a-f]{32})")


@require_safe
def card_deck(request: HttpRequest) -> HttpResponse:
    """``/methoden-drucken/?key=…&key=…``: the chosen cards that this reader may read, a page of A4 each, for
    the room; without one the list to choose from.
    """
    viewer = viewer_for(request)
    cards = MethodCardPage.objects.readable_by(viewer).order_by("title")
    wanted = [match[1] for key in request.GET.getlist("key") if (match := _KEY.fullmatch(key))][:MOST_CARDS]
    chosen = list(cards.filter(translation_key__in=wanted).prefetch_related(*_PRINTED)) if wanted else []
    context = {
        "cards": [(card, card.run_sheet("", request.GET.get("personen", ""))) for card in chosen],
        "offered": [] if chosen else list(cards),
        "people": request.GET.get("personen", ""),
    }
    response = render(request, "methods/card_deck.html", context)
    if viewer != Viewer():
        keep_private(response)
    return response


_PRINTED: Final = ("phases", "materials", "roles", "pitfalls")


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
