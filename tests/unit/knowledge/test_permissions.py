"""Who sees what."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from knowledge.enums import AccessLevel
from knowledge.models import CycleMembership
from knowledge.permissions import AUDIENCE_OF_LEVEL, Role, audience_of, audiences_for, viewer_for
from search.contract import Audience, Viewer
from tests.factories import ForumCycleFactory, UserFactory

PUBLIC = frozenset({Audience.PUBLIC})


def test_every_level_has_an_audience() -> None:
    assert set(AUDIENCE_OF_LEVEL) == set(AccessLevel) - {AccessLevel.CYCLE}
    assert audience_of(AccessLevel.CYCLE, 7) == "cycle:7"
    assert audience_of(AccessLevel.CYCLE, None) == Audience.EDITORS


def test_strangers_see_what_is_public(django_assert_num_queries: Any) -> None:
    assert audiences_for(AnonymousUser()) == PUBLIC


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "audiences"),
    [
        (None, PUBLIC),
        (Role.ALUMNI, frozenset({Audience.PUBLIC, Audience.ALUMNI})),
        (Role.FACILITATOR, Viewer.editor().audiences),
        (Role.EDITOR, Viewer.editor().audiences),
        ("Andere", PUBLIC),
    ],
)
def test_role_decides(role: str | None, audiences: frozenset[str]) -> None:
    assert audiences_for(UserFactory(role=role)) == audiences


@pytest.mark.django_db
def test_who_took_part_in_a_cycle_is_an_alumna_of_it(django_assert_num_queries: Any) -> None:
    """A group that is called like a term opens nothing."""
    cycle, other = ForumCycleFactory(number=7), ForumCycleFactory(number=8)
    user = UserFactory()
    CycleMembership.objects.create(user=user, cycle=cycle)
    user.groups.create(name=f"cycle:{other.pk}")
    with django_assert_num_queries(1):
        assert audiences_for(user) == {"public", "alumni", f"cycle:{cycle.pk}"}


@pytest.mark.django_db
def test_a_closed_account_sees_what_strangers_see() -> None:
    assert audiences_for(UserFactory(role=Role.EDITOR, is_active=False)) == PUBLIC
    assert audiences_for(UserFactory(is_superuser=True)) == Viewer.editor().audiences


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
