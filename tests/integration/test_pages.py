"""Every page type through Django's client: answers, languages, cookies, headers, number of queries."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from queue import Queue
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.template.response import ContentNotRenderedError
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.html import escape
from wagtail.models import Site

from knowledge.base.reading import _TYPES
from knowledge.web.views import serve
from search import service
from search.unanswered import log
from tests.integration.addresses import ADDRESSES, PAGE_TYPES
from tests.integration.conftest import Library

MOST_QUERIES = {
    "home": 11,
    "case index": 9,
    "case": 14,
    "failed case": 14,
    "method index": 9,
    "method": 13,
    "lesson index": 9,
    "lesson": 13,
    "publication index": 9,
    "publication": 12,
    "cycle index": 9,
    "cycle": 12,
    "challenge areas": 8,
    "challenge area": 7,
    "target groups": 7,
    "target group": 12,
    "coverage": 13,
    "content": 5,
    "results": 10,
    "empty search": 7,
    "no results": 9,
}
"""What the first request of a process asks, as reached; docs/messungen/tempo.md says what is wanted."""


WAGTAIL_TYPES = tuple(
    name for name in PAGE_TYPES if not ADDRESSES[name].startswith(("/suche/", "/abdeckung/"))
)


@pytest.fixture
def address_of(library: Library) -> Callable[[str], str]:
    """Path of a page type."""

    def find(name: str) -> str:
        value = ADDRESSES[name]
        # An earlier request may have left English active in this thread.
        with translation.override("de"):
            return value if value.startswith("/") else library.page(value).get_url()

    return find


@pytest.fixture
def cold() -> Callable[[], None]:
    """Forget everything a process may know, so that the next request is its first one."""

    def forget() -> None:
        cache.clear()
        service.forget()
        ContentType.objects.clear_cache()
        _TYPES.clear()
        Site.clear_site_root_paths_cache()

    return forget


# --------------------------------------------------------------------------- answers


@pytest.mark.parametrize("name", PAGE_TYPES)
def test_answers_in_german(
    name: str, client: Client, address_of: Callable[[str], str], strict_templates: None
) -> None:
    response = client.get(address_of(name))
    assert response.status_code == 200
    assert response.headers["Content-Language"] == "de"
    assert '<html lang="de">' in response.text


@pytest.mark.parametrize("name", PAGE_TYPES)
def test_answers_in_english(
    name: str, client: Client, address_of: Callable[[str], str], strict_templates: None
) -> None:
    response = client.get("/en" + address_of(name))
    assert response.status_code == 200
    assert response.headers["Content-Language"] == "en"
    assert '<html lang="en">' in response.text
    assert "Skip to content" in response.text


@pytest.mark.parametrize("name", PAGE_TYPES)
def test_page_has_one_main_heading_and_a_title(
    name: str, client: Client, address_of: Callable[[str], str]
) -> None:
    html = client.get(address_of(name)).text
    assert html.count("<h1") == 1
    (title,) = re.findall(r"<title[^>]*>(.*?)</title>", html, re.DOTALL)
    assert not title.startswith(" –")


# --------------------------------------------------------------------------- what anonymous readers get


@pytest.mark.parametrize("name", PAGE_TYPES)
def test_anonymous_reader_gets_no_cookie_and_no_token(
    name: str, client: Client, address_of: Callable[[str], str]
) -> None:
    response = client.get(address_of(name))
    assert not response.cookies
    assert "csrfmiddlewaretoken" not in response.text
    assert "Cookie" not in response.headers.get("Vary", "")


@pytest.mark.parametrize("name", PAGE_TYPES)
def test_security_policy_allows_nothing_inline_and_nobody_else(
    name: str, client: Client, address_of: Callable[[str], str]
) -> None:
    response = client.get(address_of(name))
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe-inline" not in policy
    assert "http" not in policy
    assert " style=" not in response.text
    assert "<script>" not in response.text


# --------------------------------------------------------------------------- queries


@pytest.mark.parametrize("name", PAGE_TYPES)
def test_first_request_costs_few_queries(
    name: str,
    client: Client,
    address_of: Callable[[str], str],
    cold: Callable[[], None],
    count_queries: Callable[[int], Any],
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What the reader waits for: an unanswered query is counted by a thread, which stands still here."""
    settings.BACKGROUND_THREADS = True
    monkeypatch.setattr(log, "_queue", Queue)
    address = address_of(name)
    cold()
    with count_queries(MOST_QUERIES[name]):
        assert client.get(address).status_code == 200


def test_home_costs_five_queries_once_the_process_is_warm(
    client: Client, count_queries: Callable[[int], Any]
) -> None:
    client.get("/")
    with count_queries(5):
        client.get("/")


@pytest.mark.parametrize("name", WAGTAIL_TYPES)
def test_view_and_rendering_together_cost_few_queries(
    name: str,
    rf: RequestFactory,
    address_of: Callable[[str], str],
    cold: Callable[[], None],
    record_property: Callable[[str, object], None],
) -> None:
    path = address_of(name)
    request = rf.get(path)
    cold()
    with CaptureQueriesContext(connection) as viewing:
        response = serve(request, path)
    with pytest.raises(ContentNotRenderedError):
        assert response.content
    with CaptureQueriesContext(connection) as rendering:
        response.render()
    assert b"<h1" in response.content
    record_property("queries", f"{len(viewing)} + {len(rendering)}")
    assert len(viewing) + len(rendering) <= MOST_QUERIES[name], [
        q["sql"][:200] for q in (*viewing.captured_queries, *rendering.captured_queries)
    ]


@pytest.mark.parametrize("address", ["/faelle/", "/methoden/", "/lehren/", "/suche/?q=gemeinde"])
def test_a_second_page_costs_no_more_than_the_first(address: str, client: Client) -> None:
    client.get(address)
    counts = []
    for page in ("1", "2"):
        with CaptureQueriesContext(connection) as queries:
            response: HttpResponse = client.get(address + ("&" if "?" in address else "?") + f"seite={page}")
        assert response.status_code == 200
        counts.append(len(queries))
    assert counts[1] <= counts[0]


def test_nothing_found_shows_what_narrows_the_search(client: Client, library: Library) -> None:
    """A phrase nobody wrote, inside a filter: both can be taken back where the reader stands."""
    page = client.get("/suche/", {"q": '"freiwillige Leistungen kürzen Sportverein"', "typ": "fall"}).text
    assert "Ihre Suche ist eingeschränkt" in page
    links = dict(re.findall(r'<a href="(\?[^"]+)">([^<]+)<svg', page))
    loose = next(html.unescape(url) for url, label in links.items() if label.startswith("genau"))
    assert len(links) == 2, "the phrase and the filter"
    assert "Treffer" in client.get("/suche/" + loose).text
    assert "Ihre Suche ist eingeschränkt" not in client.get("/suche/" + loose).text


def test_each_chapter_of_the_guide_is_a_page(client: Client, library: Library) -> None:
    guide = library.page("P01")
    with translation.override("de"):
        address = guide.get_url()
    anchors = [section["anchor"] for section in guide.section_values()]
    whole = client.get(address).text
    locations = client.get("/sitemap.xml").text
    for number, anchor in enumerate(anchors):
        response = client.get(f"{address}{anchor}/")
        assert response.status_code == 200
        assert f'href="{address}{anchor}/"' in whole and f"{address}{anchor}/<" in locations
        neighbours = [anchors[at] for at in (number - 1, number + 1) if 0 <= at < len(anchors)]
        assert [a for a in neighbours if f'href="{address}{a}/"' not in response.text] == []
        assert f"<h1>{escape(guide.section_values()[number]['title'])}</h1>" in response.text
    assert client.get(f"{address}gibt-es-nicht/").status_code == 404
    guide.unpublish()
    assert client.get(f"{address}{anchors[0]}/").status_code == 404
