"""k against the register: every proposal reaches the threshold, proved by exhaustion."""

from itertools import product

import pytest

from knowledge.anonymity.profile.uniqueness import (  # fmt: skip
    SIZE_BANDS,
    THRESHOLD,
    Profile,
    assess,
    candidates,
    coarsenings,
    fixed_header,
    k_of,
    parse_profile,
)
from knowledge.anonymity.register import districts, municipalities

STATES = ("BY", "BW", "SUED")
BANDS = (*SIZE_BANDS, "landkreis")
HEADERS = [
    Profile(state, band, finance_band=finance, admin_size=admin)
    for state, band, finance, admin in product(STATES, BANDS, ("", "angespannt"), ("", "unter-15"))
]


def test_register_is_complete():
    assert len(municipalities()) == 3157
    assert sum(district.federal_state == "BY" for district in districts()) == 71
    assert sum(district.federal_state == "BW" for district in districts()) == 35


def test_bands_of_the_register_cover_every_municipality_once():
    counted = sum(candidates(Profile("SUED", band)) for band in SIZE_BANDS)
    assert counted == len(municipalities())


def test_land_and_band_leave_at_least_75_municipalities():
    assert min(k_of(Profile(state, band)) for state in ("BY", "BW") for band in SIZE_BANDS) == 75


@pytest.mark.parametrize("profile", HEADERS, ids=str)
def test_every_proposal_for_a_header_reaches_the_threshold(profile):
    result = assess(profile)
    assert result.proposal_k >= THRESHOLD
    assert result.proposal_k == k_of(result.proposal)
    assert k_of(fixed_header(profile)) >= THRESHOLD
    if result.k >= THRESHOLD:
        assert result.proposal == profile


def test_every_proposal_for_a_population_range_reaches_the_threshold():
    edges = [
        0,
        500,
        1_999,
        2_000,
        4_999,
        7_300,
        7_301,
        9_999,
        10_000,
        15_000,
        20_000,
        50_000,
        100_000,
        500_000,
        2_000_000,
    ]
    for state, finance, (position, low) in product(STATES, ("", "entspannt"), enumerate(edges)):
        for high in (*edges[position + 1 :], None):
            result = assess(Profile(state, population_min=low, population_max=high, finance_band=finance))
            assert result.proposal_k >= THRESHOLD, (state, low, high)


def test_every_exact_population_is_coarsened_to_a_band():
    for population in sorted({item.population for item in municipalities()})[::25]:
        result = assess(Profile("BY", population_min=population, population_max=population + 1))
        assert result.k < THRESHOLD
        assert result.proposal_k >= THRESHOLD


@pytest.mark.parametrize("profile", HEADERS, ids=str)
def test_no_finer_coarsening_reaches_the_threshold(profile):
    proposal = assess(profile).proposal
    for form in coarsenings(profile):
        if form == proposal:
            break
        assert k_of(form) < THRESHOLD


def test_the_header_shown_does_not_tell_the_land_by_its_coarseness():
    for band, finance, admin in product(BANDS, ("", "angespannt"), ("", "unter-15")):
        shapes = {
            (header.federal_state == "SUED", header.size_band, header.finance_band, header.admin_size)
            for header in (
                fixed_header(Profile(state, band, finance_band=finance, admin_size=admin))
                for state in ("BY", "BW")
            )
        }
        assert len(shapes) == 1


def test_shares_of_bands_outside_the_register():
    plain = k_of(Profile("BY", "kleinstadt"))
    assert k_of(Profile("BY", "kleinstadt", finance_band="entspannt")) == plain // 4
    assert k_of(Profile("BY", "kleinstadt", finance_band="entspannt", admin_size="15-50")) == plain // 8


def test_population_bounds_are_inclusive_below_and_exclusive_above():
    smallest = min(item.population for item in municipalities())
    assert candidates(Profile("SUED", population_min=smallest, population_max=smallest + 1)) >= 1
    assert candidates(Profile("SUED", population_min=0, population_max=smallest)) == 0
    assert candidates(Profile("BY", population_min=20_000)) == candidates(Profile("BY", "stadt-ab-20000"))


def test_a_threshold_nobody_reaches_gives_the_coarsest_form():
    assert assess(Profile("BY", "kleinstadt", finance_band="entspannt"), 100_000).proposal == Profile("SUED")


@pytest.mark.parametrize(
    "values",
    [
        {}, {"state": "XX"}, {"state": "BY", "size_band": "riesig"}, {"state": "BY", "size_band": []},
        {"state": "BY", "unknown": 1},
        {"state": "BY", "population_min": -1}, {"state": "BY", "population_min": "7000"}, {"state": "BY",
        "population_min": True},
        {"state": "BY", "population_min": 5, "population_max": 5}, {"state": "BY", "size_band": "kleinstadt",
        "population_min": 1},
        {"state": ["BY"]}, {"state": "BY", "finance_band": 3},
    ],
)  # fmt: skip
def test_bad_profiles_are_refused_with_a_sentence(values):
    with pytest.raises(ValueError, match=r"\.$"):
        parse_profile(values)


def test_a_good_profile_comes_back_as_it_was():
    values = {"state": "BY", "population_min": 7_000, "population_max": None}
    assert parse_profile(values).as_dict() == values
