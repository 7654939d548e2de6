"""Details that single out are found whole and hold a text back; harmless prose is left alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from knowledge.anonymity.detector import Harm, Kind, find
from tools.anonymity.demo_texts import ROOT, demo_texts
from tools.anonymity.paragraphs import false_alarms, measure, read_paragraphs

DATA = Path(__file__).parent / "data"


def rows(name: str) -> list[dict[str, Any]]:
    return read_paragraphs(DATA / f"{name}.jsonl")


@pytest.mark.parametrize("name", ["handover", "own"])
def test_facts_are_touched_covered_and_hold_a_text_back(name: str) -> None:
    touched, covered, holding = measure(rows(name)).shares
    assert touched >= 0.97
    assert covered >= 0.93
    assert holding >= 0.97


def test_prose_without_facts_raises_few_alarms() -> None:
    demo = [
        text for path in sorted((ROOT / "cases" / "demo").glob("F??.yaml")) for text in demo_texts(path=path)
    ]
    for texts in ([row["text"] for row in rows("neutral")], demo):
        found, holding = false_alarms(texts)
        assert found <= 10
        assert holding <= 2.5


def test_special_categories_are_a_kind_of_their_own_and_hold_a_text_back() -> None:
    missed, false = [], []
    for row in rows("sensitive"):
        found = [item for item in find(row["text"]) if item.kind is Kind.SENSITIVE]
        assert all(item.is_harmful for item in found)
        if row["kind"] == "none":
            false += [item.text for item in found]
        elif not found:
            missed.append(row["text"])
    assert len(missed) <= 2, missed
    assert not false


@pytest.mark.parametrize(
    ("text", "harm"),
    [
        ("Wir haben 4.312 Einwohner.", Harm.EXACT),
        ("Das kostet 1.847.300 Euro.", Harm.EXACT),
        ("Der Bürgerentscheid im März 2022 ging mit 61,3 Prozent aus.", Harm.EXACT),
        ("Das sagte die Bürgermeisterin.", Harm.EXACT),
        ("Dort war FRAU ZWICKNAGL.", Harm.DIRECT),
        ("Bayern ist groß.", Harm.HINT),
    ],
)
def test_harm_is_apart_from_certainty(text: str, harm: Harm) -> None:
    found = find(text)
    assert any(item.harm is harm for item in found) or (
        harm is Harm.HINT and all(not item.holds for item in found)
    )
