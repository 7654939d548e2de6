"""Which answer of the case giver holds for which words. Reads only.

A case can be live with one text while a newer draft is asked about. The answer to the draft does not touch
the live text, unless it is a "no" or "only alumni" to a section: that holds at once for what is live as well.
"""

from __future__ import annotations

from typing import Any

from cases.sections import SECTIONS, case_hash, section_hashes
from knowledge.enums import AccessLevel

__all__ = ["ALL_SECTIONS", "changed_sections", "levels_of", "standing_answer"]

ALL_SECTIONS = "alles"
"""Key in the scope of a release that was given for the whole text at once (paper, meeting, demo)."""

_STRICTNESS = (AccessLevel.PUBLIC.value, AccessLevel.ALUMNI.value, "nein")


def changed_sections(consent: Any, data: dict[str, Any]) -> list[Any]:
    """Sections whose present text the release does not cover, in the order of the page."""
    if ALL_SECTIONS in consent.scope:
        return (
            []
            if consent.version_hash == case_hash(None, data)
            else [section for section in SECTIONS if section.key in section_hashes(data)]
        )
    present = section_hashes(data)
    return [
        section
        for section in SECTIONS
        if section.key in present and consent.scope.get(section.key, {}).get("hash") != present[section.key]
    ]


def levels_of(consent: Any, data: dict[str, Any]) -> dict[str, str]:
    """Level by section key, of the sections that say something."""
    present = section_hashes(data)
    if ALL_SECTIONS in consent.scope:
        return dict.fromkeys(present, str(consent.scope[ALL_SECTIONS]))
    return {key: str(consent.scope.get(key, {}).get("level", "")) for key in present}


def standing_answer(case: Any, data: dict[str, Any]) -> tuple[Any, dict[str, str]]:
    """The newest answer that covers these words, with the level of each section, as strict as any later
    answer.

    Where none covers them it is the newest one; ``None`` where the case giver never answered.
    """
    given = list(case.consents.order_by("-given_at", "-pk"))
    if not given or given[0].withdrawn_at is not None:
        return (given[0] if given else None), {}
    covering = next(
        (
            place
            for place, answer in enumerate(given)
            if answer.withdrawn_at is None and not changed_sections(answer, data)
        ),
        0,
    )
    levels = levels_of(given[covering], data)
    for later in given[:covering]:
        for key, level in levels_of(later, data).items():
            if level in _STRICTNESS and levels[key] in _STRICTNESS:
                levels[key] = max(level, levels[key], key=_STRICTNESS.index)
    return given[covering], levels
