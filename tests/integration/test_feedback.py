"""Whether a page helped: received without an account, read by the editors, answered to its writer alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from knowledge.enums import AccessLevel, ContributionState
from knowledge.models import ContentPage
from publications.models import PageFeedback
from search.public_forms import fields
from tests.integration.conftest import Library


@pytest.fixture
def form(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A form that was open long enough."""
    monkeypatch.setattr(fields, "MIN_SECONDS", 0)
    return {
        "stempel": fields.stamp("rueckmeldung"),
        "webseite": "",
        "geholfen": "nein",
        "satz": "Die Kosten fehlen.",
    }


def address(page: Any) -> str:
    return reverse("feedback", args=[page.translation_key])


def test_it_is_received_read_and_answered(
    library: Library, form: dict[str, str], signed_in: Callable[[str], Client]
) -> None:
    page, reader = library.page("L01"), Client()
    assert f"{address(page)}?geholfen=nein" in reader.get(page.url).text
    opened = reader.get(address(page), {"geholfen": "nein"})
    assert 'value="nein"' in opened.text
    assert "no-store" in opened.headers["Cache-Control"]
    assert not opened.cookies
    answer = reader.post(address(page), form)
    assert answer.status_code == 302
    row = PageFeedback.objects.get()
    assert (row.state, row.helped, row.submitted_by) == (ContributionState.RECEIVED, "nein", None)
    editor = signed_in("redaktion")
    assert "Die Kosten fehlen." in editor.get(reverse("wagtailadmin_home")).text
    row.reply = "Danke, wir tragen sie nach."
    row.save()
    assert row.reply in reader.get(answer["Location"]).text
    assert row.reply not in reader.get(page.url).text
    assert "Die Kosten fehlen." not in reader.get(page.url).text


def test_a_name_is_refused_and_nothing_typed_is_lost(library: Library, form: dict[str, str]) -> None:
    typed = "Bitte rufen Sie Herrn Alois Hinterhuber an, Telefon 08031 123456."
    answer = Client().post(address(library.page("L01")), form | {"satz": typed})
    assert (answer.status_code, PageFeedback.objects.count()) == (422, 0)
    assert typed in answer.text


def test_one_click_counts_once(library: Library, form: dict[str, str]) -> None:
    page = library.page("L01")
    assert [Client().post(address(page), form).status_code for _time in range(2)] == [302, 422]
    assert PageFeedback.objects.count() == 1


def test_pages_that_not_everybody_reads_have_no_such_address(
    library: Library, strict_templates: None, form: dict[str, str]
) -> None:
    page = library.page("L01")
    assert Client().get(address(ContentPage.objects.first())).status_code == 200
    type(page).objects.filter(pk=page.pk).update(access_level=AccessLevel.ALUMNI)
    assert Client().get(address(page)).status_code == 404
    assert Client().post(address(page), form).status_code == 404
