"""What ``search_status`` and ``doctor`` tell about the search."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone

from search import engines, registry, telemetry
from search.contract import Capability, EngineStatus, EngineUnavailable, SearchEngine
from search.index import fallback_index
from search.index.apply import records_of
from search.ingest import fingerprint
from search.models import IndexJob
from search.readers import Index
from search.results import of_file
from search.vectors import corpus_worker, semantic_index, semantic_state, semantic_wanted, vectors_of_engine

#: What people call the two indexes.
INDEX_NAMES = {Index.PUBLIC: "Öffentlicher Index", Index.INNER: "Innerer Index"}

MISSING = (
    "Der Index fehlt oder stammt von einer früheren Fassung; Webprozess oder „search_sync“ bauen ihn neu,"
    " sofort tut es „search_rebuild“."
)
"""What people are told where this version has no index of its own."""


@dataclass(frozen=True, slots=True)
class SearchStatus:
    """State of engine, indexes and outbox. What stands here flat is the public index; ``inner`` tells the
    same of the other one, ``fallback_index`` of the copies on this machine. ``vectors`` counts records that
    can be found by meaning, ``words`` those of the index that have a vector of their own beside the bundled
    ones; -1 where that is not wanted. ``confidence`` says what is wrong with its weights, "" where nothing
    is. ``missing``: this version has no index of its own yet.
    """

    engine: str
    available: bool
    missing: bool
    documents: int
    eligible: int
    generation: str
    fingerprint: str
    is_current: bool
    mode: str
    semantic: str
    confidence: str
    vectors: int
    words: int
    words_waiting: int
    related_words: str
    waiting: int
    failing: int
    lag_seconds: float
    detail: str
    inner: dict[str, Any]
    fallback_index: dict[str, Any] | None

    def as_dict(self) -> dict[str, Any]:
        """For JSON: flat, but for the inner index and the copies of this machine."""
        return asdict(self)

    def lines(self) -> list[tuple[str, str]]:
        """Label and value, for people."""
        state = "erreichbar" if self.available else f"nicht erreichbar ({self.detail})"
        if self.missing:
            state = f"{MISSING} {'Bis dahin antwortet der frühere.' if self.available else self.detail}"
        meaning = (
            f"; Vektoren für {self.vectors} von {self.inner['eligible']} Datensätzen"
            if self.vectors >= 0
            else ""
        )
        lines = [
            ("Suchmaschine", f"{self.engine}, {state}"),
            (INDEX_NAMES[Index.PUBLIC], f"{self.documents} von {self.eligible} Datensätzen"),
            (INDEX_NAMES[Index.INNER], _inner_line(self.inner)),
            ("Generation", self.generation or "keine"),
            (
                "Fingerabdruck",
                f"{self.fingerprint or '-'}, {'aktuell' if self.is_current else 'veraltet: search_rebuild'}",
            ),
            ("Betriebsart", f"{self.mode}; {self.semantic}{meaning}"),
            ("Sicherheit der Treffer", self.confidence or "Gewichte passen"),
            ("Verwandte Wörter", self.related_words),
            (
                "Offene Aufträge",
                f"{self.waiting}, davon mit Fehler {self.failing}, ältester seit {self.lag_seconds:.0f} s",
            ),
        ]
        if self.fallback_index is not None:
            built = (
                f"{self.fallback_index['documents']} Datensätze öffentlich,"
                f" {self.fallback_index['inner_documents']} im inneren Index"
                if self.fallback_index["available"]
                else "noch nicht aufgebaut: search_sync"
            )
            lines.append(
                (
                    "Kopie hier",
                    (
                        f"{built}, offene Aufträge {self.fallback_index['waiting']}, ältester seit"
                        f" {self.fallback_index['lag_seconds']:.0f} s"
                    ),
                )
            )
        return lines


def _inner_line(inner: dict[str, Any]) -> str:
    if not inner["available"]:
        return f"nicht erreichbar ({inner['detail']})"
    old = "" if inner["is_current"] else ", veraltet: search_rebuild"
    return f"{inner['documents']} von {inner['eligible']} Datensätzen{old}"


def gather() -> SearchStatus:
    """Ask engine, fallback index and database."""
    engine = engines.current()
    state = engine.status()
    waiting, lag = _queue("")
    index = semantic_index()
    words, words_waiting, related_words = corpus_worker.state()
    return SearchStatus(
        engine=state.name,
        available=state.available,
        missing=state.missing,
        documents=state.documents,
        eligible=_eligible(Index.PUBLIC),
        generation=state.generation,
        fingerprint=state.fingerprint,
        is_current=_is_current(state),
        mode=settings.SEARCH_MODE,
        semantic=_semantic(engine),
        confidence=_confidence(),
        vectors=len(index.keys()) if index is not None else -1,
        words=words,
        words_waiting=words_waiting,
        related_words=related_words,
        waiting=waiting,
        failing=IndexJob.objects.of("").exclude(error="").count(),
        lag_seconds=lag,
        detail=state.detail,
        inner=_inner(),
        fallback_index=_fallback_index(),
    )


def _confidence() -> str:
    """What is wrong with the weights, in a sentence."""
    problem = of_file()[1]
    return f"Gewichte passen nicht, es ordnen die Wörter allein ({problem})" if problem else ""


def _eligible(index: Index) -> int:
    return sum(records_of(source, index).count() for source in registry.sources())


def _is_current(state: EngineStatus) -> bool:
    return state.fingerprint.endswith(fingerprint())


def _inner() -> dict[str, Any]:
    state = engines.current(Index.INNER).status()
    return {
        "available": state.available,
        "documents": state.documents,
        "eligible": _eligible(Index.INNER),
        "generation": state.generation,
        "is_current": _is_current(state),
        "detail": state.detail,
    }


def _semantic(engine: SearchEngine) -> str:
    """State of the search by meaning; where the engine can compare vectors, also whether it does."""
    state = semantic_state()
    if Capability.VECTORS not in engine.capabilities or not semantic_wanted():
        return state
    try:
        of_engine = vectors_of_engine(engine)
    except EngineUnavailable:
        of_engine = False
    return (
        f"{state}, verglichen"
        f" {'im Verbund' if of_engine else 'auf diesem Rechner (im Verbund unvollständig: search_sync)'}"
    )


def metrics() -> dict[str, Any]:
    """Numbers of this process, so only a web process has any: searches with their times and outcomes; of a
    cluster also breaker, calls, failures and seconds per action.
    """
    measured: dict[str, Any] = getattr(engines.current(), "metrics", dict)()
    return {"searches": telemetry.snapshot(), "engine": measured}


def _queue(target: str) -> tuple[int, float]:
    """Number of waiting jobs and age of the oldest in seconds."""
    oldest = IndexJob.objects.of(target).due().values_list("created", flat=True).first()
    return IndexJob.objects.of(target).count(), (timezone.now() - oldest).total_seconds() if oldest else 0.0


def _fallback_index() -> dict[str, Any] | None:
    fallback = fallback_index.local()
    if fallback is None:
        return None
    public, inner = (engine.status() for _index, engine in fallback.pair)
    waiting, lag = _queue(fallback.name)
    return {
        "available": public.available and inner.available,
        "documents": public.documents,
        "inner_documents": inner.documents,
        "is_current": _is_current(public) and _is_current(inner),
        "waiting": waiting,
        "lag_seconds": lag,
    }
