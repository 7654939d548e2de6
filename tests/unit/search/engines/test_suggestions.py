"""Suggestions name each text once and lead where they say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from search import engines
from search.contract import Document, Suggestion
from search.engines.elastic import reading
from search.engines.suggestions import LONGEST, beginning, completed, merged
from search.ingest.preparation import prepare
from search.language import fold


def _record(number: int, title: str, *keywords: str, kind: str = "case") -> Any:
    return prepare(Document(f"{kind}:{number}", kind, title, f"/{kind}/{number}/", keywords=keywords), number)


RECORDS = [
    *(_record(number, f"Fall {number}", "Haushalt", "Hallenbad") for number in range(60)),
    _record(100, "Haushaltsplan lesen", "Haushalt", kind="method"),
    _record(101, "Hallenbad", kind="method"),
    _record(102, "Haus der Vereine"),
    _record(103, "Haus der Vereine"),
    _record(104, "Haus am See"),
    _record(105, "Haus am See", kind="lesson"),
]


@pytest.fixture(params=["memory", "embedded"])
def engine(request: pytest.FixtureRequest) -> Any:
    made = engines.create(request.param)
    made.rebuild(RECORDS)
    return made


def test_a_word_of_many_records_is_one_row_that_leads_to_the_search(engine: Any) -> None:
    assert engine.suggest("haushalt", 8) == (
        Suggestion("Haushalt", "", ""),
        Suggestion("Haushaltsplan lesen", "method", "/method/100/"),
    )


def test_a_title_leads_to_its_record_even_where_others_have_the_word(engine: Any) -> None:
    assert engine.suggest("hallen", 8) == (Suggestion("Hallenbad", "method", "/method/101/"),)


def test_a_title_of_several_records_leads_to_the_search(engine: Any) -> None:
    found = engine.suggest("haus", 8)
    assert Suggestion("Haus der Vereine", "case", "") in found
    assert Suggestion("Haus am See", "", "") in found
    assert len({fold(one.text) for one in found}) == len(found)


def test_the_limit_counts_rows(engine: Any) -> None:
    assert [one.text for one in engine.suggest("ha", 3)] == [
        "Hallenbad",
        "Haus am See",
        "Haus der Vereine",
    ]


def test_what_elasticsearch_answers_is_merged_alike() -> None:
    def option(kind: str, url: str, *texts: str) -> dict[str, Any]:
        return {"fields": {"suggest_texts": list(texts), "kind": [kind], "url": [url]}}

    options = [option("case", f"/case/{number}/", f"Fall {number}", "Haushalt") for number in range(5)]
    options.append(option("method", "/method/100/", "Haushaltsplan lesen", "Haushalt"))
    answer = {"suggest": {"completions": [{"options": options}]}}
    assert reading.suggestions(answer, "haus", 8) == (
        Suggestion("Haushalt", "", ""),
        Suggestion("Haushaltsplan lesen", "method", "/method/100/"),
    )


def test_rows_of_an_older_index_are_merged_too(tmp_path: Path) -> None:
    """Before, a word carried the kind and the address of each record."""
    found = [(0, Suggestion("Haushalt", "case", f"/case/{number}/")) for number in range(5)]
    assert merged(found, 8) == (Suggestion("Haushalt", "case", ""),)


def test_entry_phrases_complete_and_lead_to_the_search(engine: Any) -> None:
    document = Document("case:900", "case", "Bad", "/case/900/", entry_phrases=("Wer zahlt das Freibad?",))
    engine.upsert([prepare(document, 1)])
    assert engine.suggest("freib", 5) == (Suggestion("Wer zahlt das Freibad?", ""),)


def test_a_long_title_is_shortened_and_leads_to_its_record() -> None:
    title = "Wenn Personal fehlt, dann entscheidet die Spitze, was liegen bleibt, weil es sonst niemand tut"
    (row,) = merged([(0, Suggestion(title, "lesson", "/l/"))], 5)
    assert (row.kind, row.url) == ("lesson", "/l/")
    assert len(row.text) <= LONGEST and title.startswith(row.text.removesuffix(" …"))


def test_what_is_searched_for_and_fits_in_no_row_is_left_out() -> None:
    question = "Wer bezahlt eigentlich am Ende das Freibad, wenn der Landkreis sich weiter nicht beteiligt?"
    assert merged([(0, Suggestion(question, "")), (1, Suggestion("Freibad", ""))], 5) == (
        Suggestion("Freibad", ""),
    )


def test_topics_and_pages_stand_before_records_each_text_once() -> None:
    known = [Suggestion("Haushalt", "topic", "/themen/h/"), Suggestion("Unser Haus", "page", "/haus/")]
    records = (Suggestion("Haushalt", "", ""), Suggestion("Haus am See", "case", "/case/1/"))
    rows = completed(beginning("haus", known), records, 3)
    assert rows == (known[0], known[1], records[1])
    assert completed(beginning("xy", known), (), 3) == ()
