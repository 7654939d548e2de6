"""Who sees what."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from knowledge.enums import AccessLevel
from knowledge.permissions import AUDIENCE_OF_LEVEL, Role, audiences_for, viewer_for
from search.contract import Audience
from tests.factories import UserFactory

PUBLIC = frozenset({Audience.PUBLIC})


def test_every_level_has_an_audience() -> None:
    assert set(AUDIENCE_OF_LEVEL) == set(AccessLevel)
    assert set(AUDIENCE_OF_LEVEL.values()) == set(Audience)


def test_strangers_see_what_is_public(django_assert_num_queries: Any) -> None:
    assert audiences_for(AnonymousUser()) == PUBLIC


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "audiences"),
    [
        (None, PUBLIC),
        (Role.ALUMNI, frozenset({Audience.PUBLIC, Audience.ALUMNI})),
        (Role.FACILITATOR, frozenset(Audience)),
        (Role.EDITOR, frozenset(Audience)),
        ("Andere", PUBLIC),
    ],
)
def test_role_decides(role: str | None, audiences: frozenset[Audience]) -> None:
    assert audiences_for(UserFactory(role=role)) == audiences


@pytest.mark.django_db
def test_a_closed_account_sees_what_strangers_see() -> None:
    assert audiences_for(UserFactory(role=Role.EDITOR, is_active=False)) == PUBLIC
    assert audiences_for(UserFactory(is_superuser=True)) == frozenset(Audience)


def test_without_a_cookie_the_session_stays_closed() -> None:
    class Request:
        COOKIES: dict[str, str] = {}

        @property
        def user(self) -> Any:
            raise AssertionError("the session was opened")

    assert viewer_for(Request()).audiences == PUBLIC


@pytest.mark.django_db
def test_with_a_cookie_the_account_decides(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = "x"
    request.user = UserFactory(role=Role.ALUMNI)
    assert viewer_for(request).audiences == {Audience.PUBLIC, Audience.ALUMNI}
