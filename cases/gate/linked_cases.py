"""Cases that share a hidden meeting are judged together. Reads only."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from cases.models import CasePage
from cases.profile.type_mentions import said_in_case
from knowledge.anonymity.profile import Profile, least_joint_k, parse_profile

__all__ = ["joint_k_of_case", "profile_of_case"]


def profile_of_case(case: Any, data: dict[str, Any] | None = None) -> Profile:
    """The header of a case with what its text says of the kind of municipality. Raises ``ValueError`` for a
    profile that cannot be counted.
    """
    header = parse_profile(
        {
            "state": case.federal_state,
            "size_band": case.size_band,
            "finance_band": case.finance_band,
            "admin_size": case.workforce_band,
        }
    )
    return replace(header, kinds=frozenset(said.kind for said in said_in_case(case, data)))


def joint_k_of_case(case: Any) -> tuple[int, int]:
    """(least k of the case together with live cases of its meeting, number of those cases); its own k where
    there are none.

    Raises ``ValueError`` for a profile that cannot be counted.
    """
    linked = (
        CasePage.objects.filter(live=True, meeting_link__meeting__case_links__case=case.pk)
        .exclude(pk=case.pk)
        .distinct()
    )
    least, together = least_joint_k(
        profile_of_case(case), [(str(other.pk), profile_of_case(other)) for other in linked]
    )
    return least, len(together)
