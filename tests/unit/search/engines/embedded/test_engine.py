"""The embedded engine beside other processes: one writes at a time, the others see it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from search.contract import Capability, Document, EngineQuery, EngineUnavailable, IndexedDocument
from search.engines.embedded import engine as module
from search.engines.embedded.engine import EmbeddedEngine
from search.ingest import prepare

PUBLIC = frozenset({"public"})


def document(number: int, version: int = 0) -> IndexedDocument:
    return prepare(Document(f"case:{number}", "case", f"Titel {number}", "/"), version)


def test_the_second_writer_gives_up_and_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOCK_SECONDS", 0.05)
    first, second = EmbeddedEngine(tmp_path), EmbeddedEngine(tmp_path)
    first.rebuild([document(1)])
    with first._storage.writing(1.0), pytest.raises(EngineUnavailable, match="another process is writing"):
        second.upsert([document(2)])
    assert second.upsert([document(2)]) == 1
    assert first.query(EngineQuery(PUBLIC)).total == 2


def test_a_rebuild_that_fails_leaves_generation_and_folder(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path)
    engine.rebuild([document(1)])
    before = (engine.version_token(), {path.name for path in tmp_path.glob("g*")})

    def broken() -> Iterator[IndexedDocument]:
        yield document(2)
        raise MemoryError("no room")

    with pytest.raises(EngineUnavailable):
        engine.rebuild(broken())
    assert (engine.version_token(), {path.name for path in tmp_path.glob("g*")}) == before


def test_the_generation_before_stays_for_readers_and_older_ones_go(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path)
    for number in range(4):
        engine.rebuild([document(number)])
    assert {path.name for path in tmp_path.glob("g*")} == {"g3", "g4"}
    assert engine.status().generation == "g4"


def test_an_older_version_is_not_written(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path)
    assert engine.upsert([document(1, 5)]) == 1
    assert (engine.upsert([document(1, 4)]), engine.upsert([document(1, 5)])) == (0, 1)


def test_only_what_lies_on_disk_outlives_the_process(tmp_path: Path) -> None:
    assert EmbeddedEngine(tmp_path).capabilities == {Capability.PERSISTENT}
    assert EmbeddedEngine().capabilities == frozenset()
    assert EmbeddedEngine(tmp_path).timeout is None
