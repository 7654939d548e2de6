"""The page of the mixed batch: which cases are ready, why they cannot come out yet, one button. And what the
form of a case says of it.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem, PublishMenuItem

from cases import gate
from cases.models import CasePage
from knowledge.admin import queued
from knowledge.contributions import waiting_records
from knowledge.jobs import enqueue
from search.public_forms import key_in, private_page

__all__ = ["ReadyMenuItem", "name_buttons", "release_batch", "say_ready"]


class ReadyMenuItem(PublishMenuItem):
    """In the place of "publish" for a case that nobody reads yet: it is checked whole and then waits."""

    label = gettext_lazy("Bereit für die nächste gemischte Veröffentlichung")


def name_buttons(items: list[ActionMenuItem], case: CasePage) -> None:
    """The buttons of the form say what they do: a case that nobody reads yet becomes ready by them."""
    if not gate.waits_for_batch(case):
        return
    for place, item in enumerate(items):
        if type(item) is PublishMenuItem:
            items[place] = ReadyMenuItem(item.order)
        elif item.name == "approve":  # Wagtail adds "and publish" to it
            item.label = _("Ganz gelesen: bereit für die nächste gemischte Veröffentlichung")


def say_ready(request: HttpRequest, cases: Iterable[CasePage]) -> None:
    """Cases that were approved: nothing keeps them back, and they come out with the next batch."""
    button = messages.button(reverse("release_batch"), _("Gemischte Veröffentlichung"))
    for case in cases:
        text = _("„%(title)s“: %(ready)s") % {"title": case.title, "ready": gate.ready_words()}
        messages.success(request, text, buttons=[button])


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def release_batch(request: HttpRequest) -> HttpResponse:
    """Show what would come out; POST starts the job with exactly the cases that were on the page."""
    if not gate.may_release_batch(request.user):
        raise PermissionDenied
    ready = gate.ready_cases()
    cases = gate.batch_of(ready)
    reason = gate.unmixed(cases)
    if request.method == "POST" and not reason:
        shown = {key_in(pk) for pk in request.POST.getlist("fall")}
        if shown == {case.pk for case in cases}:
            return queued(request, enqueue(gate.RELEASE_BATCH, *sorted(shown), user=request.user))
        messages.warning(
            request,
            _("Inzwischen sind andere Fälle bereit als eben. Bitte noch einmal ansehen und dann starten."),
        )
    context = {
        "page_title": _("Gemischte Veröffentlichung"),
        "header_icon": "doc-full-inverse",
        "cases": cases,
        "reason": reason,
        "later": [case for case in ready if case not in cases],
        "why_later": gate.unmixed(ready),
        "on": gate.batch_date(),
        "told": len(waiting_records()),
    }
    return render(request, "cases/admin/release_batch.html", context)
