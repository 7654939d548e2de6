"""A form that was open too long is given back whole, to whoever sent it and to nobody else."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases import gate as actions
from cases.models import CasePage, RawCase, ReleaseLink
from knowledge.accounts.owner_marks import owner_mark
from knowledge.models import PolicyField
from methods.models import MethodCardPage
from tests.factories import found_nobody

OWN = {"HTTP_ORIGIN": "http://testserver"}
TEXT = "Der Rat will nicht,\nund niemand weiß warum."


def user(name: str) -> Any:
    return get_user_model().objects.get(username=name)


def fields_of(page: str) -> dict[str, str]:
    """Hidden fields of a page that gives a form back."""
    form = page.split("<main", 1)[1].split("<form", 1)[1].split("</form>", 1)[0]
    return {
        unescape(name): unescape(value)
        for name, value in re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form)
    }


def addresses() -> dict[str, tuple[str, str]]:
    """Each form behind a login: its address, and a field with words."""
    raw = RawCase.objects.first()
    card = MethodCardPage.objects.first()
    assert raw and card
    return {
        "raw case": (reverse("raw_new"), "situation"),
        "file of a raw case": (reverse("raw_upload"), "situation"),
        "raw case again": (reverse("raw_edit", args=[raw.pk]), "situation"),
        "review": (reverse("raw_review", args=[raw.pk]), "ersatz-1"),
        "page": (reverse("wagtailadmin_pages:edit", args=[card.pk]), "purpose"),
        "new page": (reverse("wagtailadmin_pages:add", args=["methods", "methodcardpage", 1]), "purpose"),
        "term": (reverse("wagtailsnippets_knowledge_policyfield:add"), "name"),
        "question": (reverse("wagtailsnippets_knowledge_openquestion:add"), "text"),
        "session plan": (reverse("wagtailsnippets_methods_sessionplan:add"), "title"),
        "glossary": (reverse("wagtailsnippets_search_glossaryentry:add"), "term"),
    }


KINDS = ["raw case", "file of a raw case", "raw case again", "review", "page", "new page", "term"]
KINDS += ["question", "session plan", "glossary"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_whose_session_is_over_comes_back_whole(kind: str, client: Client) -> None:
    address, field = addresses()[kind]
    answer = client.post(address, {field: TEXT, "leer": "", "konto": owner_mark(user("redaktion"))}, **OWN)
    page = answer.text
    assert answer.status_code == 403
    assert "no-store" in answer["Cache-Control"]
    assert "Sie sind nicht mehr angemeldet." in page and "Gespeichert ist noch nichts" in page
    assert f'href="{reverse("wagtailadmin_login")}?next=%2Fadmin%2F"' in page
    assert f'action="{address}"' in page
    assert fields_of(page)[field] == TEXT
    assert f'<pre class="kept">{TEXT}</pre>' in page


def test_sent_again_after_the_login_it_is_taken() -> None:
    client = Client(enforce_csrf_checks=True)
    address = reverse("wagtailsnippets_knowledge_policyfield:add")
    data = {"name": "Wald und Wiese", "name_en": "Woods", "key": "wald", "sort_order": "3"}
    kept = client.post(address, data, **OWN)
    assert "Sie sind nicht mehr angemeldet." in kept.text
    login = client.get(reverse("wagtailadmin_login")).text  # in another tab; it changes the token
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', login)
    assert token
    client.post(
        reverse("wagtailadmin_login"),
        {"username": "admin", "password": "weiterdenken-admin", "csrfmiddlewaretoken": token[1]},
        **OWN,
    )
    again = client.post(address, fields_of(kept.text), **OWN)
    assert again.status_code == 403
    assert "Bitte senden Sie noch einmal ab." in again.text and "es ist noch alles da" in again.text
    assert client.post(address, fields_of(again.text), **OWN).status_code == 302
    assert PolicyField.objects.filter(name="Wald und Wiese").exists()


def test_what_another_site_sends_gets_no_button(client: Client) -> None:
    """With it, one click of an editor would send what a stranger has filled in."""
    address, field = addresses()["term"]
    strangers = ({"HTTP_ORIGIN": "https://boese.example"}, {"HTTP_ORIGIN": "null"}, {})
    checked = Client(enforce_csrf_checks=True)
    checked.force_login(user("admin"))
    for sender in (client, checked):
        for headers in strangers:
            answer = sender.post(address, {field: TEXT}, **headers)
            page = answer.text
            assert answer.status_code == 403
            assert TEXT in page and "Noch einmal senden" not in page
            assert f'action="{address}"' not in page


def test_text_of_the_confidential_room_is_for_its_writer_alone() -> None:
    address, field = addresses()["raw case"]
    client = Client(enforce_csrf_checks=True)
    client.force_login(user("redaktion"))
    data = {field: TEXT, "konto": owner_mark(user("admin"))}
    answer = client.post(address, data, **OWN)
    assert answer.status_code == 403 and "no-store" in answer["Cache-Control"]
    assert TEXT not in answer.text and "Geschrieben hat das ein anderes Konto" in answer.text
    mine = client.post(address, data | {"konto": owner_mark(user("redaktion"))}, **OWN)
    assert fields_of(mine.text)[field] == TEXT


def test_forms_of_the_confidential_room_say_whose_they_are(signed_in: Any) -> None:
    client, mark = signed_in("redaktion"), owner_mark(user("redaktion"))
    for kind in ("raw case", "raw case again", "review"):
        assert f'name="konto" value="{mark}"' in client.get(addresses()[kind][0]).text, kind


def test_no_file_gets_onto_a_disk_on_the_way(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def onto_disk(*_args: Any, **_more: Any) -> None:
        raise AssertionError("a file is written")

    monkeypatch.setattr(TemporaryFileUploadHandler, "new_file", onto_disk)
    file = SimpleUploadedFile("bericht.txt", b"Bauhof " * 500_000)
    page = client.post(reverse("raw_new"), {"situation": TEXT, "document": file}, **OWN).text
    assert 'type="file" id="datei-1" name="document"' in page
    assert fields_of(page)["situation"] == TEXT


def test_a_script_gets_the_sentence(client: Client) -> None:
    """The review decides one passage at a time, and Wagtail saves by itself."""
    answer = client.post(addresses()["review"][0], {"nur": "1"}, HTTP_ACCEPT="application/json")
    assert answer.status_code == 403
    assert "nicht mehr angemeldet" in answer.json()["error"] == answer.json()["error_message"]


def test_signing_in_and_out_is_what_it_was(signed_in: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    data = {"username": "redaktion", "password": "weiterdenken-redaktion"}
    page = client.post("/konto/anmelden/", data, **OWN).text
    assert "weiterdenken-redaktion" not in page and 'type="password"' in page
    assert client.post("/konto/anmelden/", data | fields_of(page), **OWN).status_code == 302
    for address in ("/admin/logout/", "/konto/abmelden/"):
        answer = signed_in("redaktion").post(address)
        assert (answer.status_code, answer["Location"]) == (302, "/konto/abgemeldet/")
    assert "data-signed-out" in client.get("/konto/abgemeldet/").text


@pytest.mark.parametrize("what", ["gone", "closed", "withdrawn"])
def test_a_link_that_ended_while_its_page_was_open_leaves_the_comment(
    what: str, draft: CasePage, author: Any, reviewer: Any, client: Client
) -> None:
    found_nobody(draft)
    actions.record_review(case=draft, reviewer=reviewer)
    token = actions.create_release_link(case=draft, user=author)[1]
    if what == "gone":
        ReleaseLink.objects.all().delete()
    elif what == "closed":
        past, yesterday = (timezone.now() - timedelta(days=days) for days in (61, 1))
        ReleaseLink.objects.update(created_at=past, expires_at=yesterday)
    else:
        actions.withdraw(case=draft)
    answer = client.post(f"/freigabe/{token}/", {"anmerkung": TEXT, "fassung": "x"})
    assert TEXT in answer.text and "Was Sie geschrieben haben" in answer.text
    assert answer["Cache-Control"] == "private, no-store"
