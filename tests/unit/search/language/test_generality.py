"""How much a word says by itself."""

from __future__ import annotations

import pytest

from search.language import analyse_word, is_german, specificity


def of(word: str) -> float:
    return specificity(analyse_word(word))


@pytest.mark.parametrize("word", ["neu", "neuer", "letzter", "machen", "macht", "gut", "bester", "Runde"])
def test_general_words_say_little(word: str) -> None:
    assert of(word) < 0.4


@pytest.mark.parametrize("word", ["Wolf", "Personalausweis", "Grafikchip", "Hallenbad", "Hebesatz"])
def test_words_of_one_subject_say_much(word: str) -> None:
    assert of(word) >= 0.8


def test_a_compound_says_more_than_its_parts() -> None:
    assert of("Dorfladen") > max(of("Dorf"), of("Laden"))


def test_a_noun_says_more_than_a_verb() -> None:
    assert of("Vorstand") > of("gewinnen")


@pytest.mark.parametrize("word", ["ab", "heraus", "tun", "zwanzig", "zehn", "anderthalb"])
def test_particles_and_numbers_say_next_to_nothing(word: str) -> None:
    assert of(word) < 0.1


def test_a_noun_that_is_a_particle_too_stays_a_noun() -> None:
    assert of("Fest") > of("ab")


@pytest.mark.parametrize(("word", "known"), [("Laien", True), ("Pachten", True), ("Haushlt", False)])
def test_general_german_is_known_in_any_form(word: str, known: bool) -> None:
    assert is_german(analyse_word(word)) == known
