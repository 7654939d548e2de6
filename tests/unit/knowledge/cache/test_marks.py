"""Which answers are the same for everybody."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from knowledge.cache.marks import SHARED, SharedAnswers
from search.public_forms import STAMP_FIELD


def marked(rf: RequestFactory, response: Any = None, **changed: Any) -> bool:
    request = rf.generic(changed.get("method", "GET"), changed.get("path", "/faelle/"))
    request.COOKIES = changed.get("cookies", {})
    request.session = SimpleNamespace(accessed=changed.get("accessed", False))
    request.resolver_match = SimpleNamespace(view_name=changed.get("view", "wagtail_serve"))
    answered = response if response is not None else HttpResponse("<p>Alle Fälle</p>")
    return SharedAnswers(lambda _request: answered)(request).get("Cache-Control") == SHARED


def test_a_page_for_everybody(rf: RequestFactory) -> None:
    assert marked(rf)
    assert marked(rf, path="/faelle/?groesse=klein")


@pytest.mark.parametrize(
    "changed",
    [
        {"view": "search:results"},
        {"view": "barrier"},
        {"method": "POST"},
        {"cookies": {"sessionid": "x"}},
        {"accessed": True},
        {"path": "/faelle/?q=hort"},
    ],
)
def test_what_is_not_for_everybody(rf: RequestFactory, changed: dict[str, Any]) -> None:
    assert not marked(rf, **changed)


def test_answers_that_differ(rf: RequestFactory) -> None:
    assert not marked(rf, HttpResponse(status=404))
    assert not marked(rf, StreamingHttpResponse([b"x"]))
    assert not marked(rf, HttpResponse(headers={"Cache-Control": "private, no-store"}))
    with_cookie = HttpResponse()
    with_cookie.set_cookie("a", "b")
    assert not marked(rf, with_cookie)


@pytest.mark.parametrize("name", [STAMP_FIELD, "csrfmiddlewaretoken"])
@pytest.mark.parametrize("view", ["wagtail_serve", "question"])
def test_a_form_that_was_made_for_one_reader_is_stored_nowhere(
    rf: RequestFactory, name: str, view: str
) -> None:
    page = HttpResponse(f'<input type="hidden" name="{name}" value="x">')
    assert not marked(rf, page, view=view)
    assert page["Cache-Control"] == "private, no-store"
    said = HttpResponse(page.content, headers={"Cache-Control": "public, max-age=60"})
    assert not marked(rf, said, view=view) and "no-store" in said["Cache-Control"]
    assert "public" not in said["Cache-Control"]
