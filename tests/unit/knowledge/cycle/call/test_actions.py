"""An application from sending to its last day."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from cases.models import ParticipantBand
from knowledge.cycle import StepRefused, bring_to
from knowledge.cycle.call import accepts_applications, apply, decide, delete_due, leave, record_attendance
from knowledge.cycle.call.actions import name_substitute, reseal_applications
from knowledge.jobs import Job, run_job
from knowledge.models import Application, ForumCycle
from search.public_forms import PER_MAILBOX
from tests.factories import WorkingMeetingFactory
from tests.factories import cycles as make

pytestmark = pytest.mark.django_db


def values(cycle: ForumCycle, **other: Any) -> dict[str, Any]:
    return {
        "name": "Person A",
        "mail": "a@rathaus.example",
        "kommune": "Kommune A",
        "funktion": cycle.format.target_groups.first(),
        "land": "BY",
        "groesse": "kleinstadt",
        "anliegen": make.CONCERN,
    } | other


def test_the_form_is_open_while_the_call_is() -> None:
    cycle = make.announced()
    assert not accepts_applications(cycle)  # no page, no form
    make.with_page(cycle)
    assert accepts_applications(cycle)
    cycle.apply_until = timezone.localdate() - datetime.timedelta(days=1)
    assert not accepts_applications(cycle)
    bring_to(record=cycle, state="laufend")
    assert not accepts_applications(cycle)


def test_a_second_application_of_a_mailbox_changes_nothing_and_tells_its_owner() -> None:
    cycle = make.announced()
    assert apply(cycle=cycle, language="de", values=values(cycle))
    assert not apply(cycle=cycle, language="de", values=values(cycle, name="Jemand anderes"))
    row = Application.objects.get()
    assert row.person["name"] == "Person A"
    assert [message.subject for message in mail.outbox] == [
        "Ihre Anmeldung zur 9. Staffel ist da",
        "Sie sind zur 9. Staffel schon angemeldet",
    ]
    assert str(row.key) in mail.outbox[0].body
    assert "List-Unsubscribe" not in mail.outbox[0].extra_headers


def test_each_decision_writes_one_mail_and_names_the_day() -> None:
    cycle = make.announced()
    row = make.application(cycle)
    decide(application=row, step="ablehnen")
    assert row.delete_on == timezone.localdate() + datetime.timedelta(days=30)
    decide(application=row, step="zuruecknehmen")
    assert row.delete_on == cycle.ends + datetime.timedelta(days=60)
    decide(application=row, step="zusagen")
    leave(application=row)
    assert row.state == "ausgestiegen"
    assert [message.subject for message in mail.outbox] == [
        "Absage: 9. Staffel",
        "Wieder offen: Ihre Anmeldung zur 9. Staffel",
        "Zusage: 9. Staffel",
        "Ihre Anmeldung zur 9. Staffel ist zurückgenommen",
    ]
    with pytest.raises(StepRefused):
        leave(application=row)


def test_who_was_there_counts_for_k() -> None:
    meeting = make.held(people=0)
    cycle = meeting.cycle
    there = make.application(cycle, "A", state="zugesagt")
    make.application(cycle, "B", state="zugesagt", federal_state="BW")
    other = make.application(cycle, "C", state="zugesagt")
    name_substitute(application=other, name="Person D", email="d@rathaus.example")
    ParticipantBand.objects.create(cycle=cycle, federal_state="BW", size_band="landkreis", count=9)
    assert record_attendance(meeting=meeting, present=[there.pk], by_substitute=[other.pk]) == 2
    second = WorkingMeetingFactory(cycle=cycle, number=meeting.number + 1, date=meeting.date)
    assert record_attendance(meeting=second, present=[there.pk]) == 1
    counts = ParticipantBand.objects.order_by("meeting__number").values_list(
        "meeting__number", "federal_state", "size_band", "count"
    )
    assert [*counts] == [
        (None, "BY", "kleinstadt", 2),
        (meeting.number, "BY", "kleinstadt", 2),
        (second.number, "BY", "kleinstadt", 1),
    ]
    assert record_attendance(meeting=meeting, present=[there.pk]) == 1
    assert {*ParticipantBand.objects.values_list("count", flat=True)} == {1}


def test_a_promise_is_taken_back_with_a_mail_until_the_person_was_there() -> None:
    meeting = make.held(people=1)
    row = meeting.cycle.applications.get()
    with pytest.raises(StepRefused, match="schon bei einem Treffen"):
        decide(application=row, step="zuruecknehmen")
    meeting.attendances.update(present=False)
    decide(application=row, step="zuruecknehmen")
    assert row.state == "eingegangen" and mail.outbox[-1].subject.startswith("Wieder offen")


def test_nobody_was_at_a_meeting_that_lies_ahead() -> None:
    cycle = make.announced()
    row = make.application(cycle, state="zugesagt")
    with pytest.raises(StepRefused, match="noch bevor"):
        record_attendance(meeting=cycle.meetings.get(), present=[row.pk])
    assert not row.attendances.exists()


def test_applications_are_gone_after_their_day_with_their_attendance() -> None:
    meeting = make.held(people=2)
    Application.objects.update(delete_on=timezone.localdate() - datetime.timedelta(days=1))
    assert delete_due() == 2
    assert not meeting.attendances.exists()
    assert delete_due() == 0


def test_a_new_key_opens_them_all() -> None:
    row = make.application(make.announced())
    before = row.sealed_person
    assert reseal_applications() == 1
    row.refresh_from_db()
    assert row.sealed_person != before and row.person["name"] == "Person A"


def test_no_word_of_a_stranger_stands_in_a_mail() -> None:
    cycle = make.announced()
    word = "Gewinnspiel https://boese.example"
    for _time in range(2):
        apply(cycle=cycle, language="de", values=values(cycle, name=word, kommune=word))
    row = Application.objects.get()
    for step in ("warteliste", "zusagen"):
        decide(application=row, step=step)
    leave(application=row)
    assert len(mail.outbox) == 5
    assert not any("Gewinn" in message.subject + message.body for message in mail.outbox)
    assert all("Guten Tag,\n" in message.body for message in mail.outbox)


def test_nobody_fills_the_mailbox_of_another() -> None:
    cycle = make.announced()
    for _time in range(PER_MAILBOX.most + 3):
        apply(cycle=cycle, language="de", values=values(cycle))
    assert len(mail.outbox) == PER_MAILBOX.most
    # Decisions are told in any case.
    decide(application=Application.objects.get(), step="zusagen")
    assert mail.outbox[-1].subject.startswith("Zusage")


def test_an_application_of_a_full_mailbox_is_told_of_later() -> None:
    cycle = make.announced()
    while PER_MAILBOX.take("a@rathaus.example") is None:
        pass
    assert apply(cycle=cycle, language="de", values=values(cycle)) and not mail.outbox
    job = Job.objects.get()
    assert job.state == Job.State.WAITING and job.retry_at is not None
    PER_MAILBOX.forget("a@rathaus.example")
    for _time in range(2):
        Job.objects.update(retry_at=None)
        run_job.call(job.pk)
    [message] = mail.outbox
    assert message.to == ["a@rathaus.example"] and str(Application.objects.get().key) in message.body
    assert Job.objects.get().state == Job.State.DONE


def test_nobody_takes_an_application_back_for_another() -> None:
    row = make.application(make.announced())
    for step in ("zurueckziehen", "", "erfunden"):
        with pytest.raises(StepRefused):
            decide(application=row, step=step)
    assert not mail.outbox


@pytest.mark.parametrize(("stated", "expected"), [("", "Große Kreisstadt"), ("Markt", "Markt")])
def test_the_legal_type_is_that_of_the_register_unless_it_is_stated(stated: str, expected: str) -> None:
    cycle = make.announced()
    given = values(cycle, kommune="Stadt Tübingen", land="BW", groesse="stadt-ab-20000", rechtsform=stated)
    assert apply(cycle=cycle, language="de", values=given)
    assert Application.objects.get().legal_type == expected
