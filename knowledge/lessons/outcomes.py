"""What became of the cases a lesson was drawn from. The app that holds the cases tells it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from knowledge.enums import Outcome

__all__ = ["FollowedUp", "ask_outcomes", "tell_outcomes"]


@dataclass(frozen=True, slots=True)
class FollowedUp:
    """The newest accepted follow-up of a page: its outcome, and whether it names a wanted effect."""

    outcome: Outcome
    effective: bool


Teller = Callable[[Collection[int], bool], Mapping[int, FollowedUp]]

_tellers: list[Teller] = []


def tell_outcomes(teller: Teller) -> None:
    """Register who knows the follow-ups of pages by their keys: those that everybody may see, or with
    ``True`` all that were accepted.
    """
    if teller not in _tellers:
        _tellers.append(teller)


def ask_outcomes(pages: Collection[int], *, inner: bool) -> dict[int, FollowedUp]:
    """The newest follow-up by page, for the pages that have one: one query per teller."""
    return {page: told for teller in _tellers if pages for page, told in teller(pages, inner).items()}
