"""A sentence that nobody has read yet is not said twice."""

from __future__ import annotations

from django.contrib.messages import ERROR, SUCCESS
from django.http import HttpResponse
from django.test import RequestFactory

from knowledge.web.messages import OnceStorage


def test_the_same_message_waits_once(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.session = {}
    storage = OnceStorage(request)
    storage.add(ERROR, "Kein Zugang.")
    storage.add(ERROR, "Kein Zugang.")
    response = HttpResponse()
    storage.update(response)
    following = rf.get("/")
    following.session = request.session
    following.COOKIES = {name: morsel.value for name, morsel in response.cookies.items()}
    later = OnceStorage(following)
    later.add(ERROR, "Kein Zugang.")
    later.add(SUCCESS, "Kein Zugang.")
    assert [(item.level, str(item)) for item in later] == [(ERROR, "Kein Zugang."), (SUCCESS, "Kein Zugang.")]


def test_what_was_read_is_said_again(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.session = {}
    storage = OnceStorage(request)
    storage.add(ERROR, "Kein Zugang.")
    assert len(list(storage)) == 1
    storage.update(HttpResponse())
    following = rf.get("/")
    following.session = request.session
    again = OnceStorage(following)
    again.add(ERROR, "Kein Zugang.")
    assert len(list(again)) == 1
