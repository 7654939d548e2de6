"""A cycle on its way: announced, with applications, with people at its meetings."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone
from wagtail.models import PageViewRestriction, Site

from knowledge.cycle import bring_to
from knowledge.cycle.call import deletion_day
from knowledge.enums import AccessLevel
from knowledge.guard import seal
from knowledge.models import Application, Attendance, CycleIndexPage, CyclePage, ForumCycle, TargetGroup
from tests.factories.pages import HomePageFactory
from tests.factories.records import ForumCycleFactory, WorkingMeetingFactory

CONCERN = "Wie kann ich den Rat für einen Plan gewinnen, der erst in zehn Jahren wirkt?"


def announced(number: int = 9, **values: Any) -> ForumCycle:
    """An announced cycle with one meeting, open for applications for another four weeks."""
    today = timezone.localdate()
    cycle = ForumCycleFactory(
        number=number,
        starts=today + datetime.timedelta(weeks=8),
        ends=today + datetime.timedelta(weeks=30),
        **{
            "apply_until": today + datetime.timedelta(weeks=4),
            "call_text": "Wir laden ein.",
            "costs": "Frei.",
            "confidentiality": "Was gesagt wird, bleibt im Raum.",
            "commitment": "Alle drei Termine.",
        }
        | values,
    )
    WorkingMeetingFactory(cycle=cycle, number=1, date=cycle.starts)
    group = TargetGroup.objects.first() or TargetGroup.objects.create(
        key="hauptamt", name="Hauptamt", name_en="Main office", reach="forum"
    )
    cycle.format.target_groups.add(group)
    bring_to(record=cycle, state="ausgeschrieben")
    return cycle


def with_page(cycle: ForumCycle) -> CyclePage:
    """The page of a cycle, for everybody to read, below the site's home page."""
    home = HomePageFactory()
    Site.objects.update(root_page=home)
    Site.clear_site_root_paths_cache()
    index = home.add_child(instance=CycleIndexPage(title="Staffeln", slug="staffeln"))
    page: CyclePage = index.add_child(
        instance=CyclePage(
            title="Staffel", slug=f"staffel-{cycle.number}", cycle=cycle, summary="<p>Kommt.</p>"
        )
    )
    return page


def hide(page: CyclePage, how: str) -> None:
    """Take a page from the public: by its level, by one of Wagtail's restrictions, by its last day."""
    if how == "level":
        CyclePage.objects.filter(pk=page.pk).update(access_level=AccessLevel.EDITORS)
    elif how == "restriction":
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    else:
        past = timezone.now() - datetime.timedelta(minutes=1)
        CyclePage.objects.filter(pk=page.pk).update(expire_at=past)


HIDING = ("level", "restriction", "last day")


def application(
    cycle: ForumCycle, person: str = "A", *, state: str = "eingegangen", **values: Any
) -> Application:
    """Somebody who applied; ``person`` is a letter."""
    row = Application(
        **{
            "cycle": cycle,
            "federal_state": "BY",
            "size_band": "kleinstadt",
            "target_group": cycle.format.target_groups.first(),
            "sealed_concern": seal(CONCERN),
            "consent_wording": "1",
            "delete_on": deletion_day(cycle),
        }
        | values
    )
    row.seal_person(
        name=f"Person {person}", email=f"{person.lower()}@rathaus.example", municipality="Kommune"
    )
    row.save()
    bring_to(record=row, state=state)
    return row


def held(number: int = 9, *, people: int = 5, lessons: Any = ()) -> Any:
    """A prepared meeting of a running cycle on its day, with people there and lessons to judge."""
    cycle = announced(number)
    bring_to(record=cycle, state="laufend")
    meeting = cycle.meetings.get()
    meeting.date = timezone.localdate()
    meeting.lessons_to_check.set(lessons)
    meeting.save()
    bring_to(record=meeting, state="vorbereitet")
    for index in range(people):
        row = application(cycle, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[index], state="zugesagt")
        Attendance.objects.create(meeting=meeting, application=row)
    return meeting
