"""A method card as a document: its sections with their anchors, numbers that filter."""

from __future__ import annotations

import pytest

from methods.search_documents import MethodDocumentSource
from tests.factories import MethodCardPageFactory


@pytest.mark.django_db
def test_sections_that_are_filled_become_passages() -> None:
    document = MethodDocumentSource().build(MethodCardPageFactory())
    assert [passage.anchor for passage in document.passages] == ["eckdaten", "ablauf", "grenzen"]
    facts, run_sheet, _limits = document.passages
    assert facts.text == "kurz, ohne Vorkenntnisse, auch zum ersten Mal, vor Ort oder teils zugeschaltet"
    assert "Sammeln (10 Minuten): Schreiben." in run_sheet.text
    assert document.facets["ziel"] == ("ideen",)
    assert (document.numbers["personen"].low, document.numbers["personen"].high) == (4, 12)
    assert document.display["group_max"] == "12"


@pytest.mark.django_db
def test_whatever_is_found_on_a_card_is_described() -> None:
    card = MethodCardPageFactory(description="<p>Alle schreiben, niemand redet.</p>")
    source = MethodDocumentSource()
    found, described = source.build(card).passages, source.sections(card)
    assert [part.anchor for part in described] == [part.anchor for part in found]
    assert "Alle schreiben, niemand redet." in [part.text for part in described]
