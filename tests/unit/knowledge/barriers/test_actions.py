"""A report is kept until its day, names nothing in logs, and its mail carries no word of who reported."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from knowledge.barriers import KEPT, BarrierReport, forget_reports_of, report_barrier, reports_of
from search.models import mailbox_of

pytestmark = pytest.mark.django_db

TEXT, PLACE, CONTACT = "Die Tabelle liest niemand vor.", "/abdeckung/", "jemand@rathaus.example"


def test_the_mail_says_that_a_report_waits_and_where() -> None:
    row = report_barrier(text=TEXT, place=PLACE, contact=CONTACT)
    assert (row.text, row.place, row.contact) == (TEXT, PLACE, CONTACT)
    (sent,) = mail.outbox
    assert f"/admin/snippets/knowledge/barrierreport/inspect/{row.pk}/" in sent.body
    everything = f"{sent.subject} {sent.body} {sent.extra_headers}"
    assert not [word for word in (TEXT, PLACE, CONTACT) if word in everything]
    assert not [word for word in (TEXT, PLACE, CONTACT) if word in str(row)]


def test_it_goes_when_its_day_has_come() -> None:
    today = timezone.localdate()
    new = report_barrier(text=TEXT, place="", contact="")
    assert new.keep_until == today + KEPT
    BarrierReport.objects.create(text=TEXT, keep_until=today - timedelta(days=1))
    last = BarrierReport.objects.create(text=TEXT, keep_until=today)
    call_command("send_mails", verbosity=0)
    assert set(BarrierReport.objects.all()) == {new, last}


@pytest.mark.parametrize(
    "contact",
    [
        "Erika, jemand@rathaus.example.",
        "Erika <jemand@rathaus.example>",
        "mailto:jemand@rathaus.example; 0123 456",
        "andere@rathaus.example / Jemand+1@rathaus.example",
    ],
)
def test_an_address_is_found_among_other_words(contact: str) -> None:
    own = BarrierReport.objects.create(text=TEXT, contact=contact)
    assert reports_of(mailboxes=frozenset({mailbox_of(CONTACT)})) == [own]
    assert reports_of(mailboxes=frozenset({mailbox_of("niemand@rathaus.example"), "erika"})) == []


def test_those_of_a_mailbox_are_found_in_any_spelling() -> None:
    own = BarrierReport.objects.create(text=TEXT, contact="Jemand+forum@Rathaus.example ")
    for contact in ("", "0123 456", "niemand@rathaus.example", "jemand@rathaus.example.org"):
        BarrierReport.objects.create(text=TEXT, contact=contact)
    mailboxes = frozenset({mailbox_of(CONTACT)})
    assert reports_of(mailboxes=mailboxes) == [own]
    forget_reports_of(mailboxes=mailboxes)
    assert BarrierReport.objects.count() == 4 and not reports_of(mailboxes=mailboxes)
