"""One probability cuts everywhere: what fits on the result page is what a saved search sends; without its
weights the words alone go on, and the status says so.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from search import service
from search.contract import SearchRequest, Viewer
from search.operations import status
from search.results import of_file
from search.saved import alerts

ASKED = ("Gemeinderat blockiert alles", "Hallenbad", "Warm-up 10 Minuten online")


def _keys(text: str, **options: Any) -> tuple[set[str], set[str]]:
    """Records that pass, and those below them."""
    request = SearchRequest(text=text, limit=alerts.MOST, **options)
    hits = service.run(request, Viewer(), count_miss=False).hits
    return {hit.key for hit in hits if hit.passes}, {hit.key for hit in hits if not hit.passes}


def test_a_saved_search_sends_what_passes_and_nothing_below(library: Any) -> None:
    below = set()
    for text in ASKED:
        passing, others = _keys(text, everything=True)
        found = alerts.find(alerts.form_of(f"?q={text}"))
        assert found is not None and {one.document.key for one in found} == passing == _keys(text)[0]
        below |= others
    assert below, "something lies below the cut, or this proves nothing"
    assert alerts.find(alerts.form_of("?q=Wolf")) == []


def test_weights_that_do_not_fit_leave_the_words_at_work(
    library: Any, client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bad = tmp_path / "confidence.json"
    bad.write_text('{"words": {"weights": {"of another version": 1}, "intercept": 0}}', "utf-8")
    for module in (service, status):
        monkeypatch.setattr(module, "of_file", lambda: of_file(bad))
    response = service.run(SearchRequest(text="Hallenbad sanieren"), Viewer(), count_miss=False)
    assert response.hits[0].title.startswith("Hallenbad") and not response.no_answer
    assert [hit.score for hit in response.hits] == sorted((hit.score for hit in response.hits), reverse=True)
    assert client.get("/suche/", {"q": "Hallenbad sanieren"}).status_code == 200
    said = io.StringIO()
    call_command("search_status", stdout=said)
    assert "weights of other features" in said.getvalue()
