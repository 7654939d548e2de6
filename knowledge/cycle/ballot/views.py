"""The ballot on a phone: a code from the wall, one page, one vote per slip. It sets no cookie."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from knowledge.cycle.ballot.actions import ANSWERS, BallotRefused, UnknownSlip, cast_vote
from knowledge.cycle.ballot.guesses import count_wrong, waits_until
from knowledge.cycle.ballot.models import Ballot
from search.public_forms import secret_address

__all__ = ["ballot", "ballot_code"]


def _clean(code: str) -> str:
    return "".join(character for character in code.upper() if character.isalnum())[:8]


@secret_address
@require_http_methods(["GET", "HEAD", "POST"])
def ballot_code(request: HttpRequest) -> HttpResponse:
    """``/urteil/``: the field for the code that stands on the wall."""
    typed, unknown = _clean(request.POST.get("code", "")), False
    if request.method == "POST":
        if Ballot.objects.filter(code=typed).exists():
            return redirect("ballot", code=typed)
        unknown = True
    page = {"typed": typed, "unknown": unknown}
    return render(request, "knowledge/ballot/code.html", page, status=404 if unknown else 200)


@secret_address
@require_http_methods(["GET", "HEAD", "POST"])
def ballot(request: HttpRequest, code: str) -> HttpResponse:
    """``/urteil/<code>/``: the lessons with three answers each. A look changes nothing; the button votes."""
    found = Ballot.objects.filter(code=_clean(code)).first()
    if found is None:
        page = {"typed": _clean(code), "unknown": True}
        return render(request, "knowledge/ballot/code.html", page, status=404)
    questions = list(found.questions.select_related("lesson"))
    context: dict[str, Any] = {"ballot": found, "said": "", "done": False}
    status = 200
    slip = request.POST.get("zettel", "").strip()[:20]
    answers = {row.pk: request.POST.get(f"lehre-{row.pk}", "") for row in questions}
    if request.method == "POST" and found.is_open:
        if not any(answer in ANSWERS for answer in answers.values()):
            context["said"], status = _("Bitte mindestens zu einer Lehre etwas wählen."), 422
        elif until := waits_until(request, found):
            context["said"], status = _waiting(until), 429
        else:
            try:
                cast_vote(ballot=found, slip=slip, answers=answers)
                context["done"] = True
            except BallotRefused as error:
                if isinstance(error, UnknownSlip):
                    count_wrong(request, found)
                context["said"], status = error.messages[0], 409
    elif not found.is_open:
        status = 410
    context |= {"rows": [(row, answers[row.pk]) for row in questions], "slip": slip}
    return render(request, "knowledge/ballot/ballot.html", context, status=status)


def _waiting(until: datetime) -> str:
    moment = f"{timezone.localtime(until):%H:%M:%S}"
    return _(
        "Gerade kamen viele Codes an, zu denen es keinen Zettel gibt. Bitte senden Sie ab %(time)s Uhr noch"
        " einmal ab; Ihre Eingaben sind noch da. Die Moderation kann Ihren Zettel auch gleich eintragen."
    ) % {"time": moment}
