"""Cases that belong together tell more than each of them alone. Pure module.

Two cases of one hidden meeting may come from the same municipality. Whoever guesses that lays their headers
on top of each other: "Bavaria, any size" and "both Länder, 5,000 to 10,000, budget in consolidation" become
one narrower header. Therefore every pair of cases of a meeting whose headers do not exclude each other must
keep the threshold together, and so must the whole chain.
"""

from collections.abc import Sequence
from dataclasses import replace

from knowledge.anonymity.profile.uniqueness import SIZE_BANDS, Profile, k_of

__all__ = ["Linked", "joint_profile", "least_joint_k"]

Linked = tuple[str, Profile]
"""Key and header of a case."""


def _bounds(profile: Profile) -> tuple[int, int | None]:
    return SIZE_BANDS.get(profile.size_band, (profile.population_min or 0, profile.population_max))


def joint_profile(one: Profile, other: Profile) -> Profile | None:
    """What both headers say together, if they speak of the same municipality; ``None`` when they cannot."""
    if (
        "landkreis" in (one.size_band, other.size_band)
        and one.size_band != other.size_band
        and one.size_band
        and other.size_band
    ):
        return None
    if one.federal_state != other.federal_state and "SUED" not in (one.federal_state, other.federal_state):
        return None
    for name in ("finance_band", "admin_size"):
        values = {getattr(one, name), getattr(other, name)} - {""}
        if len(values) > 1:
            return None
    joined = replace(
        one,
        federal_state=other.federal_state if one.federal_state == "SUED" else one.federal_state,
        finance_band=one.finance_band or other.finance_band,
        admin_size=one.admin_size or other.admin_size,
        kinds=one.kinds | other.kinds,  # contradictions are weighed where they are counted
    )
    if "landkreis" in (one.size_band, other.size_band):
        return replace(joined, size_band="landkreis", population_min=None, population_max=None)
    (low, high), (other_low, other_high) = _bounds(one), _bounds(other)
    lower, tops = max(low, other_low), [top for top in (high, other_high) if top is not None]
    upper = min(tops) if tops else None
    if upper is not None and lower >= upper:
        return None
    return replace(joined, size_band="", population_min=lower, population_max=upper)


def least_joint_k(own: Profile, others: Sequence[Linked]) -> tuple[int, tuple[str, ...]]:
    """(the smallest k that any set of linked cases leaves for the municipality of ``own``, keys of the cases
    of that set).

    Sets grow greedily from every other case: each step adds the case that narrows most. With the few traits
    of a header a set of as many cases says everything that more could say.
    """
    best, best_set = k_of(own), ()  # type: tuple[int, tuple[str, ...]]
    for start in others:
        chosen, joined = [start[0]], joint_profile(own, start[1])
        while joined is not None:
            k = k_of(joined)
            if k < best:
                best, best_set = k, tuple(chosen)
            steps = [
                (k_of(narrower), key, narrower)
                for key, profile in others
                if key not in chosen and (narrower := joint_profile(joined, profile)) is not None
            ]
            steps = [step for step in steps if step[0] < k]
            if not steps:
                break
            _k, key, joined = min(steps, key=lambda step: step[:2])
            chosen.append(key)
    return best, best_set
