"""What ``search_status`` and ``doctor`` tell about the search."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone

from search import engines, registry, telemetry
from search.contract import Capability, EngineUnavailable, SearchEngine
from search.index import local_copy
from search.language import fingerprint
from search.language.lexicon import source
from search.models import IndexJob
from search.vectors import corpus_worker
from search.vectors.installed import semantic_index, semantic_state, semantic_wanted, vectors_of_engine


@dataclass(frozen=True, slots=True)
class SearchStatus:
    """State of engine, index and outbox. ``vectors`` counts records that can be found by meaning, ``words``
    those of the index that have a vector of their own beside the shipped ones; -1 where that is not wanted.
    """

    engine: str
    available: bool
    documents: int
    eligible: int
    generation: str
    fingerprint: str
    is_current: bool
    lexicon: str
    mode: str
    semantic: str
    vectors: int
    words: int
    words_waiting: int
    related_words: str
    waiting: int
    failing: int
    lag_seconds: float
    detail: str
    replica: dict[str, Any] | None
    metrics: dict[str, Any]

    def as_dict(self) -> dict[str, Any]:
        """For JSON: flat, but for the replica of this machine and the metrics of this process."""
        return asdict(self)

    def lines(self) -> list[tuple[str, str]]:
        """Label and value, for people."""
        state = "erreichbar" if self.available else f"nicht erreichbar ({self.detail})"
        meaning = (
            f"; Vektoren für {self.vectors} von {self.eligible} Datensätzen" if self.vectors >= 0 else ""
        )
        lines = [
            ("Suchmaschine", f"{self.engine}, {state}"),
            ("Datensätze im Index", f"{self.documents} von {self.eligible}"),
            ("Generation", self.generation or "keine"),
            (
                "Fingerabdruck",
                (
                    f"{self.fingerprint or '-'},"
                    f" {'aktuell' if self.is_current else 'veraltet: search_rebuild'} (Wortschatz"
                    f" {self.lexicon})"
                ),
            ),
            ("Betriebsart", f"{self.mode}; {self.semantic}{meaning}"),
            ("Verwandte Wörter", self.related_words),
            (
                "Offene Aufträge",
                f"{self.waiting}, davon mit Fehler {self.failing}, ältester seit {self.lag_seconds:.0f} s",
            ),
        ]
        if self.replica is not None:
            built = (
                f"{self.replica['documents']} Datensätze"
                if self.replica["available"]
                else "noch nicht aufgebaut: search_sync"
            )
            lines.append(
                (
                    "Kopie hier",
                    (
                        f"{built}, offene Aufträge {self.replica['waiting']}, ältester seit"
                        f" {self.replica['lag_seconds']:.0f} s"
                    ),
                )
            )
        return lines


def gather() -> SearchStatus:
    """Ask engine, replica and database."""
    engine = engines.current()
    state = engine.status()
    waiting, lag = _queue("")
    index = semantic_index()
    words, words_waiting, related_words = corpus_worker.state()
    return SearchStatus(
        engine=state.name,
        available=state.available,
        documents=state.documents,
        eligible=sum(s.eligible().count() for s in registry.sources()),
        generation=state.generation,
        fingerprint=state.fingerprint,
        is_current=state.fingerprint.endswith(fingerprint()),
        lexicon=source(),
        mode=settings.SEARCH_MODE,
        semantic=_semantic(engine),
        vectors=len(index.keys()) if index is not None else -1,
        words=words,
        words_waiting=words_waiting,
        related_words=related_words,
        waiting=waiting,
        failing=IndexJob.objects.of("").exclude(error="").count(),
        lag_seconds=lag,
        detail=state.detail,
        replica=_replica(),
        metrics=metrics(),
    )


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
    """Numbers of this process: searches with their times and outcomes; of a cluster also breaker, calls,
    failures and seconds per action.
    """
    measured: dict[str, Any] = getattr(engines.current(), "metrics", dict)()
    return {"searches": telemetry.snapshot(), "engine": measured}


def _queue(target: str) -> tuple[int, float]:
    """Number of waiting jobs and age of the oldest in seconds."""
    oldest = IndexJob.objects.of(target).due().values_list("created", flat=True).first()
    return IndexJob.objects.of(target).count(), (timezone.now() - oldest).total_seconds() if oldest else 0.0


def _replica() -> dict[str, Any] | None:
    replica = local_copy.local()
    if replica is None:
        return None
    state = replica.engine.status()
    waiting, lag = _queue(replica.name)
    current = state.fingerprint.endswith(fingerprint())
    return {
        "available": state.available,
        "documents": state.documents,
        "is_current": current,
        "waiting": waiting,
        "lag_seconds": lag,
    }
