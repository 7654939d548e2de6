"""The page behind the link of a follow-up mail, and the page where an editor plans the questions."""

from __future__ import annotations

from typing import Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from cases.followup.actions import answer, plan_follow_ups
from cases.followup.forms import FollowUpAnswerForm
from cases.models import CasePage, FollowUpLink
from search.public_forms import LinkPage, private_page, secret_address

__all__ = ["follow_up", "plan"]


_PAGE: Final = LinkPage(
    "cases/followup/answer.html",
    FollowUpAnswerForm,
    lambda link, form: answer(link=link, **form.answers()),
    texts=("text", "wirkung"),
)


@secret_address
@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request: HttpRequest, token: str) -> HttpResponse:
    """``/verlauf/<token>/?stand=``: opens with the state chosen that the mail's link names."""
    link = FollowUpLink.by_token(token)
    page = {"token": token, "title": link.case.title if link else ""}
    return _PAGE.respond(request, link, page, {"stand": request.GET.get("stand", "")})


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
