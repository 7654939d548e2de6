"""A publication as a document: every section a passage with its address."""

from __future__ import annotations

import pytest

from publications.search_documents import PublicationSource
from tests.factories import PublicationPageFactory


@pytest.mark.django_db
def test_sections_are_passages_with_their_anchors() -> None:
    document = PublicationSource().build(PublicationPageFactory(abstract="Worum es geht. " * 40))
    assert [(passage.anchor, passage.text) for passage in document.passages] == [
        ("anfang", "Am Anfang."),
        ("ende", "Am Ende."),
    ]
    assert 300 < len(document.summary) <= 320 and document.summary.endswith(" …")
    assert document.display["year"] == "2026"
