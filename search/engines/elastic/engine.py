"""The Elasticsearch engine itself."""

from __future__ import annotations

import time
import uuid
import weakref
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import accumulate, chain
from typing import Any, TypeVar

import orjson
from elasticsearch import Elasticsearch

from search.contract import (
    BREAK,
    Capability,
    Clause,
    ClauseScores,
    EngineQuery,
    EngineResult,
    EngineStatus,
    EngineUnavailable,
    IndexedDocument,
    RebuildReport,
    ScoredKey,
    Suggestion,
)
from search.engines.elastic import queries, reading, writing
from search.engines.elastic.configuration import ONE_SHARD_UP_TO, Configuration
from search.engines.elastic.connection import NoIndex, connection_for
from search.engines.elastic.documents import SUGGEST_LENGTH, WORD_FIELDS, encode
from search.engines.elastic.generations import Generations, drop_everything, expected_fingerprint
from search.engines.explanation import clause_scores
from search.ingest import digest

T = TypeVar("T")
#: Where a search goes and what it asks.
_Part = tuple[dict[str, Any], dict[str, Any]]

#: How long a version token is believed.
TOKEN_SECONDS = 1.0
#: Seconds after which a deletion no longer blocks its key: the server looks at a clock that ticks every 200
#: ms, and at the next write.
_DELETION_FORGOTTEN = 0.5
#: So many times as many records are asked for suggestions as are wanted: several have the same words.
_ROOM = 10
_WORDS_PAGE = 50_000
_WALK_PAGE = 1_000
_KEEP_ALIVE = "1m"


class ElasticEngine:
    """A cluster behind the contract. Unless it is ``kept``, its indexes have a name of their own and go with
    it.
    """

    name = "elastic"

    def __init__(self, configuration: Configuration | None = None, *, kept: bool = False) -> None:
        self._configuration = configuration or Configuration.from_settings()
        self._connection = connection_for(self._configuration)
        base = (
            self._configuration.index if kept else f"{self._configuration.index}-tmp-{uuid.uuid4().hex[:12]}"
        )
        self._generations = Generations(self._connection, base)
        self._token: tuple[float, str] | None = None
        #: Seconds that a reader waits for anything; what takes longer is read by a thread
        #: (search.query.vocabulary).
        self.timeout: float | None = self._configuration.timeouts.ask
        extra = {Capability.PERSISTENT} if kept else set()
        self.capabilities = frozenset({Capability.VECTORS, *extra})
        self.close: Callable[[], object] = (
            (lambda: None) if kept else weakref.finalize(self, drop_everything, self._connection, base)
        )

    # ---------------------------------------------------------------- writing

    def upsert(self, documents: Iterable[IndexedDocument]) -> int:
        """Write documents into every generation that takes writes; older versions never overwrite newer
        ones. A document that is rewritten counts twice in the statistics until the server merges it away,
        so what is there stays.
        """
        wanted = list(documents)
        there = self._there(wanted)
        pairs = [(document, encode(document)) for document in wanted if document.key not in there]

        def actions(index: str, _building_from: int | None) -> list[dict[str, Any]]:
            return [writing.index_action(index, document, source) for document, source in pairs]

        outcomes = self._write(actions)
        refused = {outcome.key for outcome in outcomes if not outcome.ok}
        if refused and (gone := self._gone(refused)):
            # The server remembers the version of a deletion for a moment; what was removed and comes back at
            # once waits for that.
            time.sleep(_DELETION_FORGOTTEN)
            pairs = [(document, source) for document, source in pairs if document.key in gone]
            outcomes = [outcome for outcome in outcomes if outcome.ok] + self._write(actions)
        return sum(1 for outcome in outcomes if outcome.ok) + len(there)

    def _there(self, documents: Sequence[IndexedDocument]) -> set[str]:
        """Keys of those that the live generation holds already, in an older version or this one; none while
        another is being filled, or when they bring vectors.
        """
        state, asked = self._generations.state(fresh=True), {d.key: d for d in documents if not d.vectors}
        if not state.live or state.building or not asked:
            return set()
        body = {
            "query": {"ids": {"values": sorted(asked)}},
            "docvalue_fields": ["digest"],
            "_source": False,
            "version": True,
            "size": len(asked),
        }
        answer = self._connection.ask(
            "look",
            lambda client: reading.complete(client.search(index=state.live, body=body).body),
            self._configuration.timeouts.write,
        )
        return {
            key
            for hit in answer["hits"]["hits"]
            if writing.version_of(hit) <= asked[key := str(hit["_id"])].version
            and hit["fields"]["digest"][0] == digest(asked[key].stored)
        }

    def _gone(self, keys: Collection[str]) -> set[str]:
        """Which of these keys the live generation does not hold."""
        index, wanted = self._generations.state(fresh=True).live, sorted(keys)
        if not index:
            return set()
        answer = self._connection.ask(
            "look",
            lambda client: client.mget(index=index, ids=wanted, source=False),
            self._configuration.timeouts.write,
        )
        return {str(entry["_id"]) for entry in answer["docs"] if not entry.get("found")}

    def remove(self, keys: Iterable[str]) -> int:
        """Remove documents by key from every generation that takes writes."""
        wanted = list(keys)

        def actions(index: str, building_from: int | None) -> list[dict[str, Any]]:
            return [action for key in wanted for action in writing.removal_actions(index, key, building_from)]

        self._write(actions)
        return len(wanted)

    def _write(self, actions: Callable[[str, int | None], list[dict[str, Any]]]) -> list[writing.Written]:
        """Returns what the live generation answered. A generation that was replaced meanwhile is looked up
        once more.
        """
        pace = writing.Pace(self._configuration.timeouts.write, retries=2, backoff=0.1)
        try:
            outcomes = self._write_once(actions, pace)
        except NoIndex:
            outcomes = self._write_once(actions, pace)
        self._token = None
        return outcomes

    def _write_once(
        self, actions: Callable[[str, int | None], list[dict[str, Any]]], pace: writing.Pace
    ) -> list[writing.Written]:
        state = self._generations.state(fresh=True)
        if not state.live:
            self._generations.create_first()
            state = self._generations.state(fresh=True)
        for index in state.building:
            writing.send(
                self._connection, actions(index, self._generations.version_of(index)), pace, refresh=False
            )
        return writing.send(self._connection, actions(state.live, None), pace, refresh=True)

    def rebuild(self, documents: Iterable[IndexedDocument]) -> RebuildReport:
        """Fill a new generation while the live one serves and takes writes, then switch."""
        started = time.perf_counter()
        name = self._generations.create()
        try:
            source = iter(documents)
            first = next(source, None)
            self._generations.note_version(name, first.version if first else 0)
            pace = writing.Pace(self._configuration.timeouts.build, retries=8, backoff=0.25)
            count = writing.fill(self._connection, name, chain([first] if first else [], source), pace)
            self._generations.finish(name)
            self._generations.switch(name)
            if count <= ONE_SHARD_UP_TO:
                self._generations.settle(name)
        except EngineUnavailable:
            self._generations.discard(name)
            raise
        except Exception as error:
            self._generations.discard(name)
            raise EngineUnavailable(f"rebuild: {type(error).__name__}: {error}") from error
        except BaseException:
            self._generations.discard(name)
            raise
        self._token = None
        return RebuildReport(count, time.perf_counter() - started, name)

    # ---------------------------------------------------------------- asking

    def query(self, query: EngineQuery) -> EngineResult:
        """Match, score and count; far pages by a point in time."""
        return next(self.query_many((query,)))

    def query_many(self, asked: Sequence[EngineQuery]) -> Iterator[EngineResult]:
        """All in one request. The first answer is read at once, so that a broken one counts against the
        cluster.
        """
        if any(_is_far(query) for query in asked):
            return map(self._alone, asked)
        if not asked:
            return iter(())
        searches = [self._searches(query) for query in asked]
        ends = list(accumulate(len(of_query) for of_query in searches))
        answers, first = self._ask_many(
            list(chain.from_iterable(searches)), lambda answers: reading.result(answers[: ends[0]], asked[0])
        )
        return chain(
            [first],
            (
                _read(answers[start:end], query)
                for start, end, query in zip(ends, ends[1:], asked[1:], strict=False)
            ),
        )

    def _alone(self, query: EngineQuery) -> EngineResult:
        return self._far_page(query) if _is_far(query) else self.query(query)

    def frame(self) -> str:
        """From the metadata of the live generation, without a question to the cluster once that is known."""
        return self._generations.usable().frame

    def note_frame(self, frame: str) -> None:
        """Other processes see it within :data:`generations.STATE_SECONDS`."""
        self._generations.note(self._generations.usable(fresh=True).live, frame=frame)

    def without_vectors(self) -> Mapping[str, int]:
        """Keys and versions of the live generation's records without vectors, page by page."""
        self._generations.usable()
        missing = {"bool": {"must_not": [{"term": {"removed": True}}, {"term": {"has_vectors": True}}]}}
        body = {"query": missing, "sort": [{"key": "asc"}], "_source": False, "version": True}
        hits = (
            hit
            for answer in self._pages(body, self._configuration.timeouts.build)
            for hit in answer["hits"]["hits"]
        )
        return {str(hit["_id"]): writing.version_of(hit) for hit in hits}

    def _searches(self, query: EngineQuery) -> list[_Part]:
        header = self._header(query)
        return [
            (header, search.to_dict())
            for search in queries.searches(
                query, self._configuration.shards, self._configuration.timeouts.attempt
            )
        ]

    def _ask_many(
        self, searches: Sequence[_Part], read: Callable[[Sequence[Mapping[str, Any]]], T]
    ) -> tuple[Sequence[Mapping[str, Any]], T]:
        """One request for all; hits of an index that the alias has moved to meanwhile are looked at before
        they are believed.
        """
        known = self._generations.usable()
        # The client would write these lines with the slow JSON of the standard library.
        lines: list[Any] = [orjson.dumps(part) for search in searches for part in search]

        def work(client: Elasticsearch) -> tuple[Sequence[Mapping[str, Any]], T]:
            answers = reading.parts(client.msearch(searches=lines).body, len(searches))
            return answers, read(answers)

        try:
            answers, first = self._connection.ask("query", work)
        except NoIndex:
            self._generations.forget()
            raise
        if not reading.indexes(answers) <= {known.live}:
            self._generations.usable(fresh=True)
        return answers, first

    def _header(self, query: EngineQuery) -> dict[str, Any]:
        """Whole answers only; no question stays in a cache; statistics over all shards where there are
        several; a stuck copy is not asked again.
        """
        options: dict[str, Any] = {
            "index": self._generations.read_alias,
            "allow_partial_search_results": False,
            "request_cache": False,
        }
        if not self._connection.is_troubled:
            options["preference"] = queries.preference(query)
        if self._configuration.shards > 1:
            options["search_type"] = "dfs_query_then_fetch"
        return options

    def _far_page(self, query: EngineQuery) -> EngineResult:
        first = replace(query, offset=0, limit=0)
        answers, counted = self._ask_many(
            self._searches(first), lambda answers: reading.result(answers, first)
        )
        if query.offset >= counted.total:
            return counted
        page: list[ScoredKey] = []
        for position, match in enumerate(self.walk(query, query.deciding[reading.counting(answers, first)])):
            if position >= query.offset + query.limit:
                break
            if position >= query.offset:
                page.append(match)
        return replace(counted, matches=tuple(page))

    def walk(self, query: EngineQuery, conditions: Sequence[Clause] = ()) -> Iterator[ScoredKey]:
        """Every match in order, from one state of the index, under one of the query's fallback conditions;
        for exports and far pages.
        """
        self._generations.usable()
        body = queries.matching(query, (), self._configuration.timeouts.words, conditions).to_dict()
        for answer in self._pages(body, self._configuration.timeouts.words):
            yield from reading.matches(answer)

    def digests(self) -> Mapping[str, str]:
        """Key and digest of every document, page by page from one state of the index."""
        self._generations.usable()
        fields = ["key", "digest"]
        body = {
            "query": {"bool": {"must_not": {"term": {"removed": True}}}},
            "sort": [{"key": "asc"}],
            "docvalue_fields": fields,
            "_source": False,
        }
        # Nobody waits for it, and the first page of a large index that just changed takes a while.
        hits = (
            hit
            for answer in self._pages(body, self._configuration.timeouts.build)
            for hit in answer["hits"]["hits"]
        )
        return {str(hit["_id"]): str(hit["fields"]["digest"][0]) for hit in hits}

    def _pages(self, body: dict[str, Any], seconds: float) -> Iterator[Mapping[str, Any]]:
        index = self._generations.read_alias
        pit = self._connection.ask(
            "walk",
            lambda client: str(client.open_point_in_time(index=index, keep_alive=_KEEP_ALIVE)["id"]),
            seconds,
        )
        try:
            request = {**body, "size": _WALK_PAGE, "pit": {"id": pit, "keep_alive": _KEEP_ALIVE}}
            while True:
                answer = self._connection.ask(
                    "walk",
                    partial(_page, request),
                    seconds,
                )
                hits = answer["hits"]["hits"]
                if not hits:
                    return
                yield answer
                request = {**request, "search_after": hits[-1]["sort"], "track_total_hits": False}
        finally:
            self._close_pit(pit)

    def _close_pit(self, pit: str) -> None:
        try:
            self._connection.ask("walk", lambda client: client.close_point_in_time(id=pit))
        except EngineUnavailable:
            return

    def explain(self, query: EngineQuery, key: str) -> ClauseScores | None:
        """Each clause by itself."""
        return clause_scores(self, query, key)

    def suggest(self, prefix: str, limit: int) -> tuple[Suggestion, ...]:
        """Completions of public documents; others have none in the index."""
        if not prefix:
            return ()
        self._generations.usable()
        completion = {
            "prefix": prefix[:SUGGEST_LENGTH],
            "completion": {"field": "suggest", "size": limit * _ROOM},
        }
        body = {
            "suggest": {"completions": completion},
            "stored_fields": ["suggest_texts", "url"],
            "docvalue_fields": ["kind"],
            "size": 0,
        }

        def work(client: Elasticsearch) -> tuple[Suggestion, ...]:
            answer = client.search(index=self._generations.read_alias, body=body)
            return reading.suggestions(reading.complete(answer.body), prefix, limit)

        return self._connection.ask("suggest", work)

    def words(self, fields: tuple[str, ...]) -> Mapping[str, int]:
        """Terms of the documents, page by page."""
        self._generations.usable(fresh=True)
        if not set(fields) <= set(WORD_FIELDS):
            raise EngineUnavailable(f"vocabulary is kept for {', '.join(WORD_FIELDS)} only")
        counts: dict[str, int] = {}
        for name in fields:
            after: Mapping[str, Any] | None = None
            while True:
                page = self._words_page(name, after)
                for bucket in page["buckets"]:
                    term = str(bucket["key"]["term"])
                    if term != BREAK:
                        counts[term] = max(counts.get(term, 0), int(bucket["doc_count"]))
                after = page.get("after_key")
                if after is None or len(page["buckets"]) < _WORDS_PAGE:
                    break
        return counts

    def _words_page(self, name: str, after: Mapping[str, Any] | None) -> Mapping[str, Any]:
        composite: dict[str, Any] = {"size": _WORDS_PAGE, "sources": [{"term": {"terms": {"field": name}}}]}
        if after is not None:
            composite["after"] = after
        body = {"size": 0, "aggs": {"words": {"composite": composite}}}

        def work(client: Elasticsearch) -> Mapping[str, Any]:
            page = reading.complete(client.search(index=self._generations.read_alias, body=body).body)[
                "aggregations"
            ]["words"]
            page["buckets"][:1]
            return dict(page)

        return self._connection.ask("words", work, self._configuration.timeouts.words)

    # ---------------------------------------------------------------- state

    def version_token(self) -> str:
        """Live generation and number of its operations; changes of other processes are seen after
        :data:`TOKEN_SECONDS`.
        """
        known = self._token
        if known is not None and time.monotonic() - known[0] < TOKEN_SECONDS:
            return known[1]
        live = self._generations.usable(fresh=True).live

        def work(client: Elasticsearch) -> int:
            answer = client.indices.stats(
                index=live, metric="docs", level="shards", filter_path="indices.*.shards.*.seq_no.max_seq_no"
            )
            shards = answer["indices"][live]["shards"]
            return sum(
                max(int(copy["seq_no"]["max_seq_no"]) for copy in copies) for copies in shards.values()
            )

        token = f"{live}.{self._connection.ask('version', work)}"
        self._token = (time.monotonic(), token)
        return token

    def recent_version_token(self) -> str:
        """The last token; where it is old, it is read again behind the back of the reader."""
        known = self._token
        if known is None or time.monotonic() - known[0] >= TOKEN_SECONDS:
            self._connection.behind((self._generations.read_alias, "version_token"), self.version_token)
        return known[1] if known is not None else ""

    def status(self) -> EngineStatus:
        """Describe the engine."""
        try:
            state = self._generations.usable(fresh=True)
            documents = self._connection.ask("status", self._count)
        except EngineUnavailable as error:
            missing = isinstance(error, NoIndex) and self._generations.is_missing()
            return EngineStatus(
                self.name,
                False,
                0,
                detail=f"{error} (breaker {self._connection.breaker.state})",
                missing=missing,
            )
        found = state.live_fingerprint
        outdated = (
            ""
            if found == expected_fingerprint()
            else f"made by {found}, this is {expected_fingerprint()}: run search_rebuild"
        )
        building = f"rebuild in progress: {', '.join(state.building)}" if state.building else ""
        return EngineStatus(
            self.name,
            True,
            documents,
            state.live,
            found,
            "; ".join(filter(None, (outdated, building))),
        )

    def _count(self, client: Elasticsearch) -> int:
        answer = client.count(
            index=self._generations.read_alias, query={"bool": {"must_not": {"term": {"removed": True}}}}
        )
        return int(reading.complete(answer.body)["count"])

    def metrics(self) -> dict[str, Any]:
        """For monitoring: state of the breaker, calls and seconds per action."""
        return {"breaker": self._connection.breaker.state, "actions": self._connection.metrics.snapshot()}


def _page(request: dict[str, Any], client: Elasticsearch) -> Any:
    """One page of a walk through an index."""
    return reading.complete(client.search(body=request).body)


def _is_far(query: EngineQuery) -> bool:
    return query.offset + query.limit > queries.WINDOW


def _read(answers: Sequence[Mapping[str, Any]], query: EngineQuery) -> EngineResult:
    """A further answer of a request, read when it is wanted."""
    try:
        return reading.result(answers, query)
    except Exception as error:
        raise EngineUnavailable(f"query: {type(error).__name__}") from error
