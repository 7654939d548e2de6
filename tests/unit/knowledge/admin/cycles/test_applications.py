"""Decisions about applications."""

from __future__ import annotations

import io
import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from knowledge.accounts.roles import ensure_roles
from knowledge.admin.cycles import applications
from knowledge.cycle.call import reseal_applications, sheet
from knowledge.cycle.call.known import Known, KnownRecord
from knowledge.cycle.conditions import for_begin
from knowledge.models import Application
from tests.factories import HomePageFactory, UserFactory
from tests.factories import cycles as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(applications, "already_known", lambda concern: Known((), ()))
    monkeypatch.setattr(sheet, "already_known_each", lambda concerns: [Known((), ()) for _ in concerns])
    HomePageFactory()
    ensure_roles()
    browser = Client()
    browser.force_login(UserFactory(role="Moderation"))
    return browser


def test_the_list_shows_places_and_each_decision_is_a_button(client: Client) -> None:
    cycle = make.announced(places=1)
    first, second = make.application(cycle, "A"), make.application(cycle, "B")
    address = reverse("cycle_applications", args=[cycle.pk])
    page = client.get(address)
    assert make.CONCERN in page.content.decode() and "no-store" in page["Cache-Control"]
    assert "Ja: Zusagen" in page.content.decode()  # each decision asks once more
    client.post(reverse("decide_application", args=[first.pk]), {"schritt": "zusagen"})
    full = client.post(reverse("decide_application", args=[second.pk]), {"schritt": "zusagen"}, follow=True)
    assert "Alle 1 Plätze sind vergeben" in full.content.decode()
    client.post(reverse("decide_application", args=[second.pk]), {"schritt": "warteliste"})
    assert [message.to for message in mail.outbox] == [["a@rathaus.example"], ["b@rathaus.example"]]
    sheet_file = client.get(reverse("cycle_applications_sheet", args=[cycle.pk]))
    assert sheet_file.content[:2] == b"PK"


def test_what_is_known_is_named_with_its_standing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    lesson = KnownRecord("Punkte", "/lehren/p/", "Widerlegt")
    monkeypatch.setattr(applications, "already_known", lambda concern: Known((), (lesson,)))
    monkeypatch.setattr(
        sheet, "already_known_each", lambda concerns: [Known((), (lesson,)) for _ in concerns]
    )
    cycle = make.announced()
    make.application(cycle, "A")
    address = reverse("cycle_applications", args=[cycle.pk])
    (opened,) = re.findall(r'href="(\?bekannt=[^"#]+)#', client.get(address).text)
    page = client.get(address + opened).text
    assert '<li><a href="/lehren/p/">Punkte</a> (Widerlegt)</li>' in page
    book = load_workbook(io.BytesIO(client.get(reverse("cycle_applications_sheet", args=[cycle.pk])).content))
    assert "Punkte (Widerlegt)" in {cell.value for row in book.active.iter_rows() for cell in row}


def test_only_the_application_that_is_opened_is_searched_for(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two searches each: a list of thirty would cost seconds each time it is looked at."""
    searched: list[str] = []

    def known(concern: str) -> Known:
        searched.append(concern)
        return Known((), ())

    monkeypatch.setattr(applications, "already_known", known)
    cycle = make.announced()
    first, second = make.application(cycle, "A"), make.application(cycle, "B")
    address = reverse("cycle_applications", args=[cycle.pk])
    page = client.get(address).text
    assert searched == [] and "Schon bekannt:" not in page
    for row in (first, second):
        place = f"anmeldung-{row.pk}"
        assert f'href="?bekannt={row.code}#{place}"' in page and f'id="{place}"' in page
    opened = client.get(f"{address}?bekannt={second.code}").text
    assert searched == [second.concern] and opened.count("Schon bekannt:") == 1
    assert f"?bekannt={second.code}" not in opened
    client.get(f"{address}?bekannt=erfunden%00")
    assert len(searched) == 1


def test_an_application_that_cannot_be_opened_hides_no_other(client: Client) -> None:
    cycle = make.announced()
    make.application(cycle, "A", sealed_concern="kaputt")
    make.application(cycle, "B")
    page = client.get(reverse("cycle_applications", args=[cycle.pk])).content.decode()
    assert "1 Anmeldung lässt sich nicht öffnen" in page and "Person B" in page


def test_editors_of_nothing_see_nothing(client: Client) -> None:
    cycle = make.announced()
    client.force_login(UserFactory(role="Alumni"))
    for name in ("cycle_applications", "cycle_applications_sheet"):
        assert client.get(reverse(name, args=[cycle.pk])).status_code in {302, 403}


def test_unknown_steps_and_those_of_the_applicant_are_refused(client: Client) -> None:
    row = make.application(make.announced(), "A")
    client.raise_request_exception = False
    address = reverse("decide_application", args=[row.pk])
    for step in ("", "\0", "erfunden", "9" * 5000):
        answer = client.post(address, {"schritt": step}, follow=True)
        assert "Diesen Schritt gibt es nicht." in answer.content.decode(), step[:9]
    own = client.post(address, {"schritt": "zurueckziehen"}, follow=True)
    assert "Das kann nur, wer sich angemeldet hat." in own.content.decode()
    row.refresh_from_db()
    assert row.state == "eingegangen" and not mail.outbox


def test_an_application_whose_key_is_lost_can_be_deleted_and_blocks_nothing(client: Client) -> None:
    """Nobody can be told of a decision, so it can neither be decided nor may the cycle wait for it."""
    cycle = make.announced()
    lost, other = make.application(cycle, "A"), make.application(cycle, "B", state="zugesagt")
    Application.objects.filter(pk=lost.pk).update(sealed_person="kaputt")
    assert [item.sentence for item in for_begin(cycle)] == ["Über 1 Anmeldung ist noch nicht entschieden."]
    list_of = reverse("cycle_applications", args=[cycle.pk])
    decided = client.post(reverse("decide_application", args=[lost.pk]), {"schritt": "absagen"}, follow=True)
    assert "lässt sich nicht öffnen" in decided.content.decode() and not mail.outbox
    page = client.get(list_of).content.decode()
    assert lost.code in page and "Löschen: Schlüssel verloren" in page
    kept = client.post(reverse("delete_application", args=[other.pk]), follow=True).content.decode()
    assert "sie bleibt bis zu ihrem Tag" in kept
    gone = client.post(reverse("delete_application", args=[lost.pk]), follow=True).content.decode()
    assert f"{lost.code} ist gelöscht." in gone
    assert list(cycle.applications.all()) == [other] and not list(for_begin(cycle))
    assert not mail.outbox


def test_who_was_at_a_meeting_counts_on_after_their_key_is_lost(client: Client) -> None:
    meeting = make.held(people=5)
    lost = meeting.cycle.applications.first()
    Application.objects.filter(pk=lost.pk).update(sealed_concern="kaputt")
    attendance = reverse("meeting_attendance", args=[meeting.pk])
    for address in (attendance, reverse("cycle_applications_sheet", args=[meeting.cycle_id])):
        assert client.get(address).status_code == 200
    assert lost.code in client.get(attendance).content.decode()
    own = reverse("application", args=[lost.key])
    assert "lassen sich gerade nicht öffnen" in client.get(own).content.decode()
    emptied = client.post(reverse("delete_application", args=[lost.pk]), follow=True).content.decode()
    assert f"{lost.code} ist geleert" in emptied
    row = Application.objects.get(pk=lost.pk)
    assert (row.sealed_person, row.sealed_concern, row.size_band) == ("", "", "kleinstadt")
    assert meeting.attendances.filter(present=True).count() == 5
    reseal_applications()  # the keys can be rotated again
    for address in (attendance, own, reverse("cycle_applications", args=[meeting.cycle_id])):
        assert client.get(address).status_code == 200
    client.post(reverse("decide_application", args=[lost.pk]), {"schritt": "aussteigen"})
    assert Application.objects.get(pk=lost.pk).state == "ausgestiegen" and not mail.outbox


def test_an_applicant_may_leave_while_no_key_opens_what_they_wrote(client: Client) -> None:
    row = make.application(make.announced(), "A")
    Application.objects.filter(pk=row.pk).update(sealed_person="kaputt")
    client.post(reverse("application", args=[row.key]), {"aktion": "zurueckziehen"})
    row.refresh_from_db()
    assert row.state == "zurueckgezogen" and not mail.outbox
