"""Who is asked before a page is served, and who not (the way through: integration/test_page_privacy.py)."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.http import Http404
from django.test import RequestFactory
from wagtail.models import PageViewRestriction

from knowledge.web import restricted


def page(*kinds: str) -> Any:
    """With restrictions that let nobody in."""
    rows = [SimpleNamespace(restriction_type=kind, accept_request=lambda request: False) for kind in kinds]
    return SimpleNamespace(pk=7, get_view_restrictions=lambda: rows)


def asked(rf: RequestFactory, *, is_authenticated: bool) -> Any:
    request = rf.get("/themen/krisen/")
    request.user = SimpleNamespace(is_authenticated=is_authenticated)
    return request


def test_an_open_page_and_one_for_a_login_are_left_to_wagtail(rf: RequestFactory) -> None:
    stranger = asked(rf, is_authenticated=False)
    assert restricted.ask_first(page(), stranger) is None
    assert restricted.ask_first(page(PageViewRestriction.LOGIN), stranger) is None


def test_whoever_is_signed_in_and_not_meant_finds_no_page(rf: RequestFactory) -> None:
    with pytest.raises(Http404):
        restricted.ask_first(page(PageViewRestriction.GROUPS), asked(rf, is_authenticated=True))
