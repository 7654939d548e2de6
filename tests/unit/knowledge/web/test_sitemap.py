"""The sitemap names what everybody may read, in an order that tells nothing, in parts that tell nothing."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Site

from knowledge.web import sitemap
from tests.factories import HomePageFactory, LessonPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def lessons() -> list[Any]:
    home = HomePageFactory()
    Site.objects.all().delete()
    Site.objects.create(hostname="testserver", root_page=home, is_default_site=True)
    made = [LessonPageFactory() for _number in range(3)]
    LessonPageFactory(access_level="redaktion")
    LessonPageFactory(live=False)
    return made


def named(address: str) -> list[str]:
    answer = Client().get(address)
    assert answer.status_code == 200
    return re.findall(r"<loc>https?://[^/<]+([^<]*)</loc>", answer.text)


def test_readable_pages_by_their_random_key(lessons: list[Any]) -> None:
    found = [path for path in named("/sitemap.xml") if path in {page.url for page in lessons}]
    assert found == [page.url for page in sorted(lessons, key=lambda page: page.translation_key.hex)]
    assert len(named("/sitemap.xml")) == len(lessons) + 2, "home and the index of lessons"
    assert Client().get("/sitemap-0.xml").status_code == 404


def test_many_pages_stand_in_parts_by_their_key(lessons: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    whole = set(named("/sitemap.xml"))
    monkeypatch.setattr(sitemap, "PART", 1)
    index = named("/sitemap.xml")
    assert index == [f"/sitemap-{digit}.xml" for digit in "0123456789abcdef"]
    parts = [named(address) for address in index]
    assert {path for part in parts for path in part} == whole
    assert sum(map(len, parts)) == len(whole)
    for page in lessons:
        assert page.url in parts[int(page.translation_key.hex[0], 16)]
    assert Client().get("/sitemap-00.xml").status_code == 404
