"""Cases worth reading next: those that editors named, then "ähnliche Frage" and "gleiche Idee, anderes Ergebnis" from the index.

Why a case stands here is said in words, so that a reader can judge it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from knowledge.enums import Outcome, RelationKind
from search import service
from search.contract import Document, Hit, Viewer
from search.relatives import Aspect

__all__ = ["Related", "related_cases"]

MOST = 2
"""Cases of each kind."""

_SUCCEEDED = frozenset({Outcome.IMPLEMENTED.value, Outcome.CHANGED.value})
_FAILED = frozenset({Outcome.FAILED.value, Outcome.ABANDONED.value})
_QUESTION = Aspect(anchors=frozenset({"frage", "lage"}), least=3, shown=True)
_IDEAS = frozenset({"ideen", "schritte"})


@dataclass(frozen=True, slots=True)
class Related:
    """A case from the index with what ties it to the one being read."""

    hit: Hit
    label: str
    reason: str

    @property
    def outcome(self) -> str:
        """Its outcome, as the marks take it."""
        return self.hit.display.get("outcome", "")


def related_cases(*, key: str, outcome: str, viewer: Viewer, known: Collection[str]) -> list[Related]:
    """Cases beside those in ``known`` (keys), none twice; nothing when the engine is away."""
    contrast = _contrast(key, outcome, viewer, known)
    taken = {*known, *(one.hit.key for one in contrast)}
    alike = [hit for hit in service.similar(key, viewer, limit=MOST + len(taken), aspect=_QUESTION) if hit.key not in taken][:MOST]
    label = str(RelationKind.SIMILAR_QUESTION.label)
    reason = _("Frage und Lage ähneln sich: %(words)s.")
    return [*(Related(hit, label, reason % {"words": hit.reasons[0].matched}) for hit in alike), *contrast]


def _contrast(key: str, outcome: str, viewer: Viewer, known: Collection[str]) -> list[Related]:
    """Cases with like ideas that ended otherwise; only where both ends are known."""
    wanted = _FAILED if outcome in _SUCCEEDED else _SUCCEEDED if outcome in _FAILED else frozenset()
    if not wanted:
        return []

    def ended_otherwise(document: Document) -> bool:
        return document.display.get("outcome", "") in wanted

    hits = service.similar(key, viewer, limit=MOST + len(known), aspect=Aspect(_IDEAS, ended_otherwise, least=3, shown=True))
    return [_told(hit, outcome) for hit in hits if hit.key not in known][:MOST]


def _told(hit: Hit, outcome: str) -> Related:
    names = {
        "words": hit.reasons[0].matched,
        "here": Outcome(outcome).label,
        "there": Outcome(hit.display["outcome"]).label,
    }
    return Related(hit, str(RelationKind.SAME_IDEA.label), _("Ähnliche Ideen: %(words)s. Ausgang hier: %(here)s, dort: %(there)s.") % names)
