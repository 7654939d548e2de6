"""Documents are read chunk by chunk; that gives the same terms as reading word by word."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.ingest.preparation import _Layers

PIECES = st.sampled_from(
    [
        "Verwaltungs-", "und", "Organisationskultur", "-struktur", "Haushaltssicherung", "Bürger*innen",
        "Kolleg(inn)en", "PV-Anlage,", "(siehe", "oben).", "z. B.",
        "bzw.", "setzt", "um", "um.", "(um)", "umund", "um/um", "durch", "über", "ueber;", "auf,", "oder",
        "Vor- und", "Nachteile;", "E-Mail", "3.500", "!", "–", "Grund-/Mittelschule", "Rats-,", "\u00a0",
        "\n", "MitarbeiterInnen", "'s", "Über-", "/",
    ]
)  # fmt: skip


def terms(text: str, *, word_by_word: bool) -> list[list[str]]:
    layers = _Layers()
    layers.read(text) if word_by_word else layers.add(text)
    return [layers.exact, layers.stem, layers.derivation, layers.prefix]


@given(st.lists(PIECES, max_size=25).map(" ".join) | st.text(max_size=120))
def test_chunks_give_the_same_terms(text: str) -> None:
    assert terms(text, word_by_word=False) == terms(text, word_by_word=True)


@pytest.mark.parametrize(
    "text",
    [
        "Verwaltungs- und Organisationskultur. Danach -struktur, Haupt-\nund Nebenamt; Rats- bzw. Amtszeit",
        "Vor-",
        "-teil",
    ],
)
def test_elided_halves_find_their_other_half(text: str) -> None:
    assert terms(text, word_by_word=False) == terms(text, word_by_word=True)


def test_same_terms_for_a_whole_collection(repository: Path) -> None:
    for line in (
        (repository / "tests/relevance/data/govdata/corpus.jsonl").read_text(encoding="utf-8").splitlines()
    ):
        text = json.loads(line)["text"]
        assert terms(text, word_by_word=False) == terms(text, word_by_word=True)
