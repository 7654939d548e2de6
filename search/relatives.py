"""Similar records: the rarest words of one record as a query for others of its kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from search.contract import Clause, Document, EngineQuery, Hit, Reason, SearchEngine, Viewer, WeightedTerm
from search.language import analyse
from search.preparing import area_term
from search.vocabulary import IndexWordsCache

_TERMS = 25
_MIN_LENGTH = 4
#: Records looked through when most of them may be turned down.
_LOOKED_AT = 40


def _everybody(document: Document) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Aspect:
    """In what two records shall be alike. ``anchors`` are the passages that are compared on both sides; empty means the whole record.

    ``accept`` turns records down that are alike but not wanted, ``least`` is the number of telling words that both must share.
    """

    anchors: frozenset[str] = frozenset()
    accept: Callable[[Document], bool] = _everybody
    least: int = 1
    #: The caller is showing the record itself to this viewer, so the database need not be asked about it again.
    shown: bool = False

    def texts(self, document: Document) -> list[tuple[str, int]]:
        """What is compared, with weights."""
        if self.anchors:
            return [(passage.text, 1) for passage in document.passages if passage.anchor in self.anchors]
        return [(document.title, 3), (document.summary, 2), *((passage.text, 1) for passage in document.passages)]


EVERYTHING = Aspect()


def similar_hits(
    engine: SearchEngine,
    words: IndexWordsCache,
    key: str,
    viewer: Viewer,
    limit: int,
    visible: Callable[[Collection[str], Viewer], set[str]],
    *,
    aspect: Aspect = EVERYTHING,
) -> tuple[Hit, ...]:
    """Hits for the record ``key``; nothing when this viewer may not see it."""
    audiences = frozenset(str(a) for a in viewer.audiences)
    itself = WeightedTerm("area", area_term("key", key), 1.0)
    found = engine.query(EngineQuery(audiences, (Clause((itself,), required=True),), limit=1)).matches
    if not found or not (aspect.shown or visible([key], viewer)):
        return ()
    document = found[0].document
    known = words.get(engine, audiences)
    chosen = _telling_terms(aspect.texts(document), known.known, known.documents)
    clauses = [Clause((itself,), prohibited=True)]
    clauses += [Clause((WeightedTerm("area", area_term("kind", document.kind), 0.01),), required=True)]
    clauses += [Clause((WeightedTerm("title_weak", t, 1.5 * w), WeightedTerm("body_weak", t, w))) for t, (w, _s) in chosen.items()]
    areas = [area_term(name, value) for name, values in document.facets.items() for value in values]
    clauses += [Clause((WeightedTerm("area", term, 0.5),)) for term in areas]
    matches = engine.query(EngineQuery(audiences, tuple(clauses), limit=_LOOKED_AT if aspect.anchors else limit + 5)).matches
    matches = tuple(match for match in matches if aspect.accept(match.document))
    allowed = visible([m.key for m in matches], viewer)
    hits = (_hit(m.document, m.score, chosen, aspect) for m in matches if m.key in allowed)
    # The required kind lets everything match; what shares no telling word is not similar, only present.
    return tuple(hit for hit in hits if hit.reasons)[:limit]


def _telling_terms(texts: list[tuple[str, int]], known: dict[str, int], total: int) -> dict[str, tuple[float, str]]:
    """Roots that are frequent here and rare elsewhere, with weight and spelling; words found nowhere else tell nothing."""
    counts: Counter[str] = Counter()
    spelling: dict[str, str] = {}
    for text, weight in texts:
        for word in analyse(text):
            if not word.forms.stop and len(word.forms.root) >= _MIN_LENGTH and word.forms.root.isalpha():
                counts[word.forms.root] += weight
                spelling.setdefault(word.forms.root, word.surface)
    scored = {root: min(count, 6) * (1 - df / (total + 1)) ** 2 for root, count in counts.items() if 1 < (df := known.get(root, 0)) <= max(3, total // 3)}
    best = sorted(scored, key=lambda root: (-scored[root], root))[:_TERMS]
    top = max(scored.values(), default=1.0)
    return {root: (scored[root] / top, spelling[root]) for root in best}


def _hit(document: Document, score: float, chosen: dict[str, tuple[float, str]], aspect: Aspect) -> Hit:
    """A similar record with the words that both share."""
    text = " ".join(part for part, _weight in aspect.texts(document))
    present = {word.forms.root for word in analyse(text)}
    shared = [spelling for root, (_weight, spelling) in chosen.items() if root in present][:4]
    sentence = _("Gemeinsame Begriffe: %(words)s") % {"words": ", ".join(shared)}
    reasons = (Reason("similar", ", ".join(shared), ", ".join(shared), sentence),) if len(shared) >= aspect.least else ()
    return Hit(
        key=document.key,
        kind=document.kind,
        title=document.title,
        url=document.url,
        summary=document.summary,
        snippet="",
        score=score,
        reasons=reasons,
        display=document.display,
        facets=document.facets,
    )
