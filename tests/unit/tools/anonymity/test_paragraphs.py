"""Facts of labelled paragraphs against findings."""

from __future__ import annotations

from knowledge.anonymity.detector import Finding, Harm, Kind
from tools.anonymity.paragraphs import as_lines, as_table, false_alarms, leak_rate, leaked_tokens, measure

ROW = {
    "id": "a",
    "text": "Die Alte Mühle von Huber",
    "entities": [
        {"start": 4, "end": 14, "kind": "bauwerk", "surface": "Alte Mühle"},
        {"start": 19, "end": 24, "kind": "person", "surface": "Huber"},
    ],
}


def half(text: str) -> list[Finding]:
    return [Finding(9, 14, Kind.UNIQUE, text[9:14], 0.6, "", "", "phrase", Harm.EXACT)]


def test_a_fact_half_found_is_touched_and_holds_and_is_not_covered() -> None:
    facts = measure([ROW], half)
    assert facts.kinds == {"bauwerk": [1, 1, 0, 1], "person": [1, 0, 0, 0]}
    assert facts.shares == (0.5, 0, 0.5)
    assert facts.whole_documents == 0
    assert as_lines("x", facts)[-1].startswith("x: 2 facts, touched 0.500, covered 0.000, holding 0.500")


def test_words_outside_every_finding_leak() -> None:
    assert leaked_tokens([ROW], half) == [(5, 2)]


def test_alarms_are_counted_per_thousand_words() -> None:
    assert false_alarms(["Die Alte Mühle steht leer"], half) == (200, 200)


def test_the_rate_of_leaked_words_has_an_interval() -> None:
    rate, low, high = leak_rate([(100, 0), (100, 2), (100, 1)], draws=200)
    assert rate == 10
    assert 0 <= low <= rate <= high <= 20
    table = as_table([ROW], half)
    assert "| bauwerk | 1 | 1 | 0 | 1 |" in table
    assert "Durchgerutschte Wörter je 1.000: 400,0" in table
