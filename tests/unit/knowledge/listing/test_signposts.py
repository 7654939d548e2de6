"""Wide questions lead to lists, and questions about the library to its pages."""

from __future__ import annotations

import pytest

from knowledge.listing import signposts
from knowledge.models import EntryPhrase
from tests.factories import HomePageFactory, LessonPageFactory

pytestmark = pytest.mark.django_db


def addresses(text: str) -> list[str]:
    return [post.url for post in signposts(text)]


def test_a_denied_question_leads_to_what_failed_and_not_to_what_worked() -> None:
    (failed,) = addresses("Was hat nicht funktioniert?")
    (worked,) = addresses("was hat funktioniert")
    assert "gescheitert" in failed and "umgesetzt" in worked
    assert addresses("widerlegt") == ["/suche/?typ=lehre&stand=widerlegt"]
    assert addresses("kleine gemeinde ohne bauhof") == [] == addresses("") == addresses("und oder")


@pytest.mark.parametrize(
    "text", ["ohne gescheiterte Fälle", "keine gescheiterten Fälle", "keine widerlegten Lehren", "kein Dorf"]
)
def test_who_denies_gets_no_list_of_it(text: str) -> None:
    assert addresses(text) == []


def test_a_page_is_found_by_its_sentences_and_a_record_is_none() -> None:
    home, lesson = HomePageFactory(), LessonPageFactory()
    EntryPhrase.objects.create(page=home, text="wie erreiche ich euch telefonisch")
    EntryPhrase.objects.create(page=lesson, text="quavimpo")
    assert addresses("quavimpo") == []
    assert home.get_url() in addresses("telefonisch erreichen") or home.depth <= 2
