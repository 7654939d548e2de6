"""What the embedded index stores, and the order of equals."""

from __future__ import annotations

import pytest

from search.contract import Document, NumberRange, Passage
from search.engines.embedded import schema
from search.ingest import codec, prepare


def test_a_stored_document_comes_back_whole() -> None:
    made = Document(
        "case:1", "case", "Größe & Maß", "/1/", "Kurz", ("Ort",), (Passage("Text", "Kopf", "a"),),
        facets={"typ": ("fall", "x")}, numbers={"min": NumberRange(1, 90)}, display={"state": "offen"},
    )  # fmt: skip
    raw = codec.pack(codec.dump(made))
    assert schema.load(raw) == made
    assert schema.digest(raw) == codec.digest(made)


def test_every_word_of_a_suggestion_begins_one_up_to_a_bound() -> None:
    title = " ".join(f"wort{n}" for n in range(12))
    terms = schema.suggestion_terms(prepare(Document("case:1", "case", title, "/1/")))
    pieces = [term.split(schema.UNIT) for term in terms]
    assert [piece[0].split()[0] for piece in pieces] == [f"wort{n}" for n in range(8)]
    assert [piece[1] for piece in pieces] == ["0"] + ["1"] * 7
    assert all(len(piece[0]) <= 80 and piece[2:] == [title, "case", "/1/"] for piece in pieces)


@pytest.mark.parametrize(("first", "second"), [("a", "b"), ("case:1", "case:2"), ("a", "aa"), ("a", "ä")])
def test_of_one_date_the_first_key_comes_first(first: str, second: str) -> None:
    """The latest date first means the greatest text first, so keys are turned round."""
    assert schema._backwards(first) > schema._backwards(second) or second.startswith(first)
