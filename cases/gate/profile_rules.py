"""The gate's rules about k: the header of a case, its words, its meeting and its cycle must fit enough
municipalities. Reads only.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from cases.gate.linked_cases import joint_k_of_case, profile_of_case
from cases.models.gate import Problem
from cases.profile.counts import cycle_of, profile_report, profile_values
from cases.profile.type_mentions import advice, fields_that_say, said_in_case, words_of
from knowledge.anonymity.profile import uniqueness

__all__ = ["k_of_case", "profile_problems"]


def k_of_case(case: Any) -> int:
    """How many municipalities of the register fit the profile and what the text says of their kind.

    Raises ``ValueError`` for a profile that cannot be counted.
    """
    return uniqueness.k_of(profile_of_case(case))


def profile_problems(case: Any, data: dict[str, Any]) -> list[Problem]:
    """What keeps the case from being read because too few municipalities fit it."""
    field = _("Kommunenprofil")
    try:
        profile = profile_of_case(case, data)
    except ValueError:
        return [Problem("k", field, _("Land und Größe müssen angegeben sein."))]
    k = uniqueness.k_of(replace(profile, kinds=frozenset()))
    if k < settings.ANONYMITY_K_REGISTER:
        hint = _(
            "Bitte gröber fassen: „Süddeutschland“ statt des Landes, oder Haushaltslage und Verwaltungsgröße"
            " weglassen."
        )
        return [
            Problem(
                "k",
                field,
                _("Das Profil trifft nur auf %(k)s Kommunen zu, nötig sind %(least)s.")
                % {
                    "k": k,
                    "least": settings.ANONYMITY_K_REGISTER,
                }
                + " "
                + hint,
            )
        ]
    return [
        *(_kind_problems(case, data, profile) or _linkage_problems(case)),
        *_participant_problems(case, data),
    ]


def _kind_problems(case: Any, data: dict[str, Any], profile: uniqueness.Profile) -> list[Problem]:
    """The header is wide enough, and "Stadtrat" in the text makes it too narrow."""
    k = uniqueness.k_of(profile)
    if k >= settings.ANONYMITY_K_REGISTER:
        return []
    text = _("Mit %(words)s passt das Profil nur noch auf %(k)s Kommunen, nötig sind %(least)s.")
    values = {"words": words_of(said_in_case(case, data)), "k": k, "least": settings.ANONYMITY_K_REGISTER}
    return [
        Problem(
            "k_kind",
            fields_that_say(case, data),
            text % values + " " + advice() + " " + _("Oder das Profil gröber fassen."),
        )
    ]


def _linkage_problems(case: Any) -> list[Problem]:
    """Each header may be wide enough and two of one meeting together too narrow."""
    least, others = joint_k_of_case(case)
    if least >= settings.ANONYMITY_K_REGISTER:
        return []
    text = _(
        "Zusammen mit %(others)s schon veröffentlichten Fällen desselben Treffens trifft das Profil nur auf"
        " %(k)s Kommunen zu, nötig sind %(least)s. Bitte dieselben Angaben machen wie dort oder Haushaltslage"
        " und Verwaltungsgröße weglassen."
    )
    return [
        Problem(
            "k_set",
            _("Kommunenprofil"),
            text % {"others": others, "k": least, "least": settings.ANONYMITY_K_REGISTER},
        )
    ]


def _participant_problems(case: Any, data: dict[str, Any]) -> list[Problem]:
    """Too few participants fit the profile; only where somebody entered who took part."""
    report = profile_report(profile_values(case), cycle_of(case), said_in_case(case, data))
    advice = f" {report.proposal_words}" if report.proposal_words else ""
    return [
        Problem(f"k_{count.key}", _("Kommunenprofil"), f"{count.words}.{advice}")
        for count in report.counts
        if count.is_short and count.key in {"alumni", "cycle"}
    ]
