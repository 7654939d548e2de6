"""Result page and API: addresses, bad values, JSON."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

import pytest
from django.contrib.auth.models import Group
from django.http import QueryDict
from django.test import Client, RequestFactory

from search import service
from search.contract import Viewer
from search.index import apply
from search.models import GlossaryEntry, UnansweredQuery
from search.query.form import SearchForm
from search.web import api, views
from tests.unit.search.test_service import library  # noqa: F401

pytestmark = pytest.mark.django_db
factory = RequestFactory()


def context(query: str, **options: Any) -> dict[str, Any]:
    return views.listing_context(factory.get(f"/suche/?{query}"), viewer=Viewer(), **options)


def test_context_of_a_search(library: Any) -> None:
    found = context("q=Gemeinderat&buchstabe=h")
    assert (found["hit_count"], found["first"], found["last"]) == ("1 Treffer", 1, 1)
    assert [(g.name, g.label) for g in found["facet_groups"]] == [("typ", "Art"), ("buchstabe", "Buchstabe")]
    h, r = found["facet_groups"][1].options
    assert (h.selected, h.url) == (True, "?q=Gemeinderat")
    assert parse_qs(r.url[1:]) == {"q": ["Gemeinderat"], "buchstabe": ["h", "r"]}
    assert [(c.label, c.url) for c in found["chips"]] == [("Buchstabe: H", "?q=Gemeinderat")]
    assert found["hidden_pairs"] == [("buchstabe", "h")]


def test_chip_from_the_text_is_taken_back_by_its_address(library: Any) -> None:
    chip = context("q=Gruppe+Gemeinderat")["chips"][0]
    assert chip.url == "?q=Gruppe+Gemeinderat&wort=Gruppe"
    assert context(chip.url[1:])["chips"] == []


def test_fixed_filters_show_up_nowhere(library: Any) -> None:
    found = context("typ=anderes", fixed={"typ": ("gruppe",)})
    assert found["response"].total == 4
    assert [g.name for g in found["facet_groups"]] == ["buchstabe"]
    assert found["chips"] == []


def test_paging(source: Any) -> None:
    for number in range(60):
        Group.objects.create(name=f"public|Starkregen {number:02}|Text")
    apply.rebuild()
    found = context("q=Starkregen&seite=5")
    assert [p.number for p in found["pages"]] == [1, 0, 3, 4, 5, 6, 7, 0, 9]
    assert (found["first"], found["last"]) == (29, 35)
    assert (found["next_url"], found["beyond_url"]) == ("?q=Starkregen&seite=6", "")
    beyond = context("q=Starkregen&seite=12")
    assert (beyond["beyond_url"], beyond["last_page"]) == ("?q=Starkregen&seite=9", 9)
    assert (beyond["next_url"], beyond["previous_url"]) == ("", "")


def test_page_beyond_the_end_says_so(source: Any, client: Client) -> None:
    for number in range(9):
        Group.objects.create(name=f"public|Starkregen {number:02}|Text")
    apply.rebuild()
    page = client.get("/suche/?q=Starkregen&seite=12").text
    assert "So viele Seiten hat die Liste nicht" in page
    assert "Sie endet mit Seite 2." in page
    assert 'href="?q=Starkregen&amp;seite=2"' in page
    assert "Kein Eintrag enthält diese Wörter" not in page


@pytest.mark.parametrize(
    ("query", "problems"),
    [
        ("personen=viele", 1),
        ("personen=-3", 1),
        ("min=99999999999", 1),
        ("sortierung=quer", 1),
        ("seite=0", 1),
        ("seite=²", 1),
        ("seite=9999999999999", 1),
        ("q=" + "a" * 5000, 1),
        ("personen=20&min=&seite=", 0),
    ],
)
def test_bad_values_are_left_out_with_a_sentence(source: Any, query: str, problems: int) -> None:
    assert len(SearchForm.from_query(QueryDict(query)).problems) == problems
    assert context(query)["form"].page == 1


def test_equal_searches_have_equal_addresses(source: Any) -> None:
    one = SearchForm.from_query(QueryDict("buchstabe=a&q=Rat&seite=1&unsinn=1"))
    other = SearchForm.from_query(QueryDict("q= Rat &buchstabe=a&sortierung=relevance"))
    assert one.address() == other.address() == "?q=Rat&buchstabe=a"


def test_api_search(library: Any) -> None:
    import json

    response = api.api_search(factory.get("/api/v1/search?q=Gemeinderat&limit=1"))
    data = json.loads(response.content)
    assert {"query", "total", "degraded", "no_answer", "hits", "facets", "suggestion"} <= data.keys()
    assert (data["total"], len(data["hits"]), data["suggestion"]) == (2, 1, None)
    assert {"key", "kind", "title", "url", "snippet", "reasons"} <= data["hits"][0].keys()
    assert parse_qs(data["next"][1:])["offset"] == ["1"]
    assert api.api_search(factory.post("/api/v1/search")).status_code == 405
    assert not response.cookies


def test_api_suggest(library: Any) -> None:
    import json

    data = json.loads(api.api_suggest(factory.get("/api/v1/suggest?q=halle")).content)
    assert [i["text"] for i in data["items"]] == ["Hallenbad schließen"]
    assert json.loads(api.api_suggest(factory.get("/api/v1/suggest")).content)["items"] == []


def test_suggestions_stay_in_the_language_of_the_page(library: Any) -> None:
    import json

    asked = {
        language: json.loads(
            api.api_suggest(factory.get(f"/api/v1/suggest?q=halle&sprache={language}")).content
        )
        for language in ("de", "en")
    }
    assert asked["en"]["items"][0]["url"] == "/en" + asked["de"]["items"][0]["url"]


@pytest.mark.parametrize(
    "query",
    [
        "limit=-1",
        "limit=abc",
        "limit=999999999",
        "offset=x",
        "q=%00%ff",
        "typ=%00",
        "typ=" + "x" * 3000,
        "&".join(["typ=a"] * 500),
    ],
)
def test_api_takes_anything(library: Any, query: str) -> None:
    assert api.api_search(factory.get(f"/api/v1/search?{query}")).status_code == 200


def test_what_a_filter_leaves_out_is_one_link_away(library: Any) -> None:
    found = context("q=Gemeinderat+Kita&typ=gruppe")
    assert (found["response"].total, found["response"].relaxed_total) == (2, 1)
    assert found["relaxed_url"] == "?q=Gemeinderat+Kita&typ=gruppe&teilweise=1"
    relaxed = context("q=Gemeinderat+Kita&typ=gruppe&teilweise=1")
    assert (relaxed["response"].total, relaxed["relaxed_url"]) == (3, "")
    assert [chip.url for chip in relaxed["chips"] if "teilweise" in chip.label] == [
        "?q=Gemeinderat+Kita&typ=gruppe"
    ]
    assert ("teilweise", "1") not in relaxed["hidden_pairs"]


@pytest.mark.parametrize("options", [{}, {"fixed": {"typ": ("gruppe",)}}])
def test_quoted_words_that_stand_nowhere_together_are_searched_one_by_one(
    library: Any, options: dict[str, Any]
) -> None:
    found = context("q=„Hallenbad+Gemeinderat“", **options)
    nearest = found["nearest"]
    assert (found["response"].total, [hit.title for hit in nearest.hits]) == (
        0,
        ["Hallenbad schließen", "Rat ohne Mehrheit"][: len(nearest.hits)],
    )
    one_by_one = context(nearest.url[1:], **options)
    assert (one_by_one["response"].total, one_by_one["nearest"]) == (nearest.total, None)
    assert [hit.key for hit in one_by_one["response"].hits[: len(nearest.hits)]] == [
        hit.key for hit in nearest.hits
    ]


def test_best_of_the_quoted_words_come_first_within_filters_too(library: Any) -> None:
    nearest = context("q=„Kita+Gemeinderat+Hallenbad“&typ=gruppe")["nearest"]
    assert (nearest.hits[0].title, nearest.total) == ("Hallenbad schließen", 3)
    one_by_one = context(nearest.url[1:])["response"]
    assert (one_by_one.hits[0].key, one_by_one.total) == (nearest.hits[0].key, 3)


@pytest.mark.parametrize(
    "query",
    [
        "„kollegiale+Beratung“",
        "Hallenbad",
        "Mondbasis",
        "-„Gemeinderat+Hallenbad“+Mondbasis",
        "„Mondbasis“",
        "",
    ],
)
def test_no_second_search_where_quotation_marks_are_not_to_blame(library: Any, query: str) -> None:
    assert context(f"q={query}")["nearest"] is None


def test_nearest_are_counted_as_no_second_miss(library: Any) -> None:
    context("q=„Hallenbad+Mondbasis“")
    assert UnansweredQuery.objects.count() == 1


def test_a_long_quotation_can_be_taken_back_too(library: Any) -> None:
    quotation = (
        "Der Gemeinderat streitet seit Jahren über das Hallenbad und niemand weiß, wer die Kosten der"
        " Sanierung am Ende tragen soll"
    )
    found = context(f"q=„{quotation}“".replace(" ", "+"))
    (chip,) = found["chips"]
    for url in (chip.url, found["nearest"].url):
        taken_back = context(url[1:])
        assert (taken_back["chips"], taken_back["response"].hits[0].title) == ([], "Hallenbad schließen")


def test_a_term_of_the_glossary_shows_its_meaning(library: Any, client: Client) -> None:
    GlossaryEntry.objects.create(term="Groschengrab", equivalents="Folgekosten\nUnterhalt")
    service.forget()
    page = " ".join(client.get("/suche/?q=Groschengrab").text.split())
    assert "Groschengrab</dfn> steht in dieser Bibliothek auch für" in page
    assert "Folgekosten, Unterhalt</b>" in page
    page = " ".join(client.get("/suche/?q=Was+bedeutet+HSK").text.split())
    assert "HSK</dfn> ist die Abkürzung für" in page
    assert "<dfn" not in client.get("/suche/?q=Gemeinderat").text
