"""Ten thousand generated queries through the whole service, and what no query may do."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from search import engines
from search.contract import Document, NumberRange, Passage, SearchRequest, Viewer
from search.ingest.preparation import prepare
from search.language import thesaurus
from search.query.parser import Grammar
from search.registry import Band, FacetWord
from search.service import SearchService
from tests.unit.search.query.test_parser import PIECES

WORDS = [
    "Haushalt",
    "Gemeinderat",
    "Freibad",
    "Kita",
    "Rat",
    "Methode",
    "gescheitert",
    "Wölfe",
    "kollegiale",
    "Beratung",
    "Fishbowl",
    "der",
    "Bürger*innen",
]
GRAMMAR = Grammar(
    values={"typ": {"methode": "methode", "fall": "fall"}},
    facet_words=(
        FacetWord("gescheitert", "ausgang", "gescheitert", strict=True),
        FacetWord("Methode", "typ", "methode"),
    ),
    bands=(Band(("Einwohner",), "groesse", ((5_000, "klein"), (None, "gross"))),),
)


#: Words, parts of others, synonyms, abbreviations, slips, English and words that nothing has.
FILTERED_WORDS = [
    *WORDS,
    "HSK",
    "Etat",
    "Haushlat",
    "Haushaltsrat",
    "council",
    "budget",
    "xyzzy",
    "Gemeinde",
    "leere",
    "Geschäfte",
    "Stadtrat",
    "wie",
    "Kindertagesstätte",
]


def _service(name: str = "memory") -> SearchService:
    chance = random.Random(7)
    engine = engines.create(name)
    documents = []
    for number in range(40):
        text = " ".join(chance.choices(WORDS, k=14))
        facets = {
            "typ": (chance.choice(["methode", "fall"]),),
            "ausgang": (chance.choice(["gescheitert", "umgesetzt"]),),
            "groesse": (chance.choice(["klein", "gross"]),),
        }
        documents.append(
            Document(
                f"d:{number}",
                "d",
                text[:40],
                f"/{number}/",
                summary=text,
                passages=(Passage(text),),
                facets=facets,
                numbers={"personen": NumberRange(5, 25)},
            )
        )
    engine.upsert(prepare(document) for document in documents)
    known = thesaurus.bundled()
    return SearchService(
        lambda: engine,
        lambda: known,
        visible=lambda keys, viewer: set(keys),
        grammar=lambda: GRAMMAR,
        facets=lambda: ("typ", "ausgang", "groesse"),
    )


@pytest.fixture(scope="module")
def service() -> SearchService:
    return _service()


def _found(service: SearchService, text: str, **options: object) -> set[str]:
    request = SearchRequest(text, limit=100, **options)  # type: ignore[arg-type]
    return {hit.key for hit in service.run(request, Viewer()).hits}


@pytest.mark.parametrize("number", [1_000, pytest.param(10_000, marks=pytest.mark.drill)])
def test_thousands_of_queries_and_no_error(service: SearchService, number: int) -> None:
    chance = random.Random(20260301)
    signs = [
        chr(code)
        for code in (0, 1, 7, 9, 10, 13, 27, 34, 39, 0x202E, 0x200B, 0xFEFF, 0xD800, 0x1F3DB, 0x0301)
    ]
    answered = 0
    for _number in range(number):
        pieces = chance.choices(PIECES + WORDS + signs, k=chance.randint(0, 7))
        text = chance.choice(["", " "]).join(pieces)
        response = service.run(SearchRequest(text, limit=3), Viewer())
        assert response.total >= len(response.hits)
        answered += bool(response.hits)
    assert answered > number / 5


@pytest.mark.parametrize(
    "text",
    [
        "a" * 100_000,
        '"' * 100_000,
        "Rat " * 25_000,
        "\x00" * 100_000,
        "(" * 50_000 + ")" * 50_000,
        "-" * 100_000,
        "typ:" * 25_000,
    ],
)
def test_a_hundred_kilobytes(service: SearchService, text: str) -> None:
    assert len(service.run(SearchRequest(text), Viewer()).hits) <= 7


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(['"kollegiale Beratung"', "„Rat Haushalt“", "»Kita«"]),
    st.lists(st.sampled_from(WORDS), max_size=3),
    st.sampled_from(WORDS),
)
def test_a_word_never_widens_a_quoted_search(quoted: str, words: list[str], more: str) -> None:
    service = _SHARED
    text = " ".join([quoted, *words])
    assert _found(service, f"{text} {more}") <= _found(service, text)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["typ:methode", "gescheiterte", "typ:methode -Rat"]),
    st.lists(st.sampled_from([*WORDS, "9000 Einwohner", "umgesetzt"]), min_size=1, max_size=4),
)
def test_words_never_lead_out_of_a_filter(filtered: str, words: list[str]) -> None:
    service = _SHARED
    assert _found(service, " ".join([filtered, *words])) <= _found(service, filtered)


FILTERS = st.sampled_from(
    [
        "",
        "typ:methode",
        "typ:fall",
        "gescheiterte",
        "typ:fall 20 Personen",
        "typ:methode -Rat",
    ]
)
CLICKED = st.fixed_dictionaries(
    {},
    optional={
        "groesse": st.sampled_from([("klein",), ("klein", "gross")]),
        "typ": st.sampled_from([("fall",), ("methode",), ("fall", "methode")]),
        "ausgang": st.just(("umgesetzt",)),
    },
)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(["memory", "embedded"]), FILTERS, CLICKED, st.sampled_from([{}, {"personen": 8}]),
    st.lists(st.sampled_from(FILTERED_WORDS), max_size=4),
    st.sampled_from(FILTERED_WORDS),
)  # fmt: skip
@example("memory", "typ:methode", {}, {}, ["gescheitert", "der"], "Haushalt")
@example("embedded", "", {"typ": ("fall",)}, {}, ["Haushalt"], "Gemeinderat")
def test_a_further_word_never_widens_a_filtered_search(
    engine: str,
    filtered: str,
    clicked: dict[str, tuple[str, ...]],
    numbers: dict[str, int],
    words: list[str],
    more: str,
) -> None:
    """Records for "q word" within filters are some of those for "q", unless q has no content word or found
    none.
    """
    assume(filtered or clicked or numbers)
    service = _BY_ENGINE[engine]
    options: dict[str, Any] = {"filters": clicked, "numbers": numbers, "limit": 100, "everything": True}
    before, after = (
        service.run(SearchRequest(" ".join([filtered, *words, *last]), **options), Viewer())
        for last in ([], [more])
    )
    if (before.total and any(word not in {"der", "wie"} for word in words)) or not words:
        assert {hit.key for hit in after.hits} <= {hit.key for hit in before.hits}
        assert after.total <= before.total


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(["memory", "embedded"]),
    FILTERS,
    CLICKED,
    st.lists(st.sampled_from(FILTERED_WORDS), max_size=4),
    st.booleans(),
)
def test_the_number_at_a_facet_is_what_a_click_shows(
    engine: str, filtered: str, clicked: dict[str, tuple[str, ...]], words: list[str], relaxed: bool
) -> None:
    """And no click finds what the search without it does not, nor nothing. Whoever filters sees the whole
    list, also what is too unsure to be shown without a filter; so a click is held against the whole list,
    as whoever chooses an order sees it.
    """
    service = _BY_ENGINE[engine]
    text = " ".join([filtered, *words])
    response = service.run(SearchRequest(text, filters=clicked, limit=100, relaxed=relaxed), Viewer())
    shown = {
        hit.key
        for hit in service.run(
            SearchRequest(text, filters=clicked, limit=100, relaxed=True, sort="title"), Viewer()
        ).hits
    }
    assert {hit.key for hit in response.hits} <= shown
    for name, values in response.facets.items():
        for value in values:
            if name in clicked or value.is_hidden or value.selected:
                continue
            found = service.run(
                SearchRequest(text, filters={**clicked, name: (value.value,)}, limit=100, relaxed=relaxed),
                Viewer(),
            )
            assert found.total == value.count > 0
            if not any(other.selected for other in values):
                assert {hit.key for hit in found.hits} <= shown


@settings(max_examples=50, deadline=None)
@given(
    st.sampled_from(["memory", "embedded"]),
    CLICKED,
    st.lists(st.sampled_from(FILTERED_WORDS), min_size=1, max_size=4),
)
def test_what_a_filter_leaves_out_is_counted_and_found_loosely(
    engine: str, clicked: dict[str, tuple[str, ...]], words: list[str]
) -> None:
    service = _BY_ENGINE[engine]
    strictly, relaxed = (
        service.run(SearchRequest(" ".join(words), filters=clicked, limit=100, relaxed=loose), Viewer())
        for loose in (False, True)
    )
    assert strictly.total + strictly.relaxed_total == relaxed.total
    assert {hit.key for hit in strictly.hits} <= {hit.key for hit in relaxed.hits}
    assert relaxed.relaxed_total == 0


_SHARED = _service()
_BY_ENGINE = {"memory": _SHARED, "embedded": _service("embedded")}
