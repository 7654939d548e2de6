"""The ballot on a phone."""

from __future__ import annotations

import pytest
from django.test import Client

from knowledge.cycle.ballot import close_ballot, open_ballot, slips_of
from tests.factories import HomePageFactory, LessonPageFactory
from tests.factories import cycles as make

pytestmark = pytest.mark.django_db


def test_fourteen_phones_vote_with_a_slip_each_and_a_look_changes_nothing() -> None:
    HomePageFactory()
    ballot = open_ballot(meeting=make.held(people=14, lessons=[LessonPageFactory()]))
    question = ballot.questions.get()
    phones = [Client(enforce_csrf_checks=True) for _number in range(14)]
    address = phones[0].post("/urteil/", {"code": f" {ballot.code.lower()} "})["Location"]
    slips = slips_of(ballot.meeting)
    for number, phone in enumerate(phones):
        page = phone.get(address)
        assert page.status_code == 200 and not page.cookies and len(page.content) < 60_000
        answer = {f"lehre-{question.pk}": ("ja", "teils", "nein")[number % 3]}
        sent = phone.post(address, answer | {"zettel": slips[number]})
        assert "Ihre Stimme ist da" in sent.content.decode() and not sent.cookies
    again = phones[0].post(address, {f"lehre-{question.pk}": "ja", "zettel": slips[0]})
    assert again.status_code == 409 and f'value="{slips[0]}"' in again.content.decode()
    question.refresh_from_db()
    ballot.refresh_from_db()
    assert (question.n_yes, question.n_part, question.n_no, ballot.cast) == (5, 5, 4, 14)


def test_empty_unknown_and_closed_say_so() -> None:
    HomePageFactory()
    client = Client()
    assert client.get("/urteil/").status_code == 200
    assert client.get("/urteil/ABCDEF/").status_code == 404
    assert "Diesen Code gibt es nicht" in client.post("/urteil/", {"code": "ABCDEF"}).content.decode()
    ballot = open_ballot(meeting=make.held(lessons=[LessonPageFactory()]))
    address = f"/urteil/{ballot.code}/"
    assert "mindestens zu einer Lehre" in client.post(address, {}).content.decode()
    close_ballot(ballot=ballot, early=True)
    question = ballot.questions.get()
    late = client.post(address, {f"lehre-{question.pk}": "ja"})
    assert late.status_code == 410 and "geschlossen" in late.content.decode()
    question.refresh_from_db()
    assert question.votes == 0
