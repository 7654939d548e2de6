"""The confidential room: who gets in, what is kept, how a clean draft comes of it, and how everything
ends.
"""

from __future__ import annotations

import html
import logging
import re
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from cryptography.fernet import Fernet
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases import gate
from cases.intake import actions
from cases.intake.actions import ReviewChoice
from cases.intake.corrections import Correction
from cases.intake.review import review_of
from cases.intake.training import TRAINING_CODE, training_record
from cases.models import CaseMeeting, CasePage, RawAccess, RawCase, RawDecision, UnreportedWord
from cases.sealed import IntakeNames, destroy_names, read_text
from cases.sections import CaseText
from knowledge.models import WorkingMeeting

SECRET = (
    "Quellenrode",
    "Tratzmüller",
    "Quastenberg",
    "Ehrensperling",
    "Stolzenfuß",
    "Krähwinkler",
    "Hirnzwickl",
)


def user(name: str) -> Any:
    return get_user_model().objects.get(username=name)


@pytest.fixture
def raw(library: Any) -> RawCase:
    return RawCase.objects.get(code=TRAINING_CODE)


@pytest.fixture
def editor(signed_in: Any) -> Client:
    return signed_in("redaktion")


@pytest.fixture
def form_data() -> dict[str, str]:
    text, names = training_record()
    return text | {
        "municipality": names.municipality,
        "persons": "\n".join(names.persons),
        "organisations": "\n".join(names.organisations),
        "not_secret": "on",
    }


def decide_everything(raw: RawCase, who: str = "redaktion") -> None:
    review = review_of(raw)
    actions.decide(
        raw=raw,
        review=review,
        choices=[ReviewChoice(row.mark, "ersetzen", row.suggestion) for row in review.rows],
        user=user(who),
    )


def everything_in_the_database() -> str:
    """Every cell of every table as one text."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [str(cell) for row in cursor.fetchall() for cell in row]
    return "\n".join(found)


# --------------------------------------------------------------------------- who gets in

ADDRESSES = ("raw_review", "raw_edit", "raw_log", "raw_delete", "raw_undo", "raw_take_over", "raw_beside")


@pytest.mark.parametrize("name", ADDRESSES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_admin_access_alone_opens_nothing(name: str, method: str, raw: RawCase, library: Any) -> None:
    from django.contrib.auth.models import Group, Permission

    group = Group.objects.create(name="Redaktion ohne Rohfälle")
    group.permissions.set(
        Group.objects.get(name="Redaktion").permissions.exclude(codename__endswith="_rawcase")
    )
    assert Permission.objects.filter(codename="review_rawcase").exists()
    other = get_user_model().objects.create_user("andere", password="geheim-und-lang")
    other.groups.add(group)
    client = Client()
    client.force_login(other)
    assert client.get(reverse("raw_index")).status_code in {302, 403}
    response = getattr(client, method)(reverse(name, args=[raw.pk]))
    assert response.status_code in {302, 403}
    assert not any(word in response.text for word in SECRET)
    if response.status_code == 302:
        assert response["Location"] == reverse("wagtailadmin_home")
    assert not RawAccess.objects.filter(user=other).exists()


@pytest.mark.parametrize("name", ["raw_review", "raw_beside", "raw_edit", "raw_delete"])
def test_facilitators_take_in_but_do_not_read(
    name: str, raw: RawCase, signed_in: Any, form_data: dict[str, str]
) -> None:
    client = signed_in("moderation")
    assert client.get(reverse("raw_new")).status_code == 200
    assert client.get(reverse(name, args=[raw.pk])).status_code in {302, 403}
    response = client.post(reverse("raw_new"), form_data, follow=True)
    assert response.status_code == 200
    assert RawCase.objects.count() == 2
    assert not any(word in response.text for word in SECRET)


def test_nobody_else_finds_the_door(raw: RawCase, client: Client, signed_in: Any) -> None:
    for visitor in (client, signed_in("alumna")):
        response = visitor.get(reverse("raw_review", args=[raw.pk]))
        assert response.status_code == 302
        assert "/admin/login/" in response["Location"]


# --------------------------------------------------------------------------- intake


def test_intake_is_sealed_and_nothing_of_it_is_anywhere(
    editor: Client, form_data: dict[str, str], caplog: Any
) -> None:
    RawCase.objects.all().delete()
    with caplog.at_level(logging.DEBUG):
        response = editor.post(reverse("raw_new"), form_data)
    raw = RawCase.objects.get()
    assert response["Location"] == reverse("raw_review", args=[raw.pk])
    assert read_text(raw)["key_question"] == form_data["key_question"]
    assert IntakeNames.opened(raw).persons[0] == "Hubertine Quastenberg"
    cells = everything_in_the_database()
    for word in SECRET:
        assert word not in cells
        assert word not in caplog.text
    assert mail.outbox == []
    assert re.fullmatch(r"R-[2-9A-Z]{6}", raw.code)
    assert raw.delete_on == timezone.localdate() + timedelta(days=90)


def test_mistake_keeps_what_was_typed_and_saves_nothing(
    editor: Client, form_data: dict[str, str], raw: RawCase
) -> None:
    response = editor.post(reverse("raw_new"), form_data | {"key_question": ""})
    assert response.status_code == 200
    assert "Es ist noch nichts gespeichert" in response.text
    assert form_data["persons"].splitlines()[0] in response.text
    assert RawCase.objects.count() == 1


def test_form_sent_twice_makes_one_raw_case(editor: Client, form_data: dict[str, str]) -> None:
    page = editor.get(reverse("raw_new")).text
    key = re.search(r'name="vorgang" value="([0-9a-f]{32})"', page)
    assert key
    before, sent = RawCase.objects.count(), form_data | {"vorgang": key[1]}
    editor.post(reverse("raw_new"), sent)
    again = editor.post(reverse("raw_new"), sent, follow=True)
    assert RawCase.objects.count() == before + 1
    assert "zweimal abgeschickt" in again.text
    editor.post(reverse("raw_new"), sent | {"title": "Ein anderer Fall"})  # typed after "back"
    assert RawCase.objects.count() == before + 2


def test_form_given_back_with_a_mistake_keeps_its_key(editor: Client, form_data: dict[str, str]) -> None:
    response = editor.post(reverse("raw_new"), form_data | {"vorgang": "a" * 32, "key_question": ""})
    assert f'name="vorgang" value="{"a" * 32}"' in response.text


def test_confirmation_about_closed_sessions_is_needed(editor: Client, form_data: dict[str, str]) -> None:
    before = RawCase.objects.count()
    del form_data["not_secret"]
    assert editor.post(reverse("raw_new"), form_data).status_code == 200
    assert RawCase.objects.count() == before


@pytest.mark.parametrize("name", ["raw_review", "raw_edit", "raw_log", "raw_delete"])
def test_no_browser_and_no_proxy_keeps_a_copy(name: str, raw: RawCase, editor: Client) -> None:
    assert {"private", "no-store"} <= set(
        editor.get(reverse(name, args=[raw.pk]))["Cache-Control"].split(", ")
    )


def test_failure_tells_the_place_and_nothing_of_what_was_typed(
    editor: Client, form_data: dict[str, str], monkeypatch: Any, caplog: Any
) -> None:
    def broken(**kwargs: Any) -> None:
        raise ValueError(str(kwargs))

    monkeypatch.setattr(actions, "take_in", broken)
    with caplog.at_level(logging.DEBUG):
        response = editor.post(reverse("raw_new"), form_data)
    assert response.status_code == 500
    assert "ValueError in broken" in caplog.text
    assert mail.outbox == []
    assert not any(word in caplog.text + response.text for word in SECRET)


def test_document_fills_the_form_and_is_gone(
    editor: Client, raw: RawCase, tmp_path: Any, settings: Any
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10
    text = "In Quellenrode fehlt ein Plan.\nSchlüsselfrage: Wie fange ich an?"
    before = RawCase.objects.count()
    response = editor.post(
        reverse("raw_upload"), {"document": SimpleUploadedFile("Quellenrode.txt", text.encode())}
    )
    assert response.status_code == 200
    assert 'value="Wie fange ich an?"' in response.text
    assert "Quellenrode.txt" not in response.text
    assert RawCase.objects.count() == before
    assert list(tmp_path.iterdir()) == []
    assert "Quellenrode" not in everything_in_the_database()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0", "Das ist ein Bild; Text darin wird nicht gelesen."),
        (b"\x89PNG\r\n\x1a\n\0\0", "als PDF oder Word (.docx) speichern"),
        (b"\x7fELF\x02\x01\x01\0\0\0", "Dieses Format"),
        (b"", "leer"),
        (b"%PDF-1.4\nkaputt", "beschädigt"),
    ],
)
def test_unusable_document_is_told_in_words(data: bytes, words: str, editor: Client) -> None:
    response = editor.post(reverse("raw_upload"), {"document": SimpleUploadedFile("bericht.docx", data)})
    assert response.status_code == 200
    assert words in response.text


def test_upload_needs_the_token_of_the_form(library: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(user("redaktion"))
    assert (
        client.post(reverse("raw_upload"), {"document": SimpleUploadedFile("a.txt", b"Text")}).status_code
        == 403
    )


# --------------------------------------------------------------------------- access log


def test_every_opening_is_written_down_without_text(raw: RawCase, editor: Client) -> None:
    editor.get(reverse("raw_review", args=[raw.pk]))
    editor.get(reverse("raw_edit", args=[raw.pk]))
    rows = raw.accesses.filter(user=user("redaktion"))
    assert [row.action for row in rows] == ["geoeffnet", "geoeffnet"]
    page = editor.get(reverse("raw_log", args=[raw.pk])).text
    assert "geöffnet" in page
    assert "redaktion" in page


# --------------------------------------------------------------------------- review


def test_form_without_javascript_decides_all_mentions_at_once(raw: RawCase, editor: Client) -> None:
    rows = review_of(raw).rows
    row = next(row for row in rows if "Tratzmüller" in row.words)
    address = reverse("raw_review", args=[raw.pk])
    assert f"0 von {len(rows)} geprüft" in editor.get(address).text
    response = editor.post(
        address, {f"entscheidung-{row.mark}": "ersetzen", f"ersatz-{row.mark}": "[Kämmerei]", "nur": row.mark}
    )
    assert response.status_code == 302
    page = editor.get(address).text
    assert f"1 von {len(rows)} geprüft" in page
    assert "wird ersetzt: [Kämmerei]" in page
    assert raw.decisions.count() == 1


def test_page_says_why_it_cannot_be_taken_over_yet(raw: RawCase, editor: Client) -> None:
    address = reverse("raw_review", args=[raw.pk])
    reason = "Geht, sobald über jeden Fund entschieden ist."
    assert f'<p id="warum-nicht">{reason}' in " ".join(editor.get(address).text.split())
    decide_everything(raw)
    assert f'<p id="warum-nicht" hidden>{reason}' in " ".join(editor.get(address).text.split())


def test_what_was_taken_over_asks_for_no_decision(raw: RawCase, editor: Client) -> None:
    decide_everything(raw)
    actions.take_over(raw=raw, user=user("redaktion"))
    page = editor.get(reverse("raw_review", args=[raw.pk])).text
    assert "in einen Fall übernommen" in page
    assert "geprüft" not in page
    assert "fundzeile" not in page


def test_all_answers_of_the_form_are_saved_together_and_undone_together(raw: RawCase, editor: Client) -> None:
    rows = review_of(raw).rows[:3]
    data = {f"entscheidung-{row.mark}": "ersetzen" for row in rows} | {
        f"ersatz-{row.mark}": "[X]" for row in rows
    }
    editor.post(reverse("raw_review", args=[raw.pk]), data)
    assert review_of(raw).decided == 3
    editor.post(reverse("raw_undo", args=[raw.pk]))
    assert review_of(raw).decided == 0
    assert raw.decisions.exclude(undone_at=None).count() == 3


def test_sure_proposals_are_taken_at_once(raw: RawCase, editor: Client) -> None:
    for words in ("Lehrerin", "Bäder"):  # what a person marks is certain
        correction = Correction(RawDecision.Choice.MARK, "", "person", words)
        actions.correct(raw=raw, review=review_of(raw), correction=correction, user=user("redaktion"))
    certain = [row for row in review_of(raw).rows if row.level == "sicher"]
    singly = {row.mark for row in certain if row.is_third_person or row.kind == "sensitive"}
    assert singly
    editor.post(reverse("raw_review", args=[raw.pk]), {"alle": "sicher"})
    decided = {row.mark: row for row in review_of(raw).rows if row.decision}
    assert len(decided) > 10
    assert set(decided) == {row.mark for row in certain} - singly
    assert all(row.decision.replacement == row.suggestion for row in decided.values())


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"entscheidung": "bleibt", "grund": "gewoehnliches-wort"}, "genannter Name bleibt nicht stehen"),
        ({"entscheidung": "ersetzen", "ersatz": " "}, "was stattdessen"),
        ({"entscheidung": "ersetzen", "ersatz": "Rat von Quellenrode"}, "enthält einen bei der Aufnahme"),
    ],
)
def test_decision_that_guards_nothing_is_refused(
    data: dict[str, str], words: str, raw: RawCase, editor: Client
) -> None:
    row = review_of(raw).rows[0]
    assert row.is_intake
    response = editor.post(
        reverse("raw_review", args=[raw.pk]),
        {f"{name}-{row.mark}": value for name, value in data.items()},
        follow=True,
    )
    assert words in response.text
    assert raw.decisions.count() == 0
    answer = editor.post(
        reverse("raw_review", args=[raw.pk]),
        {f"{name}-{row.mark}": value for name, value in data.items()},
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 400
    assert words in answer.json()["error"]


def test_what_is_wrong_leads_to_its_row_and_nothing_chosen_is_lost(raw: RawCase, editor: Client) -> None:
    rows = [row for row in review_of(raw).rows if not row.is_intake]
    right, wrong, strange = rows[0], rows[-1], rows[-2]
    page = editor.post(
        reverse("raw_review", args=[raw.pk]),
        {
            f"entscheidung-{right.mark}": "ersetzen",
            f"ersatz-{right.mark}": "[jemand von hier]",
            f"entscheidung-{wrong.mark}": "bleibt",
            f"entscheidung-{strange.mark}": "bleibt",
            f"grund-{strange.mark}": "weil-halt",
        },
    )
    soup = BeautifulSoup(page.content, "html.parser")
    summary = soup.select_one(".probleme[autofocus]")
    assert [link["href"] for link in summary.select("a")] == [f"#fund-{strange.mark}", f"#fund-{wrong.mark}"]
    told = soup.select_one(f"#fund-{wrong.mark} [data-zeilenfehler]").text
    assert told.startswith("Bitte einen Grund wählen")
    assert soup.select_one(f"input[name=ersatz-{right.mark}]")["value"] == "[jemand von hier]"
    assert soup.select_one(f"#bleibt-{wrong.mark}").has_attr("checked")
    assert raw.decisions.count() == 0


def test_reason_lets_a_harmless_word_stay(raw: RawCase, editor: Client) -> None:
    rows = review_of(raw).rows
    row = min(rows, key=lambda row: row.certainty)
    data = {f"entscheidung-{row.mark}": "bleibt", f"grund-{row.mark}": "gewoehnliches-wort", "nur": row.mark}
    state = editor.post(
        reverse("raw_review", args=[raw.pk]), data, headers={"Accept": "application/json"}
    ).json()
    assert state["progress"] == f"1 von {len(rows)} geprüft"
    assert state["marks"][row.mark] == "bleibt: Gewöhnliches Wort, kein Name"
    decision = raw.decisions.get()
    assert (decision.reason, decision.sealed_replacement) == ("gewoehnliches-wort", "")


def test_a_word_is_never_reported_again_by_one_click(raw: RawCase, editor: Client, signed_in: Any) -> None:
    rows = review_of(raw).rows
    row = next(row for row in rows if row.may_be_unreported)
    address = reverse("raw_review", args=[raw.pk])
    editor.post(address, {"nie-wieder": row.mark})
    assert f"von {len(rows) - 1} geprüft" in editor.get(address).text
    page = editor.get(reverse("raw_words")).text
    assert row.words in page and "Gewöhnliches Wort" in page and "Redaktion" in page
    assert signed_in("moderation").get(reverse("raw_words")).status_code in {302, 403}
    signed_in("redaktion").post(reverse("raw_words"), {"wort": str(UnreportedWord.objects.get().pk)})
    assert f"von {len(rows)} geprüft" in signed_in("redaktion").get(address).text


def test_the_log_tells_a_decision_from_its_undoing(raw: RawCase, editor: Client) -> None:
    editor.post(reverse("raw_review", args=[raw.pk]), {"alle": "sicher"})
    editor.post(reverse("raw_undo", args=[raw.pk]))
    page = editor.get(reverse("raw_log", args=[raw.pk])).text
    assert page.index("Entscheidung zurückgenommen") < page.index("Funde entschieden")


def test_audit_holds_marks_and_codes_but_no_words(raw: RawCase) -> None:
    decide_everything(raw)
    cells = "\n".join(str(value) for decision in raw.decisions.all() for value in vars(decision).values())
    assert not any(word in cells for word in SECRET)
    assert "Kämmerei" not in cells
    decision = raw.decisions.first()
    assert decision is not None
    assert decision.detector
    assert decision.decided_by == user("redaktion")


def test_cover_names_stay_within_a_case_and_do_not_link_two(raw: RawCase) -> None:
    text, names = training_record()
    review = review_of(raw)
    person = next(row for row in review.rows if row.words == "Ehrensperling" or "Walburga" in row.words)
    actions.decide(
        raw=raw,
        review=review,
        choices=[ReviewChoice(person.mark, "ersetzen", person.suggestion)],
        user=user("redaktion"),
    )
    # Another person turns up earlier in the text: the cover name of the first one does not move.
    changed = text | {"title": "Streit mit Wendelgard Föhrenschläger"}
    actions.change(raw=raw, text=changed, names=names, meeting=None, user=user("redaktion"))
    again = review_of(raw)
    same = next(row for row in again.rows if row.mark == person.mark)
    assert (same.suggestion, same.decision is not None) == (person.suggestion, True)
    other = actions.take_in(text=text, names=names, meeting=None, user=None)
    marks = {row.mark for row in review_of(other).rows}
    assert marks.isdisjoint(row.mark for row in again.rows)


# --------------------------------------------------------------------------- handover


def test_draft_is_clean_from_its_first_revision(raw: RawCase, editor: Client) -> None:
    raw.meeting = WorkingMeeting.objects.first()
    raw.save()
    decide_everything(raw)
    response = editor.post(reverse("raw_take_over", args=[raw.pk]))
    raw.refresh_from_db()
    page = raw.case
    assert page is not None
    assert response["Location"] == reverse("raw_beside", args=[raw.pk])
    assert not page.live
    assert re.fullmatch(r"fall-[a-z0-9]{5}", page.slug)
    assert page.owner == user("redaktion")
    assert page.actors.count() == 6
    assert page.hypotheses.count() == 4
    assert [row.method.title for row in page.case_methods.all()] == ["Kopfstandtechnik"]
    assert CaseMeeting.objects.get(case=page).meeting == raw.meeting
    assert page.revisions.count() == 1
    cells = everything_in_the_database()
    assert not any(word in cells for word in SECRET)
    assert "Zwirnbach" not in cells
    assert raw.delete_on == timezone.localdate() + timedelta(days=60)


LONG_QUESTION = (
    "Wie kann ich eine Entscheidung über das Bad vorbereiten, die auch die Unterlegenen mittragen, ohne dass"
    " jemand sein Gesicht verliert, und zwar so rechtzeitig vor den Haushaltsberatungen, dass die Verwaltung"
    " die Zahlen noch einmal in Ruhe durchrechnen kann?"
)


def handed_over(raw: RawCase, **changes: str) -> CasePage:
    """The draft of a raw case with other words in some fields."""
    text, names = training_record()
    actions.change(raw=raw, text=text | changes, names=names, meeting=None, user=user("redaktion"))
    decide_everything(raw)
    page = actions.take_over(raw=raw, user=user("redaktion")).get_latest_revision_as_object()
    assert isinstance(page, CasePage)
    return page


def test_main_text_arrives_as_it_was_written(raw: RawCase) -> None:
    page = handed_over(
        raw, situation='Der Rat will sparen & warten.\n\nZahlen: 3 < 5.\nNiemand „rechnet“ "nach".'
    )
    situation = str(page.initial_situation[0].value.source)
    assert (
        situation
        == '<p>Der Rat will sparen &amp; warten.</p><p>Zahlen: 3 &lt; 5.<br/>Niemand „rechnet“ "nach".</p>'
    )
    shown = [words for name, words in CaseText.of(page).texts if name == "initial_situation"]
    assert not any("<p>" in words or "&amp;" in words for words in shown), shown


def test_nothing_is_cut_that_a_field_has_no_room_for(raw: RawCase, editor: Client) -> None:
    title = (
        "Wie kommt das alte Hallenbad über den Winter, wenn niemand mehr zahlen will und keiner es schließen"
        " mag?"
    )
    role = (
        "Eine Runde von Leuten, die seit Jahren immer wieder dasselbe sagen und dabei sehr unterschiedliche"
        " Dinge meinen, auch heute noch"
    )
    methods = "Kopfstandtechnik\nStrichliste am Beckenrand"
    page = handed_over(raw, key_question=LONG_QUESTION, title=title, actors=f"{role}: Ruhe", methods=methods)
    actor = page.actors.get()
    for short, whole, most in (
        (page.key_question, LONG_QUESTION, 220),
        (page.title, title, 90),
        (actor.role, role, 120),
    ):
        assert len(short) <= most
        head = short.rstrip("?").removesuffix("…")
        assert whole.startswith(head)
        assert whole[len(head) : len(head) + 1] in {" ", ","}, short
    everything = html.unescape(str(page.initial_situation[-1].value.source))
    assert LONG_QUESTION in everything
    assert title in everything
    assert "Strichliste am Beckenrand" in everything
    assert "Kopfstandtechnik" not in everything
    assert role in actor.interest
    assert "Ruhe" in actor.interest


def test_editor_is_told_what_had_no_room_and_where_it_is(raw: RawCase, editor: Client) -> None:
    text, names = training_record()
    actions.change(
        raw=raw,
        text=text | {"key_question": LONG_QUESTION},
        names=names,
        meeting=None,
        user=user("redaktion"),
    )
    decide_everything(raw)
    told = editor.post(reverse("raw_take_over", args=[raw.pk]), follow=True).text
    assert "am Ende der Ausgangslage" in told
    assert "Schlüsselfrage" in told


def test_short_texts_leave_no_rest(raw: RawCase, editor: Client) -> None:
    page = handed_over(
        raw, title="Wer zahlt das Bad?", key_question="Wie fange ich an?", methods="Kopfstandtechnik"
    )
    assert (page.title, page.key_question, len(page.initial_situation)) == (
        "Wer zahlt das Bad?",
        "Wie fange ich an?",
        1,
    )


def test_room_of_a_field_is_told_at_intake(editor: Client) -> None:
    form = editor.get(reverse("raw_new")).text
    assert "220 Zeichen" in form
    assert "90 Zeichen" in form
    # The browser would cut what is pasted without a word.
    assert "maxlength" not in form


def test_open_finding_keeps_the_case_in_its_room(raw: RawCase, editor: Client) -> None:
    before = CasePage.objects.count()
    editor.post(reverse("raw_review", args=[raw.pk]), {"alle": "sicher"})
    response = editor.post(reverse("raw_take_over", args=[raw.pk]), follow=True)
    assert "Funde offen" in response.text
    assert CasePage.objects.count() == before
    raw.refresh_from_db()
    assert not raw.is_released


def test_only_once(raw: RawCase, editor: Client) -> None:
    decide_everything(raw)
    actions.take_over(raw=raw, user=user("redaktion"))
    raw.refresh_from_db()
    for action in (
        lambda: actions.take_over(raw=raw, user=user("redaktion")),
        lambda: actions.undo(raw=raw, user=user("redaktion")),
        lambda: actions.change(raw=raw, text={}, names=IntakeNames(), meeting=None, user=None),
        lambda: actions.decide(raw=raw, review=review_of(raw), choices=[], user=None),
    ):
        with pytest.raises(ValueError, match="schon ein Fall"):
            action()
    assert editor.get(reverse("raw_edit", args=[raw.pk])).status_code == 302


def test_raw_text_stands_beside_the_form(raw: RawCase, editor: Client, signed_in: Any) -> None:
    decide_everything(raw)
    page = actions.take_over(raw=raw, user=user("redaktion"))
    response = editor.get(reverse("raw_beside", args=[raw.pk]))
    assert "Quellenrode" in response.text
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in response.text
    edit = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert reverse("raw_beside", args=[raw.pk]) in edit.text
    assert edit["X-Frame-Options"] == "SAMEORIGIN"
    assert (
        reverse("raw_beside", args=[raw.pk])
        not in signed_in("moderation").get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
    )


def test_gate_looks_for_the_names_until_they_are_destroyed(raw: RawCase) -> None:
    decide_everything(raw)
    page = actions.take_over(raw=raw, user=user("redaktion"))
    page.kernel = "Der Rat will sparen, das Bad am Zwirnbach auch."
    page.save(clean=False)
    assert any(
        problem.field == "Der Fall in 60 Sekunden"
        for problem in gate.problems(page)
        if problem.code.startswith("finding:")
    )
    raw.refresh_from_db()
    destroy_names(raw=raw)
    raw.refresh_from_db()
    assert (raw.sealed_names, raw.sealed_key, raw.sealed_labels) == ("", "", "")
    assert not raw.decisions.exclude(sealed_replacement="").exists()
    assert raw.accesses.first().action == RawAccess.Action.NAMES_DESTROYED


def test_release_page_shows_findings_and_hints_to_whoever_wrote_the_text(
    raw: RawCase, editor: Client
) -> None:
    decide_everything(raw)
    page = actions.take_over(raw=raw, user=user("redaktion"))
    page.kernel = "Nach dem Bürgerentscheid war alles anders."
    page.save(clean=False)
    page.save_revision(clean=False)
    text = editor.get(reverse("case_release", args=[page.pk])).text
    assert "zum Ansehen" in text
    assert "„Bürgerentscheid“ (Einmaliges, macht mit dem Kopf erkennbar, wahrscheinlich)" in text
    assert 'value="bestanden"' not in text, "whoever took it over reads the findings and does not review"


def test_publication_destroys_the_names(raw: RawCase, library: Any, settings: Any) -> None:
    """The case of the library stands in for the draft: it has everything a publication needs."""
    page = library.page("F01")
    RawCase.objects.filter(pk=raw.pk).update(case=page, released_at=timezone.now())
    with gate.released_together():
        page.get_latest_revision_as_object().save_revision().publish()
    raw.refresh_from_db()
    assert not raw.has_names
    assert raw.sealed_text


def test_missing_key_closes_gate_and_room(raw: RawCase, editor: Client, settings: Any) -> None:
    decide_everything(raw)
    page = actions.take_over(raw=raw, user=user("redaktion"))
    settings.RAW_CASE_KEYS = [Fernet.generate_key().decode()]
    response = editor.get(reverse("raw_review", args=[raw.pk]))
    assert response.status_code == 503
    assert "RAW_CASE_KEYS" in response.text
    assert "sealed" in {problem.code for problem in gate.problems(page)}


def test_withdrawal_takes_the_raw_case_along(raw: RawCase) -> None:
    from cases.gate import withdraw

    decide_everything(raw)
    page = actions.take_over(raw=raw, user=user("redaktion"))
    withdraw(case=page)
    assert not RawCase.objects.filter(pk=raw.pk).exists()


# --------------------------------------------------------------------------- the end of it


def test_due_raw_cases_go_and_their_log_stays(raw: RawCase, capsys: Any) -> None:
    RawCase.objects.filter(pk=raw.pk).update(delete_on=timezone.localdate() + timedelta(days=1))
    call_command("delete_raw_cases")
    assert RawCase.objects.filter(pk=raw.pk).exists()
    RawCase.objects.filter(pk=raw.pk).update(delete_on=timezone.localdate())
    call_command("delete_raw_cases", "--dry-run")
    assert RawCase.objects.filter(pk=raw.pk).exists()
    call_command("delete_raw_cases")
    assert not RawCase.objects.filter(pk=raw.pk).exists()
    assert not RawDecision.objects.exists()
    log = RawAccess.objects.filter(code=TRAINING_CODE)
    assert log.first().action == RawAccess.Action.DELETED
    log.update(at=timezone.now() - timedelta(days=366))
    call_command("delete_raw_cases")
    assert not log.exists()
    assert "1 Rohfall gelöscht." in capsys.readouterr().out


def test_the_page_says_why_the_day_of_deletion_comes_nearer(raw: RawCase, editor: Client) -> None:
    address = reverse("raw_review", args=[raw.pk])
    assert "gilt von da an eine kürzere Frist" in editor.get(address).text
    decide_everything(raw)
    actions.take_over(raw=raw, user=user("redaktion"))
    assert "Seit er übernommen ist, gilt die kürzere Frist." in editor.get(address).text


def test_no_setting_keeps_a_raw_text_longer_than_ninety_days(raw: RawCase, settings: Any) -> None:
    settings.RAW_CASE_DAYS_AFTER_RELEASE = 4_000
    RawCase.objects.filter(pk=raw.pk).update(delete_on=timezone.localdate() + timedelta(days=4_000))
    decide_everything(raw)
    actions.take_over(raw=raw, user=user("redaktion"))
    raw.refresh_from_db()
    assert raw.delete_on == timezone.localdate() + timedelta(days=90)


def test_keys_are_changed_by_command(raw: RawCase, settings: Any) -> None:
    decide_everything(raw)
    old, new = settings.RAW_CASE_KEYS[0], Fernet.generate_key().decode()
    settings.RAW_CASE_KEYS = [new, old]
    call_command("rotate_raw_case_keys")
    settings.RAW_CASE_KEYS = [new]
    raw.refresh_from_db()
    assert review_of(raw).is_complete
    settings.RAW_CASE_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(CommandError, match="RAW_CASE_KEYS"):
        call_command("rotate_raw_case_keys")


def test_deleting_by_hand_asks_first(raw: RawCase, editor: Client) -> None:
    address = reverse("raw_delete", args=[raw.pk])
    assert "Endgültig löschen" in editor.get(address).text
    assert RawCase.objects.filter(pk=raw.pk).exists()
    assert editor.post(address)["Location"] == reverse("raw_index")
    assert not RawCase.objects.filter(pk=raw.pk).exists()


def test_confidential_models_are_in_no_index_log_or_revision(raw: RawCase) -> None:
    from wagtail.models import ModelLogEntry, ReferenceIndex, Revision
    from wagtail.search.index import get_indexed_models

    decide_everything(raw)
    actions.take_over(raw=raw, user=user("redaktion"))
    for model in (RawCase, RawDecision, RawAccess):
        assert model not in get_indexed_models()
        kind = apps.get_model("contenttypes", "ContentType").objects.get_for_model(model)
        assert not Revision.objects.filter(content_type=kind).exists()
        assert not ModelLogEntry.objects.filter(content_type=kind).exists()
        assert not ReferenceIndex.objects.filter(content_type=kind).exists()
