"""Bulk writing: what a request holds, and what its answer means."""

from __future__ import annotations

from search.contract import (
    Document,
)
from search.engines.elastic.writing import index_action, removal_actions
from search.ingest.preparation import prepare


def test_versions_leave_room_for_a_removal_during_a_rebuild() -> None:
    document = prepare(Document("case:1", "case", "Titel", "/"), 7)
    removal = removal_actions("i", "case:1", 7)
    assert (
        index_action("i", document)["version"]
        < removal[1]["version"]
        < index_action("i", prepare(document.stored, 8))["version"]
    )
    assert len(removal_actions("i", "case:1", None)) == 1
