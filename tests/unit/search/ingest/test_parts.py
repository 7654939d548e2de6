"""What of a document the public may read, or one viewer: the same whether it is cut before the analysis or
after it.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from search.contract import Audience, Document, Passage, Viewer
from search.ingest import prepare, public_document, public_part, readable_part

RECORD = Document(
    "case:1",
    "case",
    "Hallenbad",
    "/1/",
    summary="Kurz.",
    passages=(
        Passage("Der Rat streitet.", "Lage", "lage"),
        Passage("Die Kämmerin (KÄM) kündigte, das Zwirbelquast blieb.", "Vertiefung", "v1", Audience.ALUMNI),
        Passage("Danach ging es weiter.", "Ende", "ende"),
        Passage("Nur unter uns.", "Runde", "v2", "cycle:7"),
    ),
)


def test_public_part_is_what_would_be_analysed_of_the_public_document() -> None:
    shown = public_document(RECORD)
    assert shown is not None and [passage.anchor for passage in shown.passages] == ["lage", "ende"]
    assert public_part(prepare(RECORD, 3)) == prepare(shown, 3)
    assert "zwirbelquast" not in repr(public_part(prepare(RECORD)))


def test_a_record_without_inner_passages_is_the_same_in_both() -> None:
    whole = replace(RECORD, passages=RECORD.passages[:1])
    analysed = prepare(whole)
    assert public_part(analysed) is analysed
    assert public_document(whole) is whole


@pytest.mark.parametrize("audience", [Audience.ALUMNI, "cycle:7", Audience.EDITORS])
def test_an_inner_record_has_no_public_part(audience: str) -> None:
    inner = replace(RECORD, audience=audience)
    assert public_document(inner) is None
    assert public_part(prepare(inner)) is None


@pytest.mark.parametrize(
    ("audiences", "anchors"),
    [
        ({"public"}, ["lage", "ende"]),
        ({"public", "alumni"}, ["lage", "v1", "ende"]),
        ({"public", "alumni", "cycle:8"}, ["lage", "v1", "ende"]),
        ({"public", "alumni", "cycle:7"}, ["lage", "v1", "ende", "v2"]),
        ({"public", "editors"}, ["lage", "v1", "ende", "v2"]),
    ],
)
def test_a_viewer_gets_the_passages_that_are_there_for_her(audiences: set[str], anchors: list[str]) -> None:
    shown = readable_part(RECORD, Viewer(frozenset(audiences)))
    assert [passage.anchor for passage in shown.passages] == anchors
