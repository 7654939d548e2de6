"""What a meeting noticed, on its way to a lesson; and the new version of a lesson that a round adapted."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from knowledge.admin.cycles.meetings import find_meeting
from knowledge.cycle.observations import drop, note, take_up, to_lesson, understand
from knowledge.enums import LessonKind
from knowledge.lessons import new_version
from knowledge.models import LessonIndexPage, LessonPage, LessonVerdict, Observation, WorkingMeeting
from search.public_forms import key_in, private_page

__all__ = ["lesson_version", "may_draft_lessons", "meeting_observations"]


def may_draft_lessons(user: Any) -> bool:
    """Whether this person may create pages among the lessons."""
    index = LessonIndexPage.objects.first()
    return index is not None and bool(index.permissions_for_user(user).can_add_subpage())


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_observations(request: HttpRequest, pk: int) -> HttpResponse:
    """``treffen/<pk>/beobachtungen/``: what was noticed, why, and what follows from it, step by step."""
    meeting = find_meeting(request, pk)
    if request.method == "POST":
        try:
            lesson = _done(request, meeting)
            if lesson is not None:
                return redirect("wagtailadmin_pages:edit", lesson.pk)
            messages.success(request, _("Festgehalten."))
            return redirect("meeting_observations", pk)
        except ValidationError as error:
            for sentence in error.messages:
                messages.error(request, sentence)
    return render(
        request,
        "knowledge/admin/cycle/observations.html",
        {
            "page_title": _("Beobachtungen"),
            "header_icon": "view",
            "meeting": meeting,
            "rows": [
                (row, request.POST.get(f"warum-{row.pk}", ""), request.POST.get(f"satz-{row.pk}", ""))
                for row in meeting.observations.select_related("lesson")
            ],
            "typed": request.POST.get("was", ""),
            "kinds": LessonKind.choices,
            "may_draft": may_draft_lessons(request.user),
        },
    )


def _done(request: HttpRequest, meeting: WorkingMeeting) -> LessonPage | None:
    """Do what the button says; the lesson where one was drafted."""
    wish, _dash, key = request.POST.get("aktion", "").partition("-")
    if wish == "neu":
        note(meeting=meeting, text=request.POST.get("was", ""), user=request.user)
        return None
    row = get_object_or_404(Observation, pk=key_in(key), meeting=meeting)
    if wish == "lehre":
        if not may_draft_lessons(request.user):
            raise PermissionDenied
        sent = (request.POST.get(f"satz-{row.pk}", ""), request.POST.get(f"art-{row.pk}", ""))
        return to_lesson(observation=row, statement=sent[0], kind=sent[1], user=request.user)
    if wish == "verstehen":
        understand(observation=row, insight=request.POST.get(f"warum-{row.pk}", ""))
    elif wish == "verwerfen":
        drop(observation=row)
    elif wish == "aufnehmen":
        take_up(observation=row)
    else:
        raise ValidationError(_("Diesen Schritt gibt es nicht."))
    return None


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def lesson_version(request: HttpRequest, pk: int) -> HttpResponse:
    """``urteil/<pk>/neue-fassung/``: the sentence that the round adapted, said anew; it leads to the form of
    the draft. Where there is a new version, straight to it.
    """
    if not may_draft_lessons(request.user):
        raise PermissionDenied
    verdict = get_object_or_404(LessonVerdict.objects.select_related("lesson"), pk=pk)
    known = LessonPage.objects.filter(supersedes=verdict.lesson_id).first()
    if known is not None:
        return redirect("wagtailadmin_pages:edit", known.pk)
    sentence = request.POST.get("satz", verdict.lesson.statement)
    if request.method == "POST":
        try:
            draft = new_version(verdict=verdict, statement=sentence, user=request.user)
            messages.success(
                request,
                _("Der Entwurf ist angelegt. Sobald er erscheint, führt die alte Fassung zu ihm."),
            )
            return redirect("wagtailadmin_pages:edit", draft.pk)
        except ValidationError as error:
            messages.error(request, error.messages[0])
    return render(
        request,
        "knowledge/admin/cycle/version.html",
        {
            "page_title": _("Neue Fassung"),
            "header_icon": "success",
            "verdict": verdict,
            "sentence": sentence,
        },
    )
