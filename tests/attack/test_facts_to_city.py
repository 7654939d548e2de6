"""The header is wide, and what the text tells leads to a handful of cities."""

from __future__ import annotations

from typing import Any

import pytest

from cases.gate import profile_rules
from knowledge.anonymity.profile import Profile, fact_mentions_in
from knowledge.guard import finding_mark

pytestmark = pytest.mark.django_db  # the key of the marks

WIDE = Profile("BY", "stadt-ab-20000")


def problems(words: str, *passed: str) -> list[Any]:
    return profile_rules.fact_problems(fact_mentions_in([words]), WIDE, 20, passed)


def test_a_tram_and_a_university_hold_a_case_up_whatever_anybody_accepts() -> None:
    words = "Straßenbahn, Berufsfeuerwehr, Jugendamt und Universität"
    (problem,) = problems(words)
    assert problem.code == "k_facts"
    assert "4 Kommunen" in problem.message
    assert "Straßenbahn (4)" in problem.message
    every = [finding_mark("profile", said) for said in ("Straßenbahn (4)", words)]
    assert problems(words, *every)


@pytest.mark.parametrize("words", ["Unser Theater steht leer."])
def test_between_ten_and_twenty_a_second_person_may_let_it_stand(words: str) -> None:
    (problem,) = problems(words)
    assert "zweite Person" in problem.message
    assert problems(words, finding_mark("profile", "Unser Theater (15)")) == []
    assert problems(words, finding_mark("profile", "Unser Theater (14)"))


def test_what_many_have_holds_nothing_up() -> None:
    assert problems("Am Bahnhof steht das Gymnasium.") == []
