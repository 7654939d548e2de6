"""The door before Django: what is kept, for whom, and until when."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

import brotli
import pytest
from django.db import OperationalError
from django.utils import timezone

from knowledge.cache import ByteCache, gateway
from knowledge.cache.marks import SHARED
from tests.factories import LessonPageFactory

PAGE = ("<p>" + "Der Hort ist zu klein. " * 40 + "</p>").encode()


class Site:
    """An application that counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.status, self.control, self.body = "200 OK", SHARED, PAGE
        self.more: list[tuple[str, str]] = []
        self.works: Callable[[], None] = lambda: None

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        self.asked += 1
        self.works()
        headers = [("Content-Type", "text/html"), ("Vary", "Cookie"), ("Content-Length", str(len(self.body)))]
        headers += self.more
        start_response(self.status, [*headers, *([("Cache-Control", self.control)] if self.control else [])])
        return [self.body]


class Reader:
    def __init__(self, cache: ByteCache) -> None:
        self._cache = cache

    def __call__(self, path: str = "/", method: str = "GET", **environ: str) -> tuple[str, Any, bytes]:
        answer: list[Any] = []
        known = {"REQUEST_METHOD": method, "PATH_INFO": path, "HTTP_HOST": "bibliothek.example"}
        known |= {"wsgi.url_scheme": "https", "SERVER_NAME": "app", "SERVER_PORT": "80"}
        body = b"".join(
            self._cache(known | environ, lambda status, headers: answer.extend([status, headers]))
        )
        return answer[0], dict(answer[1]), body


@pytest.fixture
def generation(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    now = ["1:a"]
    monkeypatch.setattr(gateway, "current", lambda: now[0])
    monkeypatch.setattr(gateway, "_until", lambda: 2.0**40)
    return now


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
def cache(site: Site, generation: list[str]) -> ByteCache:
    return ByteCache(site, megabytes=1)


@pytest.fixture
def read(cache: ByteCache) -> Reader:
    return Reader(cache)


def test_a_page_is_rendered_once(site: Site, read: Reader) -> None:
    first, second = read(), read()
    assert site.asked == 1
    assert first == second
    assert second[2] == PAGE
    assert second[1]["Content-Length"] == str(len(PAGE))
    assert second[1]["Vary"] == "Accept-Encoding"


def test_any_change_ends_what_is_kept(site: Site, read: Reader, generation: list[str]) -> None:
    read()
    generation[0], site.body = "2:b", b"neu"
    assert read()[2] == b"neu"


def test_what_began_before_a_change_is_not_handed_out_after_it(
    site: Site, read: Reader, generation: list[str]
) -> None:
    def published_meanwhile() -> None:
        generation[0] = "2:b"

    site.works = published_meanwhile
    read()
    site.works, site.body = lambda: None, b"neu"
    assert read()[2] == b"neu"


@pytest.mark.parametrize(
    "changed",
    [
        {"HTTP_HOST": "andere.example"},
        {"wsgi.url_scheme": "http"},
        {"QUERY_STRING": "seite=2"},
        {"SCRIPT_NAME": "/unter"},
        {"path": "/en/"},
    ],
)
def test_who_asks_for_something_else_gets_something_else(
    site: Site, read: Reader, changed: dict[str, str]
) -> None:
    read()
    read(**changed)
    assert site.asked == 2


def test_the_order_of_the_names_in_a_query_tells_nothing(site: Site, read: Reader) -> None:
    read(QUERY_STRING="typ=fall&seite=2&typ=lehre")
    read(QUERY_STRING="seite=2&typ=fall&typ=lehre")
    assert site.asked == 1
    read(QUERY_STRING="seite=2&typ=lehre&typ=fall")
    assert site.asked == 2, "the first of several values may be another one"


def test_the_header_of_the_proxy_tells_the_scheme(site: Site, read: Reader, settings: Any) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    read(HTTP_X_FORWARDED_PROTO="https")
    read(HTTP_X_FORWARDED_PROTO="http")
    assert site.asked == 2


def test_headers_that_no_page_depends_on_change_nothing(site: Site, read: Reader) -> None:
    read()
    spoilt = read(
        HTTP_X_FORWARDED_HOST="boese.example", HTTP_X_ORIGINAL_URL="/admin/", HTTP_RANGE="bytes=0-3"
    )
    assert site.asked == 1
    assert spoilt[0] == "200 OK" and spoilt[2] == PAGE


@pytest.mark.parametrize(
    "mine",
    [
        {"HTTP_COOKIE": "sessionid=x"},
        {"HTTP_AUTHORIZATION": "Basic eDp4"},
        {"method": "POST"},
        {"QUERY_STRING": "x" * 301},
        {"HTTP_REFERER": "https://bibliothek.example/suche/?q=hort"},
    ],
)
def test_django_sees_what_is_somebodys_own(site: Site, read: Reader, mine: dict[str, str]) -> None:
    read()
    read(**mine)
    read(**mine)
    assert site.asked == 3
    site.body = b"neu"
    assert read()[2] == PAGE, "and nothing of it is kept"


@pytest.mark.parametrize(
    ("status", "control"),
    [("200 OK", ""), ("200 OK", "private, no-store"), ("404 Not Found", SHARED), ("500 Oh", SHARED)],
)
def test_only_what_says_so_is_kept(site: Site, read: Reader, status: str, control: str) -> None:
    site.status, site.control = status, control
    assert read()[0] == read()[0] == status
    assert site.asked == 2


def test_the_head_of_a_kept_page(site: Site, read: Reader) -> None:
    read(method="HEAD")
    read(method="HEAD")
    assert site.asked == 2, "a head alone fills nothing"
    whole = read()
    status, headers, body = read(method="HEAD")
    assert site.asked == 3
    assert (status, headers, body) == (whole[0], whole[1], b"")


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("identity", None),
        ("", None),
        ("BR", "br"),
    ],
)
def test_a_browser_gets_the_smallest_it_takes(read: Reader, accepted: str, encoding: str | None) -> None:
    _status, headers, body = read(HTTP_ACCEPT_ENCODING=accepted)
    assert headers.get("Content-Encoding") == encoding
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding]
    assert unpack(body) == PAGE
    assert encoding is None or len(body) < len(PAGE) / 4


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"HTTP_REFERER": "https://bibliothek.example/suche/?q=hort"},
        {"QUERY_STRING": "q=" + "x" * 301},
    ],
)
def test_what_is_not_kept_is_packed_for_strangers(site: Site, read: Reader, asked: dict[str, str]) -> None:
    site.control = "" if not asked else SHARED
    site.more = [("ETag", '"eins"'), ("Vary", "Accept-Language")]
    for _again in range(2):
        _status, headers, body = read(HTTP_ACCEPT_ENCODING="gzip, br", **asked)
        assert brotli.decompress(body) == PAGE and len(body) < len(PAGE) / 4
        assert (headers["Content-Encoding"], headers["ETag"]) == ("br", 'W/"eins"')
        assert headers["Content-Length"] == str(len(body))
        assert headers["Vary"] == "Cookie, Accept-Language, Accept-Encoding"
    assert site.asked == 2
    _status, headers, body = read(**asked)
    assert body == PAGE and "Content-Encoding" not in headers and headers["ETag"] == '"eins"'


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ({"HTTP_COOKIE": "sessionid=x"}, []),
        ({"HTTP_AUTHORIZATION": "Basic eDp4"}, []),
        ({"method": "POST"}, []),
        ({"method": "HEAD", "QUERY_STRING": "x" * 301}, []),
        ({}, [("Content-Type", "application/pdf")]),
        ({}, [("Content-Encoding", "gzip")]),
        ({}, [("Set-Cookie", "sprache=de")]),
        ({}, [("Content-Length", "0")]),
    ],
)
def test_what_holds_a_secret_or_is_packed_goes_as_it_is(
    site: Site, read: Reader, asked: dict[str, str], answered: list[tuple[str, str]]
) -> None:
    site.control, site.more = "private, no-store", answered
    _status, headers, body = read(HTTP_ACCEPT_ENCODING="gzip, br", **asked)
    assert body == PAGE
    assert headers.get("Content-Encoding") == dict(answered).get("Content-Encoding")


def test_who_has_the_page_gets_no_body(site: Site, read: Reader) -> None:
    tag = read(HTTP_ACCEPT_ENCODING="br")[1]["ETag"]
    assert "Last-Modified" not in read()[1]
    for header in (tag, f'"andere", W/{tag}', "*"):
        status, headers, body = read(HTTP_ACCEPT_ENCODING="br", HTTP_IF_NONE_MATCH=header)
        assert (status, body) == ("304 Not Modified", b"")
        assert headers["ETag"] == tag and headers["Cache-Control"] == SHARED
    assert read(HTTP_IF_NONE_MATCH=tag)[0] == "200 OK", "each encoding has its own"


def test_a_tag_is_no_plain_sum_of_the_text(site: Site, read: Reader, settings: Any) -> None:
    before = read()[1]["ETag"]
    settings.SECRET_KEY = "ein anderer"
    assert Reader(ByteCache(site, megabytes=1))()[1]["ETag"] != before


def test_many_ask_and_one_renders(site: Site, cache: ByteCache) -> None:
    inside, finish = threading.Event(), threading.Event()

    def hold() -> None:
        inside.set()
        assert finish.wait(10)

    site.works = hold
    bodies: list[bytes] = []
    readers = [threading.Thread(target=lambda: bodies.append(Reader(cache)()[2])) for _number in range(5)]
    readers[0].start()
    assert inside.wait(10)
    for reader in readers[1:]:
        reader.start()
    finish.set()
    for reader in readers:
        reader.join(10)
    assert bodies == [PAGE] * 5
    assert site.asked == 1


def test_an_error_lets_the_next_one_try(site: Site, read: Reader) -> None:
    def break_() -> None:
        raise RuntimeError("kaputt")

    site.works = break_
    for _time in range(2):
        with pytest.raises(RuntimeError):
            read()
    site.works = lambda: None
    assert read()[2] == PAGE


def test_without_a_database_django_says_so(site: Site, read: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    read()

    def away() -> str:
        raise OperationalError

    monkeypatch.setattr(gateway, "current", away)
    read()
    assert site.asked == 2


@pytest.mark.django_db
def test_a_kept_page_ends_with_the_first_page_that_ends() -> None:
    now = timezone.now()
    LessonPageFactory(expire_at=now + timedelta(seconds=20))
    assert gateway._until() == pytest.approx((now + timedelta(seconds=20)).timestamp(), abs=0.01)


@pytest.mark.django_db
def test_nothing_is_kept_while_others_may_not_know_that_a_page_has_ended() -> None:
    now = timezone.now()
    LessonPageFactory(expire_at=now - timedelta(seconds=1))
    assert gateway._until() < now.timestamp()


@pytest.mark.django_db
def test_a_kept_page_ends_with_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    late = timezone.make_aware(timezone.datetime(2026, 3, 28, 23, 59, 50))  # type: ignore[attr-defined]
    monkeypatch.setattr(gateway.timezone, "now", lambda: late)
    assert gateway._until() == late.timestamp() + 10
