"""Whether a page helped: received without an account, read by the editors, answered to its writer alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import get_resolver, reverse

from knowledge.admin.contributions import received
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


def test_it_is_received_and_nobody_else_reads_it(library: Library, form: dict[str, str]) -> None:
    page, reader = library.page("L01"), Client()
    opened = reader.get(address(page), {"geholfen": "nein"})
    assert 'value="nein"' in opened.text
    assert "no-store" in opened.headers["Cache-Control"]
    assert not opened.cookies
    answer = reader.post(address(page), form)
    assert answer.status_code == 302
    row = PageFeedback.objects.get()
    assert (row.state, row.helped, row.submitted_by) == (ContributionState.RECEIVED, "nein", None)
    assert f'href="{page.url}"' in reader.get(answer["Location"]).text
    shown = reader.get(page.url).text
    assert f"{address(page)}?geholfen=nein" in shown
    assert "Die Kosten fehlen." not in shown


def test_an_editor_answers_from_the_inbox_and_its_writer_alone_reads_it(
    library: Library, signed_in: Callable[[str], Client]
) -> None:
    row = PageFeedback(page_id=library.page("L01").pk, helped="nein", text="Die Kosten fehlen.")
    PageFeedback.objects.bulk_create([row])
    editor = signed_in("redaktion")
    (waiting,) = received(get_user_model().objects.get(username="redaktion"))
    (entry,) = waiting.rows
    assert "Die Kosten fehlen." in entry.title
    change = reverse(PageFeedback.snippet_viewset.get_url_name("edit"), args=[row.pk])  # type: ignore[attr-defined]
    opened = editor.get(entry.url).text
    assert "Die Kosten fehlen." in opened and change in opened
    typed = {"page": row.page_id, "place": "", "helped": "nein", "text": row.text, "row_version": 1}
    answer = "Danke, wir tragen sie nach."
    assert editor.post(change, typed | {"reply": answer}).headers["Location"] == entry.url
    reader = Client()
    assert answer in reader.get(reverse("feedback_answer", args=[row.key])).text
    assert answer not in reader.get(row.page.url).text


# --------------------------------------------------------------------------- beside the tree

WITHOUT = {
    "question": "a form",
    "barrier": "a form",
    "newsletter": "a form",
    "search:save": "a form",
    "ballot_code": "a form for who has a code",
    "login": "a form",
    "account_login": "the same",
    "account_signup": "says that there are invitations only",
    "account_inactive": "says why somebody cannot sign in",
    "account_request_login_code": "a form",
    "gallery": "for who builds pages",
    "logged_out": "the end of a visit",
    "question_asked": "thanks after a form",
    "barrier_reported": "thanks after a form",
    "contact_sent": "thanks after a form",
    "search:saved": "thanks after a form",
    "card_deck": "a sheet to print",
    "dossier_shown": "a sheet to print",
}
"""Addresses without a parameter that show everybody a page and ask nothing, and why."""


def named_addresses(patterns: Any = None, space: str = "") -> Iterator[str]:
    """The names of the addresses without a parameter, but for the administration."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if hasattr(pattern, "url_patterns"):
            if not str(pattern.pattern).startswith(("admin/", "api/")):
                below = f"{space}{pattern.namespace}:" if getattr(pattern, "namespace", None) else space
                yield from named_addresses(pattern.url_patterns, below)
        elif pattern.name and not pattern.pattern.regex.groups:
            yield f"{space}{pattern.name}"


def test_each_page_beside_the_tree_asks_or_says_why_not(library: Library) -> None:
    asked, silent = set(), set()
    reader = Client()
    for name in set(named_addresses()):
        shown = reader.get(reverse(name))
        if shown.status_code == 200 and "</main>" in getattr(shown, "text", ""):
            (asked if "?geholfen=nein" in shown.text else silent).add(name)
    assert asked == set(PageFeedback.PLACES.values())
    assert silent == set(WITHOUT)


@pytest.mark.parametrize("place", PageFeedback.Place.values)
def test_what_is_said_of_a_place_is_kept_with_its_name_and_leads_back(
    place: str, library: Library, form: dict[str, str]
) -> None:
    reader, there = Client(), reverse(PageFeedback.PLACES[place])
    address = f"/rueckmeldung/{place}/"
    assert f'href="{address}?geholfen=ja"' in reader.get(there).text
    opened = reader.get(address)
    label = str(PageFeedback.Place(place).label)
    assert label in opened.text and f'href="{there}"' in opened.text
    answer = reader.post(address, form | {"satz": ""})
    row = PageFeedback.objects.get()
    assert (row.place, row.page.url, str(row)) == (place, "/", f"{label}, Nein")
    assert f'href="{there}"' in reader.get(answer["Location"]).text


def test_no_other_place_has_an_address(library: Library, form: dict[str, str]) -> None:
    assert Client().get("/rueckmeldung/woanders/").status_code == 404
    assert Client().post("/rueckmeldung/woanders/", form).status_code == 404


def test_the_report_of_a_cycle_asks_about_its_cycle(library: Library) -> None:
    shown = Client().get(reverse("public_cycle_report", args=[1])).text
    assert f"{address(library.page('S1'))}?geholfen=ja" in shown


# --------------------------------------------------------------------------- what is refused


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
