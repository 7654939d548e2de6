"""Who sees what: a record for alumni leaves no trace for anybody else, a withdrawn one leaves none at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from knowledge.enums import AccessLevel
from search import service
from search.index import apply, outbox
from tests.integration.conftest import Library

CODE = "F25"
QUERY = "/api/v1/search?q=wer+ist+zust%C3%A4ndig+f%C3%BCr+hitze"


def set_level(page: Any, level: AccessLevel) -> None:
    """Change who may read a page, and bring the index up to date."""
    type(page).objects.filter(pk=page.pk).update(access_level=level)
    outbox.enqueue(page)
    apply.drain()


@pytest.fixture
def case(library: Library) -> Any:
    """The case about heat, public as it was loaded."""
    return library.page(CODE)


@pytest.fixture
def hidden(case: Any) -> Any:
    """The same case, for alumni only."""
    set_level(case, AccessLevel.ALUMNI)
    return case


def keys(client: Client, address: str) -> set[str]:
    """Addresses of the hits."""
    return {hit["url"] for hit in client.get(address).json()["hits"]}


def facet(client: Client, address: str, name: str, value: str) -> int:
    counts = {row["value"]: row["count"] for row in client.get(address).json()["facets"][name]}
    return counts.get(value, 0)


def traces(client: Client, case: Any) -> dict[str, bool]:
    """Where a reader could notice that a case exists."""
    url = case.get_url()
    related = [
        page for page in Page.objects.live().specific() if page.pk != case.pk and hasattr(page, "outcome")
    ]
    return {
        "page": client.get(url).status_code == 200,
        "search": url in keys(client, QUERY),
        "everything": url in keys(client, "/api/v1/search?typ=fall&limit=100"),
        "suggestion": (
            url
            in {item["url"] for item in client.get(f"/api/v1/suggest?q={case.title[:12]}").json()["items"]}
        ),
        "listing": any(url in client.get(f"/faelle/?seite={number}").text for number in range(1, 7)),
        "home": url in client.get("/").text,
        "landing": any(
            url in client.get(f"/themen/{area.slug}/").text for area in case.challenge_areas.all()
        ),
        "other cases": any(f'href="{url}' in client.get(other.get_url()).text for other in related),
        "sitemap": url in client.get("/sitemap.xml").text,
    }


def test_public_case_can_be_noticed(client: Client, case: Any) -> None:
    found = traces(client, case)
    assert {name for name, there in found.items() if there} >= {
        "page",
        "search",
        "everything",
        "suggestion",
        "listing",
        "sitemap",
        "other cases",
    }


def test_case_for_alumni_leaves_no_trace_for_the_public(client: Client, hidden: Any) -> None:
    assert not {name for name, there in traces(client, hidden).items() if there}


def test_counts_do_not_betray_a_hidden_case(client: Client, case: Any) -> None:
    listing, everything = "/api/v1/search?typ=fall&limit=1", "/api/v1/search?limit=1"
    before = (
        client.get(listing).json()["total"],
        facet(client, everything, "typ", "fall"),
        facet(client, everything, "groesse", case.size_band),
    )
    set_level(case, AccessLevel.ALUMNI)
    after = (
        client.get(listing).json()["total"],
        facet(client, everything, "typ", "fall"),
        facet(client, everything, "groesse", case.size_band),
    )
    assert after == tuple(number - 1 for number in before)


def test_number_on_the_listing_counts_only_what_one_may_see(client: Client, hidden: Any) -> None:
    assert re.search(r"\b29\b", client.get("/faelle/").text)
    assert not re.search(r"\b30 (Treffer|Fälle)", client.get("/faelle/").text)


def test_alumna_sees_a_case_for_alumni(signed_in: Callable[[str], Client], hidden: Any) -> None:
    alumna = signed_in("alumna")
    response = alumna.get(hidden.get_url())
    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]
    assert hidden.get_url() in keys(alumna, QUERY)
    assert alumna.get("/api/v1/search?typ=fall&limit=1").json()["total"] == 30


@pytest.mark.parametrize(("level", "who", "status"), [
    (AccessLevel.ALUMNI, "moderation", 200), (AccessLevel.ALUMNI, "redaktion", 200), (AccessLevel.CYCLE,
    "alumna", 404),
    (AccessLevel.EDITORS, "alumna", 404), (AccessLevel.EDITORS, "redaktion", 200), (AccessLevel.PUBLIC,
    "alumna", 200),
])  # fmt: skip
def test_levels_and_roles(
    signed_in: Callable[[str], Client], case: Any, level: AccessLevel, who: str, status: int
) -> None:
    set_level(case, level)
    assert signed_in(who).get(case.get_url()).status_code == status


@pytest.mark.parametrize("code", ["M01", "L01", "P01", "S1"])
def test_every_kind_respects_its_level(client: Client, library: Library, code: str) -> None:
    page = library.page(code)
    assert client.get(page.get_url()).status_code == 200
    set_level(page, AccessLevel.EDITORS)
    assert client.get(page.get_url()).status_code == 404
    assert page.get_url() not in keys(client, "/api/v1/search?limit=100")
    assert page.get_url() not in client.get("/sitemap.xml").text


def test_stale_index_shows_nothing_the_database_forbids(client: Client, case: Any) -> None:
    type(case).objects.filter(pk=case.pk).update(access_level=AccessLevel.EDITORS)
    assert case.get_url() not in keys(client, QUERY)
    assert case.get_url() not in client.get("/suche/?q=zust%C3%A4ndig+hitze").text


@pytest.mark.parametrize("code", [CODE, "M01", "L01", "P01", "S1"])
def test_unpublished_record_is_gone_with_the_request(
    library: Library,
    client: Client,
    signed_in: Callable[[str], Client],
    code: str,
    django_capture_on_commit_callbacks: Any,
) -> None:
    page = library.page(code)
    assert page.get_url() in keys(client, "/api/v1/search?limit=100")
    with django_capture_on_commit_callbacks(execute=True):
        response = signed_in("redaktion").post(f"/admin/pages/{page.pk}/unpublish/")
    assert response.status_code == 302
    assert page.get_url() not in keys(client, "/api/v1/search?limit=100")
    assert client.get(page.get_url()).status_code in {404, 410}


def test_a_record_that_ends_by_the_timer_is_named_nowhere(
    library: Library, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    page = library.page(CODE)
    assert page.get_url() in {one.url for one in service.suggest(page.title)}
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    with django_capture_on_commit_callbacks(execute=True):
        call_command("publish_scheduled")
    assert page.get_url() not in {one.url for one in service.suggest(page.title)}
    assert page.get_url() not in keys(client, "/api/v1/search?limit=100")


@pytest.mark.parametrize("code", ["M01", "L01"])
def test_published_again_it_is_found_at_once(
    library: Library, client: Client, code: str, django_capture_on_commit_callbacks: Any
) -> None:
    page = library.page(code)
    with django_capture_on_commit_callbacks(execute=True):
        page.unpublish()
    assert page.get_url() not in keys(client, "/api/v1/search?limit=100")
    with django_capture_on_commit_callbacks(execute=True):
        library.page(code).save_revision().publish()
    assert page.get_url() in keys(client, "/api/v1/search?limit=100")
    assert client.get(page.get_url()).status_code == 200


def test_draft_changes_nothing_readers_see(
    library: Library, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    page = library.page("M01")
    page.purpose = "Dromedarprobe"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision()
    assert client.get("/api/v1/search?q=dromedarprobe").json()["total"] == 0
    assert "Dromedarprobe" not in client.get(page.get_url()).text


def test_link_from_case_to_meeting_is_nowhere_public(client: Client, library: Library) -> None:
    page = library.page("F01")
    meeting = page.meeting_link.meeting
    for text in (client.get(page.get_url()).text, client.get("/api/v1/search?q=vereine&limit=100").text):
        assert str(meeting) not in text
        assert f"{meeting.cycle.number}. Staffel" not in text
        assert not re.search(r"Staffel\s+\d", text.split("</header>")[-1].split("<footer")[0])
