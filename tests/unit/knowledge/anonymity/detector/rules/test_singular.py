"""What there is once, with its whole phrase."""

import pytest

from knowledge.anonymity.detector.rules.rule import find_by_rules
from knowledge.anonymity.detector.rules.singular import SINGULAR_RULES


def found(text):
    return [finding.text for finding in find_by_rules(text, SINGULAR_RULES, "phrase")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "Wir sind die kleinste Stadt Bayerns mit eigener Berufsschule, das Geld fehlt.",
            "die kleinste Stadt Bayerns mit eigener Berufsschule",
        ),
        (
            "Wir sind die einzige Gemeinde mit drei Bergbahnen und ohne Arzt.",
            "die einzige Gemeinde mit drei Bergbahnen und ohne Arzt",
        ),
        ("Im Südwesten hat niemand höhere Wasserpreise als wir.", "niemand höhere Wasserpreise als wir"),
        (
            "Ich bin der einzige Rathauschef ohne Parteibuch im ganzen Kreis, das hilft.",
            "der einzige Rathauschef ohne Parteibuch im ganzen Kreis",
        ),
        ("Daneben ich als dienstältester Schultes im Land.", "als dienstältester Schultes im Land"),
    ],
)
def test_it_is_found_whole(text, words):
    assert words in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Die erste Sitzung war lang.",
        "Das ist die einzige Lösung.",
        "Die größte Sorge ist das Geld.",
    ],
)
def test_ordinary_sentences_are_left_alone(text):
    assert found(text) == []
