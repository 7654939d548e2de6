"""Scripts that stand in a page of the administration run where Wagtail writes them, and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

from django.apps import apps
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from wagtail.models import Site

from knowledge.models import ForumCycle
from knowledge.web.content_policy import starts_widgets_in_the_page
from tests.integration.conftest import Library

SCRIPT = re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*\btype=\"(?:application/json|text/))", re.S)
"""One with an address is no script in the page, nor is what is data by its type."""

WORDS = {"app_label": "knowledge", "app": "knowledge", "model_name": "forumcycle"}
"""What stands in an address for words; numbers are those of the demo's records."""

NOT_ASKED = {"wagtailadmin_logout", "wagtailadmin_error_test"}
"""They would sign out, or fail on purpose."""

VERDICTS = "wagtailsnippets_knowledge_lessonverdict"


def views(resolver: Any, within: tuple[str, ...] = (), route: str = "/") -> Iterator[tuple[str, Any]]:
    """Each view of the administration with its full name."""
    for entry in resolver.url_patterns:
        here = route + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from views(entry, (*within, entry.namespace) if entry.namespace else within, here)
        elif entry.name and here.startswith("/admin/"):
            yield ":".join((*within, entry.name)), entry


def numbers() -> list[int]:
    """The first record of every kind of ours."""
    labels = ("search", "knowledge", "cases", "methods", "publications")
    kinds = [model for label in labels for model in apps.get_app_config(label).get_models()]
    first = [kind._default_manager.order_by("pk").values_list("pk", flat=True).first() for kind in kinds]
    return sorted({pk for pk in first if isinstance(pk, int)})


def addresses(name: str, pattern: Any, known: list[int]) -> list[str]:
    """The address of a view, for each record that might be meant."""
    fields = pattern.pattern.converters
    values = [[WORDS.get(field, "x")] if field in WORDS or "pk" not in field else known for field in fields]
    return [reverse(name, kwargs=dict(zip(fields, chosen, strict=True))) for chosen in product(*values)]


def runs_scripts(response: HttpResponseBase) -> bool:
    policy = response.headers["Content-Security-Policy"]
    return "'unsafe-inline'" in policy.partition("script-src")[2].partition(";")[0]


def writes_scripts(response: Any) -> bool:
    html = not response.streaming and response.headers.get("Content-Type", "").startswith("text/html")
    return html and bool(SCRIPT.search(response.text))


def test_no_page_that_may_run_none_has_a_script_in_it(signed_in: Callable[[str], Client]) -> None:
    """Asks every view of the administration that is refused, each for the first record that has a page."""
    client, known, rendered, dead = signed_in("admin"), numbers(), set(), []
    for name, pattern in views(get_resolver()):
        if starts_widgets_in_the_page(pattern.callback) or name in NOT_ASKED:
            continue
        for address in addresses(name, pattern, known):
            if address.endswith((".pdf", ".xlsx")):
                break
            response = client.get(address)
            if response.status_code == 200:
                rendered.add(name)
                dead += [address] * writes_scripts(response)
            if response.status_code != 404:
                break
    assert rendered >= {"wagtailadmin_home", "wagtailadmin_account", "cycle_desk", "raw_index"}
    assert rendered >= {"search_radar", "meeting_lessons", "case_missing", f"{VERDICTS}:inspect"}
    assert dead == []


def test_what_wagtail_starts_in_the_page_runs(signed_in: Callable[[str], Client], library: Library) -> None:
    """Choosers, dates and copies: the kinds of page whose buttons were dead."""
    client, case = signed_in("admin"), library.page("F01")
    cycle, host = ForumCycle.objects.order_by("pk").first(), Site.objects.get(is_default_site=True)
    history = reverse("wagtailsnippets_knowledge_forumcycle:history", args=[cycle.pk])
    for address in (
        reverse("wagtailsettings:edit", args=["knowledge", "hostsettings"]),
        reverse("wagtailadmin_pages:move", args=[case.pk]),
        reverse("wagtailadmin_pages:copy", args=[case.pk]),
        f"/admin/bulk/wagtailcore/page/move/?id={case.pk}",
        reverse("wagtailadmin_pages:history", args=[case.pk]),
        reverse("wagtailadmin_explore", args=[case.get_parent().pk]),
        history,
        history.replace("/history/", "/copy/"),
        reverse("wagtailsites:edit", args=[host.pk]),
        "/admin/lehren/",
    ):
        response = client.get(address, follow=True)
        assert response.status_code == 200 and writes_scripts(response), address
        assert runs_scripts(response), address
