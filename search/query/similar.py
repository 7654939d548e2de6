"""Similar records: the rarest words of one record as a query for others of its kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from django.utils.translation import gettext as _

from search.contract import (
    Clause,
    Document,
    EngineQuery,
    Hit,
    Reason,
    SearchEngine,
    Viewer,
    WeightedTerm,
    area_term,
)
from search.ingest import readable_part
from search.language import analyse
from search.query.inner import for_readers
from search.query.vocabulary import IndexWords

_TERMS = 25
_MIN_LENGTH = 4
#: Records looked through when most of them may be turned down.
_LOOKED_AT = 40


def _everybody(document: Document) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Aspect:
    """In what two records shall be alike. ``anchors`` are the passages that are compared on both sides; empty
    means the whole record.

    ``accept`` turns records down that are alike but not wanted, ``least`` is the number of telling words that
    both must share, ``limit`` the number of hits.
    """

    anchors: frozenset[str] = frozenset()
    accept: Callable[[Document], bool] = _everybody
    least: int = 1
    limit: int = 4

    def texts(self, document: Document) -> list[tuple[str, int]]:
        """What is compared, with weights."""
        if self.anchors:
            return [(passage.text, 1) for passage in document.passages if passage.anchor in self.anchors]
        return [
            (document.title, 3),
            (document.summary, 2),
            *((passage.text, 1) for passage in document.passages),
        ]


EVERYTHING = Aspect()


def similar_hits(
    engine: SearchEngine,
    known: IndexWords,
    document: Document,
    viewer: Viewer,
    aspects: Sequence[Aspect],
    visible: Callable[[Collection[str], Viewer], set[str]],
) -> tuple[tuple[Hit, ...], ...]:
    """Hits per aspect for a record that this viewer is reading, all asked for at once. ``known`` are the
    words of the public index.
    """
    if not viewer.may_read(document.audience):
        return tuple(() for _aspect in aspects)
    document = readable_part(document, viewer)
    chosen = [_telling_terms(aspect.texts(document), known.known, known.documents) for aspect in aspects]
    answers = engine.query_many(
        [
            _query(document, viewer.audiences, aspect, terms)
            for aspect, terms in zip(aspects, chosen, strict=True)
        ]
    )
    found = [
        [match for match in answer.matches if aspect.accept(match.document)]
        for answer, aspect in zip(answers, aspects, strict=True)
    ]
    keys = {match.key for matches in found for match in matches}
    allowed = visible(keys, viewer) if keys else set()
    shown = []
    for matches, aspect, terms in zip(found, aspects, chosen, strict=True):
        hits = (
            _hit(readable_part(match.document, viewer), match.score, terms, aspect)
            for match in matches
            if match.key in allowed
        )
        # The required kind lets everything match; what shares no telling word is not similar, only present.
        shown.append(tuple(islice((hit for hit in hits if hit.reasons), aspect.limit)))
    return tuple(shown)


def _query(
    document: Document, audiences: frozenset[str], aspect: Aspect, telling: Mapping[str, tuple[float, str]]
) -> EngineQuery:
    """Other records of the same kind by telling words and shared facet values."""
    clauses = [Clause((WeightedTerm("area", area_term("key", document.key), 1.0),), prohibited=True)]
    clauses += [Clause((WeightedTerm("area", area_term("kind", document.kind), 0.01),), required=True)]
    clauses += [
        Clause((WeightedTerm("title_derivation", t, 1.5 * w), WeightedTerm("body_derivation", t, w)))
        for t, (w, _s) in telling.items()
    ]
    areas = [area_term(name, value) for name, values in document.facets.items() for value in values]
    clauses += [Clause((WeightedTerm("area", term, 0.5),)) for term in areas]
    limit = _LOOKED_AT if aspect.anchors else aspect.limit + 5
    return for_readers(EngineQuery(audiences, tuple(clauses), limit=limit))


def _telling_terms(
    texts: list[tuple[str, int]], known: dict[str, int], total: int
) -> dict[str, tuple[float, str]]:
    """Roots that are frequent here and rare elsewhere, with weight and spelling; words found nowhere else
    tell nothing.
    """
    counts: Counter[str] = Counter()
    spelling: dict[str, str] = {}
    for text, weight in texts:
        for word in analyse(text):
            if not word.forms.stop and len(word.forms.root) >= _MIN_LENGTH and word.forms.root.isalpha():
                counts[word.forms.root] += weight
                spelling.setdefault(word.forms.root, word.surface)
    scored = {
        root: min(count, 6) * (1 - df / (total + 1)) ** 2
        for root, count in counts.items()
        if 1 < (df := known.get(root, 0)) <= max(3, total // 3)
    }
    best = sorted(scored, key=lambda root: (-scored[root], root))[:_TERMS]
    top = max(scored.values(), default=1.0)
    return {root: (scored[root] / top, spelling[root]) for root in best}


@lru_cache(maxsize=1_000)
def _roots(text: str) -> frozenset[str]:
    """Roots of the words of a text; the same few records are the candidates of many others."""
    return frozenset(word.forms.root for word in analyse(text))


def _hit(document: Document, score: float, chosen: dict[str, tuple[float, str]], aspect: Aspect) -> Hit:
    """A similar record with the words that both share."""
    text = " ".join(part for part, _weight in aspect.texts(document))
    present = _roots(text)
    shared = [spelling for root, (_weight, spelling) in chosen.items() if root in present][:4]
    sentence = _("Gemeinsame Begriffe: %(words)s") % {"words": ", ".join(shared)}
    reasons = (
        (Reason("similar", ", ".join(shared), ", ".join(shared), sentence),)
        if len(shared) >= aspect.least
        else ()
    )
    return Hit.of(document, score, reasons=reasons)
