"""Facts of a text narrow a header."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.anonymity.profile import Profile, fact_mentions_in, fact_steps, uniqueness
from knowledge.anonymity.profile.facts import FACTS, open_lists, steps
from knowledge.anonymity.register import municipalities

TOWN = Profile("BY", "stadt-ab-20000")


def k_with(profile: Profile, text: str) -> int:
    return uniqueness.k_of(replace(profile, facts=frozenset(item.key for item in fact_mentions_in([text]))))


def test_what_few_towns_have_leaves_few() -> None:
    assert uniqueness.k_of(TOWN) == 75
    assert k_with(TOWN, "Straßenbahn, Berufsfeuerwehr, Jugendamt, Universität") == 4
    found = fact_steps(TOWN, fact_mentions_in(["Straßenbahn und Universität"]))
    assert [(step.mention.word, step.k) for step in found] == [("Straßenbahn", 4), ("Universität", 4)]


def test_facts_that_hang_together_do_not_multiply() -> None:
    small = Profile("BY", "landgemeinde")
    assert k_with(small, "Das Hallenbad und das Freibad.") == k_with(small, "Das Hallenbad.")


def test_facts_that_contradict_each_other_are_not_taken_together() -> None:
    assert k_with(Profile("SUED", "landgemeinde"), "Ratsbegehren und Ortschaftsrat") == 384


def test_a_council_tells_the_size_by_law() -> None:
    mentions = fact_mentions_in(["Im Gemeinderat sitzen 16 Leute."])
    assert [item.key for item in mentions] == ["council:16"]
    fitting = sum(
        3_000 < item.population <= 5_000 and item.federal_state == "BY" for item in municipalities()
    )
    assert steps([item for item in municipalities() if item.federal_state == "BY"], mentions)[0].k == fitting


@pytest.mark.parametrize("text", ["Wir fragten an einer Universität.", "Der Rat tagt.", "Keine Straßenbahn?"])
def test_what_is_elsewhere_tells_nothing(text: str) -> None:
    assert [item.key for item in fact_mentions_in([text]) if item.key != "tram"] == []


def test_every_listed_town_stands_in_the_register() -> None:
    names = {item.name for item in municipalities()}
    assert {name for listed in open_lists().values() for name in listed} <= names
    assert len({fact.key for fact in FACTS}) == len(FACTS)


def test_hardly_any_village_has_a_large_staff() -> None:
    assert uniqueness.k_of(Profile("BY", "landgemeinde-klein", admin_size="ueber-200")) == 3
    assert uniqueness.k_of(Profile("BY", "landgemeinde-klein", admin_size="unter-15")) == 361
