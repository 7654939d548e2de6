"""The page behind the link of a follow-up mail, and the page where an editor plans the questions."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from cases.followup.actions import answer, link_of, plan_follow_ups
from cases.followup.forms import FollowUpAnswerForm
from cases.models import CasePage
from search.public_forms import private_page, secret_address

__all__ = ["follow_up", "plan"]


@secret_address
@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request: HttpRequest, token: str) -> HttpResponse:
    """``/verlauf/<token>/?stand=``: opens with the state chosen that the mail's link names. A look stores
    nothing, because programmes that look at mails follow links; only the button does.
    """
    link = link_of(token)
    texts = [text for name in ("text", "wirkung") if (text := request.POST.get(name, "").strip())]
    if link is None or link.case.is_withdrawn:
        return _closed(request, "fremd" if link is None else "zurueckgezogen", texts, 404)
    if link.used_at is not None:
        return _closed(request, "beantwortet", texts if request.method == "POST" else [], 200)
    if link.is_over:
        return _closed(request, "vorbei", texts, 410)
    status = 200
    if request.method == "POST":
        form = FollowUpAnswerForm(request.POST)
        status = 422
        if form.is_valid() and form.is_admitted(request):
            try:
                answer(link=link, **form.answers())
                return redirect("follow_up", token=token)
            except ValidationError as error:
                form.add_error(None, error.messages)
    else:
        form = FollowUpAnswerForm(initial={"stand": request.GET.get("stand", "")})
    page = {"form": form, "link": link, "token": token, "title": link.case.title}
    return render(request, "cases/followup/answer.html", page, status=status)


def _closed(request: HttpRequest, why: str, texts: list[str], status: int) -> HttpResponse:
    page = {"why": why, "texts": texts}
    return render(request, "knowledge/closed_link.html", page, status=status)


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """``fall/<pk>/nachfragen/``: the address of the case giver, and what is planned, sent, answered."""
    if not request.user.has_perm("cases.add_casefollowup"):
        raise PermissionDenied
    case = get_object_or_404(CasePage, pk=pk)
    typed = request.POST.get("mail", "").strip()
    if request.method == "POST":
        try:
            validate_email(typed)
            rows = plan_follow_ups(case=case, email=typed, user=request.user)
            if rows:
                messages.success(request, _("Geplant: %(n)d Nachfragen.") % {"n": len(rows)})
            else:
                messages.warning(request, _("Geplant ist nichts: Alle Fristen der Nachfragen sind vorbei."))
            return redirect("plan_follow_ups", pk)
        except ValidationError as error:
            messages.error(request, error.messages[0])
    return render(
        request,
        "cases/admin/follow_ups.html",
        {
            "page_title": _("Nachfragen"),
            "header_icon": "mail",
            "case": case,
            "typed": typed,
            "links": case.follow_up_links.all(),
        },
    )
