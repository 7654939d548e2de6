"""Why a hit is where it is: ``search_explain``.

The same plan, ranking and explanations as on the result page; the score of each clause comes from the engine
(:meth:`search.contract.SearchEngine.explain`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from search import registry
from search.contract import (
    Clause,
    ClauseScores,
    Document,
    EngineQuery,
    FusedScore,
    PhraseClause,
    ScoredKey,
    SearchRequest,
    Viewer,
)
from search.results import Explainer, Judged, Matcher, of_file
from search.service import SearchService

__all__ = ["ClauseLine", "RecordReport", "SearchReport", "clause_lines", "report"]

#: So many first hits are explained.
FIRST = 5
#: The place of a record is looked for among so many first matches.
DEPTH = 90

#: So many alternatives of a clause are named.
NAMED = 3

#: Layers of the fields in words, in the order in which their clauses stand.
LAYERS = {
    "exact": "Wortform",
    "stem": "Wortstamm",
    "derivation": "Wortfamilie",
    "prefix": "Wortanfang",
    "area": "Merkmal",
}
ZONES = {"title": "Titel", "entry": "So gefragt", "body": "Text"}


@dataclass(frozen=True, slots=True)
class ClauseLine:
    """A part of the query: ``role`` is ``finds``, ``orders``, ``required`` or ``prohibited``, ``label`` the
    alternatives in words, ``terms`` as the engine is asked for them.
    """

    number: int
    role: str
    label: str
    terms: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class RecordReport:
    """A record and its score. ``place`` counts from 1, 0 where it is not among the first matches. ``clauses``
    are number and score of those that match; they add up to ``words_score``, which is the ``score`` unless
    that is ``fused``. ``absence`` says why it is not among the shown hits: ``unknown``, ``not_indexed``,
    ``audience``, ``filtered``, ``prohibited``, ``phrase``, ``condition``, ``hidden``, ``unmatched`` or
    ``below``; empty where it is.
    """

    key: str
    title: str = ""
    place: int = 0
    score: float = 0.0
    words_score: float = 0.0
    boost: float = 1.0
    clauses: tuple[tuple[int, float], ...] = ()
    fused: FusedScore | None = None
    confidence: float = 0.0
    similarity: float | None = None
    reasons: tuple[str, ...] = ()
    absence: str = ""
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class SearchReport:
    """A search and its first hits, or one record of it."""

    text: str
    engine: str
    mode: str
    total: int
    filters: dict[str, tuple[str, ...]]
    numbers: dict[str, int]
    rarity: float
    confidence: float
    threshold: float
    no_answer: bool
    clauses: tuple[ClauseLine, ...]
    records: tuple[RecordReport, ...]

    def as_dict(self) -> dict[str, Any]:
        """For ``--json`` (docs/referenz/befehle.md)."""
        return asdict(self)

    def lines(self) -> Iterator[str]:
        """For people."""
        way = "nach Wörtern und Bedeutung" if self.mode == "hybrid" else "nach Wörtern"
        yield f"Gesucht: „{self.text}“ ({self.engine}, {way}), {self.total} Treffer"
        for name, values in self.filters.items():
            yield f"Filter: {' oder '.join(registry.value_label(name, value) for value in values)}"
        for name, value in self.numbers.items():
            yield f"Filter: {name} {value}"
        verdict = "keine Antwort" if self.no_answer else "beantwortet"
        yield f"Sicherheit: {self.confidence:.2f}, Schwelle {self.threshold:.2f}: {verdict}"
        by_number = {line.number: line for line in self.clauses}
        for record in self.records:
            yield ""
            yield from _record_lines(record, by_number, self.rarity)
        if not self.records:
            yield "Kein Treffer."


def _record_lines(record: RecordReport, lines: dict[int, ClauseLine], rarity: float) -> Iterator[str]:
    place = f"{record.place}. " if record.place else ""
    yield f"{place}{record.title or 'Kein Datensatz'} ({record.key})"
    if record.sentence:
        yield f"   {record.sentence}"
    if not record.title:
        return
    for number, score in sorted(record.clauses, key=lambda entry: -entry[1]):
        role = {"orders": ", ordnet nur", "prohibited": ", schließt aus"}.get(lines[number].role, "")
        yield f"   {score:8.3f}  {lines[number].label}{role}"
    boost = f", darin die Gewichtung des Datensatzes {record.boost:g}" if record.boost != 1.0 else ""
    yield f"   {record.words_score:8.3f}  Summe der Wörter{boost}"
    if record.fused is not None:
        fused = record.fused
        yield (
            f"   {record.score:8.3f}  zusammen: Wörter {fused.words:.3f} (Summe zu Seltenheit {rarity:.2f})"
            f" + Bedeutung {fused.meaning:.3f} + ähnliche Datensätze {fused.smoothing:.3f}"
        )
    known = f", Nähe {record.similarity:.2f}" if record.similarity is not None else ""
    yield f"   Antwortet zu {record.confidence:.0%}{known}. {'; '.join(record.reasons)}".rstrip()


def report(service: SearchService, request: SearchRequest, viewer: Viewer, key: str = "") -> SearchReport:
    """Explain the first hits of a search, or the record ``key`` wherever it stands. Raises
    ``EngineUnavailable``.
    """
    looked = _Look(service, request, viewer)
    response, plan = looked.response, looked.plan
    wanted = [key] if key else [hit.key for hit in response.hits[:FIRST]]
    return SearchReport(
        text=request.text,
        engine=plan.engine.name,
        mode="lexical" if plan.ranker is None else "hybrid",
        total=response.total,
        filters=dict(plan.query.filters),
        numbers=dict(plan.query.numbers),
        rarity=round(sum(plan.understood.rarity), 4),
        confidence=round(response.confidence, 4),
        threshold=looked.threshold,
        no_answer=response.no_answer,
        clauses=tuple(clause_lines(plan.query)),
        records=tuple(looked.record(one) for one in wanted),
    )


_FOR_SOME = "Ist nicht für alle da; erklärt wird die öffentliche Suche."


class _Look:
    """One search, looked at from inside: its page as readers see it, and its first :data:`DEPTH` matches."""

    def __init__(self, service: SearchService, request: SearchRequest, viewer: Viewer) -> None:
        self.service, self.viewer = service, viewer
        self.response = service.run(request, viewer)
        self.plan = service.plan(request, viewer)
        self.found = service.judged(service.plan(replace(request, limit=DEPTH, offset=0), viewer), viewer)
        self.judged = {one.match.key: one for one in self.found.judged}
        self.places = {key: place for place, key in enumerate(self.judged, start=1)}
        self.shown = {hit.key for hit in self.response.hits}

    @property
    def threshold(self) -> float:
        """What the confidence of this search is measured against; 0 without usable weights."""
        by_meaning = any(one.match.fused is not None for one in self.judged.values())
        weights = of_file()[0].get(by_meaning)
        return weights.no_answer_below if weights is not None else 0.0

    def record(self, key: str) -> RecordReport:
        """One record with its scores, or why there is none."""
        query = self.plan.query
        scores = self.plan.engine.explain(replace(query, audiences=Viewer.editor().audiences), key)
        if scores is None:
            code, sentence = self._unknown(key)
            return RecordReport(key=key, absence=code, sentence=sentence)
        one = self.judged.get(key)
        if one is None:
            read = Matcher(self.plan.understood.terms).read(scores.document)
            one = Judged(ScoredKey(key, 0.0, scores.document), read)
        match = one.match if key in self.judged else None
        explained = Explainer(self.plan.understood).explain(one)
        words = _sum(query, scores)
        fused = match.fused if match is not None else None
        code, sentence = self._absence(key, scores)
        return RecordReport(
            key=key,
            title=scores.document.title,
            place=self.places.get(key, 0),
            score=match.score if match is not None and fused is not None else words,
            words_score=words,
            boost=scores.document.boost,
            clauses=tuple(
                (number, round(score, 4))
                for number, score in enumerate((*scores.clauses, *scores.phrases), start=1)
                if score
            ),
            fused=fused,
            confidence=round(one.probability, 4),
            similarity=one.match.near.similarity if one.match.near is not None else None,
            reasons=tuple(reason.text for reason in explained.hit.reasons),
            absence=code,
            sentence=sentence,
        )

    def _unknown(self, key: str) -> tuple[str, str]:
        kind = key.partition(":")[0]
        known = {source.kind: source for source in registry.sources()}
        if kind not in known:
            kinds = ", ".join(f"{name}:…" for name in known)
            return "unknown", f"Einen solchen Schlüssel gibt es nicht. Möglich sind {kinds}"
        if known[kind].visible([key], Viewer.editor()):
            if not known[kind].visible([key], self.viewer):
                return "audience", _FOR_SOME
            return "not_indexed", "Steht in der Datenbank, aber nicht im Index: search_sync --verify."
        return "unknown", "Gibt es nicht, oder ist nicht veröffentlicht."

    def _absence(self, key: str, scores: ClauseScores) -> tuple[str, str]:
        """Why a record of the index is not among the hits that are shown; what is said of one that is."""
        if key in self.shown:
            return "", ""
        for code, sentence in self._obstacles(key, scores.document, scores):
            return code, sentence
        place = self.places.get(key)
        if place:
            return "below", f"Steht auf Platz {place}; zuerst gezeigt werden {len(self.shown)} Treffer."
        if not _finds(self.plan.query, scores):
            return "unmatched", "Keine Klausel, die Treffer findet, kommt darin vor."
        return "below", f"Wird gefunden, steht aber hinter Platz {DEPTH}."

    def _obstacles(self, key: str, document: Document, scores: ClauseScores) -> Iterator[tuple[str, str]]:
        """What keeps a record out whatever its score."""
        query = self.plan.query
        if not self.viewer.may_read(document.audience):
            yield "audience", _FOR_SOME
        for name, values in query.filters.items():
            if not set(values) & set(document.facets.get(name, ())):
                chosen = " oder ".join(registry.value_label(name, value) for value in values)
                yield "filtered", f"Erfüllt den Filter nicht: {chosen}."
        for name, number in query.numbers.items():
            offered = document.numbers.get(name)
            if offered is None or not offered.low <= number <= offered.high:
                yield "filtered", f"Erfüllt den Filter nicht: {name} {number}."
        for line, score in zip(clause_lines(query), (*scores.clauses, *scores.phrases), strict=True):
            if line.role == "prohibited" and score:
                yield "prohibited", f"Ausgeschlossen: {line.label}."
            if line.role == "required" and not score:
                yield "phrase", f"Es fehlt: {line.label}."
        if query.is_filtered and _finds(query, scores):
            found = self.plan.engine.query(replace(query, also=(key,), limit=0)).others
            if not found:
                yield (
                    "condition",
                    "Unter einem Filter ist das erste bekannte Wort Bedingung; es kommt nicht vor.",
                )
        if key not in self.service.visible([key], self.viewer):
            yield "hidden", "Steht im Index, die Datenbank zeigt es aber nicht mehr: search_sync."


def _parts(query: EngineQuery) -> tuple[Clause | PhraseClause, ...]:
    return (*query.clauses, *query.phrases)


def _sum(query: EngineQuery, scores: ClauseScores) -> float:
    """The engine's score: everything that is not prohibited."""
    parts = zip(_parts(query), (*scores.clauses, *scores.phrases), strict=True)
    return sum(score for part, score in parts if not part.prohibited)


def _finds(query: EngineQuery, scores: ClauseScores) -> bool:
    """Whether something that finds by itself matches; without any such clause everything is found."""
    finding = [
        score for clause, score in zip(query.clauses, scores.clauses, strict=True) if _role(clause) == "finds"
    ]
    return not finding or any(finding) or any(_role(part) == "required" for part in _parts(query))


def _role(part: Clause | PhraseClause) -> str:
    if part.prohibited:
        return "prohibited"
    if isinstance(part, PhraseClause) or part.required:
        return "required"
    return "orders" if part.only_scores else "finds"


def clause_lines(query: EngineQuery) -> Iterator[ClauseLine]:
    """The clauses of a query, then its phrases, numbered from 1."""
    for number, part in enumerate(_parts(query), start=1):
        if isinstance(part, PhraseClause):
            words = " ".join(part.terms)
            terms = tuple({"field": name, "term": words, "weight": 1.0} for name in part.fields)
            yield ClauseLine(number, _role(part), f"genau „{words}“", terms)
        else:
            terms = tuple(
                {"field": t.field, "term": t.term, "weight": round(t.weight, 4)} for t in part.terms
            )
            yield ClauseLine(number, _role(part), _label(part), terms)


def _label(clause: Clause) -> str:
    """Alternatives in words, the weightiest first: "Wortstamm „verein“ ×1 (Text, Titel)"; equal terms of
    several fields once.
    """
    zones: dict[tuple[str, str, float], list[str]] = {}
    for term in clause.terms:
        zone, _bar, layer = term.field.rpartition("_")
        zones.setdefault((layer, term.term, term.weight), []).append(ZONES.get(zone, ""))
    ordered = sorted(zones.items(), key=lambda entry: -entry[0][2])
    named = [
        f"{LAYERS[layer]} „{_readable(layer, term)}“ ×{weight:.3g}"
        + (f" ({', '.join(found)})" if any(found) else "")
        for (layer, term, weight), found in ordered[:NAMED]
    ]
    more = len(ordered) - NAMED
    return " oder ".join(named) + (f" oder {more} weitere" if more > 0 else "")


def _readable(layer: str, term: str) -> str:
    """A facet value as readers know it, any other term as it is."""
    facet, equals, value = term.partition("=")
    return registry.value_label(facet, value) if layer == "area" and equals else term
