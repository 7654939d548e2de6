"""The first draft: one field for each of the intake's, nothing cut without a trace."""

from __future__ import annotations

from typing import Any

import pytest

from cases.intake.drafting import MOST_QUESTION, MOST_TITLE, draft_of, too_long, unclear_methods
from tests.factories import MethodCardPageFactory

pytestmark = pytest.mark.django_db

TEXT: dict[str, Any] = {
    "title": "Der Plan fehlt",
    "situation": "Erster Absatz\nZeile\n\nZweiter <Absatz>",
    "key_question": "Wie fange ich an?",
    "actors": "Verwaltung: will Ruhe\n- Rat",
    "hypotheses": "* zu viel\n\n- zu spät",
    "ideas": "Anfangen",
    "methods": "",
    "next_steps": "Morgen",
    "case_kind": "beratung",
    "federal_state": "SUED",
    "size_band": "kleinstadt",
    "period_band": "2022-2025",
    "access_level": "public",
}


def situation(text: dict[str, Any]) -> str:
    return "".join(str(block.value.source) for block in draft_of(text, None).initial_situation)


def test_a_draft_has_every_field_and_a_row_per_line() -> None:
    page = draft_of(TEXT, None)
    assert (page.title, page.key_question, page.live) == ("Der Plan fehlt", "Wie fange ich an?", False)
    assert [(row.role, row.interest) for row in page.actors.all()] == [
        ("Verwaltung", "will Ruhe"),
        ("Rat", ""),
    ]
    assert [row.text for row in page.hypotheses.all()] == ["zu viel", "zu spät"]
    assert [row.sort_order for row in page.hypotheses.all()] == [0, 1]
    assert [row.what for row in page.steps.all()] == ["Morgen"]


def test_paragraphs_and_lines_stay_and_only_html_is_escaped() -> None:
    assert situation(TEXT) == "<p>Erster Absatz<br/>Zeile</p><p>Zweiter &lt;Absatz&gt;</p>"


def test_what_is_too_long_is_shortened_at_a_word_and_stands_whole_in_the_situation() -> None:
    title, question = "Wort " * 30, "Frage " * 60
    text = TEXT | {"title": title.strip(), "key_question": question.strip(), "methods": "Unbekannte Karte"}
    page = draft_of(text, None)
    assert len(page.title) <= MOST_TITLE
    assert page.title.endswith("Wort…")
    assert len(page.key_question) <= MOST_QUESTION
    assert page.key_question.endswith("…?")
    assert all(part in situation(text) for part in (title.strip(), question.strip(), "Unbekannte Karte"))
    assert list(too_long(text)) == ["Titel", "Schlüsselfrage", "Eingesetzte Methoden"]
    assert too_long(TEXT) == {}


def test_nothing_is_cut_inside_a_placeholder() -> None:
    text = TEXT | {"title": "a" * 70 + " [Gemeinde mit 5.000 bis 10.000 Einwohnern in Bayern]"}
    assert draft_of(text, None).title == "a" * 70 + "…"


def test_a_role_that_is_too_long_stands_whole_in_the_interest() -> None:
    line = "Rolle " * 40
    (row,) = draft_of(TEXT | {"actors": line}, None).actors.all()
    assert len(row.role) <= 120
    assert row.interest == line.strip()


def test_a_draft_without_a_title_is_called_something() -> None:
    assert draft_of(TEXT | {"title": ""}, None).title == "Neuer Fall"


def test_a_card_is_linked_by_its_name_without_the_part_in_brackets() -> None:
    card = MethodCardPageFactory(title="Kollegiale Beratung (6 Phasen)", slug="kb")
    text = TEXT | {"methods": "Kollegiale Beratung"}
    assert [row.method.pk for row in draft_of(text, None).case_methods.all()] == [card.pk]
    assert too_long(text) == {}


def test_a_name_of_two_cards_links_none_and_stands_in_the_situation() -> None:
    for number, kind in enumerate(("6 Phasen", "kurz")):
        MethodCardPageFactory(title=f"Kollegiale Beratung ({kind})", slug=f"kb-{number}")
    text = TEXT | {"methods": "Kollegiale Beratung"}
    assert not draft_of(text, None).case_methods.all()
    assert "Kollegiale Beratung" in situation(text)
    assert unclear_methods(text) == {
        "Kollegiale Beratung": ["Kollegiale Beratung (6 Phasen)", "Kollegiale Beratung (kurz)"]
    }
