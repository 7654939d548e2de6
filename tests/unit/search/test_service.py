"""One search from the request to the response, over a source of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import engines, registry, service
from search.contract import Audience, EngineUnavailable, Hit, SearchRequest, SearchResponse, Viewer
from search.index import apply
from search.models import GlossaryEntry, UnansweredQuery
from tests.unit.search.query.test_parser import PIECES

pytestmark = pytest.mark.django_db

ALUMNI = Viewer(frozenset({Audience.PUBLIC, Audience.ALUMNI}))


@pytest.fixture
def library(source: Any) -> dict[str, Group]:
    """Five records in the index, one of them for alumni."""
    rows = {
        "vereine": "public|Vereine fördern|Die Haushaltssicherung trifft die Vereine im Ort.",
        "bad": (
            "public|Hallenbad schließen|Der Gemeinderat streitet über das Hallenbad <b>und</b> die Kosten."
        ),
        "kita": "public|Kita ausbauen|Eltern suchen Betreuungsplätze.",
        "rat": (
            "public|Rat ohne Mehrheit|Der Gemeinderat blockiert jede Vorlage. Die kollegiale Beratung half."
        ),
        "intern": "alumni|Internes Hallenbad|Nur für Ehemalige.",
    }
    made = {name: Group.objects.create(name=text) for name, text in rows.items()}
    apply.rebuild()
    service.forget()
    return made


def ask(text: str = "", viewer: Viewer | None = None, **options: Any) -> SearchResponse:
    return service.run(SearchRequest(text=text, **options), viewer or Viewer())


def titles(response: SearchResponse) -> list[str]:
    return [hit.title for hit in response.hits]


def similar(record: Group) -> tuple[Hit, ...]:
    return service.similar(registry.source_for("gruppe").build(record), Viewer())[0]


def test_word_part_of_compound_and_reason(library: Any) -> None:
    hit = ask("Haushalt").hits[0]
    assert hit.title == "Vereine fördern"
    assert "<mark>Haushaltssicherung</mark>" in hit.snippet
    assert [r.text for r in hit.reasons] == ["„Haushalt“ als Teil von „Haushaltssicherung“"]
    assert hit.anchor == ""


def test_a_common_part_of_two_compounds_is_no_reason(library: Any) -> None:
    Group.objects.create(name="public|Zeiten|Abgerechnet wird auf Stundenbasis.")
    apply.rebuild()
    service.forget()
    hits = ask("Mondbasis").hits
    assert hits and [r.text for hit in hits for r in hit.reasons] == []


def test_title_is_marked_and_everything_is_escaped(library: Any) -> None:
    hit = ask("Hallenbad Kosten").hits[0]
    assert hit.title_html == "<mark>Hallenbad</mark> schließen"
    assert "&lt;b&gt;und&lt;/b&gt;" in hit.snippet
    assert "<b>" not in hit.snippet


def test_synonym_abbreviation_and_area(library: Any) -> None:
    assert titles(ask("Stadtrat"))[0] in {"Rat ohne Mehrheit", "Hallenbad schließen"}
    assert ask("Kindertagesstätte").hits[0].reasons[0].kind in {"abbreviation", "synonym"}
    hit = ask("wir haben kein Geld").hits[0]
    assert hit.title == "Vereine fördern"
    assert ("area", "Buchstabe V") in [(r.kind, r.matched) for r in hit.reasons]


def test_misspelt_word_is_found_and_corrected(library: Any) -> None:
    response = ask("Gemeindrat blokiert")
    assert response.hits[0].title == "Rat ohne Mehrheit"
    assert response.suggestion == "Gemeinderat blockiert"
    assert ask("Gemeinderat blockiert").suggestion is None


def test_glossary_works_without_restart(library: Any) -> None:
    assert ask("Zaubertrank").no_answer
    entry = GlossaryEntry.objects.create(term="Zaubertrank", equivalents="Betreuungsplatz\n\nKita")
    assert ask("Zaubertrank").hits[0].title == "Kita ausbauen"
    entry.delete()
    assert ask("Zaubertrank").no_answer


def test_facets_chips_and_labels(library: Any) -> None:
    response = ask("Gruppe Gemeinderat", filters={"buchstabe": ("h",)})
    assert [(c.label, c.parameter, c.from_text) for c in response.chips] == [
        ("Buchstabe: H", "buchstabe", False),
        ("Art: GRUPPE", "wort", True),
    ]
    assert titles(response) == ["Hallenbad schließen"]
    assert [(v.value, v.count, v.selected) for v in response.facets["buchstabe"]] == [
        ("h", 1, True),
        ("r", 1, False),
    ]


def test_facet_counts_never_lead_to_an_empty_list(library: Any) -> None:
    response = ask("Gemeinderat Hallenbad Kita")
    for name, values in response.facets.items():
        for value in values:
            assert ask("Gemeinderat Hallenbad Kita", filters={name: (value.value,)}).total == value.count > 0


def test_chosen_value_without_hits_stays_visible(library: Any) -> None:
    values = ask("Kita", filters={"buchstabe": ("z",)}).facets["buchstabe"]
    assert [(v.value, v.count, v.selected) for v in values] == [("k", 1, False), ("z", 0, True)]


def test_numbers_and_phrases(library: Any) -> None:
    assert ask("Gemeinderat 20 Personen").total == ask("Gemeinderat 99 Personen").total == 2
    assert ask("Gemeinderat", numbers={"personen": 20}).total == 2
    assert ask("Gemeinderat", numbers={"personen": 30}).total == 0
    assert ask("30 Personen").total == 0
    assert titles(ask('"kollegiale Beratung"')) == ["Rat ohne Mehrheit"]
    assert titles(ask("Gemeinderat -Hallenbad")) == ["Rat ohne Mehrheit"]


def test_hidden_audience_leaks_nowhere(library: Any) -> None:
    response = ask("Hallenbad")
    assert (titles(response), response.total) == (["Hallenbad schließen"], 1)
    assert ask("Ehemalige").total == 0
    assert ask("Ehemaligen Internas").suggestion is None
    assert [s.text for s in service.suggest("intern")] == []
    assert ask("Hallenbad", ALUMNI).total == 2
    assert "Internes Hallenbad" not in {hit.title for hit in similar(library["bad"])}
    assert similar(library["intern"]) == ()


def test_the_database_decides(library: Any, source: Any) -> None:
    source.hidden.add(f"gruppe:{library['bad'].pk}")
    response = ask("Gemeinderat")
    assert (titles(response), response.total) == (["Rat ohne Mehrheit"], 1)


def test_a_search_costs_one_query_per_kind(
    library: Any, django_assert_num_queries: Callable[[int], Any]
) -> None:
    ask("Gemeinderat")
    with django_assert_num_queries(1):
        assert ask("Gemeinderat").total == 2


@pytest.mark.parametrize("text", ["der die das und", "und", "a", "the", "wie geht das?", "ich bin"])
def test_words_that_stand_in_every_text_ask_for_nothing(library: Any, text: str) -> None:
    """They find no record, give no reason, and nobody reads them among the searches in vain."""
    response = ask(text)
    assert response.asks_nothing and response.no_answer
    assert (response.hits, response.total, response.more, response.facets) == ((), 0, 0, {})
    assert ask(text, sort="neueste").total == 0
    assert not UnansweredQuery.objects.exists()


@pytest.mark.parametrize("text", ["und der Gemeinderat", "OB", '"die Vereine"', "20 Personen und", ""])
def test_a_word_that_tells_something_is_asked_for(library: Any, text: str) -> None:
    assert not ask(text).asks_nothing


def test_words_that_stand_in_every_text_are_a_title(source: Any) -> None:
    Group.objects.create(name="public|Und was nun?|Der Rat fragt.")
    apply.rebuild()
    service.forget()
    assert titles(ask("und was nun")) == ["Und was nun?"]
    assert not ask("und was nun").asks_nothing and ask("und was").asks_nothing


def test_a_title_of_function_words_is_found_in_every_order(source: Any) -> None:
    """Also where more records than are judged have such words in their text, and are newer or before it."""
    for number in range(service.JUDGED + 2):
        Group.objects.create(name=f"public|A {number} nun|Und was machen wir?")
    Group.objects.create(name="public|Und was nun?|Der Rat fragt.")
    Group.objects.create(name="public|Nun und?|Was macht der Rat?")
    apply.rebuild()
    service.forget()
    for sort in ("relevance", "neueste"):
        assert set(titles(ask("und was nun", sort=sort))) == {"Und was nun?", "Nun und?"}
    assert titles(ask("und was nun", sort="titel")) == ["Nun und?", "Und was nun?"]


def test_a_word_for_a_kind_is_no_function_word(library: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """ "Fälle" stands in every text ("auf alle Fälle") and is still what somebody asks for."""
    monkeypatch.setattr(registry, "_facet_words", [registry.FacetWord("Fälle", "typ", "gruppe")])
    for text in ("Fälle", "alle Fälle", "welche Fälle gibt es"):
        response = ask(text)
        assert (response.total, response.asks_nothing) == (4, False), text


def test_under_a_filter_words_of_every_text_empty_no_list(library: Any) -> None:
    response = ask("und", filters={"buchstabe": ("h",)})
    assert titles(response) == ["Hallenbad schließen"] and not response.asks_nothing


def test_no_answer_is_honest_and_counted_without_a_trace(library: Any) -> None:
    response = ask("Quastenflosser züchten")
    assert response.no_answer
    for _again in range(2):
        ask("quastenflosser  Züchten")
    rows = list(UnansweredQuery.objects.values_list("text", "count"))
    assert rows == [("quastenflosser züchten", 3)]


@pytest.mark.parametrize(
    "text", ["Truppe", "20 Personen Truppe", "Truppe 20 Personen", "Truppen 20 Personen"]
)
def test_a_query_of_kinds_and_numbers_alone_is_answered(
    library: Any, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    """No record holds the word "Truppe"; it names what all of them are."""
    monkeypatch.setattr(registry, "_facet_words", [registry.FacetWord("Truppe", "typ", "gruppe")])
    response = ask(text)
    assert response.total == 4
    assert not response.no_answer
    assert not UnansweredQuery.objects.exists()
    word = text.replace("20 Personen", "").strip()
    assert {tuple(r.text for r in hit.reasons) for hit in response.hits} == {
        (f"„{word}“ verstanden als „Art: GRUPPE“",)
    }


def test_a_word_for_a_kind_does_not_answer_the_rest(library: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_facet_words", [registry.FacetWord("Truppe", "typ", "gruppe")])
    assert ask("Truppe für Quastenflosser").no_answer
    assert not ask("Truppe für Hallenbad").no_answer
    assert ask("Truppe", filters={"buchstabe": ("z",)}).no_answer


@pytest.mark.parametrize(
    "text", ["max@example.org weiß es", "Telefon 0821 123456", "Frau Quastenflosser", "https://x.example/y"]
)
def test_personal_data_is_never_kept(library: Any, text: str) -> None:
    assert ask(text) is not None
    assert not UnansweredQuery.objects.exists()


def test_answered_queries_write_nothing(library: Any) -> None:
    assert not ask("Gemeinderat").no_answer
    assert not UnansweredQuery.objects.exists()


def test_without_engine_titles_answer(library: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*args: object) -> None:
        raise EngineUnavailable("refused")

    monkeypatch.setattr(engines.current(), "query", away)
    monkeypatch.setattr(engines.current(), "suggest", away)
    response = ask("Vereine")
    assert response.degraded
    assert response.notice
    assert service.suggest("ver") == ()
    assert similar(library["bad"]) == ()


def test_sort_and_paging(library: Any) -> None:
    first = ask("", sort="titel", limit=2)
    second = ask("", sort="titel", limit=2, offset=2)
    assert titles(first) + titles(second) == [
        "Hallenbad schließen",
        "Kita ausbauen",
        "Rat ohne Mehrheit",
        "Vereine fördern",
    ]
    assert first.total == second.total == 4


def test_similar_records_say_why(library: Any) -> None:
    hits = similar(library["bad"])
    assert hits[0].title == "Rat ohne Mehrheit"
    assert "Gemeinderat" in hits[0].reasons[0].text


WORDS = st.sampled_from(
    ["Gemeinderat", "Hallenbad", "Kita", "Vereine", "xyz", "Beratung", "kollegiale", "ohne"]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(WORDS, max_size=4), more=WORDS)
def test_adding_a_word_never_widens_a_quoted_or_filtered_search(
    library: Any, words: list[str], more: str
) -> None:
    for base, options in (
        ('"der gemeinderat"', {}),
        ("", {"filters": {"buchstabe": ("h", "k")}}),
        ("typ:gruppe 20 Personen", {}),
    ):
        whole = {h.key for h in ask(base, limit=50, **options).hits}
        text = " ".join([base, *words])
        narrower, wider = ask(text, limit=50, **options), ask(f"{text} {more}", limit=50, **options)
        assert {h.key for h in narrower.hits} | {h.key for h in wider.hits} <= whole
        if base.startswith('"'):
            assert wider.total <= narrower.total


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join) | st.text(max_size=200))
def test_no_query_is_an_error(library: Any, text: str) -> None:
    response = ask(text)
    assert response.total >= len(response.hits)
    for hit in response.hits:
        assert "<" not in hit.snippet.replace("<mark>", "").replace("</mark>", "")


def test_a_very_long_query_is_no_error(library: Any) -> None:
    assert ask("Gemeinderat " * 10_000).hits
    assert ask("\x00" * 100_000).total == 4


def test_what_a_part_stands_for_is_not_said_of_the_whole(library: Any) -> None:
    """ "Start" may stand for "Beginn"; a "Raketenstart" does not."""
    Group.objects.create(name="public|Erste Schritte|Der Beginn fiel allen leicht.")
    apply.rebuild()
    service.forget()
    hits = ask("Raketenstart").hits
    assert hits and [r.text for hit in hits for r in hit.reasons] == []
