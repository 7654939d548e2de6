"""The editors' side of the guard: which passages keep a page from being published, and the decisions about
them.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.models import Page

from knowledge.base import SitePage
from knowledge.guard import kind_name, rules
from knowledge.models import FindingDecision
from search.public_forms import private_page

__all__ = ["guarded", "public_text", "tell"]


def guarded(page: Any) -> bool:
    """Whether the guard reads this page."""
    return isinstance(page, SitePage) and page.is_guarded


def tell(request: HttpRequest, page: Page, found: list[rules.OpenFinding]) -> None:
    """Name field and passage to the person who wants to publish, and the way out."""
    sentences = list(dict.fromkeys(item.sentence for item in found))
    head = _(
        "„%(title)s“ ist gespeichert, aber noch nicht veröffentlicht: Der Text nennt jemanden oder könnte es"
        " tun."
    ) % {"title": page.title}
    button = messages.button(reverse("public_text", args=[page.pk]), _("Stellen ansehen und entscheiden"))
    messages.error(request, " ".join([head, *sentences]), buttons=[button])


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def public_text(request: HttpRequest, pk: int) -> HttpResponse:
    """Open passages of the newest text of a page; a reason for each lets it stand."""
    saved = get_object_or_404(Page, pk=pk).specific
    if not guarded(saved) or not saved.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    page = saved.get_latest_revision_as_object()
    try:
        found = rules.open_findings(page)
    except rules.GuardUnavailable as error:
        messages.error(request, error.messages[0])
        return redirect("wagtailadmin_pages:edit", pk)
    if request.method == "POST":
        _decide(request, page, found)
        return redirect("public_text", pk=pk)
    rows = [
        {
            "mark": item.mark,
            "field": item.label,
            "kind": kind_name(item.kind),
            "words": item.words,
            "is_certain": item.is_certain,
        }
        for item in found
    ]
    context = {
        "page_title": _("Namen und genaue Angaben"),
        "page_subtitle": page.title,
        "header_icon": "lock",
        "page": page,
        "rows": rows,
        "reasons": FindingDecision.Reason.choices,
    }
    return render(request, "knowledge/admin/public_text.html", context)


def _decide(request: HttpRequest, page: Any, found: list[rules.OpenFinding]) -> None:
    """Record the reasons that were chosen; what cannot stand is told and stays open."""
    decided, refused = 0, []
    for item in found:
        reason = request.POST.get(f"grund-{item.mark}", "")
        if not reason:
            continue
        try:
            rules.decide(page, mark=item.mark, reason=reason, user=request.user)
            decided += 1
        except ValueError as error:
            refused.append(f"„{item.words}“: {error}")
    for sentence in refused:
        messages.error(request, sentence)
    if decided and not refused and decided == len(found):
        messages.success(request, _("Alle Stellen sind entschieden. Die Seite kann veröffentlicht werden."))
    elif decided:
        messages.success(request, _("Die Entscheidungen sind vermerkt. Was noch offen ist, steht hier."))
