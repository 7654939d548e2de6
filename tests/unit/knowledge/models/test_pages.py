"""Landing pages show what they promise; the home page finds a page by its whole path."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404
from django.test import RequestFactory

from knowledge.models import ChallengeAreaPage, HomePage, TargetGroupPage
from tests.factories import ChallengeAreaFactory, HomePageFactory, LessonPageFactory, TargetGroupFactory

pytestmark = pytest.mark.django_db


def landing(intro: str, *promises: str) -> ChallengeAreaPage:
    shelves = [("shelf", {"promise": promise, "search": "?typ=fall"}) for promise in promises]
    return ChallengeAreaPage(
        title="Finanzen", slug="finanzen", area=ChallengeAreaFactory(), intro=intro, shelves=shelves
    )


def test_promise_must_stand_in_the_introduction() -> None:
    landing("<p>Hier steht, <b>was half</b>.</p>", "Was half").clean()
    with pytest.raises(ValidationError, match="was fehlt"):
        landing("<p>Hier steht, was half.</p>", "was half", "was fehlt").clean()
    landing("").clean()


def test_landing_page_stands_for_a_value_of_its_facet() -> None:
    group = TargetGroupPage(title="Amt", slug="anders", target_group=TargetGroupFactory(key="amt"))
    assert (group.facet, group.facet_value) == ("zielgruppe", "amt")
    assert landing("").facet_value == "finanzen"


def test_home_page_routes_to_a_page_deep_below(rf: RequestFactory) -> None:
    home = HomePageFactory()
    lesson = LessonPageFactory()
    found = HomePage.objects.get(pk=home.pk).route(rf.get(lesson.url), ["lehren", lesson.slug])
    assert found.page.pk == lesson.pk
    with pytest.raises(Http404):
        HomePage.objects.get(pk=home.pk).route(rf.get("/"), ["lehren", "gibt-es-nicht"])
