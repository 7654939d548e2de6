"""A question from its asking to its deletion, and that no mail tells what anybody wrote or who they are."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from cases.contact import (
    answer,
    ask,
    bring,
    confirm,
    decline,
    delete,
    look_after,
    note_contact,
    offers_contact,
    reseal_contacts,
    show_asker,
)
from cases.models import CaseContact, CasePage, ContactRelay, ContactRequest
from knowledge.enums import AccessLevel
from knowledge.jobs import Job, run_job
from search.public_forms import PER_MAILBOX
from tests.unit.cases.contact.conftest import ASKED

pytestmark = pytest.mark.django_db

GIVER = {"name": "Person B", "email": "b@rathaus.example"}
SECRET = ("Ausschlag", "Person A", "Person B", "Kreistag")


def nothing_leaks() -> bool:
    """No body, subject or header holds a word of a text, a name, or the address of the other side."""
    for message in mail.outbox:
        others = {"a@rathaus.example", "b@rathaus.example"} - set(message.to)
        said = f"{message.subject}{message.body}{message.extra_headers}{message.reply_to}{message.from_email}"
        assert len(message.to) == 1 and not message.cc and not message.bcc and not message.attachments
        if any(word in said for word in (*SECRET, *others)):
            return False
    return True


def test_nothing_goes_on_before_the_address_is_confirmed(asked: ContactRequest, draft: CasePage) -> None:
    note_contact(case=draft, email="b@rathaus.example", takes_questions=True)
    assert [message.to for message in mail.outbox] == [["a@rathaus.example"]]
    confirm(request=asked)
    assert asked.state == "weitergeleitet"
    assert mail.outbox[-1].to == ["b@rathaus.example"]
    with pytest.raises(ValidationError):
        confirm(request=ContactRequest.objects.get())
    assert len(mail.outbox) == 2 and nothing_leaks()


def test_one_yes_names_nobody_and_two_name_both(asked: ContactRequest, draft: CasePage) -> None:
    note_contact(case=draft, email="b@rathaus.example", takes_questions=True)
    confirm(request=asked)
    answer(relay=asked.relay, text="Der Kreistag.", giver=GIVER)
    asked.refresh_from_db()
    assert asked.state == "beantwortet" and not asked.relay.knows_each_other
    assert [message.to[0][0] for message in mail.outbox] == ["a", "b", "a"]
    show_asker(request=asked)
    show_asker(request=asked)
    assert ContactRelay.objects.get().knows_each_other
    assert [message.to[0][0] for message in mail.outbox] == ["a", "b", "a", "a", "b"]
    with pytest.raises(ValidationError):
        answer(relay=ContactRelay.objects.get(), text="Noch einmal.", giver=None)
    assert nothing_leaks()


def test_without_an_address_the_organisers_are_the_way(asked: ContactRequest, draft: CasePage) -> None:
    confirm(request=asked)
    assert asked.state == "treuhand" and mail.outbox[-1].to == [settings.CONTACT_EMAIL]
    assert "/admin/treuhand/" in mail.outbox[-1].body
    bring(request=asked, email="b@rathaus.example")
    assert mail.outbox[-1].to == ["b@rathaus.example"] and not CaseContact.objects.exists()
    with pytest.raises(ValidationError):
        bring(request=asked, email="c@rathaus.example")
    answer(relay=ContactRelay.objects.get(), text="Der Kreistag.", giver=None, takes_more=True)
    assert CaseContact.objects.get(case=draft).sealed_email
    assert nothing_leaks()


def test_a_refusal_for_ever_ends_what_waits_and_leaves_no_address(
    asked: ContactRequest, draft: CasePage
) -> None:
    note_contact(case=draft, email="b@rathaus.example", takes_questions=True)
    confirm(request=asked)
    decline(relay=asked.relay, for_ever=True)
    asked.refresh_from_db()
    assert asked.state == "abgelehnt" and asked.asker == {} and asked.question == ""
    assert not offers_contact(draft) and CaseContact.objects.get().sealed_email == ""
    assert mail.outbox[-1].to == ["a@rathaus.example"]
    with pytest.raises(ValidationError):
        decline(relay=ContactRelay.objects.get())
    ask(case=draft, values=dict(ASKED), language="de")
    late = ContactRequest.objects.last()
    confirm(request=late)
    assert late.state == "abgelehnt" and nothing_leaks()


def test_one_reminder_then_the_end_then_nothing_is_left(asked: ContactRequest, draft: CasePage) -> None:
    note_contact(case=draft, email="b@rathaus.example", takes_questions=True)
    confirm(request=asked)
    assert look_after() == {"reminded": 0, "ended": 0, "deleted": 0}
    ContactRelay.objects.update(sent_at=timezone.now() - timedelta(days=11))
    assert look_after()["reminded"] == 1 and look_after()["reminded"] == 0
    assert mail.outbox[-1].to == ["b@rathaus.example"]
    over = timezone.localdate() - timedelta(days=1)
    ContactRequest.objects.update(expires_on=over)
    assert look_after() == {"reminded": 0, "ended": 1, "deleted": 0}
    asked.refresh_from_db()
    assert asked.state == "abgelaufen" and asked.sealed_asker == "" and not asked.is_over
    assert mail.outbox[-1].to == ["a@rathaus.example"] and nothing_leaks()
    ContactRequest.objects.update(expires_on=over)
    assert look_after()["deleted"] == 1 and not ContactRelay.objects.exists()


def test_a_question_ends_after_thirty_days(asked: ContactRequest, draft: CasePage) -> None:
    note_contact(case=draft, email="b@rathaus.example", takes_questions=True)
    confirm(request=asked)
    today = timezone.localdate()
    asked.refresh_from_db()
    assert (asked.state, asked.expires_on) == ("weitergeleitet", today + timedelta(days=30))
    ContactRequest.objects.update(expires_on=asked.expires_on - timedelta(days=30))  # its last day
    assert look_after()["ended"] == 0
    ContactRequest.objects.update(expires_on=asked.expires_on - timedelta(days=31))
    assert look_after()["ended"] == 1
    asked.refresh_from_db()
    assert asked.state == "abgelaufen" and asked.sealed_asker == ""


def test_an_address_nobody_confirmed_is_forgotten_and_all_can_be_deleted(
    asked: ContactRequest, draft: CasePage
) -> None:
    ask(case=draft, values=ASKED | {"mail": "c@rathaus.example"}, language="de")
    delete(request=ContactRequest.objects.last())
    ContactRequest.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
    assert look_after()["deleted"] == 1


def test_a_mailbox_is_not_flooded(asked: ContactRequest, draft: CasePage) -> None:
    for _turn in range(9):
        ask(case=draft, values=dict(ASKED), language="de")
    assert len(mail.outbox) == 5 and ContactRequest.objects.count() == 10


def test_a_question_of_a_full_mailbox_waits_for_its_mail(draft: CasePage) -> None:
    while PER_MAILBOX.take("a@rathaus.example") is None:
        pass
    ask(case=draft, values=dict(ASKED), language="de")
    job, row = Job.objects.get(), ContactRequest.objects.get()
    assert row.question == ASKED["frage"] and not mail.outbox
    assert job.state == Job.State.WAITING and job.retry_at is not None
    ContactRequest.objects.update(expires_on=timezone.localdate() + timedelta(days=1))
    PER_MAILBOX.forget("a@rathaus.example")
    for _time in range(2):
        Job.objects.update(retry_at=None)
        run_job.call(job.pk)
    assert [message.to for message in mail.outbox] == [["a@rathaus.example"]]
    row.refresh_from_db()
    assert row.expires_on == timezone.localdate() + timedelta(days=7)
    assert Job.objects.get().state == Job.State.DONE
    ask(case=draft, values=ASKED | {"mail": "c@rathaus.example"}, language="de")
    confirm(request=row)
    assert row.state == "treuhand"


def test_a_refusal_for_all_closes_the_links_of_the_other_questions(
    asked: ContactRequest, draft: CasePage
) -> None:
    note_contact(case=draft, email="b@rathaus.example", takes_questions=True)
    ask(case=draft, values=ASKED | {"mail": "c@rathaus.example"}, language="de")
    for row in ContactRequest.objects.all():
        confirm(request=row)
    first, second = ContactRelay.objects.order_by("pk")
    decline(relay=first, for_ever=True)
    second = ContactRelay.objects.get(pk=second.pk)
    assert second.closed == "erledigt"
    told = len(mail.outbox)
    with pytest.raises(ValidationError):
        answer(relay=second, text="Der Kreistag.", giver=None)
    with pytest.raises(ValidationError):
        decline(relay=ContactRelay.objects.get(pk=second.pk))
    second = ContactRelay.objects.get(pk=second.pk)
    assert second.used_at is None and second.answer == "" and len(mail.outbox) == told


def test_no_question_about_a_hidden_case_is_confirmed_and_its_title_is_not_told(
    asked: ContactRequest, draft: CasePage
) -> None:
    note_contact(case=draft, email="b@rathaus.example", takes_questions=True)
    ask(case=draft, values=ASKED | {"mail": "c@rathaus.example"}, language="de")
    late = ContactRequest.objects.last()
    confirm(request=asked)
    CasePage.objects.update(access_level=AccessLevel.EDITORS, title="Ein neuer Titel")
    late = ContactRequest.objects.get(pk=late.pk)
    with pytest.raises(ValidationError, match="nicht öffentlich"):
        confirm(request=late)
    late.refresh_from_db()
    assert late.state == "unbestaetigt" and late.used_at is None
    mail.outbox.clear()
    answer(relay=ContactRelay.objects.get(), text="Der Kreistag.", giver=None)
    [message] = mail.outbox
    assert "Ein neuer Titel" not in message.subject + message.body
    CasePage.objects.update(access_level=AccessLevel.PUBLIC)
    confirm(request=ContactRequest.objects.get(pk=late.pk))
    assert "Ein neuer Titel" in mail.outbox[-1].body


def test_a_new_key_opens_everything(asked: ContactRequest) -> None:
    confirm(request=asked)
    before = ContactRequest.objects.get().sealed_question
    assert reseal_contacts() == 2
    after = ContactRequest.objects.get()
    assert after.sealed_question != before and after.question.startswith("Wer hat")
