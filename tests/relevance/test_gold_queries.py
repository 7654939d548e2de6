"""What readers type finds the right record of the demo content, read from its files without a database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from search import engines
from search.contract import Document, Passage, SearchRequest, Viewer
from search.evaluation import everything_visible
from search.language import thesaurus
from search.language.thesaurus import AreaTerm
from search.preparing import prepare
from search.service import SearchService

ROOT = Path(__file__).resolve().parents[2]
GOLD: list[dict[str, Any]] = json.loads((Path(__file__).parent / "data/gold_queries.json").read_text(encoding="utf-8"))
SUCCESS_AT_3 = 0.9


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
    texts = tuple(Passage(text) for text in strings({k: v for k, v in data.items() if k not in {"id", "title", "kernel", "aliases", "meeting"}}) if " " in text)
    return Document(
        data["id"], kind, data["title"], "", summary=data.get("kernel") or data.get("purpose", ""), keywords=tuple(data.get("aliases", ())),
        passages=texts, facets={"herausforderung": tuple(data.get("challenge_areas", ())), "ausgang": (data.get("outcome", ""),)},
    )  # fmt: skip


@pytest.fixture(scope="module")
def service() -> SearchService:
    engine = engines.create("embedded")
    paths = [(path, kind) for app, kind in (("cases", "case"), ("methods", "method")) for path in sorted((ROOT / app / "demo").glob("*.yaml"))]
    engine.rebuild(prepare(record(path, kind)) for path, kind in paths)
    areas = yaml.safe_load((ROOT / "knowledge/demo/taxonomy.yaml").read_text(encoding="utf-8"))["challenge_areas"]
    entries = [AreaTerm(term, "herausforderung", a["key"], a["name"]) for a in areas for term in (*a["entry_terms"], *a["entry_terms_en"])]
    built = thesaurus.build(entries=entries)
    return SearchService(lambda: engine, lambda: built, visible=everything_visible, facets=tuple)


def ranks(service: SearchService, row: dict[str, Any]) -> list[str]:
    return [hit.key for hit in service.run(SearchRequest(text=row["query"], limit=10), Viewer()).hits]


def test_success_at_three(service: SearchService) -> None:
    missed = [row["query"] for row in GOLD if not set(row["primary"]) & set(ranks(service, row)[:3])]
    assert len(missed) <= (1 - SUCCESS_AT_3) * len(GOLD), missed


def test_the_voluntary_services_come_first(service: SearchService) -> None:
    assert ranks(service, GOLD[0])[0] == "F01"


@pytest.mark.parametrize(
    "text", ["Wie koche ich Spaghetti Carbonara", "Quantenchromodynamik Gitterrechnung", "bester Grafikchip für Videospiele", "asdf qwertz"]
)
def test_foreign_questions_have_no_answer(service: SearchService, text: str) -> None:
    assert service.run(SearchRequest(text=text), Viewer()).no_answer


@pytest.mark.parametrize("row", GOLD, ids=lambda row: row["query"][:30])
def test_answered_questions_are_not_called_unanswered(service: SearchService, row: dict[str, Any]) -> None:
    assert not service.run(SearchRequest(text=row["query"]), Viewer()).no_answer
