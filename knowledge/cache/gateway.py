"""The door before Django: a public page that is kept goes out as it lies there."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from datetime import time as clock
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import Error, connection
from django.db.models import Min
from django.utils import timezone
from wagtail.models import Page

from knowledge.cache.generation import current
from knowledge.cache.marks import SHARED
from knowledge.cache.store import ENCODINGS, Answer, Store

__all__ = ["ByteCache"]

logger = logging.getLogger(__name__)

SECONDS = 60
"""An answer is rendered anew after so long, whatever happened: what a process believes about the content for
a few seconds (names of terms, what has ended) is in it.
"""
WAIT_SECONDS = 10
"""So long a request waits for another one that renders the same page."""
MOST_QUERY = 300
"""Characters of a query string that is kept."""
LEAST_PACKED = 500
"""Bytes; less fits into one packet anyway."""
TEXTS = frozenset({"text/html", "application/json", "application/xml", "text/xml", "application/atom+xml"})
"""Kinds of answers that are packed though they are not kept: searches, forms, the API."""
JUST_ENDED_SECONDS = 5
"""So long after the end of a page nothing is kept: another process may not have noticed yet."""

_UNKEPT_HEADERS = frozenset({"content-length", "content-encoding", "date", "connection", "etag", "vary"})

Environ = dict[str, Any]
StartResponse = Callable[..., Any]


class ByteCache:
    """WSGI application around another one. Answers ``GET`` and ``HEAD`` of readers without any cookie from
    memory, as long as the generation is the same; everything else is handed on untouched.
    """

    def __init__(self, application: Callable[..., Iterable[bytes]], megabytes: float) -> None:
        self._application = application
        self.store = Store(megabytes)
        self._secret = hashlib.sha256(b"knowledge.cache" + settings.SECRET_KEY.encode()).digest()

    def __call__(self, request: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """The kept answer, or the one of the application: packed as well, where a stranger asks."""
        if not _is_a_stranger(request):
            return self._application(request, start_response)
        key = _key(request)
        if key is None and request["REQUEST_METHOD"] == "GET":
            return self._rendered(None, "", request, start_response)
        if key is None:
            return self._application(request, start_response)
        try:
            generation = current()
        except Error:  # the application says what is wrong
            connection.close()
            return self._application(request, start_response)
        answer = self.store.get(key, generation)
        if answer is not None:
            return _sent(answer, request, start_response)
        if request["REQUEST_METHOD"] != "GET":
            return self._application(request, start_response)
        going = self.store.begin(key)
        if going is not None:
            going.wait(WAIT_SECONDS)
            answer = self.store.get(key, generation)
            if answer is not None:
                return _sent(answer, request, start_response)
            return self._rendered(None, generation, request, start_response)
        try:
            return self._rendered(key, generation, request, start_response)
        finally:
            self.store.end(key)

    def _rendered(
        self, key: tuple[str, ...] | None, generation: str, request: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        """The answer of the application, kept if it says that it may be and there is a key."""
        started: list[Any] = []

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> None:
            started[:] = [status, headers, *rest]

        result = self._application(request, start)
        status, headers, *rest = started
        is_kept = key is not None and status.startswith("200") and ("Cache-Control", SHARED) in headers
        if not is_kept and not _is_text(headers):
            start_response(status, headers, *rest)
            return result
        body = b"".join(result)
        if close := getattr(result, "close", None):
            close()
        if not is_kept:
            packed, headers = self._packed(body, headers, request)
            start_response(status, headers, *rest)
            return [packed]
        kept = [(name, value) for name, value in headers if name.lower() not in _UNKEPT_HEADERS]
        answer = Answer(status, kept, body, generation, _until(), self._secret)
        sent = _sent(answer, request, start_response)
        if answer.until > time.time():
            self.store.put(key, answer)
        return sent

    def _packed(
        self, body: bytes, headers: list[tuple[str, str]], request: Environ
    ) -> tuple[bytes, list[tuple[str, str]]]:
        """A body that is sent this once, as the browser takes it, with its headers. Its entity tag becomes a
        weak one: the bytes are others.
        """
        encoding = _accepted(request.get("HTTP_ACCEPT_ENCODING", ""))
        asked = [value for name, value in headers if name.lower() == "vary"]
        rest = [row for row in headers if row[0].lower() not in {"vary", "content-length"}]
        if encoding:
            body, _tag = Answer("", [], body, "", 0.0, self._secret).encoded(encoding)
            rest = [(name, _weak(value) if name.lower() == "etag" else value) for name, value in rest]
            rest.append(("Content-Encoding", encoding))
        vary = ", ".join([*asked, "Accept-Encoding"])
        return body, [*rest, ("Vary", vary), ("Content-Length", str(len(body)))]


def _is_a_stranger(request: Environ) -> bool:
    """Whether nobody is known by this request, so that its answer holds no secret beside the words of the
    reader, which packing would tell (BREACH); the administration passes untouched.
    """
    return (
        request["REQUEST_METHOD"] in {"GET", "HEAD"}
        and not request.get("HTTP_COOKIE")
        and not request.get("HTTP_AUTHORIZATION")
    )


def _is_text(headers: list[tuple[str, str]]) -> bool:
    """Whether a body comes whole (a stream has no length), unpacked, and is worth packing."""
    known = {name.lower(): value for name, value in headers}
    return (
        known.get("content-type", "").partition(";")[0] in TEXTS
        and int(known.get("content-length") or 0) >= LEAST_PACKED
        and "content-encoding" not in known
        and "set-cookie" not in known
    )


def _weak(tag: str) -> str:
    return tag if tag.startswith("W/") else f"W/{tag}"


def _key(request: Environ) -> tuple[str, ...] | None:
    """What an answer to a stranger depends on: ``None`` for a request that Django has to see. Language is
    part of the path.
    """
    if len(request.get("QUERY_STRING", "")) > MOST_QUERY or _came_from_a_search(
        request.get("HTTP_REFERER", "")
    ):
        return None
    name, _value = settings.SECURE_PROXY_SSL_HEADER or ("", "")
    return (
        request.get("wsgi.url_scheme", ""),
        request.get(name, "") if name else "",
        request.get("HTTP_HOST", ""),
        request.get("SERVER_NAME", ""),
        request.get("SERVER_PORT", ""),
        request.get("SCRIPT_NAME", ""),
        request.get("PATH_INFO", ""),
        _canonical(request.get("QUERY_STRING", "")),
    )


def _canonical(query: str) -> str:
    """A query whose names are in order; several values of one name stay as they came."""
    return "&".join(sorted(query.split("&"), key=lambda part: part.partition("=")[0]))


def _came_from_a_search(referrer: str) -> bool:
    """By which search somebody came is counted, so Django has to see it."""
    return "/suche/?" in referrer and "q=" in urlsplit(referrer).query


def _until() -> float:
    """The moment from which on an answer that is rendered now may be another one: a day begins (embargoes,
    deadlines), a page comes to its end.
    """
    now = timezone.now()
    tomorrow = timezone.make_aware(datetime.combine(timezone.localdate(now) + timedelta(days=1), clock.min))
    past = now - timedelta(seconds=JUST_ENDED_SECONDS)
    ends = Page.objects.filter(live=True, expire_at__gt=past).aggregate(first=Min("expire_at"))["first"]
    connection.close_if_unusable_or_obsolete()
    return min(now.timestamp() + SECONDS, *(moment.timestamp() for moment in (tomorrow, ends) if moment))


def _sent(answer: Answer, request: Environ, start_response: StartResponse) -> list[bytes]:
    encoding = _accepted(request.get("HTTP_ACCEPT_ENCODING", ""))
    body, tag = answer.encoded(encoding)
    headers = [("ETag", tag), ("Vary", "Accept-Encoding")]
    if _has(request.get("HTTP_IF_NONE_MATCH", ""), tag):
        start_response("304 Not Modified", [*headers, ("Cache-Control", SHARED)])
        return []
    if encoding:
        headers.append(("Content-Encoding", encoding))
    start_response(answer.status, [*answer.headers, *headers, ("Content-Length", str(len(body)))])
    return [] if request["REQUEST_METHOD"] == "HEAD" else [body]


def _accepted(header: str) -> str:
    """The smallest encoding that a browser takes (``br;q=0`` takes it not)."""
    taken = set()
    for part in header.split(","):
        name, _semicolon, weight = part.strip().lower().partition(";")
        if weight.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}:
            taken.add(name.strip())
    return next(encoding for encoding in ENCODINGS if not encoding or encoding in taken)


def _has(header: str, tag: str) -> bool:
    """Whether ``If-None-Match`` names the tag; weakly, because a proxy may have packed the body anew."""
    return header.strip() == "*" or tag in {part.strip().removeprefix("W/") for part in header.split(",")}
