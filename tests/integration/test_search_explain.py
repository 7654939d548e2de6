"""``search_explain`` on the demo library, with questions as people type them."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from search import engines, service
from search.contract import EngineUnavailable, SearchRequest, Viewer

QUESTIONS = (
    "kein Geld mehr für die Vereine",
    "Streit im Gemeinderat",
    "Hallenbad schließen",
    "typ:methode wie moderiere ich 20 Personen",
)


def explain(*arguments: str) -> str:
    out = StringIO()
    call_command("search_explain", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("question", QUESTIONS)
def test_clauses_add_up_to_what_the_result_page_orders_by(library: Any, question: str) -> None:
    found = json.loads(explain(question, "--json"))
    hits = service.run(SearchRequest(question), Viewer()).hits[:5]
    assert [record["key"] for record in found["records"]] == [hit.key for hit in hits]
    numbers = {line["number"] for line in found["clauses"]}
    for record, hit in zip(found["records"], hits, strict=True):
        assert record["score"] == pytest.approx(hit.score, rel=1e-4)
        assert sum(score for _number, score in record["clauses"]) == pytest.approx(record["score"], abs=0.01)
        assert {number for number, _score in record["clauses"]} <= numbers


def test_the_text_says_in_german_why_the_first_hit_is_first(library: Any) -> None:
    text = explain("kein Geld mehr für die Vereine")
    assert "Merkmal „Herausforderung: " in text
    assert "Wortstamm „verein“ ×1 (Text, Titel)" in text
    assert "Summe der Wörter" in text
    assert "Schwelle 0." in text


def test_a_record_that_is_not_among_the_hits(library: Any) -> None:
    key = service.run(SearchRequest("typ:methode Fishbowl"), Viewer()).hits[0].key
    assert "Erfüllt den Filter nicht: Art: Lehren." in explain("typ:lehre Hallenbad", "--key", key)
    assert "Einen solchen Schlüssel gibt es nicht" in explain("Hallenbad", "--key", "x")
    assert "Gibt es nicht, oder ist nicht veröffentlicht." in explain("Hallenbad", "--key", "case:17")


def test_an_engine_that_is_away_is_an_error_with_a_sentence(
    library: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_args: Any) -> None:
        raise EngineUnavailable("refused")

    monkeypatch.setattr(type(engines.current()), "query_many", away)
    monkeypatch.setattr(type(engines.current()), "query", away)
    with pytest.raises(CommandError, match="nicht erreichbar: refused"):
        explain("Hallenbad")
