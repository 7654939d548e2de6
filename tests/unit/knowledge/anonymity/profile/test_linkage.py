"""Headers that lie on top of each other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from knowledge.anonymity.profile.linkage import joint_profile, least_joint_k
from knowledge.anonymity.profile.uniqueness import SIZE_BANDS, Profile, candidates, k_of

PROFILES = st.builds(
    Profile,
    federal_state=st.sampled_from(["BY", "BW", "SUED"]),
    size_band=st.sampled_from([*SIZE_BANDS, ""]),
    finance_band=st.sampled_from(["", "ausgeglichen", "konsolidierung"]),
    admin_size=st.sampled_from(["", "50-200", "ueber-200"]),
)


def joint_k(profiles: list[Profile]) -> int | None:
    """How many municipalities fit all headers at once; ``None`` when they exclude each other."""
    joined: Profile | None = profiles[0]
    for profile in profiles[1:]:
        joined = joint_profile(joined, profile) if joined is not None else None
    return k_of(joined) if joined is not None else None


def test_two_wide_headers_are_one_narrow_header() -> None:
    one, other = (
        Profile("BY", finance_band="konsolidierung"),
        Profile("SUED", "stadt-ab-20000", admin_size="50-200"),
    )
    joined = joint_profile(one, other)
    assert joined is not None
    assert (joined.federal_state, joined.finance_band, joined.admin_size) == (
        "BY",
        "konsolidierung",
        "50-200",
    )
    assert joint_k([one, other]) == k_of(
        Profile("BY", "stadt-ab-20000", finance_band="konsolidierung", admin_size="50-200")
    )
    assert joint_k([one, other]) < 20 < min(k_of(one), k_of(other))


def test_headers_that_exclude_each_other_tell_nothing_together() -> None:
    assert joint_profile(Profile("BY"), Profile("BW")) is None
    assert joint_profile(Profile("BY", "landgemeinde"), Profile("BY", "kleinstadt")) is None
    assert (
        joint_profile(
            Profile("BY", finance_band="ausgeglichen"), Profile("BY", finance_band="konsolidierung")
        )
        is None
    )
    assert joint_profile(Profile("SUED", "landkreis"), Profile("SUED", "kleinstadt")) is None
    assert joint_k([Profile("BY"), Profile("BW")]) is None


@given(PROFILES, PROFILES)
def test_together_never_wider_and_the_same_both_ways(one: Profile, other: Profile) -> None:
    joined = joint_profile(one, other)
    back = joint_profile(other, one)
    assert (joined is None) == (back is None)
    if joined is not None and back is not None:
        assert k_of(joined) == k_of(back) <= min(k_of(one), k_of(other))
        assert candidates(joined) <= min(candidates(one), candidates(other))


@given(PROFILES)
def test_a_header_with_itself_says_nothing_new(profile: Profile) -> None:
    assert joint_k([profile, profile]) == k_of(profile)


@given(PROFILES, st.lists(PROFILES, max_size=4))
def test_least_is_found_and_never_above_a_pair(own: Profile, others: list[Profile]) -> None:
    rows = [(str(number), profile) for number, profile in enumerate(others)]
    least, keys = least_joint_k(own, rows)
    pairs = [joint_k([own, profile]) for profile in others]
    assert least <= min([k_of(own), *(k for k in pairs if k is not None)])
    assert joint_k([own, *(others[int(key)] for key in keys)]) == least
