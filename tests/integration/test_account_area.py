"""What somebody who took part finds and does below ``/konto/``, and what nobody else learns of it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from cases.models import FollowUpLink
from knowledge.accounts import ask_to_confirm, close_unconfirmed, send_digests
from knowledge.alumni import AccountSettings, ExchangeRequest, ExchangeTopic, KeptRecord, settings_of
from knowledge.enums import AccessLevel
from knowledge.guard import seal
from knowledge.models import CycleMembership, ForumCycle, record_models
from search.registry import source_of
from tests.integration.conftest import Library

KONTO = reverse("account")


def alumnus(name: str = "ehemaliger", cycle: int = 2) -> Any:
    user = get_user_model().objects.create_user(
        name, f"{name}@rathaus.example", first_name="Kim", last_name="Ruhe"
    )
    CycleMembership.objects.create(user=user, cycle=ForumCycle.objects.get(number=cycle))
    return user


def record_pages() -> list[Any]:
    return [page for model in record_models() for page in model.objects.all()]


def browser(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Mails instead of their way into the queue."""
    mails: list[dict[str, Any]] = []
    for module in ("alumni.actions", "accounts.digest", "accounts.confirmation"):
        monkeypatch.setattr(f"knowledge.{module}.send", lambda **mail: mails.append(mail))
    return mails


def test_a_record_is_kept_with_a_note_that_nobody_else_reads(library: Library) -> None:
    page, user = library.page("L01"), alumnus()
    reader = browser(user)
    assert f"?seite={page.translation_key}" in reader.get(page.url).text
    assert "Notiz anlegen" not in Client().get(page.url).text
    form = {"seite": str(page.translation_key), "liste": "Herbstklausur", "notiz": "Für die Amtsleitungen."}
    assert reader.post(reverse("account_kept"), form).status_code == 302
    for address in (reverse("account_kept"), KONTO):
        assert "Für die Amtsleitungen." in reader.get(address).text
        assert "Für die Amtsleitungen." not in browser(alumnus(f"andere{len(address)}")).get(address).text
    type(page).objects.filter(pk=page.pk).update(access_level=AccessLevel.EDITORS)
    assert page.title not in reader.get(reverse("account_kept")).text
    assert page.title not in reader.post(reverse("account_data")).text
    assert reader.post(reverse("account_kept"), form).status_code == 404
    reader.post(reverse("account_kept"), {"weg": KeptRecord.objects.get().pk})
    assert not KeptRecord.objects.exists()


def test_names_are_shown_after_two_yeses_and_not_before(library: Library, sent: list[dict[str, Any]]) -> None:
    owner, asker = alumnus("anbieterin"), alumnus("fragende", 3)
    topics = reverse("account_topics")
    browser(owner).post(topics, {"tun": "nennen", "art": "biete", "thema": "finanzen"})
    topic = ExchangeTopic.objects.get()
    seen = browser(asker).get(topics).text
    assert str(topic.challenge_area.label) in seen.replace("&amp;", "&")
    assert "anbieterin" not in seen
    browser(asker).post(topics, {"tun": "fragen", "nr": topic.pk})
    request = ExchangeRequest.objects.get()
    assert "fragende" not in browser(owner).get(topics).text
    assert browser(asker).post(topics, {"tun": "ja", "nr": request.pk}).status_code == 403
    browser(owner).post(topics, {"tun": "ja", "nr": request.pk})
    assert "anbieterin@rathaus.example" in browser(asker).get(topics).text
    assert "fragende@rathaus.example" in browser(owner).get(topics).text
    assert [mail["to"] for mail in sent] == ["anbieterin@rathaus.example", "fragende@rathaus.example"]
    assert not any("fragende" in str(mail["context"]) for mail in sent)


def test_a_no_shows_nobody(library: Library, sent: list[dict[str, Any]]) -> None:
    owner, asker = alumnus("anbieterin"), alumnus("fragende", 3)
    topics = reverse("account_topics")
    browser(owner).post(topics, {"tun": "nennen", "art": "suche", "thema": "finanzen"})
    browser(asker).post(topics, {"tun": "fragen", "nr": ExchangeTopic.objects.get().pk})
    browser(owner).post(topics, {"tun": "nein", "nr": ExchangeRequest.objects.get().pk})
    assert "anbieterin" not in browser(asker).get(topics).text
    assert "fragende" not in browser(owner).get(topics).text


def test_who_did_not_take_part_sees_no_topics(library: Library) -> None:
    stranger = get_user_model().objects.create_user("gast")
    assert browser(stranger).get(reverse("account_topics")).status_code == 403
    assert Client().get(reverse("account_topics")).status_code == 302


def test_own_follow_ups_are_due_for_a_proved_mailbox_alone(library: Library) -> None:
    case, user = library.page("F01"), alumnus()
    today = timezone.localdate()
    link = FollowUpLink.objects.create(
        case=case,
        after=24,
        due_on=today,
        expires_on=today + timedelta(days=30),
        sealed_email=seal(user.email),
        sent_at=timezone.now(),
    )
    reader = browser(user)
    assert "Wir warten auf Ihre Antwort" not in reader.get(KONTO).text
    EmailAddress.objects.create(user=user, email=user.email, verified=True)
    shown = reader.get(KONTO).text
    assert reverse("follow_up", args=[link.token]) in shown
    assert "Wir warten auf Ihre Antwort" not in browser(alumnus("andere")).get(KONTO).text


def test_a_digest_counts_and_says_no_word_of_a_text(library: Library, mailoutbox: list[Any]) -> None:
    user = alumnus()
    reader = browser(user)
    reader.post(reverse("account_digest"), {"rhythmus": "woechentlich"})
    assert send_digests() == 0
    AccountSettings.objects.update(digest_sent_at=timezone.now() - timedelta(days=2_000))
    assert send_digests() == 1
    assert send_digests() == 0
    (mail,) = mailoutbox
    assert "Was aus Fällen wurde: " in mail.body
    assert not [page.title for page in record_pages() if page.title in mail.body]
    row = settings_of(user)
    assert str(row.digest_key) not in reader.get(KONTO).text
    stop = reverse("digest_stop", args=[row.digest_key])
    assert Client().get(stop).status_code == 200
    assert settings_of(user).digest == "woechentlich"
    assert Client().post(stop).status_code == 200
    assert settings_of(user).digest == "nie"


def test_an_account_is_confirmed_every_two_years_or_closed(
    library: Library, sent: list[dict[str, Any]], signed_in: Callable[[str], Client]
) -> None:
    old = timezone.now() - timedelta(days=800)
    silent, awake = alumnus("stille"), alumnus("wache")
    for user in (silent, awake, get_user_model().objects.get(username="redaktion")):
        get_user_model().objects.filter(pk=user.pk).update(date_joined=old)
    assert ask_to_confirm() == 2
    assert ask_to_confirm() == 0
    assert "Möchten Sie Ihr Konto behalten?" in browser(awake).get(KONTO).text
    seen = browser(awake).get(reverse("account_confirm"))
    assert (seen.status_code, seen["Location"]) == (302, KONTO)
    assert "Möchten Sie Ihr Konto behalten?" in browser(awake).get(KONTO).text, "a look keeps nothing"
    browser(awake).post(reverse("account_confirm"))
    AccountSettings.objects.filter(user=silent).update(reminded_at=timezone.now() - timedelta(days=61))
    assert close_unconfirmed() == 1
    open_ = get_user_model().objects.filter(is_active=True)
    assert set(open_.filter(username__in=["stille", "wache"]).values_list("username", flat=True)) == {"wache"}


def test_a_session_is_short_after_the_confidential_room(signed_in: Callable[[str], Client]) -> None:
    editor = signed_in("redaktion")
    editor.get(reverse("wagtailadmin_home"))
    assert editor.session.get_expiry_age() > 24 * 3600
    editor.get(reverse("raw_index"))
    assert editor.session.get_expiry_age() <= 30 * 60


def test_the_list_of_a_browser_goes_into_an_account_and_nothing_twice(library: Library) -> None:
    first, second = library.page("L01"), library.page("F01")
    reader, address = browser(alumnus()), reverse("account_kept")
    reader.post(address, {"seite": str(first.translation_key), "liste": "Herbst", "notiz": "Für alle."})
    keys = [source_of(page).key(page) for page in (first, second)]  # type: ignore[union-attr]
    gone = f"lesson:{'0' * 32}"
    answer = reader.post(address, {"key": [*keys, f"{keys[1]}#wie", gone, "quatsch"]}, follow=True).text
    assert "1 Eintrag ist übernommen. 1 stand schon auf Ihrer Liste." in answer
    assert "2 gibt es nicht mehr oder sind nicht für Sie zu lesen." in answer
    rows = dict(KeptRecord.objects.values_list("page_id", "note"))
    assert rows == {first.pk: "Für alle.", second.pk: ""}
    # The browser forgets what is in the account, and that alone; it is told once.
    assert f'data-kept-taken="{keys[0]} {keys[1]} {keys[1]}#wie"' in answer
    assert "data-kept-taken" not in reader.get(address).text
    assert f"/dossier/?key={quote(keys[1], safe='')}" in answer


def chapter_key(library: Library) -> tuple[str, Any]:
    guide = library.page("P01")
    section = guide.section_values()[1]
    return f"{source_of(guide).key(guide)}#{section['anchor']}", section  # type: ignore[union-attr]


def test_a_chapter_and_its_remark_go_into_an_account_and_into_a_dossier(library: Library) -> None:
    key, section = chapter_key(library)
    whole = key.partition("#")[0]
    reader, address = browser(alumnus()), reverse("account_kept")
    sent = {"key": [key, whole, f"{whole}#gibt-es-nicht"], "notiz": ["Für den Kämmerer.", "", ""]}
    answer = reader.post(address, sent, follow=True).text
    assert "2 Einträge sind übernommen." in answer
    rows = set(KeptRecord.objects.values_list("chapter", "note"))
    assert rows == {(section["anchor"], "Für den Kämmerer."), ("", "")}
    title = f"{library.page('P01').title}: {section['title']}"
    assert title in answer and f'{section["anchor"]}/"' in answer
    assert title in reader.get(reverse("account")).text
    # The notes go along in a form: an address would end in logs.
    assert quote(key, safe="") in answer and "notiz=" not in answer
    (form,) = re.findall(r'<form method="post" action="/dossier/">.*?</form>', answer, re.S)
    pairs = re.findall(r'name="(key|notiz)"\s+value="([^"]*)"', form)
    shown = Client().post("/dossier/", {name: [v for n, v in pairs if n == name] for name, _v in pairs})
    assert title in shown.text and 'value="Für den Kämmerer."' in shown.text


def test_a_remark_of_the_browser_replaces_no_note_of_the_account(library: Library) -> None:
    page, reader = library.page("L01"), browser(alumnus())
    key = source_of(page).key(page)  # type: ignore[union-attr]
    address = reverse("account_kept")
    reader.post(address, {"key": key})
    reader.post(address, {"key": key, "notiz": "Aus dem Browser."})
    reader.post(address, {"key": key, "notiz": "Eine andere."})
    assert KeptRecord.objects.get().note == "Aus dem Browser."


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_ones_own_list_is_a_table_by_the_same_rule(library: Library, form: str) -> None:
    def rows(reader: Client) -> list[list[str]]:
        answer = reader.get(reverse("account_kept_table", args=[form]))
        assert answer["Cache-Control"] == "private, no-store"
        if form == "csv":
            return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
        sheet = load_workbook(io.BytesIO(answer.content)).active
        assert {cell.data_type for row in sheet for cell in row if cell.value} == {"s"}
        return [[str(cell.value or "") for cell in row] for row in sheet]

    person, page, other = alumnus(), library.page("F01"), library.page("L01")
    reader = browser(person)
    shown = reader.get(reverse("account_kept")).text
    assert "tabelle.xlsx" not in shown, "there is nothing to take along"
    KeptRecord.objects.create(user=person, page_id=page.pk, list_name="Herbst", note="=1+1")
    KeptRecord.objects.create(user=alumnus("fremd"), page_id=other.pk, note="Fremdes")
    assert f"/konto/merkliste/tabelle.{form}" in reader.get(reverse("account_kept")).text
    _heads, *found = rows(reader)
    note = "'=1+1" if form == "csv" else "=1+1"
    address = f"{settings.PUBLIC_URL}{page.get_url()}"
    assert found == [["Herbst", str(page.page_type_display_name), page.title, note, address]]

    type(page).objects.filter(pk=page.pk).update(live=False)
    assert rows(reader)[1:] == [["Herbst", "", "nicht mehr zu lesen", note, ""]]
    gone = Client().get(reverse("account_kept_table", args=[form]))
    assert gone.status_code == 302 and "/konto/" in gone["Location"]


def test_a_chapter_that_is_gone_leaves_the_whole_publication(library: Library) -> None:
    guide, person = library.page("P01"), alumnus()
    KeptRecord.objects.create(user=person, page_id=guide.pk, chapter="gibt-es-nicht-mehr")
    answer = browser(person).get(reverse("account_kept")).text
    assert guide.title in answer and "gibt-es-nicht-mehr/" not in answer


def test_a_note_on_a_chapter_is_one_on_the_chapter(library: Library) -> None:
    _key, section = chapter_key(library)
    guide, reader = library.page("P01"), browser(alumnus())
    shown = reader.get(f"{guide.get_url()}{section['anchor']}/").text
    link = f"?seite={guide.translation_key}&amp;kapitel={section['anchor']}"
    assert link in shown
    form = reader.get(reverse("account_kept") + link.replace("&amp;", "&")).text
    assert f'name="kapitel" value="{section["anchor"]}"' in form
    sent = {"seite": str(guide.translation_key), "kapitel": section["anchor"], "notiz": "Lesen."}
    reader.post(reverse("account_kept"), sent)
    assert KeptRecord.objects.get().chapter == section["anchor"]


@pytest.mark.parametrize(
    ("name", "sent", "said"),
    [
        ("account_topics", {"tun": "nennen", "art": "biete", "thema": "gibt-es-nicht"}, "aus der Liste"),
        ("account_digest", {"rhythmus": "stündlich"}, "wie oft eine Mail kommen soll"),
        ("account_kept", {"notiz": "x" * 501}, "500"),
    ],
)
def test_what_cannot_be_done_is_said(name: str, sent: dict[str, str], said: str, library: Library) -> None:
    sent = {"seite": str(library.page("L01").translation_key)} | sent if name == "account_kept" else sent
    answer = browser(alumnus()).post(reverse(name), sent, follow=True).text
    assert said in answer.partition("<main")[2].partition('role="alert"')[2].partition("</p>")[0]


def test_what_is_not_to_be_read_is_not_taken_over(library: Library) -> None:
    page, reader = library.page("L01"), browser(get_user_model().objects.create_user("gast"))
    type(page).objects.filter(pk=page.pk).update(access_level=AccessLevel.ALUMNI)
    key = source_of(page).key(page)  # type: ignore[union-attr]
    answer = reader.post(reverse("account_kept"), {"key": key}, follow=True).text
    assert page.title not in answer
    assert not KeptRecord.objects.exists()
    assert "data-kept-taken" not in answer
    type(page).objects.filter(pk=page.pk).update(access_level=AccessLevel.PUBLIC)
    reader.post(reverse("account_kept"), {"key": key})
    assert KeptRecord.objects.count() == 1


def test_a_full_list_takes_nothing_over(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("knowledge.alumni.actions.MOST_KEPT", 1)
    keys = [source_of(page).key(page) for page in (library.page("L01"), library.page("F01"))]  # type: ignore[union-attr]
    answer = browser(alumnus()).post(reverse("account_kept"), {"key": keys}, follow=True).text
    assert "Bitte nehmen Sie erst einen heraus." in answer
    assert "data-kept-taken" not in answer
    assert not KeptRecord.objects.exists()
