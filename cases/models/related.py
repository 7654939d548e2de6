"""Cases worth reading next: those that editors named, then "ähnliche Frage" and "gleiche Idee, anderes
Ergebnis" from the index.

Why a case stands here is said in words, so that a reader can judge it: the topic that both stand in, or what
the ideas of both speak of. A question of another topic is not alike, whatever words it shares.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from knowledge.enums import Outcome, RelationKind
from search import registry, service
from search.contract import Document, Hit, Viewer
from search.query import Aspect

__all__ = ["Related", "related_cases"]

AREA_FACET_NAME = "herausforderung"
MOST = 2
"""Cases of each kind."""

_SUCCEEDED = frozenset({Outcome.IMPLEMENTED.value, Outcome.CHANGED.value})
_FAILED = frozenset({Outcome.FAILED.value, Outcome.ABANDONED.value})
_QUESTION = frozenset({"frage", "lage"})
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


def related_cases(
    *, document: Document, outcome: str, viewer: Viewer, known: Collection[str]
) -> list[Related]:
    """Cases beside those in ``known`` (keys), none twice; nothing when the engine is away. The search is
    asked once.
    """
    wanted = _FAILED if outcome in _SUCCEEDED else _SUCCEEDED if outcome in _FAILED else frozenset()

    def ended_otherwise(other: Document) -> bool:
        return other.display.get("outcome", "") in wanted

    alike = Aspect(_QUESTION, least=3, limit=2 * MOST + len(known))
    contrary = Aspect(_IDEAS, ended_otherwise, least=3, limit=MOST + len(known))
    # Only where both ends are known can one end otherwise.
    asked = service.similar(document, viewer, alike, *([contrary] if wanted else []))
    contrast = [_told(hit, outcome) for hit in (asked[1] if wanted else ()) if hit.key not in known][:MOST]
    taken = {*known, *(one.hit.key for one in contrast)}
    label = str(RelationKind.SIMILAR_QUESTION.label)
    reason = _("Gleiches Thema: %(topics)s. Frage und Lage sprechen beide von: %(words)s.")
    fresh = [hit for hit in asked[0] if hit.key not in taken and _topics(document, hit)][:MOST]
    shared = ({"topics": _topics(document, hit), "words": hit.reasons[0].matched} for hit in fresh)
    return [
        *(Related(hit, label, reason % names) for hit, names in zip(fresh, shared, strict=True)),
        *contrast,
    ]


def _topics(document: Document, hit: Hit) -> str:
    """The challenge areas that both cases stand in, by name; without one their words are a coincidence."""
    name, label = AREA_FACET_NAME, registry.facet_label(AREA_FACET_NAME)
    there = hit.facets.get(name, ())
    return ", ".join(str(label.value_label(area)) for area in document.facets.get(name, ()) if area in there)


def _told(hit: Hit, outcome: str) -> Related:
    names = {
        "words": hit.reasons[0].matched,
        "here": Outcome(outcome).label,
        "there": Outcome(hit.display["outcome"]).label,
    }
    return Related(
        hit,
        str(RelationKind.SAME_IDEA.label),
        _("In den Ideen beider: %(words)s. Ausgang hier: %(here)s, dort: %(there)s.") % names,
    )
