"""A text typed without umlauts is read as if it had them; names, addresses and offsets stay."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.anonymity.detector import Kind, find
from knowledge.anonymity.detector.preprocessing import normalise
from knowledge.anonymity.detector.umlauts import with_umlauts

WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})


@pytest.mark.parametrize(
    ("given_text", "wanted"),
    [
        ("Frueh weil spaeter", "Früh weil später"),
        ("frueh-weil-spaeter", "früh-weil-später"),
        ("Buergerinnen und Buerger, Fussgaenger", "Bürgerinnen und Bürger, Fußgänger"),
        ("neue Bauern messen aktuell die Quelle", "neue Bauern messen aktuell die Quelle"),
        ("Frau Loewe und Herr Boettcher aus Moers", "Frau Loewe und Herr Boettcher aus Moers"),
        (
            "info@baeder.example, www.buerger.example/baeder",
            "info@baeder.example, www.buerger.example/baeder",
        ),
    ],
)
def test_ordinary_words_get_their_umlauts_and_nothing_else_does(given_text: str, wanted: str) -> None:
    assert with_umlauts(normalise(given_text)).text == wanted


@given(
    st.lists(st.sampled_from(["Buerger", "frueh", "weil", "spae", "ter", "Maerz", " ", "\u00ad", "@"])).map(
        "".join
    )
)
@settings(max_examples=100, deadline=None, derandomize=True)
def test_offsets_lead_back_to_the_given_text(text: str) -> None:
    result = with_umlauts(normalise(text))
    assert len(result.text) == len(result.starts) == len(result.ends)
    assert list(result.starts) == sorted(result.starts) and list(result.ends) == sorted(result.ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(result.starts, result.ends, strict=True))


def test_a_finding_covers_the_letters_as_they_were_typed() -> None:
    (date,) = [finding for finding in find("Das war im Maerz 2022 so.") if finding.kind is Kind.DATE]
    assert date.text == "Maerz 2022"


def test_a_text_without_names_stays_without_findings_when_its_umlauts_are_written_out() -> None:
    text = (
        "Im Frühjahr fragten die Ämter ihre Beschäftigten nach Öffnungszeiten. Das Gespräch über Lärm"
        " und Müll brachte Ärger; die Fachkräfte der Kämmerei fanden, dass Bürgerinnen und Bürger größere"
        " Lücken sehen."
    )
    assert find(text) == find(text.translate(WRITTEN_OUT)) == []
