"""What the library knows already about a concern: similar cases and lessons that everybody may read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from knowledge.enums import LessonState, Outcome
from knowledge.lessons import standing_in_words
from search import registry, service
from search.contract import Hit, SearchRequest, SearchResponse, Viewer

__all__ = ["Known", "KnownRecord", "already_known", "already_known_each"]

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
    return already_known_each([concern])[0]


def already_known_each(concerns: Sequence[str]) -> list[Known]:
    """The same for a list of them, which the database is asked about once."""
    asked = [_request(concern, kind, most) for concern in concerns for kind, most in _KINDS]
    answers = iter(service.run_each(asked, Viewer()) if asked else [])
    return [_known(next(answers), next(answers)) for _concern in concerns]


_KINDS: Final = (("case", CASES), ("lesson", LESSONS))


def _request(concern: str, kind: str, most: int) -> SearchRequest:
    word = registry.source_for(kind).type_word
    return SearchRequest(text=concern[:400], filters={registry.TYPE_FACET: (word,)}, limit=most, relaxed=True)


def _known(cases: SearchResponse, lessons: SearchResponse) -> Known:
    return Known(
        _passing(cases, CASES), _passing(lessons, LESSONS), is_away=cases.degraded or lessons.degraded
    )


def _passing(response: SearchResponse, most: int) -> tuple[KnownRecord, ...]:
    passing = () if response.no_answer else tuple(hit for hit in response.hits if hit.passes)
    return tuple(map(KnownRecord.of, passing[:most]))
