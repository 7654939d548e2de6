"""A record in the export: its words and facets, nothing of the engine. The file itself is looked at in
``tests/integration/test_jobs.py``.
"""

from __future__ import annotations

import json
from typing import Any

from knowledge.content import export
from search.contract import Audience, Document, Passage, Viewer


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
        """Three records, two of them for everybody, and in each a passage that is not."""

        def key(self, one: int) -> str:
            return f"case:{one}"

        def visible(self, keys: Any, viewer: Any) -> set[str]:
            assert viewer == Viewer()
            return {key for key in keys if key != "case:2"}

        def build(self, one: int) -> Document:
            passages = (Passage("Für alle"), Passage("Innen", audience=Audience.EDITORS))
            return Document(self.key(one), "case", "Titel", "/faelle/f/", passages=passages)

    source: Any = Source()
    found = export.public_documents(source, [3, 1, 2])
    assert [(one, document.key) for one, document in found] == [(1, "case:1"), (3, "case:3")]
    assert {passage.text for _one, document in found for passage in document.passages} == {"Für alle"}
