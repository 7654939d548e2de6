"""What an index stores, and what comes back of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.contract import (
    BREAK,
    FIELDS,
    Audience,
    Document,
    NumberRange,
    Passage,
)
from search.engines.elastic import documents
from search.ingest.codec import digest
from search.ingest.preparation import prepare

TEXT = st.text(max_size=40)
AUDIENCES = ["public", "alumni", "cycle:7"]


@given(
    TEXT,
    TEXT,
    st.dictionaries(TEXT, st.tuples(TEXT), max_size=3),
    st.sampled_from(AUDIENCES),
    st.floats(0, 9),
)
def test_shown_document_survives(
    title: str, text: str, facets: dict[str, tuple[str]], audience: str, boost: float
) -> None:
    numbers = {"personen": NumberRange(1, 5)}
    made = Document(
        "case:1",
        "case",
        title,
        "/x/",
        text,
        (text,),
        (Passage(text, title, "a"),),
        audience,
        facets=facets,
        numbers=numbers,
        boost=boost,
    )
    assert documents.load(documents.encode(prepare(made))["stored"]) == made


def test_mapping_is_strict_and_has_every_field_of_the_contract() -> None:
    mapping = documents.mapping()
    assert mapping["dynamic"] == "strict"
    for name in FIELDS:
        assert mapping["properties"][name]["analyzer"] == "whitespace"
    encoded = documents.encode(
        prepare(Document("case:1", "case", "Titel", "/", numbers={"min": NumberRange(1, 2)}))
    )
    assert set(encoded) <= set(mapping["properties"])


def test_every_document_has_every_field() -> None:
    encoded = documents.encode(prepare(Document("case:1", "case", "Titel", "/")))
    assert encoded["body_stem"] == BREAK


def test_only_public_titles_are_suggested() -> None:
    made = [Document("case:1", "case", "Offener Titel", "/", audience=audience) for audience in AUDIENCES]
    assert [a.audience for a in made if "suggest" in documents.encode(prepare(a))] == [Audience.PUBLIC]


def test_digest_changes_with_text_and_facets_alone() -> None:
    first = prepare(Document("case:1", "case", "Titel", "/", facets={"b": ("x",), "a": ("y",)}), 1)
    same = prepare(Document("case:1", "case", "Titel", "/", facets={"a": ("y",), "b": ("x",)}), 2)
    other = prepare(Document("case:1", "case", "Titel!", "/", facets={"a": ("y",), "b": ("x",)}), 1)
    digests = [documents.encode(made)["digest"] for made in (first, same, other)]
    assert digests[0] == digests[1] == digest(first.stored) != digests[2]


@pytest.mark.parametrize(
    ("text", "prefix", "rank"),
    [
        ("Haus am See", "haus", 0),
        ("Haus am See", "see", 1),
        ("Haus am See", "aus", None),
        ("Größe", "groess", 0),
    ],
)
def test_rank_of_a_suggestion(text: str, prefix: str, rank: int | None) -> None:
    from search.language import fold

    assert documents.suggestion_rank(text, fold(prefix)) == rank
