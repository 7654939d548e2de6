"""What strangers send: named in a sentence, and refused while nobody can look."""

from __future__ import annotations

import pytest

from knowledge.anonymity.detector import DetectorUnavailable
from knowledge.guard import NOBODY_LOOKS, is_nameless, objection, objection_to_query, open_forms


def test_an_objection_names_each_place_once() -> None:
    assert objection("Kläranlage Dachau, wieder Dachau") == (
        "Bitte ohne Namen und Orte: „Dachau“. Gespeichert wurde nichts."
    )


@pytest.mark.parametrize("text", ["", "wenig Geld für Vereine"])
def test_a_text_without_names_may_be_stored(text: str) -> None:
    assert objection(text) == ""


@pytest.mark.parametrize(
    ("text", "words", "way"),
    [
        ("Wir sind 4.312 Einwohner.", "4.312 Einwohner", "eine Spanne nennen"),
        ("Der Kollege ist an Krebs erkrankt.", "Krebs", "weglassen oder allgemeiner"),
        ("Das sagte Herr Licht.", "Licht", "die Rolle nennen"),
    ],
)
def test_an_exact_detail_is_refused_with_what_to_write_instead(text: str, words: str, way: str) -> None:
    sentence = objection(text)
    assert sentence.startswith(f"Bitte weniger genau: „{words}“ (bitte {way}")
    assert sentence.endswith("Gespeichert wurde nichts.")
    assert not is_nameless(text)


def test_the_words_of_a_search_are_read_by_nobody_and_may_be_exact() -> None:
    assert objection_to_query("Depression im Team, 4.312 Einwohner") == ""
    assert "Dachau" in objection_to_query("Kläranlage Dachau")


@pytest.mark.parametrize("word", ["Rat3", "Mühle"])
def test_a_rare_word_that_stands_alone_is_no_name(word: str) -> None:
    assert objection(word) == ""


def test_while_nobody_can_look_nothing_may_be_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_text: str) -> None:
        raise DetectorUnavailable("weg")

    monkeypatch.setattr(open_forms, "inspect_text", away)
    monkeypatch.setattr(open_forms, "names_nobody", away)
    assert objection("wenig Geld für Vereine") == NOBODY_LOOKS
    assert is_nameless("wenig Geld für Vereine") is False
