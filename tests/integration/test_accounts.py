"""Signing in by a code of a mail, with a second factor, from sessions one can see and end; and the end of an
account.
"""

from __future__ import annotations

import json
import re
import time
from datetime import timedelta
from html import unescape
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.account.internal import stagekit
from allauth.account.internal.flows import code_verification
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from cases.models import CaseFollowUp, CaseMeeting
from knowledge.accounts import second_factor
from knowledge.accounts.allauth_adapters import CODES_PER_MAILBOX, reseal_second_factors
from knowledge.accounts.logins import PER_ACCOUNT
from knowledge.guard import open_sealed
from knowledge.models import CycleMembership, ForumCycle
from search.models import Tally
from search.public_forms import Limit

REQUEST, ENTER = "/konto/anmelden/code/", "/konto/anmelden/code/eingeben/"
PASSWORD = "weiterdenken-alumna"


def user(name: str = "alumna") -> Any:
    return get_user_model().objects.get(username=name)


def code_for(client: Client, email: str = "alumna@example.org") -> str:
    response = client.post(REQUEST, {"email": email})
    assert (response.status_code, response.url) == (302, ENTER)
    return re.search(r"Ihr Code: (\S+)", mail.outbox[-1].subject)[1]  # type: ignore[index]


def reader(client: Client) -> str:
    page = client.get("/").text
    found = re.search(r'class="account__name".*?angemeldet als ([^<]*)</span>', page, re.DOTALL)
    return found[1].strip() if found else ""


def test_a_code_signs_in_and_nothing_is_typed_but_it(client: Client, library: Any) -> None:
    assert reader(client) == ""
    code = code_for(client)
    assert "du" not in mail.outbox[-1].body.split()
    page = client.get(ENTER)
    assert "alumna@example.org" in page.text
    assert page["Cache-Control"] == "private, no-store"
    assert client.post(ENTER, {"code": code}).url == "/konto/"
    assert reader(client) == user().get_full_name()
    client.post("/konto/abmelden/")
    assert reader(client) == ""


def test_a_wrong_code_is_told_and_three_end_it(client: Client) -> None:
    code = code_for(client)
    for _attempt in range(2):
        assert "Dieser Code stimmt nicht" in client.post(ENTER, {"code": "FALSCH"}).text
    last = client.post(ENTER, {"code": "FALSCH"}, follow=True)
    assert "gilt nicht mehr" in last.text
    assert client.post(ENTER, {"code": code}).url == REQUEST
    assert reader(client) == ""


def test_a_code_is_good_in_its_browser_alone_and_once(client: Client) -> None:
    code = code_for(client)
    assert Client().post(ENTER, {"code": code}).status_code == 302
    client.post(ENTER, {"code": code})
    client.post("/konto/abmelden/")
    client.post(ENTER, {"code": code})
    assert reader(client) == ""


@pytest.mark.parametrize("email", ["alumna@example.org", "niemand@example.org"])
def test_an_old_code_says_that_it_is_old(client: Client, monkeypatch: pytest.MonkeyPatch, email: str) -> None:
    """Whether the time of the code is over or that of the whole login, and whether there is an account."""
    for module in (code_verification, stagekit):
        with monkeypatch.context() as later:
            assert client.post(REQUEST, {"email": email}).url == ENTER
            now = time.time() + 15 * 60 + 5
            later.setattr(module, "time", SimpleNamespace(time=lambda now=now: now))
            answer = client.post(ENTER, {"code": "ABCDEF"}, follow=True)
        assert answer.redirect_chain == [(REQUEST, 302)]
        assert answer.text.count("Dieser Code ist zu alt") == 1
    assert reader(client) == ""


def test_a_used_code_says_that_it_is_used(client: Client, secret: str) -> None:
    code = code_for(client)
    client.post(ENTER, {"code": code})
    again = client.post(ENTER, {"code": code}, follow=True)
    assert again.redirect_chain == [("/konto/", 302)]
    assert again.text.count("Dieser Code ist schon benutzt: Sie sind angemeldet.") == 1
    client.post("/konto/abmelden/")
    for browser in (client, Client()):
        answer = browser.post(ENTER, {"code": code}, follow=True)
        assert answer.redirect_chain == [(REQUEST, 302)]
        assert answer.text.count("Hier wird kein Code erwartet") == 1
        assert reader(browser) == ""
    # Used, and the second factor is still to come.
    code = code_for(client, "redaktion@example.org")
    client.post(ENTER, {"code": code})
    waiting = client.post(ENTER, {"code": code}, follow=True)
    assert waiting.redirect_chain == [("/konto/anmelden/zweiter-faktor/", 302)]
    assert "Dieser Code ist schon benutzt; es fehlt nur noch" in waiting.text
    client.post("/konto/anmelden/zweiter-faktor/", {"code": totp_code(secret)})
    assert reader(client) == user("redaktion").get_full_name()


def test_an_old_code_that_confirms_says_so_too(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client.post(ENTER, {"code": code_for(client)})
    confirm = "/konto/bestaetigen/code/"
    assert client.post(confirm, {"recipient": "alumna@example.org"}).url == f"{confirm}eingeben/"
    now = time.time() + 15 * 60 + 5
    monkeypatch.setattr(code_verification, "time", SimpleNamespace(time=lambda: now))
    answer = client.post(f"{confirm}eingeben/", {"code": "ABCDEF"}, follow=True)
    assert answer.redirect_chain == [(confirm, 302)]
    assert answer.text.count("Dieser Code ist zu alt") == 1


def test_nothing_tells_whether_there_is_an_account(client: Client) -> None:
    answers = []
    for email in ("alumna@example.org", "niemand@example.org"):
        visitor = Client()
        before = len(mail.outbox)
        response = visitor.post(REQUEST, {"email": email})
        assert len(mail.outbox) == before + 1
        entered = visitor.get(ENTER)
        wrong = visitor.post(ENTER, {"code": "FALSCH"})
        answers.append(
            (
                response.status_code,
                response.url,
                entered.status_code,
                re.sub(r'value="[^"]{30,}"', "", entered.text.replace(email, "")),
                re.sub(r'value="[^"]{30,}"', "", wrong.text.replace(email, "")),
            )
        )
    assert answers[0] == answers[1]
    assert "gibt es kein Konto" in mail.outbox[-1].subject


def test_who_guesses_shuts_nobody_out(client: Client, library: Any) -> None:
    """The password closes after some tries; a code gets the owner in meanwhile."""
    for number in range(PER_ACCOUNT.most + 5):
        guesser = Client(REMOTE_ADDR=f"192.0.2.{number + 1}")
        guesser.post("/konto/anmelden/", {"username": "alumna", "password": f"falsch-{number}"})
    closed = client.post("/konto/anmelden/", {"username": "alumna", "password": PASSWORD})
    assert "Mit einem Code per Mail kommen Sie trotzdem hinein" in closed.text
    client.post(ENTER, {"code": code_for(client)})
    assert reader(client)


def test_codes_are_not_sent_without_end(client: Client) -> None:
    for _time in range(5):
        assert code_for(client)
    sent = len(mail.outbox)
    assert "sehr viele Codes" in client.post(REQUEST, {"email": "alumna@example.org"}).text
    assert len(mail.outbox) == sent
    elsewhere = Client(REMOTE_ADDR="192.0.2.9")
    assert code_for(elsewhere)  # a stranger's tries cost the owner nothing


def test_one_sender_cannot_use_up_what_a_mailbox_may_be_sent(client: Client) -> None:
    for _time in range(CODES_PER_MAILBOX.most + 10):
        client.post(REQUEST, {"email": "alumna@example.org"})
    assert code_for(Client(REMOTE_ADDR="192.0.2.9")), "the owner is let in"


# --------------------------------------------------------------------------- second factor


@pytest.fixture
def secret(library: Any) -> str:
    made = totp.generate_totp_secret()
    totp.TOTP.activate(user("redaktion"), made)
    return made


def totp_code(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))


@pytest.mark.parametrize("path", ["/konto/anmelden/", "/admin/login/"])
def test_a_password_alone_is_not_enough(path: str, client: Client, secret: str) -> None:
    data = {"username": "redaktion", "password": "weiterdenken-redaktion", "next": "/admin/"}
    response = client.post(path, data)
    assert response.url.startswith("/konto/anmelden/zweiter-faktor/")
    assert client.get("/admin/").status_code == 302
    assert "stimmt nicht" in client.post("/konto/anmelden/zweiter-faktor/", {"code": "000000"}).text
    assert client.post("/konto/anmelden/zweiter-faktor/", {"code": totp_code(secret)}).url == "/admin/"
    assert client.get("/admin/").status_code == 200


FACTOR = "/konto/anmelden/zweiter-faktor/"


def try_factor(browser: Client, code: str) -> Any:
    """With the right password; the answer to the code."""
    data = {"username": "redaktion", "password": "weiterdenken-redaktion", "next": "/admin/"}
    assert browser.post("/konto/anmelden/", data).url.startswith(FACTOR)
    return browser.post(FACTOR, {"code": code})


WAITS = "sehr viele Codes versucht"


def test_who_guesses_the_second_factor_shuts_nobody_out(secret: str) -> None:
    """Somebody has the password and many addresses; the owner comes in where they have signed in before."""
    own = Client(REMOTE_ADDR="192.0.2.1")
    assert try_factor(own, totp_code(secret)).status_code == 302
    own.post("/konto/abmelden/")
    del own.cookies["sessionid"]
    Tally.objects.all().delete()
    tried = second_factor.PER_ACCOUNT_AND_SOURCE.most
    for number in range(second_factor.PER_ACCOUNT.most // tried):
        guesser = Client(REMOTE_ADDR=f"198.51.100.{number}")
        assert "stimmt nicht" in try_factor(guesser, "000000").text
        for _time in range(tried - 1):
            assert "stimmt nicht" in guesser.post(FACTOR, {"code": "000000"}).text
        assert WAITS in guesser.post(FACTOR, {"code": "000000"}).text
    assert WAITS in guesser.post(FACTOR, {"code": totp_code(secret)}).text
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    closed = try_factor(elsewhere, "000000").text
    assert WAITS in closed and "mit einem Code per Mail anmelden" in closed
    cache.clear()  # a code is good once; this one stands for the next half minute's
    assert try_factor(own, totp_code(secret)).url == "/admin/"


def test_a_stolen_password_closes_the_second_factor_to_nobody_who_has_the_mailbox(
    secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a device where the owner never was, in the network of the thief."""
    monkeypatch.setattr(second_factor, "PER_ACCOUNT_AND_SOURCE", Limit("faktor-konto-woher", 2, 900))
    monkeypatch.setattr(second_factor, "PER_ACCOUNT", Limit("faktor-konto", 3, 3600))
    for source in ("198.51.100.1", "198.51.100.2"):
        thief = Client(REMOTE_ADDR=source)
        try_factor(thief, "000000")
        thief.post(FACTOR, {"code": "000000"})
    assert WAITS in thief.post(FACTOR, {"code": totp_code(secret)}).text
    owner = Client(REMOTE_ADDR="198.51.100.1")
    assert WAITS in try_factor(owner, totp_code(secret)).text
    owner.post("/konto/abmelden/")
    owner.post(ENTER, {"code": code_for(owner, "redaktion@example.org")})
    assert not reader(owner)
    assert owner.post(FACTOR, {"code": totp_code(secret)}).status_code == 302
    assert reader(owner) == user("redaktion").get_full_name()


def test_who_mistypes_after_the_password_on_their_own_browser_comes_in_by_mail(
    secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without waiting, as the sentence there says."""
    own = Client()
    try_factor(own, totp_code(secret))
    own.post("/konto/abmelden/")
    monkeypatch.setattr(second_factor, "PER_KNOWN_DEVICE", Limit("faktor-geraet", 2, 900))
    cache.clear()  # a code is good once; this one stands for the next half minute's
    try_factor(own, "000000")
    own.post(FACTOR, {"code": "000000"})
    assert WAITS in own.post(FACTOR, {"code": totp_code(secret)}).text
    own.post(ENTER, {"code": code_for(own, "redaktion@example.org")})
    assert own.post(FACTOR, {"code": totp_code(secret)}).status_code == 302
    assert reader(own) == user("redaktion").get_full_name()


def test_whoever_has_the_mailbox_alone_does_not_guess_on(
    secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And uses up nothing of those who come by password."""
    monkeypatch.setattr(second_factor, "PER_ACCOUNT", Limit("faktor-konto", 3, 3600))
    thief = Client()
    thief.post(ENTER, {"code": code_for(thief, "redaktion@example.org")})
    said = [thief.post(FACTOR, {"code": "000000"}).text for _time in range(3)]
    assert all("stimmt nicht" in text for text in said)
    assert "Das war sehr oft" in thief.post(FACTOR, {"code": totp_code(secret)}).text
    assert try_factor(Client(), totp_code(secret)).url == "/admin/"


def test_a_code_by_mail_asks_for_the_second_factor_too(client: Client, secret: str) -> None:
    response = client.post(ENTER, {"code": code_for(client, "redaktion@example.org")})
    assert response.url.startswith("/konto/anmelden/zweiter-faktor/")
    assert client.get("/admin/").status_code == 302


def test_the_secret_is_sealed_and_survives_new_keys(secret: str) -> None:
    stored = Authenticator.objects.get(type="totp")
    assert secret not in json.dumps(stored.data)
    assert reseal_second_factors() == Authenticator.objects.count()
    stored.refresh_from_db()
    assert open_sealed(stored.data["secret"]) == secret


def test_the_administration_waits_for_it_where_it_is_required(signed_in: Any, settings: Any) -> None:
    settings.REQUIRE_MFA = True
    editor = signed_in("redaktion")
    for path in ("/admin/", "/admin/pages/", "/admin/rohfaelle/"):
        assert editor.get(path).url == "/konto/sicherheit/app/"
    assert editor.get("/konto/").status_code == 200
    assert editor.get("/").status_code == 200
    totp.TOTP.activate(user("redaktion"), totp.generate_totp_secret())
    assert editor.get("/admin/").status_code == 200


def test_it_is_set_up_on_a_page(client: Client, library: Any) -> None:
    client.post("/konto/anmelden/", {"username": "redaktion", "password": "weiterdenken-redaktion"})
    page = client.get("/konto/sicherheit/app/")
    assert page.status_code == 200
    secret = re.search(r"<code>(\w+)</code>", page.text)[1]  # type: ignore[index]
    assert client.post("/konto/sicherheit/app/", {"code": totp_code(secret)}).status_code == 302
    assert "Eingerichtet" in client.get("/konto/sicherheit/").text
    codes = client.get("/konto/sicherheit/notfall/")
    assert len(re.findall(r"<code>\w+</code>", codes.text)) == 10


# --------------------------------------------------------------------------- one's own account


def test_sessions_are_seen_and_ended_without_an_address(client: Client, library: Any) -> None:
    firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0"
    other = Client(REMOTE_ADDR="198.51.100.7", HTTP_USER_AGENT=firefox)
    for visitor in (client, other):
        visitor.post("/konto/anmelden/", {"username": "alumna", "password": PASSWORD})
    page = client.get("/konto/sitzungen/").text
    assert "Firefox auf Windows" in page and "Unbekannter Browser" in page
    assert "Mozilla" not in page
    assert "198.51.100.7" not in page
    assert set(UserSession.objects.values_list("ip", flat=True)) == {"0.0.0.0"}
    client.post("/konto/sitzungen/")
    assert reader(client)
    assert other.get("/konto/").status_code == 302


def test_the_last_use_of_a_session_is_kept_with_a_pause(client: Client, library: Any) -> None:
    client.post("/konto/anmelden/", {"username": "alumna", "password": PASSWORD})
    long_ago = timezone.now() - timedelta(days=3)
    UserSession.objects.update(last_seen_at=long_ago)
    client.get("/")
    seen = UserSession.objects.get().last_seen_at
    assert seen > long_ago
    client.get("/faelle/")
    assert UserSession.objects.get().last_seen_at == seen


def test_a_person_takes_their_data_and_goes(signed_in: Any) -> None:
    alumna = signed_in("alumna")
    assert alumna.get("/konto/daten/").status_code == 405
    answer = alumna.post("/konto/daten/")
    assert "attachment" in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "private, no-store"
    data = answer.json()
    assert (data["benutzername"], data["mail"], data["rollen"]) == (
        "alumna",
        "alumna@example.org",
        ["Alumni"],
    )
    assert "Zuerst bestätigen" in alumna.get("/konto/loeschen/").text
    assert "Ja, mein Konto löschen" in alumna.get("/konto/loeschen/").text
    assert get_user_model().objects.filter(username="alumna").exists()
    # An open session alone is not enough.
    confirm = alumna.post("/konto/loeschen/")
    assert confirm.url == "/konto/bestaetigen/passwort/?next=%2Fkonto%2Floeschen%2F"
    assert user().is_active
    assert alumna.post(confirm.url, {"password": "falsch"}).status_code == 200
    assert "/bestaetigen/" in alumna.post("/konto/loeschen/").url
    assert alumna.post(confirm.url, {"password": PASSWORD}).url == "/konto/loeschen/"
    assert "Zuerst bestätigen" not in alumna.get("/konto/loeschen/").text
    assert alumna.post("/konto/loeschen/").url == reverse("logged_out")
    assert not get_user_model().objects.filter(username="alumna").exists()
    assert reader(alumna) == ""


def test_the_last_keeper_does_not_delete_the_keys(signed_in: Any) -> None:
    admin = signed_in("admin")
    assert "von einer zweiten Person" in admin.post("/konto/loeschen/").text
    assert get_user_model().objects.filter(username="admin").exists()


def test_an_account_with_a_role_or_with_records_is_no_matter_of_one_click(
    signed_in: Any, settings: Any
) -> None:
    settings.CONTACT_EMAIL = "bibliothek@example.org"
    keeper = get_user_model().objects.create_user(username="neu", email="neu@example.org")
    client = Client()
    client.force_login(keeper)
    assert "bestätigen" in client.get("/konto/loeschen/").text  # neither password nor confirmed address
    assert client.post("/konto/loeschen/").status_code == 200
    Page.objects.filter(depth=2).update(owner=keeper)
    for browser in (client, signed_in("redaktion"), signed_in("moderation")):
        assert "bibliothek@example.org" in browser.post("/konto/loeschen/").text
    assert get_user_model().objects.filter(username__in=("neu", "redaktion", "moderation")).count() == 3


def test_no_page_of_an_account_is_public_or_kept(client: Client, signed_in: Any) -> None:
    paths = ("/konto/", "/konto/sitzungen/", "/konto/sicherheit/", "/konto/loeschen/")
    for path in paths:
        assert client.get(path).status_code == 302
        assert path not in client.get("/sitemap.xml").text
    alumna = signed_in("alumna")
    for path in paths:
        answer = alumna.get(path)
        assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
    assert not client.get("/").cookies


# --------------------------------------------------------------------------- what is there for somebody


def test_each_visit_shows_what_was_heard_last_and_says_what_is_new(client: Client, library: Any) -> None:
    def visit() -> str:
        client.post("/konto/anmelden/", {"username": "alumna", "password": PASSWORD})
        page = client.get("/konto/").text
        client.post("/konto/abmelden/")
        return page

    assert "Was daraus wurde" in visit()
    quiet = visit()
    assert "Was daraus wurde: nichts Neues seit Ihrem letzten Besuch" in quiet
    told = CaseFollowUp.objects.shown(inner=True).first()
    told.decided_at = timezone.now()
    told.save(update_fields=["decided_at"])
    assert told.case.title in unescape(visit())


def test_a_case_is_listed_once_with_its_latest_state(signed_in: Any, library: Any) -> None:
    case = CaseFollowUp.objects.shown(inner=True).filter(case__live=True).first().case
    CaseFollowUp.objects.filter(case=case).delete()
    now = timezone.now()
    for after, days in ((12, 5), (6, 1)):  # the answer about half a year was accepted last
        row = CaseFollowUp(case=case, after=after, status="umgesetzt", text="Es läuft.", origin="formular")
        row.save()
        CaseFollowUp.objects.filter(pk=row.pk).update(
            state="angenommen", keep_until=None, decided_at=now - timedelta(days=days)
        )
    page = unescape(signed_in("alumna").get("/konto/").text)
    box = page.split("Was daraus wurde", 1)[1].split("</section>", 1)[0]
    assert box.count(case.title) == 1
    states = [str(row) for row in CaseFollowUp.objects.filter(case=case).order_by("after")]
    assert states[1] in box.split(case.title)[1].split("</li>")[0]


def test_cases_of_a_cycle_are_those_of_its_members(signed_in: Any, library: Any) -> None:
    link = CaseMeeting.objects.select_related("meeting", "case").filter(case__live=True).first()
    assert link
    other = ForumCycle.objects.exclude(pk=link.meeting.cycle_id).first()
    CycleMembership.objects.filter(user=user()).delete()
    CycleMembership.objects.create(user=user(), cycle=other)
    heading = "Fälle meiner Staffeln"
    mine = signed_in("alumna").get("/konto/").text.split(heading, 1)[1]
    assert link.case.title not in mine.split("</section>", 1)[0]
    CycleMembership.objects.create(user=user(), cycle=link.meeting.cycle)
    mine = signed_in("alumna").get("/konto/").text.split(heading, 1)[1]
    assert link.case.title in unescape(mine.split("</section>", 1)[0])


# --------------------------------------------------------------------------- invitations


def invited(client: Client, people: str, **fields: Any) -> str:
    return client.post("/admin/einladen/", {"people": people, "role": "Alumni", **fields}).text


def test_organisers_invite_from_a_list(signed_in: Any, client: Client, library: Any) -> None:
    cycle = ForumCycle.objects.get(number=3)
    answer = invited(
        signed_in("moderation"),
        "Erika Muster <erika@rathaus.example>; karl@rathaus.example\n"
        "ERIKA@rathaus.example, alumna@example.org",
        cycle=cycle.pk,
    )
    assert answer.count("die Einladung ist unterwegs") == 2
    assert "Hatte schon ein Konto" in answer
    assert sorted(message.to[0] for message in mail.outbox) == [
        "erika@rathaus.example",
        "karl@rathaus.example",
    ]
    assert "/konto/anmelden/" in mail.outbox[0].body
    erika = get_user_model().objects.get(email="erika@rathaus.example")
    assert (erika.get_full_name(), erika.has_usable_password()) == ("Erika Muster", False)
    assert set(CycleMembership.objects.filter(cycle=cycle).values_list("user__email", flat=True)) >= {
        "erika@rathaus.example",
        "karl@rathaus.example",
        "alumna@example.org",
    }
    client.post(ENTER, {"code": code_for(client, "erika@rathaus.example")})
    assert reader(client) == "Erika Muster"
    assert "geändert ist nichts" in invited(signed_in("moderation"), "alumna@example.org", cycle=cycle.pk)


def test_a_list_with_a_mistake_invites_nobody_and_comes_back(signed_in: Any) -> None:
    people = "erika@rathaus.example\nkein Mensch"
    answer = invited(signed_in("moderation"), people)
    assert "Keine Mailadresse: kein Mensch" in answer
    assert "erika@rathaus.example" in answer
    assert not get_user_model().objects.filter(email="erika@rathaus.example").exists()


@pytest.mark.parametrize(("who", "given"), [("moderation", 1), ("redaktion", 1), ("admin", 3)])
def test_nobody_gives_more_than_they_may(who: str, given: int, signed_in: Any) -> None:
    page = signed_in(who).get("/admin/einladen/").text
    assert page.split('name="role"', 1)[1].split("</select>", 1)[0].count("<option") == given
    if given == 1:
        answer = invited(signed_in(who), "erika@rathaus.example", role="Redaktion")
        assert "unterwegs" not in answer


def test_the_example_of_an_address_is_text_not_a_tag(signed_in: Any) -> None:
    page = signed_in("moderation").get("/admin/einladen/").text
    assert "&lt;name@rathaus.example&gt;" in page and "<name@" not in page


def test_alumni_invite_nobody(signed_in: Any) -> None:
    assert signed_in("alumna").get("/admin/einladen/").status_code == 302
