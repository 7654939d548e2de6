"""What is kept for a mailbox: shown to whoever proved that it is theirs, and ended with their account."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.contact import ask, bring, confirm, note_contact
from cases.models import CaseContact, CasePage, ContactRelay, ContactRequest, FollowUpLink
from knowledge.accounts import own_mailboxes
from knowledge.accounts.mailbox_matters import known_matters
from knowledge.guard import seal
from knowledge.models import BarrierReport, NewsletterSubscription, OpenQuestion, QuestionSubscription
from search.models import SavedSearch
from tests.integration.conftest import Library

KONTO, DELETE = reverse("account"), reverse("delete_account")
OWN, OTHER = "alumna@example.org", "andere@rathaus.example"
QUESTION = "Wie haben Sie den Kreistag gewonnen?"
KINDS = ("gemerkte_suchen", "abonnements", "gemeldete_barrieren", "nachfragen", "treuhand")


def alumna() -> Any:
    return get_user_model().objects.get(username="alumna")


def cases() -> list[CasePage]:
    return list(CasePage.objects.public().order_by("pk")[:4])


def asked_by(case: CasePage, email: str) -> ContactRequest:
    values = {"name": "Person A", "mail": email, "frage": QUESTION, "zeigen": False}
    ask(case=case, values=values, language="de")
    row = ContactRequest.objects.latest("pk")
    confirm(request=row)
    return row


def fill(email: str, after: int) -> tuple[ContactRequest, ContactRelay]:
    """Everything that can be kept for a mailbox, for this spelling of its address: once, questions sent and
    planned. Returns what its owner asked and what they are asked.
    """
    now, today = timezone.now(), timezone.localdate()
    subscribed = {"email": email, "confirmed_at": now}
    SavedSearch.objects.create(address="?q=Bürgerbus", **subscribed)
    NewsletterSubscription.objects.create(**subscribed)
    question = OpenQuestion.objects.create(text="Wer fährt den Bürgerbus am Abend?")
    QuestionSubscription.objects.create(question=question, **subscribed)
    BarrierReport.objects.create(text="Die Tabelle wird nicht vorgelesen.", contact=f" {email}")
    sent, planned, giver, other = cases()
    for case, sent_at in ((sent, now), (planned, None)):
        FollowUpLink.objects.create(
            case=case,
            after=after,
            due_on=today,
            expires_on=today + timedelta(days=30),
            sealed_email=seal(email),
            sent_at=sent_at,
        )
    own = asked_by(other, email)
    of_others = asked_by(giver, f"jemand-{email}")
    bring(request=of_others, email=email)
    return own, ContactRelay.objects.get(request=of_others)


@pytest.fixture
def trustee(library: Library) -> tuple[ContactRequest, ContactRelay]:
    """For the mailbox of the alumna in another spelling, and for somebody else's."""
    fill(OTHER, 12)
    return fill("Alumna+forum@example.org", 6)


@pytest.fixture
def kept(trustee: Any) -> Any:
    """The alumna, who has proved her mailbox."""
    note_contact(case=cases()[0], email=OWN, takes_questions=True)
    note_contact(case=cases()[1], email=OTHER, takes_questions=True)
    EmailAddress.objects.update_or_create(user=alumna(), email=OWN, defaults={"verified": True})
    mail.outbox.clear()
    return alumna()


def signed_in_as(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def delete_account(browser: Client) -> None:
    """By the page, with the password once more."""
    assert browser.post(browser.post(DELETE).url, {"password": "weiterdenken-alumna"}).url == DELETE
    assert browser.post(DELETE).url == reverse("logged_out")


def rest() -> dict[str, int]:
    links = FollowUpLink.objects.exclude(sealed_email="")
    return {
        "searches": SavedSearch.objects.count(),
        "newsletters": NewsletterSubscription.objects.count(),
        "questions": QuestionSubscription.objects.count(),
        "barriers": BarrierReport.objects.count(),
        "follow-ups": links.count(),
        "asked": ContactRequest.objects.exclude(sealed_asker="").count(),
        "to answer": ContactRelay.objects.exclude(sealed_email="").count(),
        "contacts": CaseContact.objects.count(),
    }


def test_everything_kept_for_a_proved_mailbox_is_in_the_data_of_its_owner(kept: Any) -> None:
    data = signed_in_as(kept).post(reverse("account_data")).json()
    assert {name: len(data[name]) for name in KINDS} == {
        "gemerkte_suchen": 1,
        "abonnements": 2,
        "gemeldete_barrieren": 1,
        "nachfragen": 2,
        "treuhand": 2,
    }
    assert data["gemerkte_suchen"][0]["suche"] == "?q=Bürgerbus"
    assert sorted(row["art"] for row in data["abonnements"]) == ["Rundbrief-Adresse", "Wartet auf Antwort"]
    assert sorted(row["verschickt"] for row in data["nachfragen"]) == [False, True]
    # One's own question is one's own; that of somebody else stands behind its link.
    assert [(row["richtung"], row["frage"]) for row in data["treuhand"]] == [
        ("von_mir", QUESTION),
        ("an_mich", ""),
    ]


def test_the_account_takes_it_along_and_leaves_that_of_others(kept: Any) -> None:
    before = rest()
    browser = signed_in_as(kept)
    page = browser.get(DELETE).text
    for counted in (
        "1 gemerkte Suche",
        "2 Abonnements per Mail",
        "1 gemeldete Barriere",
        "2 offene Nachfragen",
        "2 Fragen durch die Treuhand",
    ):
        assert counted in page
    delete_account(browser)
    assert not get_user_model().objects.filter(username="alumna").exists()
    after = rest()
    assert {name: before[name] - after[name] for name in before} == {
        "searches": 1,
        "newsletters": 1,
        "questions": 1,
        "barriers": 1,
        "follow-ups": 2,
        "asked": 2,  # her own, and the one that waited for her: declined, so nothing of it is kept
        "to answer": 1,
        "contacts": 1,
    }
    assert all(after.values())
    # Whoever waited for her answer hears that none comes; nobody else is written to.
    assert [message.to for message in mail.outbox] == [["jemand-Alumna+forum@example.org"]]


def test_each_matter_ends_what_it_shows_and_nothing_of_another(kept: Any) -> None:
    mailboxes = own_mailboxes(kept)
    shown = {matter.name: matter for matter in known_matters()}
    assert set(KINDS) <= set(shown)
    for name in KINDS:
        before = {other: len(shown[other].found(mailboxes)) for other in KINDS}
        assert before[name], name
        with transaction.atomic():
            shown[name].end(mailboxes)
            after = {other: len(shown[other].found(mailboxes)) for other in KINDS}
            transaction.set_rollback(True)
        assert after == {**before, name: 0}


def test_an_ended_question_says_so_in_a_sentence_and_takes_nothing(kept: Any) -> None:
    link = FollowUpLink.objects.get(case=cases()[0], after=6)
    planned = FollowUpLink.objects.get(case=cases()[1], after=6)
    address = reverse("follow_up", args=[link.token])
    assert "Diese Nachfrage ist beendet" not in Client().get(address).text
    kept.delete()  # by whoever runs the library
    typed = {"stand": "umgesetzt", "text": "Der Sprechtag läuft."}
    for answer in (Client().get(address), Client().post(address, typed)):
        assert answer.status_code == 410
        assert "Diese Nachfrage ist beendet" in answer.text
        assert answer.text.count("Sie endete mit Ihrem Konto.") == 1
    link.refresh_from_db()
    assert not link.use()
    plan = Client()
    plan.force_login(get_user_model().objects.get(username="redaktion"))
    desk = plan.get(reverse("plan_follow_ups", args=[link.case_id])).text
    assert "beendet, weil das Konto gelöscht ist" in desk
    planned.refresh_from_db()
    assert planned.sealed_email == "" and planned.sent_at is None


def test_a_mailbox_that_nobody_proved_is_nobody_s(kept: Any) -> None:
    """An address that was only typed, by whoever made the account or later, opens and ends nothing."""
    EmailAddress.objects.filter(user=kept).update(verified=False)
    before = rest()
    browser = signed_in_as(kept)
    data = browser.post(reverse("account_data")).json()
    assert not any(data[name] for name in KINDS)
    page = browser.get(KONTO).text
    assert "Bürgerbus" not in page and "Treuhand" not in page and "Wir warten" not in page
    assert "enden nur mit, wenn Sie sich vorher einmal mit einem Code" in browser.get(DELETE).text
    kept.delete()
    assert rest() == before


def test_what_two_accounts_share_stays_with_the_other(kept: Any) -> None:
    other = get_user_model().objects.create_user("zweites", OWN)
    EmailAddress.objects.create(user=other, email="alumna+zwei@example.org", verified=True)
    before = rest()
    kept.delete()
    assert rest() == before
    other.delete()
    assert rest() != before


def test_an_address_that_no_key_opens_holds_nobody_up(kept: Any) -> None:
    FollowUpLink.objects.filter(case=cases()[1]).update(sealed_email="unlesbar")
    ContactRelay.objects.filter(request__case=cases()[2]).update(sealed_email="unlesbar")
    browser = signed_in_as(kept)
    assert "Wir warten auf Ihre Antwort" in browser.get(KONTO).text
    delete_account(browser)


def test_questions_by_the_trustee_stand_on_the_page_of_whom_they_concern(
    kept: Any, trustee: tuple[ContactRequest, ContactRelay]
) -> None:
    heading = "Fragen durch die Treuhand"
    page = signed_in_as(kept).get(KONTO).text
    box = page.split(f">{heading}<", 1)[1].split("</section>", 1)[0]
    asked, relay = trustee
    assert reverse("contact_answer", args=[relay.token]) in box
    assert reverse("contact_question", args=[asked.token]) in box
    assert box.count("Jemand hat eine Frage an Sie") == 1
    assert box.count("Ihre Frage: ") == 1
    assert QUESTION not in page and "Person A" not in page
    assert box.count("<li") == 2
    somebody = Client()
    somebody.force_login(get_user_model().objects.get(username="moderation"))
    assert heading not in somebody.get(KONTO).text


def test_kept_searches_stand_there_by_their_words(kept: Any) -> None:
    SavedSearch.objects.create(address="?q=Sperrmüll", email=OWN)  # never confirmed
    box = signed_in_as(kept).get(KONTO).text.split(">Gemerkte Suchen<", 1)[1].split("</section>", 1)[0]
    assert "Bürgerbus" in box and 'href="/suche/?q=' in box
    assert "einmal in der Woche" in box
    assert "Sperrmüll" not in box
