"""A document as bytes: back as it was, small, and with a digest that follows its words."""

from __future__ import annotations

from dataclasses import replace

from search.contract import Audience, Document, NumberRange, Passage
from search.ingest import codec

WHOLE = Document(
    "case:1", "case", "Größe", "/1/", "Kurz", ("Ort", "Maß"), (Passage("Text", "Kopf", "a"), Passage("")),
    Audience.ALUMNI, facets={"b": ("x",), "a": ("y", "z")}, numbers={"min": NumberRange(-1, 2**40)},
    display={"state": "offen"}, released="2024-01-01", boost=0.25, entry_phrases=("wie groß",),
)  # fmt: skip


def test_a_document_comes_back_as_it_was() -> None:
    assert codec.load(codec.dump(WHOLE)) == WHOLE
    bare = Document("k:1", "k", "", "")
    assert codec.load(codec.unpack(codec.pack(codec.dump(bare)))) == bare


def test_a_long_text_is_packed_small() -> None:
    dumped = codec.dump(replace(WHOLE, passages=(Passage("Der Rat tagt am Abend. " * 5_000),)))
    packed = codec.pack(dumped)
    assert len(packed) < len(dumped) / 50
    assert codec.unpack(packed) == dumped


def test_the_digest_follows_words_and_not_the_order_of_facets() -> None:
    turned = replace(WHOLE, facets=dict(reversed(WHOLE.facets.items())))
    assert codec.digest(turned) == codec.digest(WHOLE) == codec.digest_of(codec.dump(WHOLE))
    others = [replace(WHOLE, title="Grösse"), replace(WHOLE, boost=0.5), replace(WHOLE, facets={})]
    assert len({codec.digest(one) for one in (WHOLE, *others)}) == 4
