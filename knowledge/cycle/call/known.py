"""What the library knows already about a concern: similar cases and lessons that everybody may read."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.enums import LessonState, Outcome
from knowledge.lessons import standing_in_words
from search import registry, service
from search.contract import Hit, SearchRequest, Viewer

__all__ = ["Known", "KnownRecord", "already_known"]

CASES, LESSONS = 3, 2


@dataclass(frozen=True, slots=True)
class KnownRecord:
    """A case or a lesson with what became of it or how it stands, without which its title may mislead."""

    title: str
    url: str
    standing: str

    @classmethod
    def of(cls, hit: Hit) -> KnownRecord:
        """What a hit says: the outcome of a case, the state of a lesson with its verdicts."""
        shown = hit.display
        if state := shown.get("state", ""):
            counts = (int(shown.get(name) or 0) for name in ("confirmed", "refuted"))
            return cls(hit.title, hit.url, standing_in_words(LessonState(state), *counts))
        outcome = shown.get("outcome", "")
        return cls(hit.title, hit.url, str(Outcome(outcome).label) if outcome else "")

    def __str__(self) -> str:
        return f"{self.title} ({self.standing})" if self.standing else self.title


@dataclass(frozen=True, slots=True)
class Known:
    """Cases and lessons nearest to a concern, the best first; either may be empty."""

    cases: tuple[KnownRecord, ...]
    lessons: tuple[KnownRecord, ...]
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
    found: dict[str, tuple[KnownRecord, ...]] = {}
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
        found[kind] = tuple(map(KnownRecord.of, passing[:most]))
    return Known(found["case"], found["lesson"], is_away=away)
