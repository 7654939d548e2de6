"""The pages of the call: a look changes nothing, only buttons do."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from knowledge.cycle import bring_to
from knowledge.cycle.call import views
from knowledge.cycle.call.known import Known
from knowledge.models import Application, NewsletterSubscription
from search.public_forms import fields as open_forms
from search.public_forms import stamp
from tests.factories import cycles as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_forms, "MIN_SECONDS", -1)
    monkeypatch.setattr(views, "already_known", lambda concern: Known((), ()))


def announced() -> Any:
    cycle = make.announced()
    make.with_page(cycle)
    return cycle


def send(cycle: Any, **other: str) -> Any:
    values = {
        "name": "Person A", "mail": "a@rathaus.example", "kommune": "Kommune A",
        "funktion": str(cycle.format.target_groups.get().pk), "land": "BY", "groesse": "kleinstadt",
        "anliegen": make.CONCERN, "verbindlich": "on", "einwilligung": "on", "webseite": "",
        "stempel": stamp("anmeldung"),
    } | other  # fmt: skip
    return Client(enforce_csrf_checks=True).post(f"/anmelden/{cycle.number}/", values)


def test_an_application_is_sent_without_cookie_and_small(strict_templates: None) -> None:
    cycle = announced()
    page = Client().get(f"/anmelden/{cycle.number}/")
    assert page.status_code == 200 and not page.cookies and len(page.content) < 60_000
    response = send(cycle)
    assert response.status_code == 200
    assert "Ihre Anmeldung ist da" in response.content.decode()
    assert "noch keinen ähnlichen Fall und keine Lehre" in response.content.decode()
    assert not response.cookies and response["Cache-Control"] == "private, no-store"
    assert Application.objects.count() == 1
    # A second one of the same mailbox is answered alike.
    again = send(cycle)
    assert "Ihre Anmeldung ist da" in again.content.decode()
    assert Application.objects.count() == 1 and len(mail.outbox) == 2


@pytest.mark.parametrize(
    ("state", "why"),
    [
        ("geplant", "noch nicht ausgeschrieben"),
        ("laufend", "hat schon begonnen"),
        ("abgeschlossen", "ist vorbei"),
    ],
)
def test_a_closed_form_says_why(state: str, why: str) -> None:
    cycle = announced()
    bring_to(record=cycle, state=state)
    answer = Client().get(f"/anmelden/{cycle.number}/")
    assert answer.status_code == 410 and why in answer.content.decode()


def test_a_form_after_its_day_says_so_and_a_hidden_one_tells_nothing() -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    cycle = make.announced(apply_until=yesterday)
    page = make.with_page(cycle)
    day = date_format(yesterday, "j. F Y")
    assert f"Der Anmeldeschluss war am {day}." in Client().get(f"/anmelden/{cycle.number}/").content.decode()
    make.hide(page, "level")
    assert day not in Client().get(f"/anmelden/{cycle.number}/").content.decode()


def test_a_name_is_caught_before_it_is_stored_and_every_word_stays() -> None:
    text = "Wie kann ich Bürgermeister Hubert Wiesinger aus Rosenheim von dem Plan überzeugen?"
    response = send(announced(), anliegen=text)
    page = response.content.decode()
    assert response.status_code == 422 and not Application.objects.exists() and not mail.outbox
    assert f"{text}</textarea>" in page and 'value="Kommune A"' in page
    assert "<mark>" in page


def test_a_closed_call_says_so_keeps_the_text_and_leads_on() -> None:
    cycle = announced()
    bring_to(record=cycle, state="laufend")
    response = send(cycle)
    page = response.content.decode()
    assert response.status_code == 410 and make.CONCERN in page and reverse("newsletter") in page
    assert Client().get(f"/anmelden/{cycle.number}/termine.ics").status_code == 404


@pytest.mark.parametrize("how", make.HIDING)
def test_a_hidden_page_hides_its_form_and_its_dates(how: str) -> None:
    cycle = announced()
    assert Client().get(f"/anmelden/{cycle.number}/termine.ics").status_code == 200
    make.hide(cycle.public_page, how)
    page = Client().get(f"/anmelden/{cycle.number}/")
    assert page.status_code == 410 and cycle.title not in page.content.decode()
    late = send(cycle)
    assert late.status_code == 410 and make.CONCERN in late.content.decode()
    assert not Application.objects.exists()
    assert Client().get(f"/anmelden/{cycle.number}/termine.ics").status_code == 404


def test_the_link_shows_the_state_and_only_buttons_act() -> None:
    row = make.application(announced(), state="zugesagt")
    address = reverse("application", args=[row.key])
    client = Client(enforce_csrf_checks=True)
    page = client.get(address)
    assert "Sie haben einen Platz" in page.content.decode()
    assert page["Referrer-Policy"] == "no-referrer" and page["Cache-Control"] == "private, no-store"
    calendar = client.get(address + "termine.ics")
    assert calendar["Content-Type"].startswith("text/calendar")
    client.post(address, {"aktion": "vertretung", "name": "Person B", "mail": "b@rathaus.example"})
    row.refresh_from_db()
    assert row.substitute["name"] == "Person B"
    assert client.post(address, {"aktion": "vertretung", "name": "", "mail": "x"}).status_code == 422
    assert client.post(address, {"aktion": "zurueckziehen"}).status_code == 302
    assert client.post(address, {"aktion": "zurueckziehen"}).status_code == 409
    row.refresh_from_db()
    assert row.state == "ausgestiegen"


def test_a_forged_link_leads_on() -> None:
    response = Client().get(reverse("application", args=[uuid.uuid4()]))
    assert response.status_code == 404 and "führt nirgendwohin" in response.content.decode()


def test_the_newsletter_asks_first_and_ends_in_one_click() -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post("/rundbrief/", {"mail": "keine", "stempel": stamp("rundbrief")}).status_code == 422
    sent = client.post(
        "/rundbrief/", {"mail": "a@example.org", "stempel": stamp("rundbrief"), "webseite": ""}
    )
    assert "Postfach" in client.get(sent["Location"]).content.decode()
    row = NewsletterSubscription.objects.get()
    address = reverse("newsletter_subscription", args=[row.key])
    client.get(address)
    row.refresh_from_db()
    assert not row.is_confirmed
    confirm = reverse("confirm_newsletter_subscription", args=[row.key])
    seen: Any = client.get(confirm)
    assert (seen.status_code, seen.url) == (302, reverse("newsletter_subscription", args=[row.key]))
    client.post(confirm)
    row.refresh_from_db()
    assert row.is_confirmed
    client.post(address)
    assert not NewsletterSubscription.objects.exists()
    assert client.get(address).status_code == 404


def test_names_and_places_are_one_line() -> None:
    cycle = announced()
    assert send(cycle, name="Person A\n\nKlicken Sie", kommune="Kommune\r\nA").status_code == 200
    row = Application.objects.get()
    assert (row.person["name"], row.person["municipality"]) == ("Person A Klicken Sie", "Kommune A")
    bring_to(record=row, state="zugesagt")
    substitute = {"aktion": "vertretung", "name": "Person\nB", "mail": "b@rathaus.example"}
    Client().post(reverse("application", args=[row.key]), substitute)
    row.refresh_from_db()
    assert row.substitute["name"] == "Person B"


def test_the_page_of_a_cycle_says_what_it_is_about_until_it_is_over() -> None:
    cycle = announced()
    address = cycle.public_page.get_url()
    for state, about in (("laufend", "Worum es geht"), ("abgeschlossen", "Worum es ging")):
        bring_to(record=cycle, state=state)
        assert about in Client().get(address).content.decode()
