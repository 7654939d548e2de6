"""A record in the export: its words and facets, nothing of the engine. The file itself is looked at in
``tests/integration/test_jobs.py``.
"""

from __future__ import annotations

import json
from typing import Any

from knowledge.content import export
from search.contract import Document, Passage


def test_a_line_holds_what_readers_see(settings: Any) -> None:
    settings.PUBLIC_URL = "https://bibliothek.example.de"
    line = export._line(
        Document("case:1", "case", "Ein Titel", "/faelle/f/", passages=(Passage("Worte", "Lage", "a"),)),
        {"title": "Ein Titel"},
    )
    assert line.endswith("\n")
    record = json.loads(line)
    assert record["url"] == "https://bibliothek.example.de/faelle/f/"
    assert record["fields"] == {"title": "Ein Titel"}
    assert record["passages"][0]["text"] == "Worte"
    assert not {"boost", "display", "audience", "keywords"} & record.keys()


def test_records_are_looked_up_in_portions(monkeypatch: Any) -> None:
    monkeypatch.setattr(export, "CHUNK", 2)
    assert [list(some) for some in export._chunks([1, 2, 3])] == [[1, 2], [3]]


def test_what_is_not_visible_is_left_out() -> None:
    class Source:
        """Two records, one of them for everybody."""

        def key(self, one: int) -> str:
            return f"case:{one}"

        def visible(self, keys: Any, viewer: Any) -> set[str]:
            return {key for key in keys if key != "case:2"}

        def build(self, one: int) -> int:
            return one

    source: Any = Source()
    assert export._public(source, [1, 2, 3]) == [(1, 1), (3, 3)]
