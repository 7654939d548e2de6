"""Every commit changes the version token, also when the file system's clock stands still between two of
them.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from search.contract import Document, EngineQuery, IndexedDocument, Passage
from search.engines.embedded.engine import EmbeddedEngine
from search.ingest.preparation import prepare

PUBLIC = frozenset({"public"})


@pytest.fixture
def still_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file system whose time never moves."""

    class StandsStill:
        st_mtime_ns = 1

        def __init__(self, told: os.stat_result) -> None:
            self._told = told

        def __getattr__(self, name: str) -> Any:
            return getattr(self._told, name)

    stat, fstat = Path.stat, os.fstat
    monkeypatch.setattr(Path, "stat", lambda path, **options: StandsStill(stat(path, **options)))
    monkeypatch.setattr(
        "search.engines.embedded.storage.os.fstat", lambda descriptor: StandsStill(fstat(descriptor))
    )


def _document(number: int) -> IndexedDocument:
    return prepare(
        Document(
            key=f"case:{number}",
            kind="case",
            title=f"Titel {number}",
            url=f"/{number}/",
            passages=(Passage("Text", "Quellwasser", "a"),),
        )
    )


def test_two_commits_within_one_tick_have_two_version_tokens(tmp_path: Path, still_clock: None) -> None:
    engine = EmbeddedEngine(tmp_path)
    engine.rebuild([_document(1)])
    tokens = [engine.version_token()]
    for number in (2, 3, 4):
        engine.upsert([_document(number)])
        tokens.append(engine.version_token())
    engine.remove(["case:2"])
    tokens.append(engine.version_token())
    assert len(set(tokens)) == len(tokens)


def test_other_process_sees_a_commit_within_one_tick(tmp_path: Path, still_clock: None) -> None:
    writer, reader = EmbeddedEngine(tmp_path), EmbeddedEngine(tmp_path)
    writer.rebuild([_document(1)])
    for number in (2, 3):
        writer.upsert([_document(number)])
        assert reader.query(EngineQuery(PUBLIC)).total == number
