"""Links act by their buttons alone; a forged, used or expired one says so."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from cases.contact import confirm, note_contact
from cases.models import CasePage, ContactRelay, ContactRequest
from knowledge.enums import AccessLevel
from search.public_forms import stamp
from tests.unit.cases.contact.conftest import link_in

pytestmark = pytest.mark.django_db


def post(path: str, **values: str) -> Any:
    return Client(enforce_csrf_checks=True).post(
        path, {"webseite": "", "stempel": stamp("treuhand")} | values
    )


@pytest.fixture
def reply(asked: ContactRequest, draft: CasePage) -> str:
    """The path of the link that the people behind the case got."""
    note_contact(case=draft, email="b@rathaus.example", takes_questions=True)
    confirm(request=asked)
    return link_in()


def test_a_look_confirms_nothing_and_the_button_does(asked: ContactRequest) -> None:
    page = Client().get(link_in())
    assert "wartet noch" in page.text and "Ausschlag" in page.text
    assert page["Referrer-Policy"] == "no-referrer" and "no-store" in page["Cache-Control"]
    assert not page.cookies and ContactRequest.objects.get().state == "unbestaetigt"
    assert post(link_in(), aktion="bestaetigen").status_code == 302
    assert ContactRequest.objects.get().state == "treuhand"
    assert post(link_in(0), aktion="bestaetigen").status_code == 302
    assert len(mail.outbox) == 2


def test_an_answer_shows_to_who_asked_and_names_nobody(asked: ContactRequest, reply: str) -> None:
    page = Client().get(reply)
    assert "Ausschlag" in page.text and "Person A" not in page.text
    assert ContactRelay.objects.get().used_at is None
    told = {"antwort": "Der Kreistag.", "zeigen": "on", "name": "Person B", "mail": "b@rathaus.example"}
    assert post(reply, **told).status_code == 302
    assert "kann sie jetzt lesen" in Client().get(reply).text
    mine = link_in(0)
    read = Client().get(mine).text
    assert "Der Kreistag." in read and "Person B" not in read and "möchte Sie kennenlernen" in read
    post(mine, aktion="zeigen")
    assert "Person B" in Client().get(mine).text and "Person A" in Client().get(reply).text
    assert "gelöscht" in post(mine, aktion="loeschen").text
    assert not ContactRequest.objects.exists() and Client().get(mine).status_code == 404


def test_refusing_by_the_button_and_only_once(asked: ContactRequest, reply: str) -> None:
    seen = Client().get(f"{reply}ablehnen/")
    assert (seen.status_code, seen["Location"]) == (302, reply)
    assert ContactRequest.objects.get().state != "abgelehnt"
    assert "keine Fragen mehr" in post(f"{reply}ablehnen/", aktion="nie").text
    assert ContactRequest.objects.get().state == "abgelehnt"
    assert "keine Antwort" in Client().get(reply).text
    assert "Ihre Antwort ist da" in post(f"{reply}ablehnen/", aktion="nein").text


def test_a_link_whose_question_was_ended_says_so_and_gives_the_text_back(
    asked: ContactRequest, draft: CasePage, reply: str
) -> None:
    note_contact(case=draft, email="", takes_questions=False)
    page = Client().get(reply)
    assert (
        page.status_code == 410
        and "braucht keine Antwort mehr" in page.text
        and 'name="antwort"' not in page.text
    )
    late = post(reply, antwort="Der Kreistag.")
    assert late.status_code == 410 and "Der Kreistag." in late.text
    assert post(f"{reply}ablehnen/", aktion="nein").status_code == 410
    assert ContactRelay.objects.get().answer == ""


def test_an_answer_that_comes_second_is_given_back(asked: ContactRequest, reply: str) -> None:
    post(reply, antwort="Der Kreistag.")
    again = post(reply, antwort="Doch der Rat.")
    assert "Ihre Antwort ist da" in again.text and "Doch der Rat." in again.text
    assert ContactRelay.objects.get().answer == "Der Kreistag."


def test_who_asked_about_a_hidden_case_reads_neither_its_title_nor_confirms(
    asked: ContactRequest, draft: CasePage
) -> None:
    mine = link_in()
    CasePage.objects.update(access_level=AccessLevel.EDITORS, title="Ein neuer Titel")
    page = Client().get(mine).text
    assert "zurzeit nicht öffentlich" in page and "Ein neuer Titel" not in page
    assert "Ausschlag" in page and 'value="bestaetigen"' not in page
    refused = post(mine, aktion="bestaetigen")
    assert refused.status_code == 409 and "leiten wir keine Fragen" in refused.text
    assert ContactRequest.objects.get().state == "unbestaetigt" and len(mail.outbox) == 1
    CasePage.objects.update(access_level=AccessLevel.PUBLIC)
    assert "Ein neuer Titel" in Client().get(mine).text
    assert post(mine, aktion="bestaetigen").status_code == 302
    assert ContactRequest.objects.get().state == "treuhand"


def test_forged_and_expired_links_say_so_and_give_the_text_back(asked: ContactRequest, reply: str) -> None:
    for path in (f"{reply[:-3]}x/", f"{link_in(0)[:-3]}x/"):
        assert Client().get(path).status_code == 404
    yesterday = timezone.localdate() - timedelta(days=1)
    ContactRequest.objects.update(expires_on=yesterday)
    ContactRelay.objects.update(expires_on=yesterday)
    late = post(reply, antwort="Der Kreistag.")
    assert late.status_code == 410 and "Der Kreistag." in late.text
    assert Client().get(link_in(0)).status_code == 410
    assert post(f"{reply}ablehnen/").status_code == 410
    assert ContactRelay.objects.get().used_at is None
