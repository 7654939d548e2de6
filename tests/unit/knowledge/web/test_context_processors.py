"""What every template knows: language by address, the reader, where signing in may lead back to."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from knowledge.host import HostLook
from knowledge.web import context_processors
from knowledge.web.context_processors import library
from tests.factories import UserFactory


def asked(rf: RequestFactory, path: str, view: str = "wagtail_serve", user: Any = None) -> HttpRequest:
    request = rf.get(path)
    request.resolver_match = SimpleNamespace(view_name=view)
    if user is not None:
        request.user = user
        request.COOKIES[settings.SESSION_COOKIE_NAME] = "x"
    return request


@pytest.mark.parametrize(
    ("language", "path", "prefix", "other"),
    [
        ("de", "/faelle/?seite=2", "", "/en/faelle/?seite=2"),
        ("en", "/en/faelle/?seite=2", "/en", "/faelle/?seite=2"),
        ("en", "/en", "/en", "/"),
    ],
)
def test_address_alone_decides_the_language(
    rf: RequestFactory, language: str, path: str, prefix: str, other: str
) -> None:
    with translation.override(language):
        known = library(asked(rf, path))
    assert (known["path_prefix"], known["other_language_url"]) == (prefix, other)


def test_stranger_without_a_session_is_nobody(rf: RequestFactory) -> None:
    known = library(asked(rf, "/faelle/"))
    assert (known["reader"], known["is_signed_in"], known["reader_edits"]) == ("", False, False)
    assert known["return_path"] == "/faelle/"


@pytest.mark.parametrize("view", ["release", "question_subscription", ""])
def test_address_with_a_key_does_not_travel_through_the_login(rf: RequestFactory, view: str) -> None:
    assert library(asked(rf, "/freigabe/abc/", view))["return_path"] == ""
    request = rf.get("/")
    request.resolver_match = None
    assert library(request)["return_path"] == ""


def test_the_host_is_looked_up_where_a_template_names_it(
    rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_for: list[HttpRequest] = []

    def look_for(request: HttpRequest) -> HostLook:
        asked_for.append(request)
        return HostLook(own_name="Eigenes Forum")

    monkeypatch.setattr(context_processors, "look_for", look_for)
    request = asked(rf, "/")
    known = library(request)
    assert asked_for == []
    assert Template("{{ host.name }}, {{ host.author }}").render(Context(known)).startswith("Eigenes Forum")
    assert asked_for == [request], "once for a page"


@pytest.mark.django_db
def test_reader_is_called_by_name_or_login(rf: RequestFactory) -> None:
    user = UserFactory(is_superuser=True, first_name="", last_name="")
    known = library(asked(rf, "/", user=user))
    assert (known["reader"], known["reader_edits"]) == (user.get_username(), True)
    user.first_name = "Ada"
    assert library(asked(rf, "/", user=user))["reader"] == "Ada"
