"""Who may read a page, as the database and as the page itself say it; and what an old state must not do."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from knowledge.base import OutdatedPage, record_models
from knowledge.models import ContentPage, LessonPage
from search.contract import Audience, Viewer
from tests.factories import LessonPageFactory

pytestmark = pytest.mark.django_db
VIEWERS = {
    "stranger": Viewer(),
    "alumna": Viewer(audiences=frozenset({Audience.PUBLIC, Audience.ALUMNI})),
    "editor": Viewer.editor(),
}
HOUR = datetime.timedelta(hours=1)


def restricted(kind: str) -> Any:
    page = LessonPageFactory()
    PageViewRestriction.objects.create(page=page, restriction_type=kind)
    return page


@pytest.mark.parametrize(
    ("make", "readers"),
    [
        (LessonPageFactory, {"stranger", "alumna", "editor"}),
        (lambda: LessonPageFactory(access_level="alumni"), {"alumna", "editor"}),
        (lambda: LessonPageFactory(access_level="redaktion"), {"editor"}),
        (lambda: LessonPageFactory(live=False), set()),
        (lambda: LessonPageFactory(expire_at=timezone.now() - HOUR), set()),
        (lambda: LessonPageFactory(expire_at=timezone.now() + HOUR), {"stranger", "alumna", "editor"}),
        (lambda: restricted(PageViewRestriction.LOGIN), {"alumna", "editor"}),
        (lambda: restricted(PageViewRestriction.PASSWORD), {"editor"}),
    ],
    ids=["public", "alumni", "editors", "draft", "ended", "ends later", "login", "password"],
)
def test_database_and_page_give_the_same_answer(make: Callable[[], Any], readers: set[str]) -> None:
    page = make()
    by_page = {name for name, viewer in VIEWERS.items() if page.is_readable_by(viewer)}
    found = {
        name for name, viewer in VIEWERS.items() if LessonPage.objects.readable_by(viewer).filter(pk=page.pk)
    }
    assert (by_page, found) == (readers, readers)


def test_old_state_of_a_draft_does_not_take_a_published_page_off() -> None:
    page = LessonPageFactory(live=False)
    old = LessonPage.objects.get(pk=page.pk)
    page.live = True
    page.save()
    with pytest.raises(OutdatedPage):
        old.save()
    old.save(update_fields=["draft_title"])  # does not say whether it is live
    assert LessonPage.objects.get(pk=page.pk).live


def test_review_date_left_empty_is_set_by_kind() -> None:
    lesson = LessonPageFactory.build(review_due=None)
    lesson.clean()
    assert lesson.review_due > timezone.localdate() + datetime.timedelta(days=500)


def test_sitemap_tells_the_mixed_release_and_no_other_date() -> None:
    page = LessonPageFactory(released_on=datetime.date(2026, 3, 2))
    (entry,) = page.get_sitemap_urls()
    assert entry["lastmod"] == datetime.datetime(2026, 3, 2, tzinfo=datetime.UTC)
    page.access_level = "alumni"
    assert page.get_sitemap_urls() == []


def test_record_models_are_concrete() -> None:
    assert LessonPage in record_models()
    assert all(not model._meta.abstract for model in record_models())


def test_address_is_drawn_from_a_german_title() -> None:
    parent = LessonPageFactory().get_parent()
    pages = [ContentPage(title="Straße über Öl & Größe") for _number in range(2)]
    for page in pages:
        parent.add_child(instance=page)
    assert [page.slug for page in pages] == ["strasse-ueber-oel-groesse", "strasse-ueber-oel-groesse-2"]
