"""Engine in plain Python for unit tests: slow, small, verified by the same contract suite as the others."""

from __future__ import annotations

import math
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path

from search.contract import (
    BM25_B,
    BM25_K1,
    BREAK,
    FIELDS,
    Audience,
    Capability,
    Clause,
    ClauseScores,
    EngineQuery,
    EngineResult,
    EngineStatus,
    IndexedDocument,
    PhraseClause,
    RebuildReport,
    ScoredKey,
    Suggestion,
)
from search.engines.explanation import clause_scores
from search.engines.suggestions import beginning, merged, offered
from search.ingest import digest, fingerprint
from search.language import fold
from search.readers import Index


class MemoryEngine:
    """Documents in a dictionary; every query looks at all of them."""

    name = "memory"
    timeout: float | None = None
    capabilities: frozenset[Capability] = frozenset()

    def __init__(self, _directory: Path | None = None, _index: Index = Index.PUBLIC) -> None:
        self._documents: dict[str, IndexedDocument] = {}
        self._counts: dict[str, dict[str, Counter[str]]] = {}
        self._frequencies: dict[str, Counter[str]] = {}
        self._lengths: dict[str, int] = {}
        self._generation = 0
        self._writes = 0
        self._lock = threading.RLock()

    # ---------------------------------------------------------------- writing

    def upsert(self, documents: Iterable[IndexedDocument]) -> int:
        """Write documents, older versions excepted."""
        written = 0
        with self._lock:
            for document in documents:
                known = self._documents.get(document.key)
                if known is None or known.version <= document.version:
                    self._forget(document.key)
                    self._learn(document)
                    written += 1
            self._writes += 1
        return written

    def remove(self, keys: Iterable[str]) -> int:
        """Remove documents by key."""
        with self._lock:
            wanted = list(keys)
            for key in wanted:
                self._forget(key)
            self._writes += 1
        return len(wanted)

    def rebuild(self, documents: Iterable[IndexedDocument]) -> RebuildReport:
        """Fill a new engine and take over its content when it is complete."""
        started = time.perf_counter()
        fresh = MemoryEngine()
        fresh.upsert(documents)
        with self._lock:
            self._documents, self._counts = fresh._documents, fresh._counts
            self._frequencies, self._lengths = fresh._frequencies, fresh._lengths
            self._generation += 1
            self._writes += 1
            return RebuildReport(len(self._documents), time.perf_counter() - started, str(self._generation))

    def _learn(self, document: IndexedDocument) -> None:
        counts = {name: Counter(t for t in document.fields.get(name, ()) if t != BREAK) for name in FIELDS}
        self._documents[document.key] = document
        self._counts[document.key] = counts
        for name, terms in counts.items():
            self._frequencies.setdefault(name, Counter()).update(terms.keys())
            self._lengths[name] = self._lengths.get(name, 0) + terms.total()

    def _forget(self, key: str) -> None:
        if self._documents.pop(key, None) is None:
            return
        for name, terms in self._counts.pop(key).items():
            self._frequencies[name].subtract(terms.keys())
            self._lengths[name] -= terms.total()

    # ---------------------------------------------------------------- asking

    def query(self, query: EngineQuery) -> EngineResult:
        """Match, score and count."""
        with self._lock:
            found = self._scored(query)
            here = [(d, s) for d, s in found if _passes(d, query, skip=None)]
            for conditions in query.deciding:
                if matches := [(d, s) for d, s in here if self._meets(d, conditions)]:
                    break
            facets = {
                name: _count_facet(name, (d for d, _s in found if _passes(d, query, skip=name)))
                for name in query.facets
            }
            for tried in reversed(query.fallback_conditions):
                for name, counts in facets.items():
                    counts |= _count_facet(
                        name, (d for d, _s in found if self._meets(d, tried) and _passes(d, query, skip=name))
                    )
            permitted = self._scored(_lifting(query)) if query.also else []
            wanted = [
                (d, s)
                for d, s in permitted
                if d.key in query.also and _passes(d, query, skip=None) and self._meets(d, conditions)
            ]
        ordered = _ordered(matches, query.sort)[query.offset : query.offset + query.limit]
        page, others = (tuple(ScoredKey(d.key, s, d.stored) for d, s in rows) for rows in (ordered, wanted))
        return EngineResult(page, len(matches), facets, others, len(here) - len(matches))

    def _scored(self, query: EngineQuery) -> list[tuple[IndexedDocument, float]]:
        """What phrases and clauses find, with its score; filters and numbers not looked at."""
        return [(d, s) for d in self._documents.values() if (s := self._score(d, query)) is not None]

    def _meets(self, document: IndexedDocument, conditions: Sequence[Clause]) -> bool:
        return all(
            any(self._counts[document.key][t.field][t.term] for t in clause.terms) for clause in conditions
        )

    def query_many(self, asked: Sequence[EngineQuery]) -> Iterator[EngineResult]:
        """One after the other, each when it is read."""
        return map(self.query, asked)

    def explain(self, query: EngineQuery, key: str) -> ClauseScores | None:
        """Each clause by itself."""
        return clause_scores(self, query, key)

    def suggest(self, prefix: str, limit: int) -> tuple[Suggestion, ...]:
        """Public titles and names with a word that begins with ``prefix``."""
        if not prefix:
            return ()
        with self._lock:
            public = [d for d in self._documents.values() if d.audience == Audience.PUBLIC]
        every = (one for document in public for one in offered(document))
        return merged(beginning(prefix, every), limit)

    def words(self, fields: tuple[str, ...]) -> Mapping[str, int]:
        """Terms of the documents."""
        counts: dict[str, int] = {}
        with self._lock:
            for name in fields:
                per_field: Counter[str] = Counter()
                for of_document in self._counts.values():
                    per_field.update(of_document[name].keys())
                for term, count in per_field.items():
                    counts[term] = max(count, counts.get(term, 0))
        return counts

    def digests(self) -> Mapping[str, str]:
        """Key and digest of every document."""
        with self._lock:
            return {key: digest(document.stored) for key, document in self._documents.items()}

    def version_token(self) -> str:
        """Number of writes so far."""
        return f"{self._generation}.{self._writes}"

    def recent_version_token(self) -> str:
        """The token itself, it costs nothing."""
        return self.version_token()

    def status(self) -> EngineStatus:
        """Always available."""
        return EngineStatus(self.name, True, len(self._documents), str(self._generation), fingerprint())

    # ---------------------------------------------------------------- scoring

    def _score(self, document: IndexedDocument, query: EngineQuery) -> float | None:
        """Score of a document for clauses and phrases, or ``None`` when it does not match."""
        if query.audiences.isdisjoint(document.readers):
            return None
        total, matched, must = 0.0, False, False
        for phrase in query.phrases:
            score = self._phrase(document, phrase)
            if (score > 0) == phrase.prohibited:
                return None
            must = must or not phrase.prohibited
            total += 0.0 if phrase.prohibited else score
        for clause in query.clauses:
            score = self._clause(document, clause)
            if (clause.prohibited and score > 0) or (clause.required and score <= 0):
                return None
            if not clause.prohibited:
                must = must or clause.required
                matched = matched or (score > 0 and not clause.only_scores)
                total += score
        optional = any(not (c.required or c.prohibited or c.only_scores) for c in query.clauses)
        if optional and not must and not matched:
            return None
        return total * max(document.stored.boost, 0.25)

    def _clause(self, document: IndexedDocument, clause: Clause) -> float:
        return max((t.weight * self._bm25(document.key, t.field, t.term) for t in clause.terms), default=0.0)

    def _bm25(self, key: str, name: str, term: str) -> float:
        count = self._counts[key][name][term]
        if not count:
            return 0.0
        size, df = len(self._documents), self._frequencies[name][term]
        mean = self._lengths[name] / size or 1.0
        idf = math.log(1 + (size - df + 0.5) / (df + 0.5))
        length = 1 - BM25_B + BM25_B * self._counts[key][name].total() / mean
        return idf * count * (BM25_K1 + 1) / (count + BM25_K1 * length)

    def _phrase(self, document: IndexedDocument, phrase: PhraseClause) -> float:
        best = 0.0
        for name, terms in product(phrase.fields, phrase.sequences):
            if _contains(document.fields.get(name, ()), terms):
                best = max(best, sum(self._bm25(document.key, name, term) for term in terms))
        return best


def _lifting(query: EngineQuery) -> EngineQuery:
    """The query with clauses that only score where they neither require nor prohibit."""
    return replace(
        query,
        clauses=tuple(
            c if c.required or c.prohibited else replace(c, only_scores=True) for c in query.clauses
        ),
    )


def _contains(terms: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Whether ``wanted`` stands consecutively in ``terms``."""
    size = len(wanted)
    return size > 0 and any(terms[i : i + size] == wanted for i in range(len(terms) - size + 1))


def _passes(document: IndexedDocument, query: EngineQuery, skip: str | None) -> bool:
    """Whether a document passes all filters but the one of facet ``skip``."""
    for name, values in query.filters.items():
        if name != skip and not set(values) & set(document.facets.get(name, ())):
            return False
    for name, value in query.numbers.items():
        offered = document.numbers.get(name)
        if offered is None or not offered.low <= value <= offered.high:
            return False
    return True


def _count_facet(name: str, documents: Iterator[IndexedDocument]) -> dict[str, int]:
    return dict(Counter(value for d in documents for value in set(d.facets.get(name, ()))))


def _ordered(matches: list[tuple[IndexedDocument, float]], sort: str) -> list[tuple[IndexedDocument, float]]:
    by_key = sorted(matches, key=lambda m: m[0].key)
    if sort == "neueste":
        return sorted(by_key, key=lambda m: m[0].stored.released, reverse=True)
    if sort == "titel":
        return sorted(by_key, key=lambda m: fold(m[0].stored.title))
    return sorted(by_key, key=lambda m: -m[1])
