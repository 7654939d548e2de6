"""What words tell of the kind of municipality, and what that leaves of the register; proved by exhaustion."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache
from itertools import chain, combinations, product

import pytest

from knowledge.anonymity.profile.linkage import joint_profile, least_joint_k
from knowledge.anonymity.profile.municipality_types import KINDS, fits, mentions_in, narrowest
from knowledge.anonymity.profile.uniqueness import (
    SIZE_BANDS,
    THRESHOLD,
    Profile,
    assess,
    candidates,
    fixed_header,
    k_of,
    parse_profile,
)
from knowledge.anonymity.register import municipalities

SETS = [
    frozenset(chosen)
    for chosen in chain.from_iterable(combinations(KINDS, size) for size in range(len(KINDS) + 1))
]
HEADERS = [
    Profile(state, band, finance_band="angespannt", admin_size="unter-15")
    for state, band in product(("BY", "BW", "SUED"), SIZE_BANDS)
]
"""With finance and staff, which narrow most."""


def kinds(text: str) -> list[tuple[str, str]]:
    return [(said.kind, said.word) for said in mentions_in([text])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Der Stadtrat tagt.", [("stadt", "Stadtrat")]),
        ("Drei Stadträtinnen fehlten.", [("stadt", "Stadträtinnen")]),
        ("Die Stadtverwaltung schweigt.", [("stadt", "Stadtverwaltung")]),
        ("In unserer Stadt geht das nicht.", [("stadt", "Stadt")]),
        ("Die Stadt will bauen, die Stadthalle bleibt.", [("stadt", "Stadt"), ("stadt", "Stadthalle")]),
        (
            "Die Innenstadt stirbt, der städtische Bauhof hilft.",
            [("stadt", "Innenstadt"), ("stadt", "städtische")],
        ),
        ("Der Oberbürgermeister zögert.", [("grosse-stadt", "Oberbürgermeister")]),
        ("Als Große Kreisstadt können wir das.", [("grosse-stadt", "Große Kreisstadt")]),
        ("Der Marktgemeinderat und unser Markt.", [("markt", "Marktgemeinderat"), ("markt", "unser Markt")]),
        (
            "Der Gemeinderat und zwei Gemeinderäte.",
            [("gemeinderat", "Gemeinderat"), ("gemeinderat", "Gemeinderäte")],
        ),
        ("Die Gemeindeverwaltung ist klein.", [("gemeindeverwaltung", "Gemeindeverwaltung")]),
    ],
)
def test_words_that_tell_the_kind(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Unsere Gemeinde und die Kommune, der Rat und die Verwaltung.",
        "Ob Stadt oder Gemeinde: Das gilt überall, in Stadt und Land.",
        "Stadtplanung und Stadtentwicklung sind Fächer, Stadtradeln ist eine Aktion.",
        "Die jungen Leute ziehen in die Stadt, hier ist es anders als in der Stadt.",
        "Aus der großen Stadt kam Hilfe, eine andere Stadt hat abgelehnt.",
        "Der Wochenmarkt und der Jugendgemeinderat.",
        "Städtebauförderung, Städtetag, Gemeindetag.",
    ],
)
def test_words_that_tell_nothing(text: str) -> None:
    assert kinds(text) == []


def test_a_word_is_named_once_and_in_the_order_of_the_texts() -> None:
    said = mentions_in(["Der Stadtrat und der Gemeinderat.", "Wieder der Stadtrat, dazu die Stadthalle."])
    assert [item.word for item in said] == ["Stadtrat", "Gemeinderat", "Stadthalle"]


def test_the_kinds_mean_what_the_municipal_codes_say() -> None:
    counted = {
        (state, kind): sum(
            item.federal_state == state and fits(item.federal_state, item.type, kind)
            for item in municipalities()
        )
        for state in ("BY", "BW")
        for kind in KINDS
    }
    types = {
        (state, name): sum((item.federal_state, item.type) == (state, name) for item in municipalities())
        for state in ("BY", "BW")
        for name in ("Gemeinde", "Markt")
    }
    total = {state: sum(item.federal_state == state for item in municipalities()) for state in ("BY", "BW")}
    for state in ("BY", "BW"):
        assert counted[state, "stadt"] == total[state] - types[state, "Gemeinde"] - types[state, "Markt"]
        assert counted[state, "gemeindeverwaltung"] == types[state, "Gemeinde"] + types[state, "Markt"]
        assert counted[state, "markt"] == types[state, "Markt"]
        assert counted[state, "grosse-stadt"] < counted[state, "stadt"]
    assert counted["BY", "gemeinderat"] == types["BY", "Gemeinde"]
    assert (
        counted["BW", "gemeinderat"] == total["BW"]
    )  # towns have a Gemeinderat there, so the word tells nothing
    with pytest.raises(ValueError, match="Unbekannte Art"):
        fits("BY", "Gemeinde", "dorf")


def test_few_small_towns_and_few_large_villages() -> None:
    assert k_of(Profile("BY", "landgemeinde-klein", kinds=frozenset({"stadt"}))) == 14
    assert k_of(Profile("BW", "landgemeinde-klein", kinds=frozenset({"stadt"}))) == 3
    assert k_of(Profile("BY", "stadt-ab-20000", kinds=frozenset({"gemeinderat"}))) == 7
    assert k_of(Profile("BW", "stadt-ab-20000", kinds=frozenset({"gemeinderat"}))) == 107
    assert k_of(Profile("BW", "stadt-ab-20000", kinds=frozenset({"gemeindeverwaltung"}))) == 0
    assert k_of(Profile("BY", "landkreis", kinds=frozenset({"stadt"}))) == k_of(Profile("BY", "landkreis"))


@cache
def crowd(state: str, band: str) -> Counter[tuple[str, str]]:
    """(Land, legal type) of all municipalities behind a header: the register is read once per Land and band,
    not by the code under test.
    """
    low, high = SIZE_BANDS[band]
    lands = ("BY", "BW") if state == "SUED" else (state,)
    return Counter(
        (item.federal_state, item.type)
        for item in municipalities()
        if item.federal_state in lands and item.population >= low and (high is None or item.population < high)
    )


@cache
def left(state: str, band: str, said: frozenset[str]) -> int:
    """The register under a header and words, as :func:`candidates` counts it."""
    return candidates(Profile(state, band, kinds=said))


@pytest.mark.parametrize(("state", "band"), list(product(("BY", "BW", "SUED"), SIZE_BANDS)))
def test_whatever_words_a_text_uses_what_passes_leaves_enough(state: str, band: str) -> None:
    """Every header under every set of words: what passes leaves enough to whoever believes any of them; more
    words never widen.
    """
    for said, share in product(SETS, (1, 2, 4, 8)):
        k = left(state, band, said) // share
        assert all(left(state, band, said) <= left(state, band, said - {kind}) for kind in said)
        for size in range(1, len(said) + 1):
            for believed in combinations(sorted(said), size):
                fitting = sum(
                    count
                    for (land, name), count in crowd(state, band).items()
                    if all(fits(land, name, kind) for kind in believed)
                )
                assert k < THRESHOLD or fitting // share >= THRESHOLD or (fitting == 0 and size > 1)


def test_no_municipality_is_counted_out_by_what_is_true_of_it() -> None:
    """From the other side: each of the 3,157, under its own Land and under both, with every word that is true
    of it.
    """
    for item in municipalities():
        band = next(
            name
            for name, (low, high) in SIZE_BANDS.items()
            if item.population >= low and (high is None or item.population < high)
        )
        true = frozenset(kind for kind in KINDS if fits(item.federal_state, item.type, kind))
        for state, said in product(
            (item.federal_state, "SUED"), [true, *(frozenset({kind}) for kind in true)]
        ):
            assert 1 <= left(state, band, said) <= sum(crowd(state, band).values())


@pytest.mark.parametrize("said", [*SETS[1:6], SETS[-1]], ids=lambda said: "+".join(sorted(said)))
def test_every_proposal_reaches_the_threshold_with_the_words_as_well(said: frozenset[str]) -> None:
    for header in HEADERS:
        result = assess(replace(header, kinds=said))
        assert (result.proposal.kinds, result.proposal_k >= THRESHOLD) == (said, True)
    assert k_of(fixed_header(replace(HEADERS[0], kinds=said))) >= THRESHOLD


def test_contradicting_words_are_believed_one_by_one() -> None:
    town, council = frozenset({"stadt"}), frozenset({"gemeinderat"})
    small = Profile("BY", "landgemeinde-klein")
    assert candidates(replace(small, kinds=town | council)) == 14
    assert (
        candidates(replace(small, federal_state="BW", kinds=town | council)) == 3
    )  # there both can be true of one town
    assert narrowest([], town) == 0
    assert narrowest([("BY", "Stadt"), ("BW", "Gemeinde")], ()) == 2


def test_cases_of_one_meeting_share_their_words() -> None:
    header, words = Profile("BY", "landgemeinde-klein"), Profile("SUED", kinds=frozenset({"stadt"}))
    joined = joint_profile(header, words)
    assert joined is not None
    assert k_of(joined) == 14
    assert least_joint_k(header, [("other", words)]) == (14, ("other",))


def test_kinds_of_the_command_are_checked() -> None:
    profile = parse_profile({"state": "BY", "size_band": "landgemeinde-klein", "kinds": ["stadt"]})
    assert profile.as_dict() == {"state": "BY", "size_band": "landgemeinde-klein", "kinds": ["stadt"]}
    for wrong in (["dorf"], "stadt", [1], 3):
        with pytest.raises(ValueError, match=r"\.$"):
            parse_profile({"state": "BY", "kinds": wrong})
