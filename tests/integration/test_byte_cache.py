"""Public pages out of the byte cache are those that Django renders, and follow every change."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import brotli
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from cases.gate import withdraw
from cases.models import CasePage
from knowledge.cache import ByteCache
from knowledge.models import ChallengeArea, ContentPage, ForumCycle, HomePage, LessonPage
from publications.feedback.views import feedback_key
from tests.integration.addresses import ADDRESSES
from tests.integration.conftest import Library

Get = Callable[..., tuple[int, dict[str, str], str]]


@pytest.fixture
def cache() -> ByteCache:
    return ByteCache(WSGIHandler(), megabytes=16)


@pytest.fixture
def get(cache: ByteCache) -> Get:
    """Asks through the cache; what was written before counts as a transaction of its own."""

    def ask(path: str, **more: str) -> tuple[int, dict[str, str], str]:
        connection.run_on_commit.clear()
        answer: list[Any] = []
        path, _mark, query = path.partition("?")
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "HTTP_HOST": "testserver",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
        }
        body = b"".join(cache(environ | more, lambda status, headers, *_: answer.extend([status, headers])))
        return int(answer[0][:3]), dict(answer[1]), body.decode()

    return ask


@pytest.mark.parametrize(
    "path", ["/suche/?q=Hallenbad", "/frage/", "/api/v1/search?q=Hallenbad", "/gibt-es-nicht/"]
)
def test_what_strangers_ask_is_packed_though_not_kept(
    path: str, library: Library, cache: ByteCache, client: Client
) -> None:
    answer: list[Any] = []
    address, _mark, query = path.partition("?")
    body = b"".join(
        cache(
            client._base_environ(
                PATH_INFO=address, QUERY_STRING=query, HTTP_ACCEPT_ENCODING="gzip, br", HTTP_COOKIE=""
            ),
            lambda status, headers, *_: answer.extend([status, dict(headers)]),
        )
    )
    plain = client.get(path)
    assert answer[0].startswith(str(plain.status_code))
    assert answer[1]["Content-Encoding"] == "br" and "Accept-Encoding" in answer[1]["Vary"]
    assert len(brotli.decompress(body)) > 2 * len(body)
    assert len(cache.store) == 0


@pytest.mark.parametrize("name", ["home", "case index", "case", "method", "lesson", "challenge area"])
def test_a_kept_page_is_the_page(name: str, library: Library, cache: ByteCache, get: Get) -> None:
    address = ADDRESSES[name]
    path = address if address.startswith("/") else library.page(address).get_url()
    plain = Client().get(path)
    assert get(path)[2] == get(path)[2] == plain.text
    assert len(cache.store) == 1
    _status, headers, _body = get(path)
    assert headers["Content-Security-Policy"] == plain.headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-cache" and headers["Vary"] == "Accept-Encoding"
    assert get(path, HTTP_IF_NONE_MATCH=headers["ETag"])[0] == 304
    assert "Set-Cookie" not in headers and "Last-Modified" not in headers


def test_a_kept_page_costs_one_query(library: Library, get: Get, django_assert_num_queries: Any) -> None:
    get("/faelle/")
    with django_assert_num_queries(1):
        get("/faelle/")


def test_the_sitemap_is_kept(library: Library, cache: ByteCache, get: Get) -> None:
    assert get("/sitemap.xml")[2] == get("/sitemap.xml")[2]
    assert len(cache.store) == 1


def test_readers_see_every_change_at_once(library: Library, get: Get) -> None:
    case: Any = CasePage.objects.public().first()
    address = case.get_url()
    assert get(address)[0] == get("/")[0] == 200
    area = ChallengeArea.objects.get(slug=case.challenge_areas.first().slug)
    area.name = "Ein neuer Name"
    area.save()
    assert "Ein neuer Name" in get(address)[2]

    home = HomePage.objects.get()
    home.question = "Was drückt gerade?"
    home.save_revision().publish()
    assert "Was drückt gerade?" in get("/")[2]

    withdraw(case=case)
    assert get(address)[0] == 410
    assert case.title not in get("/faelle/")[2]


def test_a_page_that_ends_is_gone_without_any_change(
    library: Library, get: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    lesson = LessonPage.objects.public().first()
    now = timezone.now()
    LessonPage.objects.filter(pk=lesson.pk).update(expire_at=now + timedelta(seconds=30))
    address = lesson.get_url()
    assert get(address)[0] == 200
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(seconds=31))
    monkeypatch.setattr("knowledge.cache.store.time.time", lambda: now.timestamp() + 31)
    assert get(address)[0] == 404


def test_a_page_behind_the_login_and_forms_are_not_kept(library: Library, cache: ByteCache, get: Get) -> None:
    lesson = LessonPage.objects.public().first()
    LessonPage.objects.filter(pk=lesson.pk).update(access_level="alumni")
    for address in (
        lesson.get_url(),
        "/frage/",
        "/barriere-melden/",
        "/rundbrief/",
        "/konto/",
        "/suche/?q=hort",
    ):
        get(address)
    assert not len(cache.store)


def test_every_page_with_a_stamp_is_stored_nowhere(library: Library) -> None:
    """Whoever prints a form: each public address that takes no key, and those of a record and of a call."""
    key = f"case:{library.page('F01').translation_key.hex}"
    keyed = {
        f"/fallgeber/{key}/",
        f"/uebernahme/{key}/",
        f"/rueckmeldung/{feedback_key(library.page('M01'))}/",
    }
    keyed |= {f"/anmelden/{cycle.number}/" for cycle in ForumCycle.objects.all()}
    found = {}
    for address in (
        keyed | {"/suche/?q=quantenverschr%C3%A4nkung", "/suche/merken/?q=haushalt"} | _without_key()
    ):
        answer = Client().get(address)
        if not answer.streaming and b'name="stempel"' in answer.content:
            found[address.partition("/")[2].partition("/")[0]] = answer.headers["Cache-Control"]
    forms = {
        "anmelden",
        "barriere-melden",
        "fallgeber",
        "frage",
        "rueckmeldung",
        "rundbrief",
        "suche",
        "uebernahme",
    }
    assert forms <= set(found)
    assert {address for address, said in found.items() if "no-store" not in said} == set()


def _without_key() -> set[str]:
    known = get_resolver().reverse_dict
    names = [name for name in known if isinstance(name, str)]
    free = [name for name in names if any(not keys for _path, keys in known.getlist(name)[0][0])]
    return {
        address for address in map(reverse, free) if not address.startswith(("/admin/", "/konto/", "/_util/"))
    }


def test_somebody_signed_in_gets_a_page_of_their_own(
    library: Library, cache: ByteCache, get: Get, admin_client: Client
) -> None:
    page = ContentPage.objects.live().first()
    kept = get(page.get_url())[2]
    cookie = f"sessionid={admin_client.cookies['sessionid'].value}"
    _mine, headers, body = get(page.get_url(), HTTP_COOKIE=cookie)
    assert body != kept and headers["Cache-Control"] == "private, no-store"
    assert get(page.get_url())[2] == kept
