"""The automatic attacker finds the municipality in the raw text, and no better than chance in the released
one.
"""

from __future__ import annotations

import random

import pytest

from knowledge.anonymity.profile.uniqueness import Profile
from knowledge.anonymity.register import municipalities
from tools.anonymity.attack import Attacker, chance_of, experiment, fits, release
from tools.anonymity.attack_facts import with_facts

LEAST_P = 0.05 / 3
"""Three figures are tested (hits among the first ten, mean place, participants), so together a harmless
change fails by bad luck in at most one of twenty cases. With 174 attacks chance gives 6.6 hits and the test
fails from 13 on: a leak that multiplies the hits by 2.5 is seen with a probability of .86, one that triples
them with .97 (a doubled rate only with .57: that takes the 580 attacks of ``python -m tools.anonymity
attack``).
"""


def test_attacker_on_the_demo_cases() -> None:
    result = experiment(rounds=6, seed=7, sentences=6)
    assert result.total >= 150
    assert result.raw >= 0.98 * result.total
    assert result.p_value > LEAST_P, result.hits
    assert result.p_value_of_place > LEAST_P
    assert result.p_value_of_participants > LEAST_P


def test_attacker_sees_a_fact_that_survives() -> None:
    draw, register = random.Random(3), municipalities()
    attacker = Attacker(register)
    true = next(item for item in register if item.name == "Brunnthal")
    for fact, reason in (
        (f"Wir sind {true.population} Leute.", "number people"),
        (f"Wir haben {true.area_ha} Hektar.", "number hectares"),
        (f"Wir sind {round(true.population / 2.1)} Haushalte.", "number households"),
        (f"Unsere PLZ ist {true.postcode}.", "postcode"),
        ("Die Nachbarn in Unterhaching sahen das anders.", "neighbour unterhaching"),
        ("Am alten Brunn war es still.", "part brunn"),
        ("Das Brunnthaler Rathaus.", "word brunnthal"),
    ):
        assert reason in attacker.reasons(fact, true), fact
        assert attacker.rank(fact, Profile("BY"), None, draw).index(true.ags) < 400, fact
    assert attacker.reasons("Es war ein langer Abend.", true) == {}


def test_words_that_stand_in_other_public_texts_count_less() -> None:
    attacker = Attacker(municipalities())
    true = next(item for item in municipalities() if item.name == "Brunnthal")
    before = attacker.reasons("Am alten Brunn war es still.", true)["part brunn"]
    attacker.read(["Der Brunn ist alt.", "Ein Brunn."])
    assert attacker.reasons("Am alten Brunn war es still.", true)["part brunn"] == pytest.approx(
        before / 3, abs=0.01
    )


def test_equal_scores_come_in_random_order() -> None:
    attacker, profile = Attacker(municipalities()), Profile("BY", "kleinstadt")
    fitting = [item.ags for item in municipalities() if fits(profile, item)]
    draw = random.Random(5)
    firsts = {attacker.rank("Nichts davon sagt etwas.", profile, None, draw)[0] for _round in range(30)}
    assert len(firsts) > 20
    assert sorted(attacker.rank("Nichts davon sagt etwas.", profile, None, draw)) == sorted(fitting)


@pytest.mark.parametrize("number", [40, pytest.param(120, marks=pytest.mark.drill)])
def test_facts_of_a_municipality_do_not_survive_the_release(number: int) -> None:
    draw, register = random.Random(11), municipalities()
    attacker = Attacker(register)
    for true in draw.sample([item for item in register if item.population >= 500], number):
        raw, names = with_facts(["Der Haushalt wurde nur mit Auflagen genehmigt."], true, draw)
        assert true.name in raw
        assert true.ags in attacker.rank(raw, Profile("SUED"), None, draw)[:3]
        public = release(raw, names)
        assert true.name not in public
        assert attacker.reasons(public, true) == {}, public


def test_header_decides_who_is_a_candidate() -> None:
    small = next(item for item in municipalities() if item.federal_state == "BY" and item.population < 2000)
    assert fits(Profile("SUED", "landgemeinde-klein"), small)
    assert not fits(Profile("BW", "landgemeinde-klein"), small)
    assert not fits(Profile("BY", "stadt-ab-20000"), small)


def test_chance_is_exact() -> None:
    assert chance_of([0.5, 0.5], 2) == pytest.approx(0.25)
    assert chance_of([0.1, 0.2, 0.3], 0) == pytest.approx(1.0)
    assert chance_of([0.1, 0.2], 1) == pytest.approx(1 - 0.9 * 0.8)
