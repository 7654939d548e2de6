"""What the words of one family share, and what only looks as if it belonged to one."""

from __future__ import annotations

import pytest

from search.language.families import MIN_ROOT, borrowed_verb, distinct, finite, infinitive, root
from search.language.wordlists import words


@pytest.mark.parametrize(
    "family",
    [
        ("umsetzung", "umgesetzt", "umzusetzen", "umsetzen"),
        ("beteiligung", "beteiligt", "beteiligen"),
        ("entscheidung", "entscheiden", "entschieden", "entschied"),
        ("finanzierung", "finanzieren", "finanziert"),
        ("hilft", "helfen", "geholfen"),
        ("bueros", "buero"),
    ],
)
def test_a_family_has_one_root(family: tuple[str, ...]) -> None:
    assert len({root(word) for word in family}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("gefahren", "fahren"), ("lehrer", "leer"), ("amt", "amtierend"), ("ort", "ordnung")]
)
def test_words_that_only_look_alike_have_two_roots(one: str, other: str) -> None:
    assert root(one) != root(other)


def test_distinct_words_are_their_own_family_in_every_form() -> None:
    for word in words("distinct.txt"):
        assert distinct(word) == root(word) == word
        assert root(f"{word}en") in (word, root(f"{word}en"))


@pytest.mark.parametrize("word", ["", "a", "und", "ung", "x" * 64])
def test_fragments_and_very_long_words_have_a_root_too(word: str) -> None:
    assert isinstance(root(word), str)
    assert root(word) == word or len(root(word)) >= MIN_ROOT or len(word) < MIN_ROOT


def test_a_borrowed_verb_keeps_its_stem() -> None:
    assert borrowed_verb("finanzieren") == "finanzier"
    assert borrowed_verb("verlieren") == "", "its stem is that of a German verb"
    assert borrowed_verb("haus") == ""


@pytest.mark.parametrize(
    ("form", "verb"),
    [("umgesetzt", "umsetzen"), ("umzusetzen", "umsetzen"), ("betrieben", "betrieben"), ("haus", "haus")],
)
def test_infinitive_of_a_form_or_the_word_itself(form: str, verb: str) -> None:
    assert infinitive(form) == verb


@pytest.mark.parametrize(("form", "verb"), [("setzte", "setzen"), ("fing", "fangen"), ("haus", "")])
def test_finite_form_of_a_verb_that_lost_its_particle(form: str, verb: str) -> None:
    assert finite(form) == verb
