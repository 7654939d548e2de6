"""Facts of a text narrow a header."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.anonymity.profile import (
    Profile,
    fact_mentions_in,
    fact_steps,
    holders_of,
    pool_of,
    uniqueness,
)
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


def test_a_neighbour_with_its_size_counts_and_says_who_has_one() -> None:
    (told,) = fact_mentions_in(["Die [Gemeinde A ab 20.000 Einwohnern] zahlt mit."])
    assert told.key == "neighbour:20000-" and told.word == "Gemeinde A ab 20.000 Einwohnern"
    assert fact_mentions_in(["Die Nachbargemeinde mit 5.000 bis 10.000 Einwohnern baut."])[0].key == (
        "neighbour:5000-10000"
    )
    assert (
        fact_mentions_in(["Unsere Nachbarstadt mit 8.400 Einwohnern baut."])[0].key == "neighbour:7560-9241"
    )
    assert not fact_mentions_in(["Die Nachbargemeinde baut."])
    pool = pool_of(Profile("BY", "kleinstadt"))
    fine, coarse = holders_of("neighbour:7560-9241", pool), holders_of("neighbour:0-20000", pool)
    assert fine.is_assumed and fine.count < coarse.count <= len(pool)


def test_who_has_a_listed_fact_is_named_and_a_share_is_called_one() -> None:
    pool = pool_of(Profile("BY", "stadt-ab-20000"))
    trams = holders_of("tram", pool)
    assert (trams.count, trams.is_assumed) == (4, False) and "Würzburg" in trams.names
    assert holders_of("hospital", pool).is_assumed and not holders_of("hospital", pool).names


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Unser See ist im Sommer voll.", "lake"),
        ("Das Strandbad ist zu.", "lake"),
        ("Viele Grenzgänger zahlen nichts.", "border"),
        ("An der Grenze zu Österreich.", "border"),
        ("Am Rand des Nationalparks.", "national-park"),
        ("Wir sind in einer Verwaltungsgemeinschaft.", "association"),
        ("In unserer Verwaltungsgemeinschaft gilt das.", "association"),
        ("Als Mitgliedsgemeinde einer VG zahlen wir mit.", "association"),
        ("Der Gemeindeverwaltungsverband entscheidet.", "joint-authority"),
    ],
)
def test_where_a_place_lies_and_what_it_belongs_to_narrows_the_header(text: str, key: str) -> None:
    assert [item.key for item in fact_mentions_in([text])] == [key]
    wide = Profile("SUED", "kleinstadt")
    assert k_with(wide, text) < uniqueness.k_of(wide) / 2


@pytest.mark.parametrize("text", ["Der Badesee ist zu.", "Er ging an die Grenze.", "Jeder Verband wartet."])
def test_what_sounds_like_a_lake_or_a_border_tells_nothing(text: str) -> None:
    assert fact_mentions_in([text]) == ()


def test_a_joint_authority_tells_the_land_as_well() -> None:
    assert k_with(Profile("BY", "kleinstadt"), "Der Gemeindeverwaltungsverband entscheidet.") == 1
    agreed = holders_of("association", pool_of(Profile("BW", "landgemeinde-klein")))
    assert 0.3 * 175 < agreed.count < 0.35 * 175, "counted in the register"
