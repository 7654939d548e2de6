"""The automatic attacker finds the municipality in the raw text, and no better than chance in the released one."""

from __future__ import annotations

import random

import pytest

from knowledge.anonymity.attack import Attacker, chance_of, experiment, fits, release, with_facts
from knowledge.anonymity.register import municipalities
from knowledge.anonymity.uniqueness import Profile


def test_attacker_on_the_demo_cases() -> None:
    result = experiment(rounds=1, seed=7)
    assert result.total >= 25
    assert result.raw == result.total
    assert result.p_value > 0.01
    assert result.p_value_of_participants > 0.01


def test_facts_of_a_municipality_do_not_survive_the_release() -> None:
    draw, register = random.Random(11), municipalities()
    attacker = Attacker(register)
    for true in draw.sample([item for item in register if item.population >= 1000], 40):
        raw, names = with_facts(["Der Haushalt wurde nur mit Auflagen genehmigt."], true, draw)
        assert true.name in raw
        profile = Profile("SUED")
        assert true.ags in attacker.rank(raw, profile, None, draw)[:3]
        public = release(raw, names)
        assert true.name not in public
        assert true.postcode not in public
        assert f"{true.population:,}".replace(",", ".") not in public


def test_header_decides_who_is_a_candidate() -> None:
    small = next(item for item in municipalities() if item.state == "BY" and item.population < 2000)
    assert fits(Profile("SUED", "landgemeinde-klein"), small)
    assert not fits(Profile("BW", "landgemeinde-klein"), small)
    assert not fits(Profile("BY", "stadt-ab-20000"), small)


def test_chance_is_exact() -> None:
    assert chance_of([0.5, 0.5], 2) == pytest.approx(0.25)
    assert chance_of([0.1, 0.2, 0.3], 0) == pytest.approx(1.0)
    assert chance_of([0.1, 0.2], 1) == pytest.approx(1 - 0.9 * 0.8)
