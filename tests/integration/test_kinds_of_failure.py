"""Ten questions of each kind of failure that the search once had (docs/messungen/suche.md): what they ask for
stands among the first three.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from knowledge.listing import signposts
from search import service
from search.contract import SearchRequest, Viewer


def _data(name: str) -> Any:
    path = Path(__file__).parents[1] / "relevance/data" / name
    return json.loads(path.read_text(encoding="utf-8"))


#: Kind -> question -> how the title of the right record begins.
KINDS: dict[str, dict[str, str]] = _data("kinds.json")
#: Question -> part of a word that only looks related to it.
LIES: dict[str, str] = _data("lying_relatives.json")
#: What was typed -> how a row below the field begins, and its address.
ROWS: dict[str, list[str]] = _data("suggestions.json")
#: Questions that are not answered yet.
OPEN = {"Photovoltaik auf der Wiese"}
#: Questions that were denied, each with how the title of the right record begins, and questions that were
#: answered by a word that only looks alike, or by a relative of one of their words.
DENIED = {"Ladensterben": "Leere Läden", "swimming pool": "Hallenbad", "indoor swimming pool": "Hallenbad"}
FOREIGN = ("Strom aus der Dose", "Mutter Gottes")
#: A question of one thing shows so many hits at most before "weitere, die vielleicht passen".
SHORT = 3


@pytest.mark.parametrize("kind", KINDS)
def test_ten_questions_of_a_kind(library: Any, kind: str) -> None:
    assert len(KINDS[kind]) == 10
    missed = {}
    for query, title in KINDS[kind].items():
        response = service.run(SearchRequest(text=query), Viewer(), count_miss=False)
        titles = [hit.title for hit in response.hits]
        found = any(one.startswith(title) for one in titles[:3]) and not response.no_answer
        if not found or (kind == "tail" and len(titles) > SHORT):
            missed[query] = titles
    assert missed.keys() <= OPEN, missed


@pytest.mark.parametrize("query", DENIED)
def test_what_is_said_in_other_words_is_answered(library: Any, query: str) -> None:
    response = service.run(SearchRequest(text=query), Viewer(), count_miss=False)
    assert response.hits[0].title.startswith(DENIED[query]) and not response.no_answer


@pytest.mark.parametrize("query", FOREIGN)
def test_a_word_that_happens_to_stand_there_answers_nothing(library: Any, query: str) -> None:
    assert service.run(SearchRequest(text=query), Viewer(), count_miss=False).no_answer


#: Question for a kind -> that kind, and where its list is.
WIDE = {
    "Fälle": ("case", "/faelle/"),
    "alle Fälle": ("case", "/faelle/"),
    "Welche Fälle sind gescheitert?": ("case", "/suche/?typ=fall&ausgang=gescheitert&ausgang=aufgegeben"),
    "gescheiterte Fälle": ("case", "/suche/?typ=fall&ausgang=gescheitert&ausgang=aufgegeben"),
    "umgesetzte Fälle aus Landkreisen": ("case", "/suche/?typ=fall&groesse=landkreis&ausgang=umgesetzt"),
    "strittige Lehren": ("lesson", "/suche/?typ=lehre&stand=strittig"),
    "Methoden": ("method", "/methoden/"),
}


@pytest.mark.parametrize("query", WIDE)
def test_who_asks_for_a_kind_sees_it_and_the_way_to_its_list(
    library: Any, client: Client, query: str
) -> None:
    kind, address = WIDE[query]
    response = service.run(SearchRequest(text=query), Viewer(), count_miss=False)
    assert {hit.kind for hit in response.hits[:3]} == {kind}
    page = client.get("/suche/", {"q": query})
    assert page.context["signposts"][0].url == address
    assert client.get(address).status_code == 200


def test_cases_of_a_year_are_a_list(library: Any, client: Client) -> None:
    (post,) = client.get("/suche/", {"q": "Fälle aus 2023"}).context["signposts"]
    response = client.get(post.url).context["response"]
    assert response.hits and {hit.kind for hit in response.hits} == {"case"}
    assert {hit.display["period"] for hit in response.hits} <= {"2022-2025", "seit-2022"}


@pytest.mark.parametrize("text", ["Fälle", "Lehren", "Staffeln", "Methoden"])
def test_a_list_that_is_a_page_is_named_once(library: Any, text: str) -> None:
    found = [post.url for post in signposts(text)]
    assert found and len(found) == len(set(found))


def test_no_search_is_kept_that_asks_for_nothing(library: Any, client: Client) -> None:
    offered = "Suche merken"
    assert offered in client.get("/suche/", {"q": "Hallenbad"}).content.decode()
    assert offered not in client.get("/suche/", {"q": "und der die"}).content.decode()


@pytest.mark.parametrize("query", LIES)
def test_a_word_that_only_looks_related_answers_nothing(library: Any, query: str) -> None:
    assert len(LIES) == 10
    lie = LIES[query].casefold()
    known = service.run(SearchRequest(text="Gemeinderat"), Viewer(), count_miss=False)
    assert known.hits and not known.no_answer, "an empty index tells no lies either"
    response = service.run(SearchRequest(text=query), Viewer(), count_miss=False)
    said = [hit.title for hit in response.hits if hit.passes and not response.no_answer]
    said += [reason.matched for hit in response.hits for reason in hit.reasons]
    assert not [one for one in said if lie in one.casefold()]


@pytest.mark.parametrize("typed", ROWS)
def test_a_suggestion_stands_once_and_leads_where_it_says(library: Any, client: Client, typed: str) -> None:
    assert len(ROWS) == 10
    start, address = ROWS[typed]
    rows = service.suggest(typed)
    texts = [row.text.casefold() for row in rows]
    assert 0 < len(texts) == len(set(texts)) <= 8
    row = next(row for row in rows if row.text.startswith(start))
    assert row.url.startswith(address) and bool(row.url) == bool(address)
    shown = client.get(row.url or "/suche/", {} if row.url else {"q": row.text})
    assert shown.status_code == 200 and escape(row.text) in shown.content.decode()
