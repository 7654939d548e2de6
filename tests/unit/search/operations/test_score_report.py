"""Why a hit is where it is, over a source of its own."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from django.contrib.auth.models import Group

from search import service
from search.contract import FIELDS, Clause, EngineQuery, SearchRequest, Viewer, WeightedTerm
from search.index import apply
from search.operations.score_report import LAYERS, RecordReport, SearchReport, clause_lines, report
from search.vectors.ranker import HybridRanker
from search.vectors.store import VectorStore

pytestmark = pytest.mark.django_db

ROWS = {
    "bad": "public|Hallenbad schließen|Der Gemeinderat streitet über das Hallenbad und die Kosten.",
    "vereine": "public|Vereine fördern|Die Haushaltssicherung trifft die Vereine im Ort.",
    "rat": "public|Rat ohne Mehrheit|Der Gemeinderat blockiert jede Vorlage.",
    "intern": "alumni|Internes Hallenbad|Nur für Ehemalige.",
}


@pytest.fixture
def keys(source: Any) -> dict[str, str]:
    """Four records in the index, one of them for alumni, by name."""
    made = {name: Group.objects.create(name=text) for name, text in ROWS.items()}
    apply.rebuild()
    service.forget()
    return {name: f"gruppe:{row.pk}" for name, row in made.items()}


def explain(text: str, key: str = "", **options: Any) -> SearchReport:
    return report(service.of_installation(), SearchRequest(text, **options), Viewer(), key)


def only(text: str, key: str, **options: Any) -> RecordReport:
    (record,) = explain(text, key, **options).records
    return record


def test_clauses_add_up_to_the_score_of_the_hit(keys: dict[str, str]) -> None:
    found = explain("Gemeinderat Hallenbad")
    hits = service.run(SearchRequest("Gemeinderat Hallenbad"), Viewer()).hits
    assert [record.key for record in found.records] == [hit.key for hit in hits]
    for place, (record, hit) in enumerate(zip(found.records, hits, strict=True), start=1):
        assert record.place == place and record.absence == ""
        assert record.words_score == record.score == pytest.approx(hit.score)
        assert sum(score for _number, score in record.clauses) == pytest.approx(record.score, abs=1e-3)
    assert found.records[0].key == keys["bad"]


def test_every_field_has_a_word() -> None:
    assert {name.rpartition("_")[2] for name in FIELDS} == set(LAYERS)


def test_lines_name_layers_weights_and_the_threshold(keys: dict[str, str]) -> None:
    found = explain("Hallenbad")
    lines = list(found.lines())
    assert lines[0] == "Gesucht: „Hallenbad“ (memory, nach Wörtern), 1 Treffer"
    assert re.fullmatch(r"Sicherheit: 0\.\d\d, Schwelle 0\.\d\d: beantwortet", lines[1])
    text = "\n".join(lines)
    assert f"1. Hallenbad schließen ({keys['bad']})" in text
    assert "Wortstamm „hallenbad“ ×1 (Text, Titel)" in text
    assert re.search(r"Wortanfang „hall“ ×0\.\d+, ordnet nur", text)
    assert f"{found.records[0].score:8.3f}  Summe der Wörter" in text


def test_alternatives_stand_by_weight_and_a_long_list_is_cut() -> None:
    terms = tuple(WeightedTerm("body_derivation", f"wort{n}", n / 10) for n in range(1, 6))
    (line,) = clause_lines(EngineQuery(frozenset(), (Clause(terms, only_scores=True),)))
    assert line.role == "orders" and len(line.terms) == 5
    assert line.label == (
        "Wortfamilie „wort5“ ×0.5 (Text) oder Wortfamilie „wort4“ ×0.4 (Text)"
        " oder Wortfamilie „wort3“ ×0.3 (Text) oder 2 weitere"
    )


def test_a_record_that_no_word_finds(keys: dict[str, str]) -> None:
    record = only("Hallenbad", keys["rat"])
    assert (record.absence, record.place, record.score) == ("unmatched", 0, 0)


def test_a_record_below_the_shown_hits_says_its_place(keys: dict[str, str]) -> None:
    record = only("Gemeinderat Hallenbad", keys["rat"], limit=1)
    assert (record.absence, record.place) == ("below", 2)
    assert record.sentence == "Steht auf Platz 2; zuerst gezeigt werden 1 Treffer."


def test_a_filter_that_keeps_a_record_out_is_named(keys: dict[str, str]) -> None:
    record = only("Gemeinderat", keys["rat"], filters={"buchstabe": ("h",)})
    assert (record.absence, record.sentence) == (
        "filtered",
        "Erfüllt den Filter nicht: Buchstabe: H.",
    )
    assert record.score > 0
    assert only("Gemeinderat", keys["rat"], numbers={"personen": 80}).absence == "filtered"
    assert "Filter: Buchstabe: H" in list(explain("Rat", filters={"buchstabe": ("h",)}).lines())


def test_under_a_filter_the_first_known_word_is_a_condition(keys: dict[str, str]) -> None:
    record = only("Hallenbad Gemeinderat", keys["rat"], filters={"typ": ("gruppe",)})
    assert record.absence == "condition"


def test_excluded_words_and_missing_phrases(keys: dict[str, str]) -> None:
    assert only("Hallenbad -Gemeinderat", keys["bad"]).absence == "prohibited"
    assert only('"jede Vorlage"', keys["bad"]).absence == "phrase"
    assert only('"jede Vorlage"', keys["rat"]).absence == ""


def test_records_for_others_hidden_ones_and_unknown_keys(keys: dict[str, str], source: Any) -> None:
    assert only("Hallenbad", keys["intern"]).absence == "audience"
    assert only("Hallenbad", "case:1").sentence.startswith("Einen solchen Schlüssel gibt es nicht")
    assert only("Hallenbad", "gruppe:99999").absence == "unknown"
    source.hidden.add(keys["bad"])
    assert only("Hallenbad", keys["bad"]).absence == "hidden"
    source.hidden.clear()
    Group.objects.bulk_create([Group(name="public|Hallenbad neu|Ohne Auftrag an den Index.")])
    fresh = Group.objects.get(name__startswith="public|Hallenbad neu")
    assert only("Hallenbad", f"gruppe:{fresh.pk}").absence == "not_indexed"


def test_beginnings_of_words_find_only_where_nothing_else_does(keys: dict[str, str]) -> None:
    found = explain("Kostüm")
    assert [(record.key, record.absence) for record in found.records] == [(keys["bad"], "")]
    assert found.no_answer


def test_where_meaning_takes_part_the_parts_add_up(keys: dict[str, str], source: Any) -> None:
    def embed(texts: Any) -> Any:
        rows = np.array([[len(text) % 7 + 1, text.count("e") + 1, text.count("a")] for text in texts], "f4")
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    store = VectorStore(None, embed)
    store.write([source.build(row) for row in source.eligible()])
    searching = service.of_installation()
    ranker = HybridRanker(store, embed=embed)
    found = report(replace(searching, semantic=lambda: ranker), SearchRequest("Gemeinderat"), Viewer())
    assert found.mode == "hybrid" and found.records
    for record in found.records:
        assert record.fused is not None
        parts = record.fused.words + record.fused.meaning + record.fused.smoothing
        assert parts == pytest.approx(record.score, abs=1e-3)
        assert record.fused.words == pytest.approx(
            0.4 * record.words_score / max(found.rarity, 1.0), rel=1e-3
        )
    assert any("+ Bedeutung" in line for line in found.lines())
