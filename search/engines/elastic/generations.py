"""Indexes behind aliases: ``<name>-read`` is the live one, ``<name>-write`` all that writers must keep up to
date.

A rebuild creates a further index with the write alias, so that every process writes into both, fills it from
the database and takes over the read alias in one action. The generation before stays until the next rebuild.
"""

from __future__ import annotations

import logging
import re
import time
import uuid
from calendar import timegm
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from elasticsearch import ApiError, Elasticsearch

from search.contract import EngineUnavailable
from search.engines.elastic.connection import Connection, NoIndex
from search.engines.elastic.documents import SCHEMA_VERSION, WORD_FIELDS, LibraryIndexDocument, mapping
from search.ingest import fingerprint

logger = logging.getLogger(__name__)

#: What is known about aliases is read again after so many seconds, behind the back of readers.
STATE_SECONDS = 2.0
#: A generation that was begun so long ago and is not live was left by somebody who was killed.
ABANDONED_SECONDS = 3600.0
_STAMP = "%Y%m%d%H%M%S"
_BEGUN = re.compile(r"-g(\d{14})-")
_KEEP_TOMBSTONES = "24h"
_STATE_FIELDS = "*.aliases,*.mappings._meta,*.settings.index.uuid,*.settings.index.verified_before_close"


@dataclass(frozen=True, slots=True)
class GenerationState:
    """Live generation, generations that take writes, closed ones, and the metadata of all."""

    live: str = ""
    writable: tuple[str, ...] = ()
    closed: frozenset[str] = frozenset()
    metadata: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def building(self) -> tuple[str, ...]:
        """Generations that are being filled."""
        return tuple(name for name in self.writable if name != self.live)

    @property
    def frame(self) -> str:
        """How queries are compared with the vectors of the live generation; empty while these are not
        complete.
        """
        return str(self.metadata.get(self.live, {}).get("frame") or "")

    @property
    def live_fingerprint(self) -> str:
        """Schema and analysis of the live generation."""
        return _fingerprint(self.metadata.get(self.live, {}))


class Generations:
    """The indexes of one library."""

    def __init__(self, connection: Connection, base: str) -> None:
        self._connection = connection
        self._configuration = connection.configuration
        self._base = base
        self.read_alias = f"{base}-read"
        self.write_alias = f"{base}-write"
        self._known: tuple[float, GenerationState] | None = None
        self._warned = ""

    # ---------------------------------------------------------------- looking

    def state(self, *, fresh: bool = False, in_background: bool = False) -> GenerationState:
        """What the cluster said lately; who is not ``fresh`` waits for it only while nothing is known.
        ``in_background`` when no reader waits for it.
        """
        known = self._known
        if known is not None and not fresh:
            if time.monotonic() - known[0] >= STATE_SECONDS:
                self._connection.behind((self._base, "state"), lambda: self.state(fresh=True))
            return known[1]
        state = self._connection.ask(
            "state", self._read_state, self._configuration.timeouts.build if in_background else None
        )
        self._known = (time.monotonic(), state)
        return state

    def forget(self) -> None:
        """Read again next time."""
        self._known = None

    def usable(self, *, fresh: bool = False) -> GenerationState:
        """The state, when there is a live generation that this version of the library can read."""
        state = self.state(fresh=fresh)
        if not state.live:
            raise NoIndex("no search index yet, run search_rebuild")
        if state.live in state.closed:
            raise NoIndex("the search index is closed, open it or run search_rebuild")
        made_by = str(state.metadata[state.live].get("schema"))
        if made_by != SCHEMA_VERSION:
            way = (
                "it is built beside the old one, search_rebuild does it at once"
                if _is_older(made_by)
                else "this version is too old for it, start the newer one or run search_rebuild"
            )
            raise NoIndex(f"the search index has another schema ({made_by}, this is {SCHEMA_VERSION}): {way}")
        if state.live_fingerprint != expected_fingerprint() and self._warned != state.live:
            self._warned = state.live
            logger.warning(
                "search index %s was made by another version of the analysis, run search_rebuild", state.live
            )
        return state

    def is_missing(self) -> bool:
        """Whether this version of the library has nothing to ask and nobody is filling it: no live
        generation, or one of an older schema. One of a newer schema is left alone: two versions that run side
        by side would build over each other.
        """
        try:
            state = self.state(fresh=True)
        except EngineUnavailable:
            return False
        has_own = state.live and not _is_older(str(state.metadata[state.live].get("schema")))
        return not has_own and not any(map(_may_still_be_filled, state.building))

    def _read_state(self, client: Elasticsearch) -> GenerationState:
        answer = client.indices.get(
            index=f"{self._base}-g*", filter_path=_STATE_FIELDS, expand_wildcards=["open", "closed"]
        ).body
        if not isinstance(answer, dict):
            raise TypeError("no list of indexes")
        aliases = {name: entry.get("aliases", {}) for name, entry in answer.items()}
        live = sorted(name for name, has in aliases.items() if self.read_alias in has)
        return GenerationState(
            live=live[-1] if live else "",
            writable=tuple(sorted(name for name, has in aliases.items() if self.write_alias in has)),
            closed=frozenset(
                name
                for name, entry in answer.items()
                if "verified_before_close" in entry.get("settings", {}).get("index", {})
            ),
            metadata={name: entry.get("mappings", {}).get("_meta", {}) for name, entry in answer.items()},
        )

    # ---------------------------------------------------------------- making

    def create_first(self) -> None:
        """An empty live generation; another process may do the same at the same time."""
        self._protect()
        try:
            self._create(
                f"{self._base}-g0",
                [self.read_alias, self.write_alias],
                {"refresh_interval": "1s"} | self._configuration.replica_settings(),
            )
        except EngineUnavailable:
            if not self.state(fresh=True).live:
                raise
        self.forget()

    def create(self) -> str:
        """A generation to be filled; unfinished ones of earlier rebuilds are given up."""
        self._protect()
        for name in self.state(fresh=True, in_background=True).building:
            self.discard(name)
        name = f"{self._base}-g{time.strftime(_STAMP, time.gmtime())}-{uuid.uuid4().hex[:6]}"
        self._create(
            name,
            [self.write_alias],
            {
                "refresh_interval": "-1",
                "gc_deletes": _KEEP_TOMBSTONES,
                "number_of_replicas": 0,
                "auto_expand_replicas": False,
                # Until it is complete, nothing is lost with it: the rebuild begins again.
                "translog.durability": "async",
                # What is joined piece by piece on the way is joined again at the end (settle).
                "merge.policy.segments_per_tier": 100,
            },
        )
        self.forget()
        return name

    def _create(self, name: str, aliases: list[str], settings: dict[str, Any]) -> None:
        whole = {
            "number_of_shards": self._configuration.shards,
            **LibraryIndexDocument.Index.settings,
            **settings,
        }
        body = {**mapping(), "_meta": _metadata()}
        self._connection.ask(
            "create",
            lambda client: client.indices.create(
                index=name, mappings=body, settings=whole, aliases={alias: {} for alias in aliases}
            ),
            self._configuration.timeouts.build,
        )

    def _protect(self) -> None:
        """No index of ours ever appears because somebody writes to a name that is gone."""
        root = self._configuration.index
        if root in self._connection.protected:
            return
        self._connection.ask(
            "template",
            lambda client: client.indices.put_index_template(
                name=root,
                index_patterns=[f"{root}-g*", f"{root}-tmp-*"],
                allow_auto_create=False,
                priority=500,
            ),
            self._configuration.timeouts.build,
        )
        self._connection.protected.add(root)

    def note_version(self, name: str, version: int) -> None:
        """Tell other writers with which version the documents of the database come in."""
        self.note(name, version=version)

    def note(self, name: str, **values: object) -> None:
        """Add to the metadata of a generation; what it was made by stays."""
        metadata = {
            **_metadata(),
            **self.state(fresh=True, in_background=True).metadata.get(name, {}),
            **values,
        }
        self._connection.ask(
            "note",
            lambda client: client.indices.put_mapping(index=name, meta=metadata),
            self._configuration.timeouts.build,
        )
        self.forget()

    def version_of(self, name: str) -> int:
        """Version of the documents that a generation is being filled with."""
        for _attempt in range(20):
            version = self.state(fresh=True).metadata.get(name, {}).get("version")
            if version is not None:
                return int(version)
            time.sleep(0.05)
        raise EngineUnavailable("a rebuild is just beginning")

    def finish(self, name: str) -> None:
        """Make a filled generation ready to be asked."""
        seconds = self._configuration.timeouts.build
        self._connection.ask("refresh", lambda client: client.indices.refresh(index=name), seconds)
        self._drop_tombstones(name, seconds)
        ready = {
            "refresh_interval": "1s",
            "gc_deletes": "0s",
            "translog.durability": "request",
            "merge.policy.segments_per_tier": None,
            **self._configuration.replica_settings(),
        }
        self._connection.ask(
            "settings", lambda client: client.indices.put_settings(index=name, settings=ready), seconds
        )
        self._connection.ask(
            "refresh", lambda client: client.indices.flush(index=name, wait_if_ongoing=True), seconds
        )
        self._connection.ask("refresh", lambda client: client.indices.refresh(index=name), seconds)
        # The lists of words are gathered in memory now, not when the first reader waits for them.
        words = {field: {"terms": {"field": field, "size": 1}} for field in WORD_FIELDS}
        self._connection.ask("warm", lambda client: client.search(index=name, size=0, aggs=words), seconds)

    def _drop_tombstones(self, name: str, seconds: float) -> None:
        def drop(client: Elasticsearch) -> int:
            found = client.search(index=name, query={"term": {"removed": True}}, size=1_000, source=False)[
                "hits"
            ]["hits"]
            if found:
                client.bulk(
                    operations=[{"delete": {"_index": name, "_id": hit["_id"]}} for hit in found],
                    refresh=True,
                )
            return len(found)

        while self._connection.ask("clean", drop, seconds):
            pass

    def switch(self, name: str) -> None:
        """Make a generation the live one in one action and delete all but the one before."""
        state = self.state(fresh=True, in_background=True)
        actions: list[dict[str, Any]] = [
            {"add": {"index": name, "alias": self.read_alias}},
            {"add": {"index": name, "alias": self.write_alias}},
        ]
        actions += (
            [{"remove": {"index": state.live, "alias": self.read_alias}}]
            if state.live and state.live != name
            else []
        )
        actions += [
            {"remove": {"index": other, "alias": self.write_alias}}
            for other in state.writable
            if other != name
        ]
        self._connection.ask(
            "switch",
            lambda client: client.indices.update_aliases(actions=actions),
            self._configuration.timeouts.build,
        )
        self.forget()
        for other in state.metadata:
            if other not in {name, state.live}:
                self.discard(other)

    def settle(self, name: str) -> None:
        """Let the server join the pieces of a new generation while it serves: searches get a seventh faster,
        nobody waits for it.
        """
        try:
            seconds = self._configuration.timeouts.build
            self._connection.ask(
                "settle",
                lambda client: client.indices.forcemerge(
                    index=name, max_num_segments=1, wait_for_completion=False
                ),
                seconds,
            )
        except EngineUnavailable as error:
            logger.info("search index %s stays in pieces: %s", name, error)

    def discard(self, name: str) -> None:
        """Delete a generation; one that is already gone is no error."""
        try:
            self._connection.ask(
                "discard",
                lambda client: client.indices.delete(index=name),
                self._configuration.timeouts.build,
            )
        except NoIndex:
            pass
        except EngineUnavailable as error:
            logger.warning("search index %s could not be deleted: %s", name, error)
        self.forget()


def drop_everything(connection: Connection, base: str) -> None:
    """Delete all generations of a throw-away library."""

    def drop(client: Elasticsearch) -> None:
        names = list(client.indices.get(index=f"{base}-g*", filter_path="*.settings.index.uuid").body)
        if names:
            client.indices.delete(index=",".join(names), ignore_unavailable=True)

    try:
        connection.ask("drop", drop, connection.configuration.timeouts.write)
    except (EngineUnavailable, ApiError):
        logger.info("throw-away search index %s was left behind", base)


def _is_older(schema: str) -> bool:
    """Whether a generation was made by an earlier version of the library than this one."""
    return not schema.isdigit() or int(schema) < int(SCHEMA_VERSION)


def _may_still_be_filled(name: str) -> bool:
    """Whether a generation was begun so lately that somebody may be at it; who was killed leaves one behind.
    A name that tells no time counts as new.
    """
    told = _BEGUN.search(name)
    return told is None or time.time() - timegm(time.strptime(told[1], _STAMP)) < ABANDONED_SECONDS


def expected_fingerprint() -> str:
    """Schema and analysis of this version of the library."""
    return _fingerprint(_metadata())


def _metadata() -> dict[str, Any]:
    return {"schema": SCHEMA_VERSION, "analysis": fingerprint()}


def _fingerprint(metadata: Mapping[str, Any]) -> str:
    return ".".join(str(metadata[name]) for name in ("schema", "analysis") if metadata.get(name))
