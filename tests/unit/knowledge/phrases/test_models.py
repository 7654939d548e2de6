"""A phrase belongs to its page, whatever its type, and goes with it."""

from __future__ import annotations

import pytest

from knowledge.models import EntryPhrase
from tests.factories import CasePageFactory, HomePageFactory, LessonPageFactory, MethodCardPageFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "factory", [CasePageFactory, HomePageFactory, LessonPageFactory, MethodCardPageFactory]
)
def test_any_page_says_how_people_ask_for_it(factory: type) -> None:
    page = factory()
    assert page.asked_as == []
    EntryPhrase.objects.create(page=page, text="wie fangen wir an", sort_order=1)
    EntryPhrase.objects.create(page=page, text="kein geld", sort_order=0)
    assert type(page).objects.get(pk=page.pk).asked_as == ["kein geld", "wie fangen wir an"]
    assert EntryPhrase.objects.of(page).texts() == ["kein geld", "wie fangen wir an"]


def test_a_page_that_is_not_stored_has_none() -> None:
    assert LessonPageFactory.build().asked_as == []


def test_it_goes_with_its_page() -> None:
    page = LessonPageFactory()
    row = EntryPhrase.objects.create(page=page, text="kein geld")
    assert str(row) == "kein geld"
    page.delete()
    assert not EntryPhrase.objects.exists()
