"""From text to words: gender forms, hyphens, elided halves; places are those in the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.language.tokens import adjacent, tokens


def surfaces(text: str) -> list[str]:
    return [token.surface for token in tokens(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        (" – … ! ", []),
        ("Bürger*innen", ["Bürger"]),
        ("Bürger:in, Bürger_innen", ["Bürger", "Bürger"]),
        ("Mitarbeiter/-innen", ["Mitarbeiter"]),
        ("Kolleg(inn)en", ["Kolleg"]),
        ("jede*r", ["jede"]),
        ("BürgerInnen", ["Bürger"]),
        ("Berlin", ["Berlin"]),
        ("PV-Anlage", ["PV", "Anlage"]),
        ("125.000", ["125000"]),
        ("125 000 Euro", ["125000", "Euro"]),
        ("1\u202f250\u202f000", ["1250000"]),
        ("10'000 oder 10’000", ["10000", "oder", "10000"]),
        ("1.250,50 €", ["1250", "50"]),
        ("100.000-Einwohner-Stadt", ["100000", "Einwohner", "Stadt"]),
        ("am 3.10.2024 um 10.30", ["am", "3", "10", "2024", "um", "10", "30"]),
        ("2025 100 Stellen", ["2025", "100", "Stellen"]),
        ("Fassung 1.234.5", ["Fassung", "1", "234", "5"]),
        ("geht's 3,5 km", ["geht", "s", "3", "5", "km"]),
    ],
)
def test_words_of_a_text(text: str, words: list[str]) -> None:
    assert surfaces(text) == words


def test_the_last_member_carries_the_hyphenated_word() -> None:
    assert [token.whole for token in tokens("Vor-Ort-Termin")] == ["", "", "VorOrtTermin"]


@pytest.mark.parametrize(
    ("text", "right", "left"),
    [
        ("Haupt- und Nebenamt", [True, False, False], [False, False, False]),
        ("Verwaltungskultur und -struktur", [False, False, False], [False, False, True]),
        ("Bund-Länder", [False, False], [False, False]),
    ],
)
def test_elided_halves_are_open_towards_the_other(text: str, right: list[bool], left: list[bool]) -> None:
    found = list(tokens(text))
    assert [token.open_right for token in found] == right
    assert [token.open_left for token in found] == left


@pytest.mark.parametrize(("between", "near"), [(", ", True), (" / ", True), ("; ", False), (" " * 7, False)])
def test_neighbours_are_words_of_one_enumeration(between: str, near: bool) -> None:
    text = f"eins{between}zwei"
    left, right = tokens(text)
    assert adjacent(text, left, right) is near


@given(st.text(max_size=80))
def test_a_word_stands_where_it_says(text: str) -> None:
    end = 0
    for token in tokens(text):
        assert end <= token.start < token.end <= len(text)
        assert text[token.start : token.end].startswith(token.surface)
        end = token.end


def test_a_very_long_text_is_read_in_one_go() -> None:
    assert len(surfaces("wort-" * 50_000 + "ende")) == 50_001
