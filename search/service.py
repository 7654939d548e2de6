"""The only public entry to the search.

:func:`run`, :func:`suggest` and :func:`similar` use the engine of the installation and the sources that the
apps registered. :class:`SearchService` is the same code over any engine; ``search_evaluate`` measures it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from django.utils.translation import gettext as _

from search import engines, registry, telemetry
from search.contract import (
    Chip,
    Clause,
    Document,
    EngineQuery,
    EngineResult,
    EngineStatus,
    EngineUnavailable,
    Hit,
    ScoredKey,
    SearchEngine,
    SearchRequest,
    SearchResponse,
    Suggestion,
    Viewer,
    WeightedTerm,
    area_term,
)
from search.fallback import answer
from search.index import worker
from search.ingest import readable_part
from search.language import fold
from search.language.mined import HarvestedPair
from search.language.thesaurus import Thesaurus
from search.query import (
    EVERYTHING,
    WEIGHTS,
    Aspect,
    Grammar,
    IndexWords,
    IndexWordsCache,
    TermWeights,
    ThesaurusCache,
    Understood,
    beginnings,
    clean,
    engine_query,
    fallback_conditions,
    for_readers,
    parse,
    similar_hits,
    understand,
)
from search.readers import Index
from search.results import (
    ConfidenceWeights,
    Definition,
    Explainer,
    Judged,
    Matcher,
    carrying,
    chips,
    definition_of,
    features,
    of_file,
    suggestion,
    titles_of,
)
from search.sentences import VectorsLate
from search.unanswered import note
from search.vectors import Ranker, corpus_worker, semantic_ranker

__all__ = [
    "JUDGED",
    "MAX_LIMIT",
    "Plan",
    "SearchService",
    "defined",
    "forget",
    "harvested",
    "of_installation",
    "over",
    "run",
    "run_each",
    "similar",
    "status",
    "suggest",
    "unquoted",
]

logger = logging.getLogger(__name__)

#: So many first matches are ordered by confidence; what comes later keeps the order of the engine.
JUDGED = 30
#: So many hits that pass are shown first.
MOST_PASSING = 7
#: Where nothing is sure, so many of the nearest records are shown as "perhaps".
MOST_PERHAPS = 3
#: Hits fetched beyond the page, so that a withdrawn record leaves no gap.
SPARE = 5
#: What is this little sure does not even "perhaps" fit; a third of what passes.
LEAST_SURE = 0.02
MAX_LIMIT = 100

Visible = Callable[[Collection[str], Viewer], set[str]]


@dataclass(frozen=True, slots=True)
class Plan:
    """A search before its engine is asked."""

    request: SearchRequest
    engine: SearchEngine
    understood: Understood
    query: EngineQuery
    known: IndexWords
    ranker: Ranker | None = None

    @property
    def is_judged(self) -> bool:
        """Whether the confidence orders and cuts."""
        return _is_judged(self.request, self.understood)

    @property
    def asks_nothing(self) -> bool:
        """Whether neither words nor a filter ask for anything: only a title of just these words is meant."""
        return self.understood.asks_nothing and not self.query.is_filtered

    @property
    def is_cut(self) -> bool:
        """Whether only what passes is shown: whoever filters, leafs through or asks for it sees the rest."""
        request = self.request
        return self.is_judged and not (request.everything or request.offset or self.query.is_filtered)

    @property
    def is_opened(self) -> bool:
        """Whether what may fit is shown as well, because the reader asked for it."""
        return self.is_judged and self.request.everything and not self.query.is_filtered


@dataclass(frozen=True, slots=True)
class Found:
    """The matches of a search from ``start`` on in the order in which they are shown, those that pass, and
    how sure the best one is.
    """

    result: EngineResult
    total: int
    start: int
    judged: list[Judged]
    passing: list[Judged]
    no_answer: bool
    best: float


@dataclass
class SearchService:
    """A search over one index. ``visible`` is the second wall behind the audience inside the query.

    ``vocabulary`` is the index whose words are known, the same one unless it is said: whatever is searched,
    spelling, related words and abbreviations are those of public texts.
    """

    engine: Callable[[], SearchEngine]
    thesaurus: Callable[[], Thesaurus]
    visible: Visible = registry.readable_keys
    grammar: Callable[[], Grammar] = Grammar
    facets: Callable[[], tuple[str, ...]] = registry.facet_names
    weights: TermWeights = WEIGHTS
    words: IndexWordsCache = field(default_factory=IndexWordsCache)
    semantic: Callable[[], Ranker | None] = lambda: None
    withheld: Callable[[], Collection[str]] = tuple
    vocabulary: Callable[[], SearchEngine] | None = None
    least_sure: float = LEAST_SURE

    def known(self) -> IndexWords:
        """The words of public texts."""
        return self.words.get((self.vocabulary or self.engine)())

    def run(self, request: SearchRequest, viewer: Viewer) -> SearchResponse:
        """Answer a request; raises ``EngineUnavailable`` when the engine is away."""
        plan = self.plan(request, viewer)
        return self._response(plan, self.judged(plan, viewer))

    def run_each(self, requests: Sequence[SearchRequest], viewer: Viewer) -> list[SearchResponse]:
        """Answer several requests; the database says once for all of them what this viewer may see."""
        plans = [self.plan(request, viewer) for request in requests]
        results = [self.rank(plan) for plan in plans]
        keys = {match.key for result in results for match in result.matches}
        allowed = self.visible(keys, viewer) if keys else set()
        return [
            self._response(plan, self._found(plan, result, viewer, allowed))
            for plan, result in zip(plans, results, strict=True)
        ]

    def _response(self, plan: Plan, found: Found) -> SearchResponse:
        first, limit = plan.request.offset - found.start, plan.request.limit
        result, total, listed = found.result, found.total, found.judged
        perhaps = [one for one in listed if one.probability >= self.least_sure or one in found.passing]
        if found.no_answer and len(perhaps) < MOST_PERHAPS:
            perhaps = listed[:MOST_PERHAPS]
        if plan.is_cut:
            listed = perhaps[:MOST_PERHAPS] if found.no_answer else found.passing[:MOST_PASSING]
        elif plan.is_opened and not found.start:
            listed, total = perhaps, len(perhaps)
        asks_nothing = plan.asks_nothing and not total
        explainer = Explainer(plan.understood)
        explained = [
            explainer.explain(one, passes=one in found.passing) for one in listed[first : first + limit]
        ]
        return SearchResponse(
            request=plan.request,
            hits=tuple(e.hit for e in explained),
            total=total,
            facets=registry.facet_values(result.facets, plan.query.filters),
            chips=chips(plan.request, plan.understood.parsed),
            suggestion=suggestion(plan.understood, explained),
            relaxed_total=result.relaxed_total,
            no_answer=found.no_answer,
            confidence=found.best,
            more=max(0, len(perhaps) - len(explained)) if plan.is_cut else 0,
            asks_nothing=asks_nothing,
            notice=what_to_type() if asks_nothing else "",
        )

    def judged(self, plan: Plan, viewer: Viewer) -> Found:
        """What is found, in the order in which it is shown."""
        result = self.rank(plan)
        keys = [match.key for match in result.matches]
        return self._found(plan, result, viewer, self.visible(keys, viewer) if keys else set())

    def _found(self, plan: Plan, result: EngineResult, viewer: Viewer, allowed: set[str]) -> Found:
        kept, hidden = self._decide(result.matches, viewer, allowed)
        total, start = max(0, result.total - hidden), plan.query.offset
        if plan.asks_nothing:
            kept = titles_of(kept, plan.understood, plan.request.sort)
            result, total = replace(result, facets={}, relaxed_total=0), len(kept)
        matcher = Matcher(plan.understood.terms)
        judged = [Judged(match, matcher.read(match.document), 1.0) for match in kept]
        by_meaning = bool(kept) and kept[0].fused is not None
        confidence = of_file()[0].get(by_meaning)
        if not plan.is_judged or plan.asks_nothing or start or confidence is None:
            no_answer = bool(plan.understood.parsed.text) and not total
            return Found(result, total, start, judged, judged, no_answer, float(bool(judged)))
        depth = max(JUDGED, plan.request.limit)
        ordered = _by_confidence(judged[:depth], plan.understood, confidence)
        ordered += [replace(one, probability=0.0) for one in judged[depth:]]
        best = ordered[0].probability if ordered else 0.0
        passing = [
            one
            for one in ordered[:depth]
            if (confidence.passing(one.probability, best) and one.has_reason(plan.understood))
            or one.is_named(plan.understood)
        ]
        passing = carrying(passing, plan.understood)
        nothing = best < confidence.no_answer_below or not (passing or plan.query.is_filtered)
        no_answer = nothing and not plan.request.offset
        return Found(result, total, start, ordered, passing, no_answer, best)

    def plan(self, request: SearchRequest, viewer: Viewer) -> Plan:
        """What is to be asked: the text read, its words looked up, the query for the engine."""
        request = replace(request, limit=max(0, min(request.limit, MAX_LIMIT)), offset=max(0, request.offset))
        engine = self.engine()
        parsed = parse(request.text, self.grammar(), request.literal)
        thesaurus, known = self.thesaurus(), self.known()
        understood = understand(parsed, thesaurus, known)
        facets = self.facets() if request.counted else ()
        query = engine_query(understood, request, viewer.audiences, facets, self.weights)
        has_meaning = bool(understood.words) and not (understood.only_names_values or understood.asks_nothing)
        ranker = self.semantic() if has_meaning and request.sort == "relevance" else None
        # Not only the hits: no count may know them either.
        asks_nothing = understood.asks_nothing and not query.is_filtered
        limit, offset = _window(request, asks_nothing or _is_judged(request, understood))
        if asks_nothing:  # titles that say just that; titles_of puts them in order
            query = replace(query, sort="relevance")
        clauses = (*query.clauses, *_without(self.withheld()))
        # Who only counts gets no hits, and none is asked for in the database.
        query = replace(query, limit=limit + SPARE if limit else 0, offset=offset, clauses=clauses)
        if not request.relaxed and (query.is_filtered or query.facets):
            query = replace(query, fallback_conditions=fallback_conditions(understood, thesaurus, known))
        return Plan(request, engine, understood, for_readers(query), known, ranker)

    def rank(self, plan: Plan) -> EngineResult:
        """By words and meaning where there is a ranker, else by words. A broken model never breaks a
        search.
        """
        if plan.ranker is not None:
            try:
                return plan.ranker.rank(
                    plan.engine, plan.query, clean(plan.request.text), sum(plan.understood.rarity)
                )
            except EngineUnavailable:
                raise
            except VectorsLate as late:
                logger.info("no vector of the query, answering from words alone: %s", late)
            except Exception:
                logger.exception("semantic search failed, answering from words alone")
        result, query = plan.engine.query(plan.query), plan.query
        wanted = () if result.total or query.is_filtered or query.phrases else beginnings(query.clauses)
        if not wanted:
            return result
        # The facets stay empty: no click is to find what only begins alike.
        similar = plan.engine.query(replace(query, clauses=wanted, facets=(), fallback_conditions=()))
        return replace(result, matches=similar.matches, total=len(similar.matches))

    def _decide(
        self, matches: Sequence[ScoredKey], viewer: Viewer, allowed: set[str]
    ) -> tuple[list[ScoredKey], int]:
        """The index narrows, the database decides: matches to show, and how many were hidden."""
        kept = [replace(m, document=readable_part(m.document, viewer)) for m in matches if m.key in allowed]
        return kept, len(matches) - len(kept)


def what_to_type() -> str:
    """What a reader is told whose text asks for nothing."""
    return _(
        "Diese Wörter stehen in jedem Text. Nennen Sie die Sache, um die es geht, oder beschreiben Sie Ihr"
        " Problem in einem Satz."
    )


def _by_confidence(
    judged: list[Judged], understood: Understood, confidence: ConfidenceWeights
) -> list[Judged]:
    """The surest first, equals (to three digits) in the order of the engine, which is the same on each."""
    if not judged:
        return []
    probabilities = confidence.of(features(judged, understood)).tolist()
    sure = [replace(one, probability=p) for one, p in zip(judged, probabilities, strict=True)]
    return sorted(sure, key=lambda one: -round(one.probability, 3))


def _is_judged(request: SearchRequest, understood: Understood) -> bool:
    """Not where the reader chose an order, or asked for nothing but an exact expression or a kind of
    record.
    """
    return (
        request.sort == "relevance"
        and bool(understood.words)
        and not understood.parsed.phrases
        and not understood.only_names_values
    )


def _window(request: SearchRequest, judged: bool) -> tuple[int, int]:
    """How many hits are fetched, and from which on. What the confidence orders is read from the first one,
    whatever page is wanted of it; a list costs its page, because each hit of it is asked for in the database.
    """
    depth = max(JUDGED, request.limit)
    if not judged or request.offset >= depth:
        return request.limit, request.offset
    return max(depth, request.offset + request.limit), 0


def _without(keys: Collection[str]) -> tuple[Clause, ...]:
    """A clause that keeps records out."""
    return (
        (Clause(tuple(WeightedTerm("area", area_term("key", key)) for key in sorted(keys)), prohibited=True),)
        if keys
        else ()
    )


# --------------------------------------------------------------------------- the search of this installation


def chips_of(request: SearchRequest) -> tuple[Chip, ...]:
    """What a request means, without searching."""
    return chips(request, parse(request.text, _grammar(), request.literal))


def unquoted(request: SearchRequest) -> SearchRequest | None:
    """The request with the words in quotation marks as single words; ``None`` where there are none."""
    quoted = parse(request.text, _grammar(), request.literal).quoted
    return replace(request, literal=(*request.literal, *quoted)) if quoted else None


def _grammar() -> Grammar:
    """What the apps taught the parser. Facet values are known by their slug and, when they exist, by their
    label.
    """
    return Grammar(_facet_values_by_name(), registry.facet_words(), registry.bands())


def _facet_values_by_name() -> dict[str, dict[str, str]]:
    """Per facet the values that words of the apps name; others are read from the address only."""
    known: dict[str, dict[str, str]] = {name: {} for name in registry.facet_names()}
    for entry in registry.facet_words():
        of_facet = known.setdefault(entry.facet, {})
        of_facet.setdefault(fold(entry.value), entry.value)
        of_facet.setdefault(fold(entry.word), entry.value)
    for band in registry.bands():
        known.setdefault(band.facet, {}).update({fold(value): value for _limit, value in band.limits})
    return known


@cache
def _thesaurus_cache() -> ThesaurusCache:
    return ThesaurusCache()


def of_installation(index: Index = Index.PUBLIC) -> SearchService:
    """The search of this installation over one of its indexes, one per process."""
    return _own_service(index)


@cache
def _own_service(index: Index) -> SearchService:
    return _service(engines.current, index, _words())


@cache
def _fallback_service(index: Index) -> SearchService:
    return _service(_fallback_index, index, _words("fallback"))


def over(engine: SearchEngine) -> SearchService:
    """The search of this installation over one index that is not its own, such as a throw-away one."""
    return _service(lambda _index: engine, Index.PUBLIC, IndexWordsCache())


def _service(of: Callable[[Index], SearchEngine], index: Index, words: IndexWordsCache) -> SearchService:
    return SearchService(
        lambda: of(index),
        _thesaurus_cache().get,
        grammar=_grammar,
        semantic=lambda: semantic_ranker(index),
        words=words,
        withheld=registry.withheld,
        vocabulary=lambda: of(Index.PUBLIC),
    )


@cache
def _words(_of: str = "own") -> IndexWordsCache:
    return IndexWordsCache(own=corpus_worker.store)


def _fallback_index(index: Index) -> SearchEngine:
    engine = engines.fallback_index(index)
    if engine is None:
        raise EngineUnavailable("no fallback index on this machine")
    return engine


def forget() -> None:
    """Drop everything this process keeps: thesaurus and words of the index."""
    _thesaurus_cache().forget()
    _words().forget()
    _words("fallback").forget()


def glossary_changed(sender: object, **kwargs: object) -> None:
    """The editors' glossary changed: what this process keeps of it is read again."""
    forget()


def run(request: SearchRequest, viewer: Viewer, *, count_miss: bool = True) -> SearchResponse:
    """Search. Never raises for any text; without an engine its fallback index or the titles in the database
    answer, marked as ``degraded``.

    ``count_miss=False`` is for machines that repeat a search, such as alerts and feeds: they ask for nobody.
    """
    started = time.perf_counter()
    try:
        response = of_installation(viewer.index).run(request, viewer)
    except EngineUnavailable as error:
        logger.warning("search engine unavailable, falling back: %s", error)
        worker.request_repair()
        response = answer(request, viewer, _grammar(), _fallback_service(viewer.index).run)
    telemetry.observe(engines.current().name, time.perf_counter() - started, response)
    if response.degraded:
        return response
    asked_in_vain = response.no_answer and not response.asks_nothing
    if count_miss and asked_in_vain and not (request.filters or request.scope or request.offset):
        note(request.text)
    return response


def run_each(requests: Sequence[SearchRequest], viewer: Viewer) -> list[SearchResponse]:
    """Answers to several lists of one page, for which nobody has typed anything."""
    try:
        return of_installation(viewer.index).run_each(requests, viewer)
    except EngineUnavailable:
        return [run(request, viewer, count_miss=False) for request in requests]


def defined(text: str) -> Definition | None:
    """What the text stands for, where it is a term of the glossary or an abbreviation."""
    thesaurus, own = _thesaurus_cache().get(), of_installation()
    try:
        return definition_of(text, thesaurus, own.known().abbreviations)
    except EngineUnavailable:
        return definition_of(text, thesaurus, Thesaurus())


def suggest(text: str, limit: int = 8) -> tuple[Suggestion, ...]:
    """Completions from pages, topics and public titles; without the records while the engine is away."""
    prefix = " ".join(fold(text[:80]).split())
    if len(prefix) < 2:
        return ()
    most = max(1, min(limit, 20))
    pages = tuple(engines.beginning(prefix, registry.completions()))
    for engine in (engines.current, _fallback_index):
        try:
            found = engine(Index.PUBLIC).suggest(prefix, most)
            ended = set(registry.withheld().values()) if found else set()
            records = tuple(one for one in found if one.url not in ended)
            break
        except EngineUnavailable:
            continue
    else:
        records = ()
    return engines.completed(pages, records, most)


def similar(document: Document, viewer: Viewer, *aspects: Aspect) -> tuple[tuple[Hit, ...], ...]:
    """Per aspect the records of the same kind that are alike in it, each with the reason; nothing when the
    engine is away. ``document`` is what the caller shows to this viewer; all aspects cost one question.
    """
    wanted = aspects or (EVERYTHING,)
    for asked in (of_installation(viewer.index), _fallback_service(viewer.index)):
        try:
            return similar_hits(asked.engine(), asked.known(), document, viewer, wanted, asked.visible)
        except EngineUnavailable:
            continue
    return tuple(() for _aspect in wanted)


def harvested() -> tuple[HarvestedPair, ...]:
    """Abbreviations that records explain and the glossary leaves open; raises ``EngineUnavailable``."""
    known = _thesaurus_cache().get()
    return tuple(pair for pair in of_installation().known().harvested if known.accepts(pair.short, pair.long))


def status() -> EngineStatus:
    """State of the engine for the public index; never raises."""
    return engines.current().status()
