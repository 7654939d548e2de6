"""Passages for alumni or for one cycle: read and found by those they are for, and by nobody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.test import Client

from cases.gate import create_release_link, record_release
from cases.gate.clearance import standing
from cases.models import CasePage
from cases.sections import CaseText
from knowledge.enums import AccessLevel
from knowledge.models import CycleMembership, ForumCycle
from search import registry
from tests.integration.conftest import Library

FOR_ALUMNI, FOR_THE_CYCLE = "dasselbe Loch im Gehweg", "Merkliste mit drei Fragen"
HEADINGS = ("Warum es eine Straße wurde", "Was die eigene Staffel danach nachfragte")
READERS = {
    "public": set(),
    "another cycle": {FOR_ALUMNI},
    "own cycle": {FOR_ALUMNI, FOR_THE_CYCLE},
    "editors": {FOR_ALUMNI, FOR_THE_CYCLE},
}


@pytest.fixture(params=READERS)
def reader(request: pytest.FixtureRequest, signed_in: Callable[[str], Client]) -> tuple[Client, set[str]]:
    """A browser, and what its reader may read of the two passages."""
    names = {"own cycle": "alumna", "editors": "redaktion"}
    if request.param == "public":
        return Client(), READERS["public"]
    if request.param in names:
        return signed_in(names[request.param]), READERS[request.param]
    stranger = get_user_model().objects.create_user("alumnus")
    CycleMembership.objects.create(user=stranger, cycle=ForumCycle.objects.get(number=1))
    client = Client()
    client.force_login(stranger)
    return client, READERS[request.param]


def shown(content: str) -> set[str]:
    return {words for words in (FOR_ALUMNI, FOR_THE_CYCLE) if words in content}


def test_page_shows_them_with_a_badge_to_those_they_are_for(
    reader: tuple[Client, set[str]], library: Library
) -> None:
    client, allowed = reader
    response = client.get(library.page("F07").get_url())
    assert shown(response.text) == allowed
    assert response.text.count("Nicht öffentlich:") == len(allowed)
    assert ('id="vertiefung"' in response.text) == ('href="#vertiefung"' in response.text) == bool(allowed)
    assert sum(heading in response.text for heading in HEADINGS) == len(allowed)
    assert ("no-store" in response.headers.get("Cache-Control", "")) == bool(allowed)


@pytest.mark.parametrize("code", ["F07", "M01", "L02"])
def test_paper_has_no_passage_of_a_public_record(
    code: str, signed_in: Callable[[str], Client], library: Library
) -> None:
    page = library.page(code)
    for printed in ("", "?druck=ganz"):
        soup = BeautifulSoup(signed_in("redaktion").get(page.get_url() + printed).text, "lxml")
        assert "print-hide" in soup.find(id="vertiefung").find_parent("section").get("class", [])


@pytest.mark.parametrize("code", ["F07", "M01", "L01", "P01", "S1"])
def test_a_record_of_a_level_says_so_on_screen_and_paper(
    code: str, signed_in: Callable[[str], Client], library: Library
) -> None:
    page = library.page(code)
    address = page.get_url()
    assert not BeautifulSoup(Client().get(address).text, "lxml").select(".inner-mark")
    type(page).objects.filter(pk=page.pk).update(
        access_level=AccessLevel.EDITORS, came_from="https://andere.example"
    )
    soup = BeautifulSoup(signed_in("redaktion").get(address).text, "lxml")
    (mark,) = soup.select(".record__head .inner-mark")
    assert "Nur Redaktion" in mark.text and not mark.find_parents(class_="print-hide")
    (source,) = soup.select('.record__head a[href="https://andere.example"]')
    assert source.text == "andere.example" and not source.find_parents(class_="print-hide")


def test_record_as_json_has_them_for_those_they_are_for(
    reader: tuple[Client, set[str]], library: Library
) -> None:
    client, allowed = reader
    key = registry.source_for("case").key(library.page("F07"))
    assert shown(client.get(f"/api/v1/cases/{key}").content.decode()) == allowed


@pytest.mark.parametrize(
    ("word", "phrase", "words"),
    [
        ("Ortstermin", "um dasselbe Loch im Gehweg", FOR_ALUMNI),
        ("Merkliste", "Merkliste mit drei Fragen", FOR_THE_CYCLE),
    ],
)
def test_search_finds_and_quotes_them_for_those_they_are_for(
    reader: tuple[Client, set[str]], library: Library, word: str, phrase: str, words: str
) -> None:
    client, allowed = reader
    own = library.page("F07").get_url()
    hits = client.get("/api/v1/search", {"q": word, "limit": 100}).json()["hits"]
    found = [hit for hit in hits if hit["url"] == own and f"<mark>{word}</mark>" in hit["snippet"]]
    assert [hit["anchor"] for hit in found] == ["vertiefung"] * (words in allowed)
    assert client.get("/api/v1/search", {"q": f'"{phrase}"'}).json()["total"] == (words in allowed)


def test_words_of_a_passage_are_completed_and_corrected_for_nobody(
    reader: tuple[Client, set[str]], library: Library
) -> None:
    client, _allowed = reader
    assert client.get("/api/v1/suggest", {"q": "merkl"}).json()["items"] == []
    assert client.get("/api/v1/search", {"q": "Merklsite"}).json()["suggestion"] is None


def test_they_cost_no_query_per_case(
    library: Library, django_assert_max_num_queries: Any, signed_in: Callable[[str], Client]
) -> None:
    source = registry.source_for("case")
    with django_assert_max_num_queries(20):
        documents = [source.build(case) for case in source.eligible()]
    assert len(documents) > 25


def test_released_for_alumni_alone_the_case_stays_public(library: Library, author: Any) -> None:
    """The section is read by alumni whatever is answered, so that answer restricts nothing else."""
    case = CasePage.objects.get(pk=library.page("F07").pk)
    text = CaseText.of(case)
    link, _token = create_release_link(case=case, user=author)
    levels = dict.fromkeys(text.digests, "oeffentlich") | {"vertiefung": AccessLevel.ALUMNI.value}
    record_release(link=link, case=case, levels=levels)
    case = CasePage.objects.get(pk=case.pk)
    assert (case.live, case.access_level) == (True, AccessLevel.PUBLIC)
    assert [problem.code for problem in standing(case).problems] == []
