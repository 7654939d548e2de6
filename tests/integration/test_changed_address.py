"""An address that changed leads on; the former address of a case would say what it was called before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client, TestCase
from wagtail.contrib.redirects.models import Redirect

from knowledge.models import LessonPage
from tests.integration.conftest import Library


@pytest.fixture
def moved(library: Library, django_capture_on_commit_callbacks: Any) -> Callable[[str, str], tuple[str, Any]]:
    """Publishes a record under a new address: the former one, and the page."""

    def publish(code: str, slug: str) -> tuple[str, Any]:
        page = library.page(code)
        before = str(page.get_url())
        page.slug = slug
        with django_capture_on_commit_callbacks(execute=True):
            page.save_revision().publish()
        return before, library.page(code)

    return publish


def test_address_of_a_lesson_leads_on(moved: Any, client: Client) -> None:
    before, page = moved("L01", "strassen-zuerst")
    answer = client.get(before)
    assert (answer.status_code, answer["Location"]) == (301, page.get_url())
    assert client.get(answer["Location"]).status_code == 200
    assert client.get(before + "?von=mail").status_code == 301


def test_former_address_tells_nothing_of_a_hidden_page(moved: Any, client: Client) -> None:
    before, page = moved("L01", "strassen-zuerst")
    LessonPage.objects.filter(pk=page.pk).update(access_level="redaktion")
    assert client.get(before).status_code == client.get(before + "?von=mail").status_code == 404


def test_address_of_a_case_leads_nowhere(moved: Any, client: Client) -> None:
    before, page = moved("F01", "fall-2b7x")
    assert client.get(before).status_code == 404
    assert not Redirect.objects.filter(redirect_page=page.pk).exists()
    assert client.get(page.get_url()).status_code == 200


def test_nor_where_the_page_above_moved(library: Library, client: Client) -> None:
    case = library.page("F01")
    before = case.get_url()
    index = case.get_parent().specific
    index.slug = "beratene-faelle"
    with TestCase.captureOnCommitCallbacks(execute=True):
        index.save_revision().publish()
    assert client.get("/faelle/").status_code == 301
    assert client.get(before).status_code == 404
