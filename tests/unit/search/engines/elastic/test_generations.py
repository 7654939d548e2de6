"""What is known about the indexes behind the aliases."""

from __future__ import annotations

import time
from typing import Any, cast

import pytest

from search.engines.elastic.configuration import Configuration
from search.engines.elastic.connection import Connection, NoIndex
from search.engines.elastic.documents import SCHEMA_VERSION
from search.engines.elastic.generations import Generations, GenerationState, expected_fingerprint
from search.ingest import fingerprint

CURRENT = {"schema": SCHEMA_VERSION, "analysis": fingerprint()}


class ToldConnection:
    """Answers every question with the same indexes."""

    configuration = Configuration(("http://nowhere:9",))

    def __init__(self, indexes: Any) -> None:
        self.indexes = self
        self._indexes = indexes
        self.asked = 0

    def ask(self, _action: str, work: Any, _deadline: float | None = None) -> Any:
        self.asked += 1
        return work(type("Client", (), {"indices": self})())

    def get(self, **_options: Any) -> Any:
        return type("Answer", (), {"body": self._indexes})()


def index(*aliases: str, meta: Any = CURRENT, **settings: Any) -> dict[str, Any]:
    return {
        "aliases": {alias: {} for alias in aliases},
        "mappings": {"_meta": meta},
        "settings": {"index": settings},
    }


def generations(indexes: Any) -> Generations:
    return Generations(cast(Connection, ToldConnection(indexes)), "lib")


def test_the_live_one_is_behind_the_read_alias_others_are_being_built() -> None:
    state = generations({"lib-g1": index("lib-read", "lib-write"), "lib-g2": index("lib-write")}).usable()
    assert (state.live, state.building) == ("lib-g1", ("lib-g2",))
    assert state.live_fingerprint == expected_fingerprint()


@pytest.mark.parametrize(
    ("indexes", "sentence"),
    [
        ({}, "no search index yet"),
        ({"lib-g1": index("lib-write")}, "no search index yet"),
        ({"lib-g1": index("lib-read", verified_before_close="true")}, "closed"),
        ({"lib-g1": index("lib-read", meta={"schema": "1"})}, "another schema.*built beside"),
        ({"lib-g1": index("lib-read", meta={"schema": "999"})}, "another schema.*too old for it"),
    ],
)
def test_what_cannot_be_asked_says_what_to_run(indexes: Any, sentence: str) -> None:
    with pytest.raises(NoIndex, match=f"{sentence}.*search_rebuild"):
        generations(indexes).usable()


def test_another_analysis_is_told_once_and_serves_on(caplog: pytest.LogCaptureFixture) -> None:
    made = generations({"lib-g1": index("lib-read", meta={**CURRENT, "analysis": "old"})})
    assert [made.usable(fresh=True).live for _search in range(3)] == ["lib-g1"] * 3
    assert caplog.text.count("run search_rebuild") == 1


def test_only_where_nothing_is_and_nothing_comes_is_the_index_missing() -> None:
    assert generations({}).is_missing()
    assert not generations({"lib-g2": index("lib-write")}).is_missing()
    assert not generations({"lib-g1": index("lib-read", "lib-write")}).is_missing()


def test_an_older_schema_is_replaced_a_newer_one_is_left_alone() -> None:
    older, newer = (
        {"lib-g1": index("lib-read", "lib-write", meta={"schema": schema})} for schema in ("1", "999")
    )
    assert generations(older).is_missing()
    assert not generations(newer).is_missing()
    begun = time.strftime("%Y%m%d%H%M%S", time.gmtime())
    assert not generations(older | {f"lib-g{begun}-abcdef": index("lib-write")}).is_missing()
    assert generations(older | {"lib-g20200101000000-abcdef": index("lib-write")}).is_missing()


def test_the_frame_is_that_of_the_live_generation() -> None:
    state = GenerationState(live="a", metadata={"a": {"frame": "x"}, "b": {"frame": "y"}})
    assert (state.frame, GenerationState().frame) == ("x", "")
