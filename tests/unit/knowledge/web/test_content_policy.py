from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import resolve

from knowledge.web.content_policy import ContentPolicy


def policy(rf: RequestFactory, address: str) -> dict[str, str]:
    request = rf.get(address)
    request.resolver_match = resolve(address)
    answer = ContentPolicy(lambda _request: HttpResponse())(request)
    assert "camera=()" in answer["Permissions-Policy"]
    parts = (part.strip().partition(" ") for part in answer["Content-Security-Policy"].split(";"))
    return {name: value for name, _blank, value in parts}


def test_a_public_page_runs_nothing_that_stands_in_it(rf: RequestFactory) -> None:
    assert "unsafe" not in str(policy(rf, "/suche/"))


BARE = (
    "/admin/",
    "/admin/account/",
    "/admin/login/",
    "/admin/password_reset/",
    "/admin/no/such/page/",
    "/admin/rohfaelle/",
    "/admin/staffel/1/",
    "/admin/berichte/radar/",
    "/admin/snippets/knowledge/lessonverdict/inspect/1/",
)
WAGTAILS = (
    "/admin/pages/",
    "/admin/pages/3/",
    "/admin/pages/3/edit/",
    "/admin/pages/3/move/",
    "/admin/pages/3/copy/",
    "/admin/pages/3/history/",
    "/admin/bulk/wagtailcore/page/move/",
    "/admin/lehren/",
    "/admin/faelle/",
    "/admin/sites/new/",
    "/admin/sites/edit/2/",
    "/admin/settings/knowledge/hostsettings/1/",
    "/admin/snippets/knowledge/forumcycle/history/5/",
    "/admin/snippets/knowledge/forumcycle/copy/5/",
    "/admin/snippets/knowledge/lessonverdict/",
    "/admin/snippets/knowledge/lessonverdict/edit/1/",
    "/admin/reports/site-history/",
)


@pytest.mark.parametrize("address", BARE)
def test_no_page_of_ours_and_nothing_before_signing_in_runs_a_script_in_it(
    rf: RequestFactory, address: str
) -> None:
    found = policy(rf, address)
    assert "unsafe" not in found.get("script-src", found["default-src"])
    assert "'unsafe-inline'" in found["style-src"]


@pytest.mark.parametrize("address", WAGTAILS)
def test_forms_and_lists_of_wagtail_start_their_widgets_in_the_page(rf: RequestFactory, address: str) -> None:
    assert "'unsafe-inline'" in policy(rf, address)["script-src"]
