"""What the cases ask of a meeting before it is worked up: each consulted case has a decision."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import CaseMeeting, RawCase
from knowledge.cycle import Missing, WorkingMeeting
from knowledge.cycle.gate import Requirement, require

__all__ = ["register"]


def _undecided(meeting: WorkingMeeting) -> Iterator[Missing]:
    """Raw cases of which no case was made, and cases that are neither public nor taken back. A raw case that
    nobody takes over is deleted; then it is decided as well.
    """
    for raw in RawCase.objects.filter(meeting=meeting, released_at=None):
        yield Missing(
            _("Treffen %(no)d: Der Rohfall %(code)s ist noch nicht übernommen.")
            % {"no": meeting.number, "code": raw.code},
            reverse("raw_index"),
        )
    for link in CaseMeeting.objects.filter(meeting=meeting, case__live=False).select_related("case"):
        if not link.case.is_withdrawn:
            yield Missing(
                _("Treffen %(no)d: Über „%(title)s“ ist noch nicht entschieden.")
                % {"no": meeting.number, "title": link.case.get_admin_display_title()},
                reverse("case_release", args=[link.case_id]),
            )


def register() -> None:
    """Called once, when all models are known."""
    require(Requirement("faelle", gettext_lazy("Jeder beratene Fall hat eine Entscheidung"), _undecided))
