"""The sitemap names what everybody may read, in an order that tells nothing."""

from __future__ import annotations

import pytest
from django.test import RequestFactory
from wagtail.models import Site

from knowledge.web.sitemap import LibrarySitemap
from tests.factories import HomePageFactory, LessonPageFactory


@pytest.mark.django_db
def test_readable_pages_by_their_random_key(rf: RequestFactory) -> None:
    home = HomePageFactory()
    Site.objects.all().delete()
    Site.objects.create(hostname="testserver", root_page=home, is_default_site=True)
    lessons = [LessonPageFactory() for _number in range(3)]
    LessonPageFactory(access_level="redaktion")
    LessonPageFactory(live=False)
    found = [
        page
        for page in LibrarySitemap(rf.get("/sitemap.xml")).items()
        if page.pk in {one.pk for one in lessons}
    ]
    assert {page.pk for page in found} == {one.pk for one in lessons}
    assert found == sorted(found, key=lambda page: page.translation_key.hex)
    items = LibrarySitemap(rf.get("/sitemap.xml")).items()
    assert len(items) == len(lessons) + 2  # home and the index of lessons
