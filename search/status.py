"""What ``search_status`` and ``doctor`` tell about the search."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone

from search import engines, registry
from search.capabilities import semantic_state
from search.language import fingerprint
from search.language.lexicon import source
from search.models import IndexJob


@dataclass(frozen=True, slots=True)
class SearchStatus:
    """State of engine, index and outbox."""

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
    waiting: int
    failing: int
    lag_seconds: float
    detail: str

    def as_dict(self) -> dict[str, Any]:
        """Flat, for JSON."""
        return asdict(self)

    def lines(self) -> list[tuple[str, str]]:
        """Label and value, for people."""
        state = "erreichbar" if self.available else f"nicht erreichbar ({self.detail})"
        return [
            ("Suchmaschine", f"{self.engine}, {state}"),
            ("Datensätze im Index", f"{self.documents} von {self.eligible}"),
            ("Generation", self.generation or "keine"),
            ("Fingerabdruck", f"{self.fingerprint or '-'}, {'aktuell' if self.is_current else 'veraltet: search_rebuild'} (Wortschatz {self.lexicon})"),
            ("Betriebsart", f"{self.mode}; {self.semantic}"),
            ("Offene Aufträge", f"{self.waiting}, davon mit Fehler {self.failing}, ältester seit {self.lag_seconds:.0f} s"),
        ]


def gather() -> SearchStatus:
    """Ask engine and database."""
    state = engines.current().status()
    oldest = IndexJob.objects.order_by("version").values_list("created", flat=True).first()
    return SearchStatus(
        engine=state.name,
        available=state.available,
        documents=state.documents,
        eligible=sum(s.eligible().count() for s in registry.sources()),
        generation=state.generation,
        fingerprint=state.fingerprint,
        is_current=state.fingerprint.endswith(fingerprint()),
        lexicon=source(),
        mode=getattr(settings, "SEARCH_MODE", "lexical"),
        semantic=semantic_state(),
        waiting=IndexJob.objects.count(),
        failing=IndexJob.objects.filter(attempts__gt=0).count(),
        lag_seconds=(timezone.now() - oldest).total_seconds() if oldest else 0.0,
        detail=state.detail,
    )
