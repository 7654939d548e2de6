"""The contract of the search: what is indexed, what is asked, what comes back.

Read this file first. It knows neither Django nor an engine. Data flows like this::

    page --DocumentSource.build()--> Document --ingest.prepare()--> IndexedDocument --> SearchEngine
    text --parse + analyse-->        EngineQuery --> SearchEngine --> EngineResult --> SearchResponse

Above the engine, once for all: parsing, German, synonyms, fusion, snippets, visibility. In it: storing,
matching, scoring, counting (docs/explanation/architecture.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from search.language import composes
from search.readers import ACCESS_FACET as ACCESS_FACET
from search.readers import Audience as Audience
from search.readers import Viewer as Viewer
from search.readers import readers_of

# --------------------------------------------------------------------------- what apps hand in


@dataclass(frozen=True, slots=True)
@composes("text", "heading")
class Passage:
    """A piece of a record that can be shown and linked; with an ``audience`` only that one reads it."""

    text: str
    heading: str = ""
    anchor: str = ""
    audience: str = ""


@dataclass(frozen=True, slots=True)
class NumberRange:
    """Inclusive range a record offers (people, minutes); a search value matches when it lies inside."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
@composes("title", "summary", "keywords", "entry_phrases", "display")
class Document:
    """One searchable record in plain text, as an app builds it from PUBLIC and QUASI fields alone.

    ``entry_phrases`` are sentences with which people ask for it. ``display`` holds the strings a hit prints,
    so that a result page needs no query per hit. ``facets`` maps a facet name to its values.
    """

    key: str
    kind: str
    title: str
    url: str
    summary: str = ""
    keywords: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()
    audience: str = Audience.PUBLIC
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    numbers: Mapping[str, NumberRange] = field(default_factory=dict)
    display: Mapping[str, str] = field(default_factory=dict)
    released: str = ""
    boost: float = 1.0
    entry_phrases: tuple[str, ...] = ()


# --------------------------------------------------------------------------- what readers ask


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A search as the form understood it. ``filters`` maps facet names to chosen values (OR inside a facet).

    ``literal``: pieces of the text whose interpretation (filter, number, phrase) was taken back. ``scope``:
    filters of the page that is searched on; who filters besides finds what has the first word known there, or
    ``relaxed`` any. ``everything`` also wants hits that may fit; ``counted=False`` prints no counts.
    """

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    sort: str = "relevance"
    limit: int = 7
    offset: int = 0
    literal: tuple[str, ...] = ()
    scope: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    relaxed: bool = False
    everything: bool = False
    counted: bool = True


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a hit matched, for readers: ``kind`` is word, part, synonym, area, abbreviation, similar or
    fuzzy.
    """

    kind: str
    term: str
    matched: str
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One shown result. ``snippet`` is safe HTML whose only tag is ``<mark>``."""

    key: str
    kind: str
    title: str
    url: str
    summary: str
    snippet: str
    score: float
    reasons: tuple[Reason, ...] = ()
    display: Mapping[str, str] = field(default_factory=dict)
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: Anchor of the passage that answers, empty when it is the top of the page.
    anchor: str = ""
    #: The title with the words of the query marked, safe HTML like ``snippet``.
    title_html: str = ""
    #: How sure it is that this record answers, 0 to 1, and whether that is enough to be shown first
    #: (docs/explanation/search.md); sure where nothing was asked.
    confidence: float = 1.0
    passes: bool = True

    @classmethod
    def of(
        cls,
        document: Document,
        score: float = 0.0,
        *,
        snippet: str = "",
        title_html: str = "",
        reasons: tuple[Reason, ...] = (),
    ) -> Hit:
        """A document as a result, with what was found out about it beside."""
        return cls(
            key=document.key,
            kind=document.kind,
            title=document.title,
            url=document.url,
            summary=document.summary,
            snippet=snippet,
            score=score,
            reasons=reasons,
            display=document.display,
            facets=document.facets,
            title_html=title_html,
        )


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value with the number of hits the search would have with it."""

    value: str
    count: int
    selected: bool = False
    is_hidden: bool = False
    """The number is not named (``count`` is 0): it is so small that it could tell, or the complement of such
    a number.
    """


@dataclass(frozen=True, slots=True)
class Chip:
    """An interpretation of the query (filter, phrase, number) that the reader can take back: one
    ``from_text`` by repeating ``value`` in the address as ``parameter`` ("wort"), any other by leaving it
    out.
    """

    label: str
    parameter: str
    value: str
    from_text: bool = False


@dataclass(frozen=True, slots=True)
class SearchResponse:
    """Everything a result page shows. ``confidence`` is how sure an answer is, 0 to 1, ``more`` how many
    more hits may fit below, ``relaxed_total`` how many a ``relaxed`` search finds besides; a text that
    ``asks_nothing`` has only words that stand in every text.
    """

    request: SearchRequest
    hits: tuple[Hit, ...] = ()
    total: int = 0
    facets: Mapping[str, tuple[FacetValue, ...]] = field(default_factory=dict)
    chips: tuple[Chip, ...] = ()
    suggestion: str | None = None
    no_answer: bool = False
    degraded: bool = False
    notice: str = ""
    relaxed_total: int = 0
    confidence: float = 0.0
    more: int = 0
    asks_nothing: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A completion: a public title, area or method name; without an address it leads to the search."""

    text: str
    kind: str
    url: str = ""


# --------------------------------------------------------------------------- what engines speak


class Capability(StrEnum):
    """What an engine may or may not do; the contract suite asserts both.

    ``VECTORS``: it finds the nearest records itself (:class:`VectorEngine`). ``PERSISTENT``: what it holds
    outlives the process.
    """

    VECTORS = "vectors"
    PERSISTENT = "persistent"


#: Of the score (Robertson and Zaragoza, The probabilistic relevance framework, 2009): how soon further
#: occurrences of a term count no more, and how much long fields lose. Those of tantivy, which has no others.
BM25_K1, BM25_B = 1.2, 0.75


#: Title, entry phrases and body each have three layers (docs/explanation/search.md); ``prefix`` holds the
#: first letters of every root; ``area`` holds facet values.
ZONES = ("title", "entry", "body")
FIELDS = (*(f"{z}_{layer}" for z in ZONES for layer in ("exact", "stem", "derivation")), "prefix", "area")

#: The fields of a passage. Terms of one with an audience stand there as
#: :func:`search.readers.inner_term`.
PASSAGE_FIELDS = ("body_exact", "body_stem", "body_derivation", "prefix")

#: The fields in which phrases can be asked for, the others keep no positions; their words as they are spelt.
PHRASE_FIELDS = tuple(f"{zone}_exact" for zone in ZONES)
#: The roots of all words. Of both the words can be listed.
ROOT_FIELDS = tuple(f"{zone}_derivation" for zone in ZONES)

#: Number ranges that a document may offer and a search may ask for, by address parameter.
NUMBERS = ("personen", "min")


def area_term(facet: str, value: str) -> str:
    """A facet value as a term of the field ``area``."""
    return f"{facet}={value}".replace(" ", "_")


#: Stands between passages in a field, so that no phrase crosses their border.
BREAK = "\u241e"


@dataclass(frozen=True, slots=True)
class IndexedDocument:
    """A document after analysis: term lists per field, ready for whitespace fields of any engine.

    ``fields`` maps a field name (``title_exact``, ``body_stem``, ...) to its terms in order; ``stored`` is
    the document as it is shown again; ``suggest`` begins with its title; ``version`` grows with every write,
    older ones never overwrite newer. One of its ``readers`` is asked for by whoever may read it.
    """

    key: str
    kind: str
    audience: str
    fields: Mapping[str, tuple[str, ...]]
    facets: Mapping[str, tuple[str, ...]]
    numbers: Mapping[str, NumberRange]
    stored: Document
    suggest: tuple[str, ...] = ()
    vectors: tuple[tuple[float, ...], ...] = ()
    #: What comes back with a match of a search that has a vector; engines do not look into it.
    packed: bytes = b""
    version: int = 0

    @property
    def readers(self) -> tuple[str, ...]:
        """Its audience, and those who may read everything."""
        return readers_of(self.audience)


@dataclass(frozen=True, slots=True)
class WeightedTerm:
    """A term in one field with its weight; scoring is BM25 (:data:`BM25_K1`, :data:`BM25_B`) times weight."""

    field: str
    term: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Clause:
    """Alternatives for one word of the query: the best matching alternative counts (dis_max).

    A clause that ``only_scores`` lifts documents that match otherwise and finds none by itself.
    """

    terms: tuple[WeightedTerm, ...]
    required: bool = False
    prohibited: bool = False
    only_scores: bool = False


@dataclass(frozen=True, slots=True)
class PhraseClause:
    """Consecutive terms, or one of the ``alternatives`` to them, in any one of ``fields`` (out of
    :data:`PHRASE_FIELDS`); always required unless prohibited.
    """

    fields: tuple[str, ...]
    terms: tuple[str, ...]
    prohibited: bool = False
    alternatives: tuple[tuple[str, ...], ...] = ()

    @property
    def sequences(self) -> tuple[tuple[str, ...], ...]:
        """Every sequence of terms that counts."""
        return (self.terms, *self.alternatives)


@dataclass(frozen=True, slots=True)
class EngineQuery:
    """A query below the line.

    Filters, numbers, phrases, required and prohibited clauses decide what matches. Where there is neither a
    phrase nor a required clause, at least one of the other clauses must match; otherwise they only add to the
    score. Clauses that only score never decide. Without any other clause every permitted document matches.
    The score is the sum over clauses and phrases, times the document's boost.

    ``fallback_conditions`` are sets of clauses that restrict and never score, after them none. Where the
    query ``is_filtered``, the first set counts that some match meets: only what meets all its clauses is
    found then. Whether or not it is filtered, a facet counts each of its values with the first set that some
    document with this value meets. So the count of a value is what the same query finds once it filters by
    this value.

    ``also`` are documents that are wanted wherever they stand, or with a ``vector`` the ``nearest`` so many.
    They come as :attr:`EngineResult.others`, as far as the conditions permit them, whether or not a clause
    finds them.
    """

    audiences: frozenset[str]
    clauses: tuple[Clause, ...] = ()
    phrases: tuple[PhraseClause, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    facets: tuple[str, ...] = ()
    fallback_conditions: tuple[tuple[Clause, ...], ...] = ()
    is_filtered: bool = False
    also: tuple[str, ...] = ()
    vector: tuple[float, ...] = ()
    nearest: int = 0
    sort: str = "relevance"
    limit: int = 50
    offset: int = 0

    @property
    def deciding(self) -> tuple[tuple[Clause, ...], ...]:
        """The sets of which the first that some document meets decides what matches; the last one is
        empty.
        """
        return (*self.fallback_conditions, ()) if self.is_filtered else ((),)


@dataclass(frozen=True, slots=True)
class Near:
    """How near a record is to the query in meaning (cosine, -1 to 1), and its nearest passage as far as it is
    known.
    """

    similarity: float
    text: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class FusedScore:
    """What a score consists of where meaning took part in the ranking: its parts add up to it.

    ``words`` is the score of the engine as a share of what the words of the query weigh, ``meaning`` the
    standardised similarity, ``smoothing`` what alike records lend each other. ``lexical`` is the score of the
    engine as it was.
    """

    words: float
    meaning: float
    smoothing: float
    lexical: float = 0.0


@dataclass(frozen=True, slots=True)
class ScoredKey:
    """A match: its key, score and the stored document; ``near`` and ``fused`` where meaning took part in the
    ranking, ``packed`` as it was written.
    """

    key: str
    score: float
    document: Document
    near: Near | None = None
    packed: bytes = b""
    fused: FusedScore | None = None


@dataclass(frozen=True, slots=True)
class ClauseScores:
    """What every part of a query gives one document, in the order of :attr:`EngineQuery.clauses` and
    :attr:`EngineQuery.phrases`; 0 where it does not match.

    Without the prohibited ones, which must not match, they add up to :attr:`ScoredKey.score`.
    """

    document: Document
    clauses: tuple[float, ...]
    phrases: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class EngineResult:
    """Matches in order, the exact total, and counts per facet value.

    A facet's counts respect every filter but its own, so that several values of one facet can be chosen.
    ``others`` are what the query wanted besides (``also``, ``nearest``), in no order, each with its lexical
    score; a match may be missing among them.
    """

    matches: tuple[ScoredKey, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    others: tuple[ScoredKey, ...] = ()
    #: What the query would find besides without the fallback condition that counts.
    relaxed_total: int = 0


@dataclass(frozen=True, slots=True)
class RebuildReport:
    """What a rebuild did: number of documents, seconds, and the generation now live."""

    documents: int
    seconds: float
    generation: str


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """State of an engine: reachable, number of documents, live generation, fingerprint of schema and
    analysis.

    ``missing`` says that the engine answers but has no index of this version of the library, because none was
    built yet, an older version made it, or somebody deleted or damaged it; whoever keeps it builds it.
    """

    name: str
    available: bool
    documents: int
    generation: str = ""
    fingerprint: str = ""
    detail: str = ""
    missing: bool = False


class SearchEngine(Protocol):
    """Twelve methods; none takes a request, a user or a model instance. Only :class:`EngineUnavailable`
    leaves any of them.
    """

    name: str
    capabilities: frozenset[Capability]
    #: Seconds that a reader waits for the engine where it lies behind a network; ``None`` where it is local.
    timeout: float | None

    def upsert(self, documents: Iterable[IndexedDocument]) -> int:
        """Write documents; visible to the next query. One that the index has already is not written again,
        so that statistics do not move. Returns the number that the index has now.
        """

    def remove(self, keys: Iterable[str]) -> int:
        """Remove documents by key; unknown keys are no error. Returns the number of keys asked for."""

    def query(self, query: EngineQuery) -> EngineResult:
        """Match, score and count."""

    def query_many(self, asked: Sequence[EngineQuery]) -> Iterator[EngineResult]:
        """The answers of several queries in their order: in one request over a network, else each worked out
        when it is read.
        """

    def explain(self, query: EngineQuery, key: str) -> ClauseScores | None:
        """The score of one document, clause by clause, whether or not filters, numbers and conditions let it
        be found. ``None`` where these audiences have no such document. For people who ask why; not quick.
        """

    def suggest(self, prefix: str, limit: int) -> tuple[Suggestion, ...]:
        """Complete ``prefix`` (already folded) from public titles and names."""

    def words(self, fields: tuple[str, ...]) -> Mapping[str, int]:
        """Terms of ``fields`` with the greatest document count of a field."""

    def digests(self) -> Mapping[str, str]:
        """Key and digest (:func:`search.ingest.codec.digest`) of every document, for the comparison with the
        database.
        """

    def version_token(self) -> str:
        """Changes with every write and generation, so whoever keeps something derived from the index compares
        it; cheap.
        """

    def recent_version_token(self) -> str:
        """The token as it was known lately: never waits for a server, which is asked again meanwhile. Empty
        while nothing is known.
        """

    def rebuild(self, documents: Iterable[IndexedDocument]) -> RebuildReport:
        """Build a new generation beside the live one and switch last; on failure the old one keeps
        serving.
        """

    def status(self) -> EngineStatus:
        """Describe the engine; never raises."""


class VectorEngine(SearchEngine, Protocol):
    """An engine with :attr:`Capability.VECTORS` finds the ``nearest`` by inner product; matches then bring
    what was ``packed`` with them.
    """

    def frame(self) -> str:
        """What :meth:`note_frame` noted for the live generation, as it was known lately; empty while its
        vectors are not complete.
        """

    def note_frame(self, frame: str) -> None:
        """The vectors of the live generation are complete; ``frame`` says how queries are to be compared with
        them.
        """

    def without_vectors(self) -> Mapping[str, int]:
        """Keys and versions of records that have none yet."""


class EngineUnavailable(Exception):
    """The engine cannot answer now; the caller falls back and tells the reader."""
