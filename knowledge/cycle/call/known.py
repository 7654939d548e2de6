"""What the library knows already about a concern: similar cases and lessons that everybody may read."""

from __future__ import annotations

from dataclasses import dataclass

from search import registry, service
from search.contract import Hit, SearchRequest, Viewer

__all__ = ["Known", "already_known"]

CASES, LESSONS = 3, 2


@dataclass(frozen=True, slots=True)
class Known:
    """Cases and lessons nearest to a concern, the best first; either may be empty."""

    cases: tuple[Hit, ...]
    lessons: tuple[Hit, ...]
    is_away: bool = False
    """Whether the search could not be asked."""

    @property
    def is_empty(self) -> bool:
        """Whether the concern is new to the library."""
        return not (self.cases or self.lessons)


def already_known(concern: str) -> Known:
    """Three similar cases and two lessons. Only what passes as an answer is named; the question is not kept
    among the unanswered searches.
    """
    found: dict[str, tuple[Hit, ...]] = {}
    away = False
    for kind, most in (("case", CASES), ("lesson", LESSONS)):
        word = registry.source_for(kind).type_word
        response = service.run(
            SearchRequest(
                text=concern[:400], filters={registry.TYPE_FACET: (word,)}, limit=most, relaxed=True
            ),
            Viewer(),
            count_miss=False,
        )
        away = away or response.degraded
        passing = () if response.no_answer else tuple(hit for hit in response.hits if hit.passes)
        found[kind] = passing[:most]
    return Known(found["case"], found["lesson"], is_away=away)
