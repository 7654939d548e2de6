"""What readers type finds the right record of the demo content, read from its files without a database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from search import engines
from search.contract import Document, Passage, SearchRequest, SearchResponse, Viewer
from search.ingest.preparation import prepare
from search.language import thesaurus
from search.language.thesaurus import AreaTerm
from search.operations.evaluation import auc, everything_visible
from search.service import SearchService

ROOT = Path(__file__).resolve().parents[2]
GOLD: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "data/gold_queries.json").read_text(encoding="utf-8")
)
#: The order, whatever is cut (.97/.98 reached), and what is shown before a click (.96/.86).
SUCCESS_AT_3 = 0.95
SHOWN_AT_3 = 0.86
#: About two hundredths below what both halves reach (.96/.96).
NO_ANSWER_AUC = 0.93
#: Of 119 answered questions none is called unanswered; of the others .28 and .56 are.
CALLED_NONE = 0.03
RECOGNISED = {"tuning": 0.25, "holdout": 0.5}


def strings(value: Any) -> Iterator[str]:
    """Every text of a record, in order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def record(path: Path, kind: str) -> Document:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    texts = tuple(
        Passage(text)
        for text in strings(
            {k: v for k, v in data.items() if k not in {"id", "title", "kernel", "aliases", "meeting"}}
        )
        if " " in text
    )
    return Document(
        data["id"], kind, data["title"], "", summary=data.get("kernel") or data.get("purpose", ""),
        keywords=tuple(data.get("aliases", ())),
        passages=texts, facets={"herausforderung": tuple(data.get("challenge_areas", ())),
        "ausgang": (data.get("outcome", ""),)},
    )  # fmt: skip


@pytest.fixture(scope="module")
def service() -> SearchService:
    engine = engines.create("embedded")
    paths = [
        (path, kind)
        for app, kind in (("cases", "case"), ("methods", "method"))
        for path in sorted((ROOT / app / "demo").glob("*[0-9].yaml"))
    ]
    engine.rebuild(prepare(record(path, kind)) for path, kind in paths)
    areas = yaml.safe_load((ROOT / "knowledge/demo/taxonomy.yaml").read_text(encoding="utf-8"))[
        "challenge_areas"
    ]
    entries = [
        AreaTerm(term, "herausforderung", a["key"], a["name"])
        for a in areas
        for term in (*a["entry_terms"], *a["entry_terms_en"])
    ]
    built = thesaurus.build(entries=entries)
    return SearchService(
        lambda: engine, lambda: built, visible=everything_visible, facets=tuple, least_sure=0.0
    )


def answer(service: SearchService, row: dict[str, Any], *, everything: bool = False) -> SearchResponse:
    return service.run(SearchRequest(text=row["query"], limit=10, everything=everything), Viewer())


@pytest.fixture(scope="module")
def answers(service: SearchService) -> list[tuple[dict[str, Any], SearchResponse]]:
    return [(row, answer(service, row)) for row in GOLD]


def found(row: dict[str, Any], response: SearchResponse) -> bool:
    return bool(set(row["primary"]) & {hit.key for hit in response.hits[:3]})


def test_the_gold_queries_are_many_and_divided() -> None:
    """Three groups of readers; the holdout was written before anything was measured and is never looked
    at.
    """
    assert len(GOLD) == len({row["query"] for row in GOLD}) >= 120
    assert sum(not row["primary"] for row in GOLD) >= 25
    assert {(row["part"], row["group"]) for row in GOLD} == {
        (part, group) for part in ("tuning", "holdout") for group in ("alumni", "editors", "other")
    }


@pytest.mark.parametrize("part", ["tuning", "holdout"])
def test_success_at_three(service: SearchService, part: str) -> None:
    judged = [
        (row["query"], found(row, answer(service, row, everything=True)))
        for row in GOLD
        if row["part"] == part and row["primary"]
    ]
    missed = [query for query, success in judged if not success]
    assert len(missed) <= (1 - SUCCESS_AT_3) * len(judged), missed


@pytest.mark.parametrize("part", ["tuning", "holdout"])
def test_the_cut_seldom_takes_the_answer(
    answers: list[tuple[dict[str, Any], SearchResponse]], part: str
) -> None:
    judged = [
        (row["query"], found(row, response))
        for row, response in answers
        if row["part"] == part and row["primary"]
    ]
    missed = [query for query, success in judged if not success]
    assert len(missed) <= (1 - SHOWN_AT_3) * len(judged), missed


@pytest.mark.parametrize("part", ["tuning", "holdout"])
def test_unanswered_queries_are_recognised(
    answers: list[tuple[dict[str, Any], SearchResponse]], part: str
) -> None:
    of_part = [(row, response) for row, response in answers if row["part"] == part]
    answered = [response.confidence for row, response in of_part if row["primary"]]
    unanswered = [response.confidence for row, response in of_part if not row["primary"]]
    assert (auc(answered, unanswered) or 0.0) >= NO_ANSWER_AUC


@pytest.mark.parametrize("part", ["tuning", "holdout"])
def test_answers_are_seldom_called_none(
    answers: list[tuple[dict[str, Any], SearchResponse]], part: str
) -> None:
    called = [response.no_answer for row, response in answers if row["part"] == part and row["primary"]]
    assert sum(called) / len(called) <= CALLED_NONE
    none = [response.no_answer for row, response in answers if row["part"] == part and not row["primary"]]
    assert sum(none) / len(none) >= RECOGNISED[part]


def test_the_voluntary_services_come_first(service: SearchService) -> None:
    assert answer(service, GOLD[0]).hits[0].key == "F01"


@pytest.mark.parametrize(
    "text",
    [
        "Wie koche ich Spaghetti Carbonara",
        "Quantenchromodynamik Gitterrechnung",
        "bester Grafikchip für Videospiele",
        "asdf qwertz",
    ],
)
def test_foreign_questions_have_no_answer(service: SearchService, text: str) -> None:
    assert service.run(SearchRequest(text=text), Viewer()).no_answer
