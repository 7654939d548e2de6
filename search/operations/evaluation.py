"""Measuring the search over judged collections, with the code of the site: same analysis, parser, ranking,
explanations.

Measures are the usual ones; nDCG has exponential gains (2^grade - 1) and a logarithmic discount.
"""

from __future__ import annotations

import hashlib
import json
import math
import random
import statistics
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from django.conf import settings

from search import engines
from search.contract import (
    Document,
    EngineUnavailable,
    Passage,
    SearchEngine,
    SearchRequest,
    SearchResponse,
    Viewer,
)
from search.ingest import prepare
from search.language import thesaurus
from search.query import WEIGHTS, IndexWordsCache, TermWeights
from search.service import SearchService
from search.vectors import throwaway_ranker, word_embedder
from search.vectors.corpus_words import CorpusWords, spellings

DEPTH = 10
#: Seconds that a measurement waits for an answer.
PATIENCE = 600.0


@dataclass(frozen=True, slots=True)
class JudgedQuery:
    """A query and what answers it; nothing answers it when ``relevant`` is empty."""

    id: str
    text: str
    relevant: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class QueryOutcome:
    """What came back for one query."""

    query: JudgedQuery
    hits: tuple[str, ...]
    milliseconds: float
    no_answer: bool
    confidence: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Outcomes of a run and the figures over them."""

    engine: str
    mode: str
    documents: int
    index_seconds: float
    outcomes: tuple[QueryOutcome, ...]

    def figures(self) -> dict[str, Any]:
        """The flat object of ``search_evaluate --json``."""
        answered = [o for o in self.outcomes if o.query.relevant]
        unanswered = [o for o in self.outcomes if not o.query.relevant]
        times = sorted(o.milliseconds for o in self.outcomes)
        return {
            "ndcg@10": _mean(ndcg(o.hits, o.query.relevant) for o in answered),
            "recall@10": _mean(recall(o.hits, o.query.relevant) for o in answered),
            "mrr@10": _mean(reciprocal_rank(o.hits, o.query.relevant) for o in answered),
            "success@3": _mean(success(o.hits, o.query.relevant, 3) for o in answered),
            "no_answer_rate": _mean(1.0 if o.no_answer else 0.0 for o in self.outcomes),
            "no_answer_auc": auc([o.confidence for o in answered], [o.confidence for o in unanswered]),
            "p50_ms": _percentile(times, 0.50),
            "p95_ms": _percentile(times, 0.95),
            "index_s": round(self.index_seconds, 3),
            "documents": self.documents,
            "queries": len(self.outcomes),
            "engine": self.engine,
            "mode": self.mode,
        }


# --------------------------------------------------------------------------- measures


def ndcg(hits: Sequence[str], relevant: Mapping[str, float], depth: int = DEPTH) -> float:
    """Normalised discounted cumulative gain."""
    gained = sum(
        (2 ** relevant.get(key, 0) - 1) / math.log2(rank + 2) for rank, key in enumerate(hits[:depth])
    )
    best = sorted(relevant.values(), reverse=True)[:depth]
    ideal = sum((2**grade - 1) / math.log2(rank + 2) for rank, grade in enumerate(best))
    return gained / ideal if ideal else 0.0


def recall(hits: Sequence[str], relevant: Mapping[str, float], depth: int = DEPTH) -> float:
    """Share of the relevant documents among the first hits."""
    wanted = {key for key, grade in relevant.items() if grade > 0}
    return len(wanted & set(hits[:depth])) / len(wanted) if wanted else 0.0


def reciprocal_rank(hits: Sequence[str], relevant: Mapping[str, float], depth: int = DEPTH) -> float:
    """One over the rank of the first relevant hit."""
    return next((1 / (rank + 1) for rank, key in enumerate(hits[:depth]) if relevant.get(key, 0) > 0), 0.0)


def success(hits: Sequence[str], relevant: Mapping[str, float], depth: int) -> float:
    """Whether a relevant hit is among the first ``depth``."""
    return 1.0 if any(relevant.get(key, 0) > 0 for key in hits[:depth]) else 0.0


def auc(answered: Sequence[float], unanswered: Sequence[float]) -> float | None:
    """Probability that an answered query is more confident than one without an answer; ``None`` without both
    kinds.
    """
    if not answered or not unanswered:
        return None
    wins = sum(1.0 if a > u else 0.5 if a == u else 0.0 for a in answered for u in unanswered)
    return round(wins / (len(answered) * len(unanswered)), 4)


def bootstrap(
    first: Sequence[float], second: Sequence[float], rounds: int = 2_000, seed: int = 1
) -> tuple[float, float, float]:
    """Paired bootstrap: mean of second minus first, and its 95 % interval."""
    differences = [b - a for a, b in zip(first, second, strict=True)]
    if not differences:
        return 0.0, 0.0, 0.0
    generator = random.Random(seed)  # noqa: S311
    means = sorted(
        statistics.fmean(generator.choices(differences, k=len(differences))) for _round in range(rounds)
    )
    return statistics.fmean(differences), means[int(rounds * 0.025)], means[int(rounds * 0.975)]


def _mean(values: Iterable[float]) -> float | None:
    known = list(values)
    return round(statistics.fmean(known), 4) if known else None


def _percentile(ordered: Sequence[float], share: float) -> float | None:
    return round(ordered[min(len(ordered) - 1, math.ceil(share * len(ordered)) - 1)], 3) if ordered else None


# --------------------------------------------------------------------------- running


def read_corpus(path: Path) -> list[Document]:
    """Documents of a JSONL file; a title repeated at the start of the text counts once."""
    documents = []
    for line in _lines(path):
        title, text = str(line.get("title") or ""), str(line.get("text") or "")
        body = text[len(title) :].lstrip() if title and text.startswith(title) else text
        documents.append(Document(str(line["id"]), "doc", title, "", passages=(Passage(body),)))
    return documents


def read_queries(path: Path) -> list[JudgedQuery]:
    """Judged queries of a JSONL file."""
    return [
        JudgedQuery(
            str(line["id"]),
            str(line["query"]),
            {str(k): float(v) for k, v in (line.get("relevant") or {}).items()},
        )
        for line in _lines(path)
    ]


def _lines(path: Path) -> Iterable[dict[str, Any]]:
    with path.open(encoding="utf-8") as handle:
        for line in handle:
            if line.strip():
                yield json.loads(line)


def everything_visible(keys: Collection[str], viewer: Viewer) -> set[str]:
    """Outside collections have no database behind them."""
    return set(keys)


def throwaway_service(
    engine: SearchEngine, weights: TermWeights = WEIGHTS, own: CorpusWords | None = None
) -> SearchService:
    """The service of the site over an engine of its own, with the vectors of its corpus words where they are
    given.
    """
    words = IndexWordsCache(own=lambda: own)
    return SearchService(
        lambda: engine,
        thesaurus.bundled,
        visible=everything_visible,
        facets=tuple,
        weights=weights,
        words=words,
        least_sure=0.0,
    )


def corpus_words(corpus: Sequence[Document]) -> CorpusWords | None:
    """Vectors of the words of a corpus as the worker computes them; ``None`` without the model."""
    embed = word_embedder()
    if embed is None:
        return None
    directory = vector_cache()
    name = hashlib.sha256("\0".join(document.key for document in corpus).encode()).hexdigest()[:12]
    store = CorpusWords(directory / f"words-{name}.sqlite3" if directory else None)
    found = spellings(corpus)
    store.keep_only(found)
    store.note({root: found[root] for root in store.unknown(found)})
    store.compute(embed)
    return store


def evaluate(
    corpus: Sequence[Document],
    queries: Sequence[JudgedQuery],
    engine_name: str = "embedded",
    mode: str = "lexical",
    weights: TermWeights = WEIGHTS,
    own: CorpusWords | None = None,
) -> Evaluation:
    """Index the corpus in a throw-away index and ask every query; ``own`` as :func:`corpus_words` makes
    them.
    """
    engine = engines.create(engine_name)
    started = time.perf_counter()
    engine.rebuild(prepare(document) for document in corpus)
    service = throwaway_service(engine, weights, own)
    if mode == "hybrid":
        ranker = throwaway_ranker(corpus, vector_cache(), engine)
        service.semantic = lambda: ranker
    index_seconds = time.perf_counter() - started
    answered(service, SearchRequest(text="Aufwärmen"))
    outcomes = []
    for query in queries:
        response, spent = answered(service, SearchRequest(text=query.text, limit=DEPTH, everything=True))
        hits = tuple(hit.key for hit in response.hits)
        outcomes.append(QueryOutcome(query, hits, spent, response.no_answer, response.confidence))
    return Evaluation(engine_name, mode, len(corpus), index_seconds, tuple(outcomes))


def answered(service: SearchService, request: SearchRequest) -> tuple[SearchResponse, float]:
    """An answer and its milliseconds, asked for as often as it takes: a busy server, or one whose words a
    thread still reads, is not waited for by readers and is measured all the same. Raises
    ``EngineUnavailable`` after :data:`PATIENCE` seconds.
    """
    deadline = time.monotonic() + PATIENCE
    while True:
        begun = time.perf_counter()
        try:
            return (
                service.run(request, Viewer()),
                (time.perf_counter() - begun) * 1_000,
            )
        except EngineUnavailable:
            if time.monotonic() >= deadline:
                raise
            time.sleep(0.05)


def read_weights(text: str) -> TermWeights:
    """TermWeights that differ from those of the site: "similar=0,function=0.3". ``ValueError`` for an unknown
    name or no number.
    """
    changes = {}
    for piece in filter(None, (piece.strip() for piece in text.split(","))):
        name, _equals, value = piece.partition("=")
        if name.strip() not in {known.name for known in fields(TermWeights)}:
            raise ValueError(f"unknown weight {name.strip()!r}")
        changes[name.strip()] = float(value)
    return replace(WEIGHTS, **changes)


def compare(before: Mapping[str, Sequence[str]], now: Evaluation) -> tuple[float, float, float, int]:
    """Paired bootstrap of nDCG@10: mean of ``now`` minus ``before`` (hits per query), its 95 % interval,
    number of queries.
    """
    judged = [o for o in now.outcomes if o.query.relevant and o.query.id in before]
    first = [ndcg(before[o.query.id], o.query.relevant) for o in judged]
    return (*bootstrap(first, [ndcg(o.hits, o.query.relevant) for o in judged]), len(judged))


def read_runs(path: Path) -> dict[str, list[str]]:
    """Hits per query as :func:`write_runs` wrote them."""
    return {str(row["id"]): [str(key) for key in row["hits"]] for row in _lines(path)}


def vector_cache() -> Path | None:
    """Where repeated measurements keep their vectors: ``SEARCH_EVALUATION_CACHE``; nowhere without it."""
    return Path(settings.SEARCH_EVALUATION_CACHE) if settings.SEARCH_EVALUATION_CACHE else None


def write_runs(evaluation: Evaluation, path: Path) -> None:
    """The first hits of every query, one line each."""
    with path.open("w", encoding="utf-8") as handle:
        for outcome in evaluation.outcomes:
            handle.write(
                json.dumps({"id": outcome.query.id, "hits": list(outcome.hits)}, ensure_ascii=False) + "\n"
            )
