"""What a colleague asks for stands in the consented text: it is found, described, released and guarded like
the rest of the case.
"""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import translation

from cases.gate import problems
from cases.models import CaseFigure, CaseLegalBasis, CasePage, section_content
from cases.sections import CaseText, section_of
from knowledge.enums import EvidenceLevel
from knowledge.listing import describe
from tests.integration.conftest import Library

PARTS = ("figures", "legal_basis", "funding", "supervision", "attachments")


def said(case: CasePage) -> set[str]:
    """Which of the parts this case has."""
    return {name for name in PARTS if CaseText.of(case).data[name]}


@pytest.fixture
def cases(library: Library) -> list[CasePage]:
    """Every demo case."""
    return list(CasePage.objects.filter(external_id__regex=r"^F\d\d$").order_by("external_id"))


def test_twelve_demo_cases_hand_something_on(cases: list[CasePage]) -> None:
    found = {case.external_id: parts for case in cases if (parts := said(case))}
    assert sum("attachments" in parts for parts in found.values()) >= 12
    assert set().union(*found.values()) == set(PARTS)
    kinds = {block.block_type for case in cases for block in case.attachments}
    assert kinds == {"table", "list", "decision"}


def test_figures_are_claimed_only_where_they_stand_on_the_page(client: Client, cases: list[CasePage]) -> None:
    claiming = [case for case in cases if case.evidence_level == EvidenceLevel.FIGURES]
    assert claiming
    for case in claiming:
        with translation.override("de"):
            shown = BeautifulSoup(client.get(case.get_url()).text, "lxml")
        texts = [item.get_text(" ", strip=True) for item in shown.select("li.figure")]
        rows = list(case.figures.all())
        assert rows and len(texts) == len(rows)
        for row, text in zip(rows, texts, strict=True):
            assert row.after in text and f"Quelle: {row.source}" in text


def test_attachments_are_read_found_described_and_released(client: Client, library: Library) -> None:
    case = library.page("F04")
    title = case.attachments[0].value["title"]
    with translation.override("de"):
        page = BeautifulSoup(client.get(case.get_url()).text, "lxml")
        hits = client.get("/api/v1/search", {"q": f"„{title}“"}).json()["hits"]
    section = page.find(id="unterlagen").parent
    assert title in section.get_text() and "(Bayern) Art. 7 ff." in section.get_text()
    assert section.find("table").find_all("th", scope="col")
    assert case.title in [hit["title"] for hit in hits]
    described = {part.anchor: part.text for part in describe(case).sections}
    assert title in described["unterlagen"] and case.supervision in described["unterlagen"]
    assert case.figures.first().source in described["ergebnis"]
    released = "".join(row.html for row in section_content(case, section_of("unterlagen"), CaseText.of(case)))
    assert title in released


def test_consent_covers_every_cell(library: Library) -> None:
    case = CasePage.objects.get(pk=library.page("F04").pk)
    before = CaseText.of(case).digest
    case.attachments[0].value["title"] = "Etwas anderes"
    assert CaseText.of(case).digest != before


def test_a_name_in_a_cell_is_found(library: Library) -> None:
    case = CasePage.objects.get(pk=library.page("F04").pk)
    case.attachments = [("table", {"title": "Wer", "cells": "Name | Amt\nFrau Annegret Huber | Kämmerei"})]
    assert any(found.code.startswith("finding") or "Huber" in found.message for found in problems(case))


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ({"figures": []}, "mindestens eine Zahl"),
        ({"legal_basis": [("go", "§ 3")]}, "Ohne Land keine Stelle"),
        ({"legal_basis": [("baugb", "")]}, "Bitte die Stelle nennen"),
        ({"legal_basis": [("go-bw", "§ 3")]}, "passt nicht zum Land"),
    ],
)
def test_the_gate_says_what_is_loose(library: Library, rows: dict[str, Any], words: str) -> None:
    case = CasePage.objects.get(pk=library.page("F04").pk)
    assert not any(words in found.message for found in problems(case))
    for name, values in rows.items():
        made = [CaseLegalBasis(statute=s, paragraph=p, remark="x") for s, p in values]
        setattr(case, name, made if name == "legal_basis" else [CaseFigure(**row) for row in values])
    case.live = False
    assert any(words in found.message for found in problems(case)), [f.message for f in problems(case)]
