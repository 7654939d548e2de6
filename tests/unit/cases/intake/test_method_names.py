"""Which method card is meant by what was typed."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from cases.intake.method_names import named_methods


def card(title: str, *aliases: str, english: str = "") -> Any:
    return SimpleNamespace(title=title, title_en=english, alias_list=list(aliases))


CARDS = [
    card("Kollegiale Beratung (6 Phasen)", "Intervision", "KB"),
    card("Bürgerrat (Vorarlberger Modell)"),
    card("Bürgerrat (kurz)"),
    card("Systemisches Konsensieren"),
    card("Systemische Aufstellung"),
    card("World Café", "Weltcafé"),
    card("Gesprächsrunde", "World Café"),
    card("Pre-Mortem (Vorab-Fehleranalyse)", english="Failure Review"),
    card("Retrospektive"),
]


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("Kollegiale Beratung (6 Phasen)", ["Kollegiale Beratung (6 Phasen)"]),
        ("Kollegiale Beratung", ["Kollegiale Beratung (6 Phasen)"]),
        ("eine kollegiale Beratung, abends", ["Kollegiale Beratung (6 Phasen)"]),
        ("KB und Retrospektiven", ["Kollegiale Beratung (6 Phasen)", "Retrospektive"]),
        ("- Kollegiale", ["Kollegiale Beratung (6 Phasen)"]),
        ("Systemisches", ["Systemisches Konsensieren"]),
        ("Failure Review", ["Pre-Mortem (Vorab-Fehleranalyse)"]),
        ("World Café", ["World Café"]),
        ("Weltcafé; Intervision\nIntervision", ["World Café", "Kollegiale Beratung (6 Phasen)"]),
        ("Bürgerrat (kurz)", ["Bürgerrat (kurz)"]),
        ("kb", []),
        ("Kol", []),
        ("Beratung", []),
        ("", []),
    ],
)
def test_a_card_is_meant_by_its_names_and_their_only_beginning(typed: str, titles: list[str]) -> None:
    assert [found.title for found in named_methods(typed, CARDS).cards] == titles


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("Bürgerrat", ["Bürgerrat (Vorarlberger Modell)", "Bürgerrat (kurz)"]),
        ("Systemische", ["Systemische Aufstellung", "Systemisches Konsensieren"]),
    ],
)
def test_what_may_mean_several_cards_means_none_and_says_which(typed: str, titles: list[str]) -> None:
    found = named_methods(typed, CARDS)
    assert (found.cards, found.unclear, found.unknown) == ([], {typed: titles}, [])


def test_what_names_no_card_is_kept_also_beside_one_that_does() -> None:
    assert named_methods("World Café, Bienenkorb", CARDS).unknown == ["Bienenkorb"]
