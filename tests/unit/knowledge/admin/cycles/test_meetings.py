"""Attendance, lessons, round and sheet of a meeting."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from knowledge.accounts.roles import ensure_roles
from knowledge.cycle.ballot import slips_of
from knowledge.models import Ballot, LessonVerdict
from tests.factories import HomePageFactory, LessonPageFactory, UserFactory
from tests.factories import cycles as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    HomePageFactory()
    ensure_roles()
    browser = Client()
    browser.force_login(UserFactory(role="Moderation"))
    return browser


def test_an_evening_from_attendance_to_verdict(client: Client) -> None:
    lesson = LessonPageFactory()
    meeting = make.held(people=0)
    people = [make.application(meeting.cycle, person, state="zugesagt") for person in "ABCDE"]
    attendance = reverse("meeting_attendance", args=[meeting.pk])
    assert "Person A" in client.get(attendance).content.decode()
    client.post(attendance, {"da": [row.pk for row in people]})
    lessons = reverse("meeting_lessons", args=[meeting.pk])
    assert "Wert = Zweifel × Verwendung × Passung" in client.get(lessons).content.decode()
    client.post(lessons, {"lehre": [lesson.pk]})
    sheet = client.get(reverse("evening_sheet", args=[meeting.pk])).content.decode()
    assert lesson.statement in sheet and "5 Personen da" in sheet

    round_ = reverse("meeting_ballot", args=[meeting.pk])
    assert (
        "Zu diesem Treffen gibt es noch keine Runde"
        in client.post(round_, {"aktion": "schliessen"}).content.decode()
    )
    client.post(round_, {"aktion": "eroeffnen"})
    ballot = Ballot.objects.get()
    question = ballot.questions.get()
    assert ballot.code in client.get(round_).content.decode()
    slips = slips_of(meeting)
    paper = {"aktion": "papier", f"lehre-{question.pk}": "ja"}
    wrong = client.post(round_, paper | {"zettel": "XXXXX"}).content.decode()
    assert "Diesen Zettel gibt es nicht" in wrong and 'value="XXXXX"' in wrong
    for slip in slips[:5]:
        client.post(round_, paper | {"zettel": slip})
    late = client.post(round_, paper | {"zettel": slips[5]})
    assert "so viele Stimmen" in late.content.decode()
    client.post(round_, {"aktion": "schliessen"})
    page = client.get(round_).content.decode()
    assert "trifft zu: 5, teils: 0, trifft nicht zu: 0" in page
    assert '<option value="bestaetigt" selected>' in page
    empty = client.post(
        round_,
        {
            "aktion": f"urteil-{question.pk}",
            f"urteil-{question.pk}": "bestaetigt",
            f"grund-{question.pk}": "",
        },
    )
    assert empty.status_code == 200 and not LessonVerdict.objects.exists()
    client.post(
        round_,
        {
            "aktion": f"urteil-{question.pk}",
            f"urteil-{question.pk}": "bestaetigt",
            f"grund-{question.pk}": "Es hat getragen.",
        },
    )
    verdict = LessonVerdict.objects.get()
    assert (verdict.n_yes, verdict.cycle, verdict.state) == (5, meeting.cycle, "eingegangen")


def test_two_of_seven_votes_close_on_purpose_only_and_show_no_sums(client: Client) -> None:
    lesson = LessonPageFactory()
    meeting = make.held(people=7, lessons=[lesson])
    address = reverse("meeting_ballot", args=[meeting.pk])
    client.post(address, {"aktion": "eroeffnen"})
    ballot = Ballot.objects.get()
    question = ballot.questions.get()
    for slip, answer in zip(slips_of(meeting)[:2], ("ja", "nein"), strict=True):
        client.post(address, {"aktion": "papier", f"lehre-{question.pk}": answer, "zettel": slip})
    page = client.get(address).content.decode()
    assert "5 von 7 Stimmen fehlen noch" in page and "Ja: Runde schließen" in page
    assert 'value="schliessen"' not in page
    said = client.post(address, {"aktion": "schliessen"}).content.decode()
    ballot.refresh_from_db()
    assert "5 von 7 Stimmen fehlen noch" in said and ballot.is_open
    client.post(address, {"aktion": "trotzdem-schliessen"})
    page = client.get(address).content.decode()
    assert "trifft zu:" not in page and "Weniger als 5 haben darüber abgestimmt" in page
    assert '<option value="nicht-pruefbar" selected>' in page and '<option value="bestaetigt"' not in page


def test_no_verdict_is_proposed_where_no_half_agrees_and_a_refusal_names_the_lesson(client: Client) -> None:
    meeting = make.held(people=6, lessons=[LessonPageFactory()])
    address = reverse("meeting_ballot", args=[meeting.pk])
    client.post(address, {"aktion": "eroeffnen"})
    question = Ballot.objects.get().questions.get()
    for number, slip in enumerate(slips_of(meeting)[:6]):
        answer = "ja" if number % 2 else "nein"
        client.post(address, {"aktion": "papier", f"lehre-{question.pk}": answer, "zettel": slip})
    client.post(address, {"aktion": "schliessen"})
    page = client.get(address).content.decode()
    assert '<option value="">' in page and "selected" not in page.split("<select", 1)[1].split("</select")[0]
    said = client.post(address, {"aktion": f"urteil-{question.pk}", f"urteil-{question.pk}": "angepasst"})
    assert f"„{question.lesson.name}“: Bitte schreiben Sie eine Begründung." in said.content.decode()


def test_too_many_lessons_are_refused_and_the_page_says_so(client: Client) -> None:
    meeting = make.held()
    lessons = [LessonPageFactory().pk for _number in range(6)]
    page = client.post(reverse("meeting_lessons", args=[meeting.pk]), {"lehre": lessons})
    assert "Mehr als 5 Lehren" in page.content.decode()
    assert not meeting.lessons_to_check.exists()


ENDLESS = "9" * 5000


def test_numbers_that_name_nothing_are_no_error(client: Client) -> None:
    lesson = LessonPageFactory()
    meeting = make.held(people=0, lessons=[lesson])
    client.raise_request_exception = False
    lessons = reverse("meeting_lessons", args=[meeting.pk])
    for key in ("999999", str(meeting.cycle.pk + 10**6), ENDLESS, "²", "\0"):
        answer = client.post(lessons, {"lehre": [lesson.pk, key]})
        assert answer.status_code < 500, key[:9]
    assert "gibt es nicht" in client.post(lessons, {"lehre": ["999999"]}).content.decode()
    for name in ("da", "vertretung"):
        assert (
            client.post(reverse("meeting_attendance", args=[meeting.pk]), {name: ENDLESS}).status_code < 500
        )
    client.post(reverse("meeting_ballot", args=[meeting.pk]), {"aktion": "eroeffnen"})
    round_ = {"aktion": f"urteil-{ENDLESS}"}
    assert client.post(reverse("meeting_ballot", args=[meeting.pk]), round_).status_code < 500
