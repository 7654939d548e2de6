"""The desk of a cycle: its state, the steps from here with what each lacks, the meetings, the checklist."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.ui.tables import TitleColumn
from wagtail.admin.widgets.button import Button

from knowledge.cycle import Missing, StepRefused, move, possible_steps, start_next
from knowledge.cycle.call import spread
from knowledge.cycle.gate import open_requirements
from knowledge.enums import ApplicationState, CycleState, MeetingState
from knowledge.models import Application, CycleIndexPage, Format, ForumCycle, WorkingMeeting
from search.models import OutdatedRecord
from search.public_forms import key_in, private_page

__all__ = [
    "cycle_desk",
    "cycle_next",
    "cycle_page_new",
    "cycle_step",
    "cycles_under_way",
    "desk_buttons",
    "desk_column",
    "may",
]

_KINDS = {"staffel": ForumCycle, "treffen": WorkingMeeting, "format": Format}


def may(user: Any, action: str, model: type[Any]) -> bool:
    """Whether this person may do this to records of a model."""
    return bool(user.has_perm(f"{model._meta.app_label}.{action}_{model._meta.model_name}"))


@private_page
@require_safe
def cycle_desk(request: HttpRequest, pk: int) -> HttpResponse:
    """``staffel/<pk>/``: everything that is to be done for a cycle, each with the way there."""
    if not may(request.user, "view", ForumCycle):
        raise PermissionDenied
    cycle = get_object_or_404(ForumCycle.objects.select_related("format"), pk=pk)
    meetings = list(cycle.meetings.order_by("number"))
    for meeting in meetings:
        meeting.cycle = cycle
    return render(
        request,
        "knowledge/admin/cycle/desk.html",
        {
            "page_title": str(cycle),
            "header_icon": "rotate",
            "cycle": cycle,
            "steps": _steps(cycle),
            "meetings": [(meeting, _steps(meeting), _links(request, meeting)) for meeting in meetings],
            "format_steps": _steps(cycle.format) if may(request.user, "change", Format) else [],
            "checklist": open_requirements(cycle),
            "met": _met(meetings),
            "spread": spread(cycle, cycle.applications.all()),
            "may_change": may(request.user, "change", ForumCycle),
            "may_add": may(request.user, "add", ForumCycle),
            "edit_url": reverse("wagtailsnippets_knowledge_forumcycle:edit", args=[cycle.pk]),
        },
    )


def _steps(record: Any) -> list[tuple[Any, list[Any], str]]:
    """The steps from here, each with what it lacks and what ends with it."""
    return [(step, missing, step.warning(record)) for step, missing in possible_steps(record)]


def _met(meetings: list[WorkingMeeting]) -> str:
    """What a requirement without gaps is called: as long as no meeting was held nothing could be missing."""
    held = [one for one in meetings if one.state in {MeetingState.HELD, MeetingState.WORKED_UP}]
    if not held:
        return _("noch nicht fällig")
    return _("erfüllt") if len(held) == len(meetings) else _("bisher erfüllt")


def _links(request: HttpRequest, meeting: WorkingMeeting) -> list[tuple[str, Any]]:
    """What other rooms do at a meeting (hook ``construct_meeting_links``): address and words."""
    links: list[tuple[str, Any]] = []
    for function in hooks.get_hooks("construct_meeting_links"):
        function(request, meeting, links)
    return links


@private_page
@require_POST
def cycle_step(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Take the step that the button names; what is missing is said on the desk, and what ends with a step
    that nobody confirmed.
    """
    model: Any = _KINDS.get(kind)
    if model is None:
        raise Http404
    if not may(request.user, "change", model):
        raise PermissionDenied
    record = get_object_or_404(model, pk=pk)
    name = request.POST.get("schritt", "")
    try:
        if "ja" not in request.POST:
            _refuse_unconfirmed(record, name)
        move(record=record, name=name)
        messages.success(
            request,
            _("%(record)s: jetzt „%(state)s“.") % {"record": record, "state": record.get_state_display()},
        )
    except StepRefused as error:
        for sentence in error.messages:
            messages.error(request, sentence)
    except OutdatedRecord as error:
        messages.error(request, str(error))
    if isinstance(record, Format):  # belongs to many: back to where the button was
        cycle = ForumCycle.objects.filter(pk=key_in(request.POST.get("staffel", ""))).first()
        return redirect("cycle_desk", cycle.pk) if cycle else redirect("wagtailadmin_home")
    return redirect("cycle_desk", record.pk if isinstance(record, ForumCycle) else record.cycle_id)


def _refuse_unconfirmed(record: Any, name: str) -> None:
    """Raises ``StepRefused`` with what ends with the step, where something does."""
    for step, missing, warning in _steps(record):
        if step.name == name and warning and not missing:
            raise StepRefused([Missing(f"{warning} {_('Bitte bestätigen Sie den Schritt.')}")])


@private_page
@require_POST
def cycle_next(request: HttpRequest, pk: int) -> HttpResponse:
    """Start the next cycle from this one."""
    if not may(request.user, "add", ForumCycle):
        raise PermissionDenied
    try:
        source = get_object_or_404(ForumCycle, pk=pk)
        cycle = start_next(source=source)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("cycle_desk", pk)
    messages.success(
        request,
        _(
            "Staffel %(number)d ist angelegt. Alle Daten sind um %(weeks)d Wochen verschoben; sie beginnt am"
            " %(day)s. Bitte Titel, Daten und Texte ansehen."
        )
        % {
            "number": cycle.number,
            "weeks": (cycle.starts - source.starts).days // 7,
            "day": date_format(cycle.starts, "j. F Y"),
        },
    )
    return redirect("cycle_desk", cycle.pk)


@require_safe
def cycle_page_new(request: HttpRequest, pk: int) -> HttpResponse:
    """The empty form of the public page of a cycle."""
    get_object_or_404(ForumCycle, pk=pk)
    index = get_object_or_404(CycleIndexPage.objects.live())
    return redirect("wagtailadmin_pages:add", "knowledge", "cyclepage", index.pk)


def _desk_of(record: Any) -> str:
    """The desk of a cycle, or of the cycle of a meeting."""
    return reverse("cycle_desk", args=[record.cycle_id if isinstance(record, WorkingMeeting) else record.pk])


def desk_column() -> TitleColumn:
    """A column of the lists of cycles and meetings that leads to the desk."""
    return TitleColumn(
        "desk",
        label=gettext_lazy("Was ansteht"),
        accessor=lambda record: _("Stand und Schritte"),
        get_url=_desk_of,
    )


def desk_buttons(record: Any, user: Any) -> Iterator[Button]:
    """From the list of cycles and meetings to the desk."""
    if isinstance(record, ForumCycle | WorkingMeeting) and may(user, "view", ForumCycle):
        yield Button(_("Stand und Schritte"), _desk_of(record), icon_name="tasks", priority=4)


def cycles_under_way(user: Any) -> list[dict[str, Any]]:
    """Cycles that are neither closed nor archived, each with its desk and how many applications wait for a
    decision; none for somebody who does not run them.
    """
    if not may(user, "view", Application):
        return []
    open_ones = ForumCycle.objects.exclude(state__in=[CycleState.CLOSED, CycleState.ARCHIVED])
    waiting = Count("applications", filter=Q(applications__state=ApplicationState.RECEIVED))
    return [
        {"cycle": cycle, "url": _desk_of(cycle), "undecided": cycle.undecided}
        for cycle in open_ones.annotate(undecided=waiting).order_by("number")
    ]
