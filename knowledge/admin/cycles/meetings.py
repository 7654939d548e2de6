"""A working meeting: who is there, which lessons the round judges, the round itself."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from knowledge.admin.cycles.desk import may
from knowledge.cycle import StepRefused
from knowledge.cycle.ballot import (
    LEAST_PRESENT,
    candidates,
    cast_vote,
    close_ballot,
    open_ballot,
    proposed_kind,
    record_verdict,
    set_lessons,
)
from knowledge.cycle.call import record_attendance
from knowledge.enums import ContributionState, VerdictKind
from knowledge.models import Application, Ballot, LessonVerdict, WorkingMeeting
from search.public_forms import absolute, key_in, private_page

__all__ = ["find_meeting", "meeting_attendance", "meeting_ballot", "meeting_lessons"]


def find_meeting(request: HttpRequest, pk: int, action: str = "change") -> WorkingMeeting:
    """The meeting, for who may do this to it. Raises ``PermissionDenied`` or ``Http404``."""
    if not may(request.user, action, WorkingMeeting):
        raise PermissionDenied
    return get_object_or_404(WorkingMeeting.objects.select_related("cycle__format"), pk=pk)


def _keys(request: HttpRequest, name: str) -> set[int]:
    return {found for key in request.POST.getlist(name) if (found := key_in(key))}


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """``treffen/<pk>/anwesend/``: a box per person with a place, and one per substitute."""
    meeting = find_meeting(request, pk)
    if not may(request.user, "view", Application):
        raise PermissionDenied
    if request.method == "POST":
        try:
            count = record_attendance(
                meeting=meeting, present=_keys(request, "da"), by_substitute=_keys(request, "vertretung")
            )
            messages.success(request, _("Eingetragen: %(n)d waren da.") % {"n": count})
        except StepRefused as error:
            messages.error(request, error.messages[0])
        return redirect("cycle_desk", meeting.cycle_id)
    known = {row.application_id: row for row in meeting.attendances.all()}
    rows = [
        (application, *_who_comes(application), known.get(application.pk))
        for application in meeting.cycle.applications.accepted()
    ]
    return render(
        request,
        "knowledge/admin/cycle/attendance.html",
        {"page_title": _("Wer ist da?"), "header_icon": "group", "meeting": meeting, "rows": rows},
    )


def _who_comes(application: Application) -> tuple[dict[str, str], dict[str, str]]:
    """Person and substitute; both empty where no key opens them, and their code has to do."""
    return (application.person, application.substitute) if application.is_readable else ({}, {})


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_lessons(request: HttpRequest, pk: int) -> HttpResponse:
    """``treffen/<pk>/lehren/``: every open lesson with the parts of its value; three to five are chosen."""
    meeting = find_meeting(request, pk)
    if request.method == "POST":
        try:
            set_lessons(meeting=meeting, lessons=_keys(request, "lehre"))
            messages.success(request, _("Die Lehren der Runde stehen fest."))
            return redirect("cycle_desk", meeting.cycle_id)
        except ValidationError as error:
            messages.error(request, error.messages[0])
    found = candidates(meeting)
    chosen = set(meeting.lessons_to_check.values_list("pk", flat=True))
    proposed = chosen or {item.lesson.pk for item in found[:4]}
    return render(
        request,
        "knowledge/admin/cycle/lessons.html",
        {
            "page_title": _("Lehren der Urteilsrunde"),
            "header_icon": "check",
            "meeting": meeting,
            "rows": [(item, item.lesson.pk in proposed) for item in found],
            "is_chosen": bool(chosen),
        },
    )


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_ballot(request: HttpRequest, pk: int) -> HttpResponse:
    """``treffen/<pk>/urteil/``: open the round, count paper, close it, write down what was decided."""
    meeting = find_meeting(request, pk)
    ballot = Ballot.objects.filter(meeting=meeting).first()
    if request.method == "POST":
        try:
            messages.success(request, _done(request, meeting, ballot))
            return redirect("meeting_ballot", pk)
        except ValidationError as error:
            for sentence in error.messages:
                messages.error(request, sentence)
            ballot = Ballot.objects.filter(meeting=meeting).first()
    return render(request, "knowledge/admin/cycle/ballot.html", _page(request, meeting, ballot))


def _page(request: HttpRequest, meeting: WorkingMeeting, ballot: Ballot | None) -> dict[str, Any]:
    questions = list(ballot.questions.select_related("lesson")) if ballot else []
    verdicts = {
        verdict.lesson_id: verdict
        for verdict in LessonVerdict.objects.filter(cycle=meeting.cycle).exclude(
            state=ContributionState.REJECTED
        )
    }
    return {
        "page_title": _("Urteilsrunde"),
        "header_icon": "check",
        "meeting": meeting,
        "ballot": ballot,
        "present": meeting.attendances.filter(present=True).count(),
        "lessons": meeting.lessons_to_check.all(),
        "kinds": VerdictKind.choices,
        "untestable": VerdictKind.UNTESTABLE,
        "least": LEAST_PRESENT,
        "rows": [
            (
                question,
                verdicts.get(question.lesson_id),
                request.POST.get(f"urteil-{question.pk}") or proposed_kind(question),
                request.POST.get(f"grund-{question.pk}", ""),
                request.POST.get(f"lehre-{question.pk}", ""),
            )
            for question in questions
        ],
        "slip": request.POST.get("zettel", "")[:20],
        "code_address": absolute(reverse("ballot_code")),
    }


def _done(request: HttpRequest, meeting: WorkingMeeting, ballot: Ballot | None) -> str:
    """Do what the button says; the sentence for who pressed it."""
    wish = request.POST.get("aktion")
    if wish == "eroeffnen":
        open_ballot(meeting=meeting)
        return _("Die Runde ist offen. Der Code steht unten, groß genug für die Wand.")
    if ballot is None:
        raise ValidationError(_("Zu diesem Treffen gibt es noch keine Runde."))
    if wish == "papier":
        answers = {row.pk: request.POST.get(f"lehre-{row.pk}", "") for row in ballot.questions.all()}
        cast_vote(ballot=ballot, slip=request.POST.get("zettel", ""), answers=answers)
        return _("Der Zettel ist gezählt.")
    if wish in ("schliessen", "trotzdem-schliessen"):
        close_ballot(ballot=ballot, early=wish == "trotzdem-schliessen")
        return _("Die Runde ist geschlossen. Bitte tragen Sie je Lehre ein, was die Runde entschieden hat.")
    if wish and wish.startswith("urteil-"):
        key = wish.removeprefix("urteil-")
        question = get_object_or_404(ballot.questions, pk=key_in(key))
        record_verdict(
            question=question,
            kind=request.POST.get(f"urteil-{key}", ""),
            reason=request.POST.get(f"grund-{key}", ""),
            user=request.user,
        )
        return _("Das Urteil ist eingetragen und wartet bei „Prüfungen der Lehren“ auf die Annahme.")
    raise ValidationError(_("Diese Entscheidung gibt es nicht."))
