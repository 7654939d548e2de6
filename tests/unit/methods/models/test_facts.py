"""The facts of a card in the words of people who look for a method."""

from __future__ import annotations

import pytest

from methods.models import MethodAccessNote, MethodMaterial
from tests.factories import MethodCardPageFactory

pytestmark = pytest.mark.django_db


def test_every_fact_is_said_and_nothing_else() -> None:
    card = MethodCardPageFactory(
        phase_of_meeting=["ankommen", "abschluss"],
        group_max=60,
        difficulty="ohne-uebung",
        conflict_fit="geeignet",
        online="gleichwertig",
    )
    card.access_notes = [MethodAccessNote(need="hoeren", note="Gesicht zur Runde.")]
    card.materials = [MethodMaterial(item="Stuhlkreis")]
    for words in (
        "Warm-up",
        "Schlussrunde",
        "großer Gruppe",
        "Vorkenntnisse",
        "Streit",
        "online",
        "gehörlos",
        "ohne Beamer",
    ):
        assert words in card.in_words
    card.materials = [MethodMaterial(item="Beamer und Leinwand")]
    card.group_max, card.phase_of_meeting, card.access_notes = 12, [], []
    card.conflict_fit, card.online, card.difficulty = "mit-vorsicht", "nur-praesenz", "erfahren"
    for words in ("Warm-up", "großer", "Vorkenntnisse", "Streit", "gehörlos", "Beamer"):
        assert words not in card.in_words
    assert "nur vor Ort" in card.in_words
