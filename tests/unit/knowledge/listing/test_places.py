"""Pages that are no records are linked by the rule for reading, without a query per list."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from knowledge.listing import ended_records, places, places_open_to
from knowledge.models import ChallengeAreaPage, TargetGroupPage
from search.contract import Audience, Viewer
from tests.factories import ChallengeAreaPageFactory, LessonPageFactory, TargetGroupPageFactory

pytestmark = pytest.mark.django_db

VIEWERS = [Viewer(), Viewer(frozenset({Audience.PUBLIC, Audience.ALUMNI})), Viewer.editor()]
PAST, LATER = (timezone.now() + datetime.timedelta(days=days) for days in (-1, 1))


def _set(**values: Any) -> Callable[[Page], object]:
    return lambda page: Page.objects.filter(pk=page.pk).update(**values)


def _restrict(kind: str, above: bool = False) -> Callable[[Page], object]:
    return lambda page: PageViewRestriction.objects.create(
        page=page.get_parent() if above else page, restriction_type=kind
    )


STATES: dict[str, Callable[[Page], object]] = {
    "live": lambda page: None,
    "unpublished": lambda page: page.unpublish(),
    "taken off by a script": _set(live=False),
    "past its date": _set(expire_at=PAST),
    "not yet past its date": _set(expire_at=LATER),
    "behind a password": _restrict(PageViewRestriction.PASSWORD),
    "behind a login": _restrict(PageViewRestriction.LOGIN),
    "below a page behind a password": _restrict(PageViewRestriction.PASSWORD, above=True),
    "deleted": lambda page: page.delete(),
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("viewer", VIEWERS, ids=["public", "alumna", "editor"])
def test_what_may_be_linked_is_what_may_be_read(state: str, viewer: Viewer) -> None:
    topic, group = ChallengeAreaPageFactory(), TargetGroupPageFactory()
    assert places_open_to(viewer).topics == {"finanzen": "/themen/finanzen/"}
    for page in (topic, group):
        STATES[state](page)
    found = places_open_to(viewer)
    assert list(found.topics) == [
        page.area.slug for page in ChallengeAreaPage.objects.readable_by(viewer).select_related("area")
    ]
    assert list(found.groups) == [page.slug for page in TargetGroupPage.objects.readable_by(viewer)]
    assert found.has("/themen/finanzen/") == ("finanzen" in found.topics)


def test_a_page_is_linked_where_it_stands() -> None:
    topic = ChallengeAreaPageFactory()
    topic.slug = "knappe-kassen"
    topic.save()
    assert places_open_to(Viewer()).topics == {"finanzen": "/themen/knappe-kassen/"}


def test_nobody_asks_again_until_something_was_written(django_assert_num_queries: Any) -> None:
    topic = ChallengeAreaPageFactory()
    LessonPageFactory()
    places_open_to(Viewer())
    with django_assert_num_queries(0):
        for viewer in VIEWERS:
            assert places_open_to(viewer).topics
        assert ended_records() == {}
    for expected in ({}, {"finanzen": "/themen/finanzen/"}):  # also twice inside one transaction
        Page.objects.filter(pk=topic.pk).update(live=bool(expected))
        with django_assert_num_queries(1):
            assert places_open_to(Viewer()).topics == expected
            assert places_open_to(Viewer()).topics == expected


def test_a_page_ends_while_it_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    topic = ChallengeAreaPageFactory()
    Page.objects.filter(pk=topic.pk).update(expire_at=LATER)
    assert places_open_to(Viewer()).topics
    monkeypatch.setattr(places.timezone, "now", lambda: LATER)
    assert not places_open_to(Viewer()).topics


def test_records_past_their_date_are_named_until_they_are_taken_off() -> None:
    lesson = LessonPageFactory()
    assert ended_records() == {}
    Page.objects.filter(pk=lesson.pk).update(expire_at=PAST)
    assert len(ended_records()) == 1
    assert not any("lehre" in path for path in places_open_to(Viewer()).paths - {"/lehren/"})
    Page.objects.filter(pk=lesson.pk).update(live=False)
    assert ended_records() == {}


def test_while_the_database_is_away_the_foot_keeps_its_links(monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise OperationalError("disk I/O error")

    monkeypatch.setattr(places, "_read", away)
    found = places_open_to(Viewer())
    assert found.has("/impressum/") and not found.topics
