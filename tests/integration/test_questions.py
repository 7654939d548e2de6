"""A question from a search without answer to the mail with the answer."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from knowledge.models import ForumCycle, OpenQuestion, QuestionSubscription
from knowledge.questions import forms
from knowledge.questions.actions import ask_question, tell_askers
from search.models import UnansweredQuery
from search.public_forms import fields as open_forms
from search.public_forms.fields import stamp

NOTHING = "Quantenverschränkung Mondbasis"
TEXT = "Wie bekommen wir ein Rechenzentrum ans Wärmenetz, wenn niemand Zeit dafür hat?"


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_forms, "MIN_SECONDS", -1)


def send(text: str = TEXT, **fields: str) -> Any:
    return Client(enforce_csrf_checks=True).post(
        "/frage/", {"frage": text, "stempel": stamp("frage"), "webseite": "", **fields}
    )


def test_the_result_page_offers_the_form_without_a_cookie(client: Client) -> None:
    response = client.get(f"/suche/?q={quote(NOTHING)}")
    page = response.content.decode()
    assert "Frage an die nächste Staffel" in page
    assert f"{NOTHING}</textarea>" in page
    assert not response.cookies
    assert re.search(r'name="stempel" value="[^"]{20,}"', page)


def test_nearest_hits_are_marked_as_perhaps(client: Client) -> None:
    page = client.get(
        "/suche/?q=" + quote("Quantenverschränkung Mondbasis Wurmloch Gemeinderat")
    ).content.decode()
    assert "passen vielleicht" in page
    assert 'tag--maybe">vielleicht</span>' in page
    assert "tag--maybe" not in client.get("/suche/?q=Gemeinderat+blockiert").content.decode()


def test_a_question_is_kept_in_one_step(django_capture_on_commit_callbacks: Any) -> None:
    response = send()
    assert (response.status_code, response.url) == (302, "/frage/danke/")
    question = OpenQuestion.objects.get()
    assert (question.text, question.state, question.origin, question.askers) == (
        TEXT,
        "gemeldet",
        "gemeldet",
        1,
    )
    assert not response.cookies
    assert mail.outbox == []
    send(TEXT.lower().replace("?", ""))
    assert OpenQuestion.objects.get().askers == 2


def test_names_are_shown_and_nothing_is_lost() -> None:
    text = "Bürgermeister Huber aus Bad Tölz blockiert das Wärmenetz, was tun?"
    response = send(text, mail="ich@rathaus.example")
    page = response.content.decode()
    assert response.status_code == 422
    assert not OpenQuestion.objects.exists()
    assert "<mark>Bad Tölz</mark>" in page
    assert "[Gemeinde]" in page
    assert f"{text}</textarea>" in page
    assert 'value="ich@rathaus.example"' in page
    replaced = re.search(r'name="frage"\s+value="([^"]*)"', page)
    assert replaced is not None
    assert "Bad Tölz" not in replaced[1]
    assert send(replaced[1]).status_code == 302
    assert "Huber" not in OpenQuestion.objects.get().text


def test_a_certain_finding_cannot_be_confirmed_away_and_a_doubtful_one_can() -> None:
    assert send("Wie geht es in Bad Tölz mit dem Wärmenetz weiter?", keine_namen="1").status_code == 422
    doubtful = "Was bleibt nach der Landesgartenschau von der Zusammenarbeit?"
    page = send(doubtful).content.decode()
    assert 'name="keine_namen"' in page
    assert send(doubtful, keine_namen="1").status_code == 302
    assert OpenQuestion.objects.get().text == doubtful


@pytest.mark.parametrize(
    "fields",
    [
        {"stempel": ""},
        {"webseite": "x"},
        {"mail": "keine"},
        {"frage": "kurz"},
        {"frage": "a " * 400},
        {"frage": "\x00\x00"},
        {"frage": ""},
    ],
)
def test_what_is_not_taken(fields: dict[str, str]) -> None:
    response = send(**{"text": fields.pop("frage", TEXT), **fields})
    assert response.status_code == 422
    assert not OpenQuestion.objects.exists()


@pytest.mark.parametrize("lost", ["\0", "\N{REPLACEMENT CHARACTER}"])
def test_a_letter_that_got_lost_is_told(lost: str) -> None:
    response = send(f"Wie bringen wir den Stra{lost}enbau in den Haushalt, wenn das Geld fehlt?")
    assert response.status_code == 422
    assert "kam unlesbar an" in response.text
    assert "den Stra" in response.text
    assert not OpenQuestion.objects.exists()


@pytest.mark.parametrize("field", ["herkunft", "zu"])
@pytest.mark.parametrize("value", ["a\0b", "x" * 500])
def test_nonsense_in_a_field_that_nobody_sees_is_nothing(field: str, value: str) -> None:
    assert send(**{field: value}).status_code == 302
    assert OpenQuestion.objects.count() == 1


def test_what_is_too_long_is_refused_without_looking_through_it(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[str] = []
    inspect = forms.inspect_text
    monkeypatch.setattr(forms, "inspect_text", lambda text: looked_at.append(text) or inspect(text))
    response = send("Bürgermeister Huber aus Bad Tölz " * 200)
    assert response.status_code == 422
    assert "höchstens 600 sind möglich" in response.content.decode()
    assert looked_at == []
    send("Bürgermeister Huber aus Bad Tölz " * 10)
    assert len(looked_at) == 1


def test_english_page(client: Client) -> None:
    assert client.get("/en/frage/").status_code == 200


# --------------------------------------------------------------------------- states


def step(question: OpenQuestion, state: str, **fields: Any) -> OpenQuestion:
    question.state = state
    for name, value in fields.items():
        setattr(question, name, value)
    question.full_clean()
    question.save()
    return question


def test_the_way_of_a_question(library: Any) -> None:
    question = OpenQuestion.objects.create(text=TEXT)
    with pytest.raises(ValidationError, match="geht es nur weiter zu"):
        step(question, "beratung")
    step(question, "bestaetigt")
    with pytest.raises(ValidationError, match="Staffel"):
        step(question, "agenda")
    step(question, "agenda", cycle=ForumCycle.objects.first())
    step(question, "beratung")
    with pytest.raises(ValidationError, match="Fall oder die Lehre"):
        step(question, "beantwortet")
    step(question, "beantwortet", answer=library.page("L01"))
    with pytest.raises(ValidationError, match="geht es nur weiter zu"):
        step(question, "gemeldet")


def test_a_rejection_says_why() -> None:
    question = OpenQuestion.objects.create(text=TEXT)
    with pytest.raises(ValidationError, match="warum"):
        step(question, "abgelehnt")
    step(question, "abgelehnt", reply="Dafür ist der Landkreis zuständig.")


def test_every_state_leads_somewhere_and_all_are_reached() -> None:
    steps = OpenQuestion.STEPS
    assert set(steps) == set(OpenQuestion.State)
    reached, todo = set(), [OpenQuestion.State.REPORTED.value]
    while todo:
        state = todo.pop()
        if state not in reached:
            reached.add(state)
            todo += [str(s) for s in steps[state]]
    assert reached == set(OpenQuestion.State.values)


def test_editors_work_on_questions_in_the_admin(signed_in: Any) -> None:
    question = OpenQuestion.objects.create(text=TEXT)
    viewset = OpenQuestion.snippet_viewset
    editor = signed_in("redaktion")
    listing = editor.get(reverse(viewset.get_url_name("list")) + "?state=gemeldet")
    assert TEXT[:40] in listing.content.decode()
    assert (
        TEXT[:40] not in editor.get(reverse(viewset.get_url_name("list")) + "?state=agenda").content.decode()
    )
    address = reverse(viewset.get_url_name("edit"), args=[question.pk])
    form = {
        "text": TEXT,
        "state": "beratung",
        "origin": "gemeldet",
        "askers": 1,
        "reply": "",
        "editor_note": "",
        "answer": "",
        "cycle": "",
    }
    refused = editor.post(address, form)
    assert "geht es nur weiter zu: Bestätigt, Beantwortet, Abgelehnt" in refused.content.decode()
    assert editor.post(address, {**form, "state": "bestaetigt"}).status_code == 302
    question.refresh_from_db()
    assert question.state == "bestaetigt"
    assert signed_in("alumna").get(address).status_code in {302, 403}


# --------------------------------------------------------------------------- mails


def confirmed(question: OpenQuestion, email: str = "ich@rathaus.example") -> QuestionSubscription:
    return QuestionSubscription.objects.create(question=question, email=email, confirmed_at=timezone.now())


def test_double_opt_in(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert send(mail="ich@rathaus.example").url == "/frage/danke/?mail=1"
    (message,) = mail.outbox
    assert message.subject == "Bitte bestätigen: Antwort auf Ihre Frage"
    assert TEXT not in message.body
    row = QuestionSubscription.objects.get()
    link = reverse("question_subscription", args=[row.key])
    assert link in message.body
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    client = Client(enforce_csrf_checks=True)
    page = client.get(link)
    assert TEXT in page.content.decode()
    assert (page.status_code, page["Cache-Control"], page["Referrer-Policy"]) == (
        200,
        "private, no-store",
        "no-referrer",
    )
    assert (
        not QuestionSubscription.objects.confirmed().exists()
    )  # looking is not confirming: mail scanners look
    client.post(f"{link}bestaetigen/")
    assert QuestionSubscription.objects.confirmed().exists()
    client.post(link, {"List-Unsubscribe": "One-Click"})
    assert not QuestionSubscription.objects.exists()
    assert client.get(link).status_code == 404


def test_the_answer_is_sent_once_and_the_address_forgotten(library: Any) -> None:
    question = OpenQuestion.objects.create(
        text=TEXT, state="beantwortet", answer=library.page("L01"), reply="Kurz: ja."
    )
    confirmed(question)
    QuestionSubscription.objects.create(
        question=question, email="nie@rathaus.example", asked_at=timezone.now()
    )
    call_command("send_mails")
    (message,) = mail.outbox
    assert message.to == ["ich@rathaus.example"]
    assert library.page("L01").get_url() in message.body
    assert "Kurz: ja." in message.body
    assert list(QuestionSubscription.objects.values_list("email", flat=True)) == ["nie@rathaus.example"]
    assert tell_askers() == 0


def test_an_answer_that_is_not_public_is_not_told(library: Any) -> None:
    page = library.page("L01")
    page.access_level = "alumni"
    page.save()
    question = OpenQuestion.objects.create(text=TEXT, state="beantwortet", answer=page)
    confirmed(question)
    assert tell_askers() == 1
    assert page.title not in mail.outbox[0].body
    assert page.slug not in mail.outbox[0].body


def test_an_answer_that_could_not_be_handed_over_is_not_forgotten(
    library: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirmed(OpenQuestion.objects.create(text=TEXT, state="abgelehnt", reply="Leider nein."))

    def fail(*args: Any, **kwargs: Any) -> None:
        raise DatabaseError

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", fail)
        with pytest.raises(DatabaseError):
            tell_askers()
    QuestionSubscription.objects.update(claimed_at=None)  # after a quarter of an hour
    assert tell_askers() == 1
    assert "Leider nein." in mail.outbox[0].body


def test_unconfirmed_addresses_go_after_seven_days() -> None:
    question = OpenQuestion.objects.create(text=TEXT)
    for days in (6, 8):
        QuestionSubscription.objects.create(
            question=question, email=f"d{days}@rathaus.example", created=timezone.now() - timedelta(days=days)
        )
    tell_askers()
    assert [row.email for row in QuestionSubscription.objects.all()] == ["d6@rathaus.example"]


def test_nobody_can_flood_a_mailbox(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(8):
            ask_question(
                text=f"{TEXT} {number}", origin="gemeldet", email="opfer@rathaus.example", language="de"
            )
    assert len(mail.outbox) == 5


# --------------------------------------------------------------------------- radar


def test_radar_for_editors_only_and_with_k(signed_in: Any) -> None:
    today = timezone.localdate()
    for text in ("quantencomputer im bauamt", "quantencomputer beschaffen"):
        UnansweredQuery.objects.create(text=text, day=today, count=9)
    editor, address = signed_in("redaktion"), reverse("search_radar")
    assert "quantencomputer" not in editor.get(address).content.decode()
    UnansweredQuery.objects.create(text="quantencomputer", day=today)
    page = editor.get(address).content.decode()
    assert "quantencomputer" in page
    assert "bauamt" not in page
    export = b"".join(editor.get(address + "?export=csv").streaming_content).decode()
    assert "quantencomputer,3," in export
    assert editor.get(address + "?export=xlsx")["Content-Type"].startswith("application/vnd.openxml")
    assert signed_in("alumna").get(address).status_code in {302, 403}


def test_the_log_keeps_no_query_with_a_name(client: Client) -> None:
    client.get("/suche/?q=" + quote("Mondbasis Bad Tölz"))
    assert not UnansweredQuery.objects.exists()
    client.get("/suche/?q=" + quote(NOTHING))
    assert UnansweredQuery.objects.get().text == NOTHING.lower()


def test_addresses_can_be_found_and_deleted_but_not_made(signed_in: Any) -> None:
    row = confirmed(OpenQuestion.objects.create(text=TEXT))
    viewset = QuestionSubscription.snippet_viewset
    editor = signed_in("redaktion")
    assert row.email in editor.get(reverse(viewset.get_url_name("list"))).content.decode()
    assert editor.get(reverse(viewset.get_url_name("add"))).status_code in {302, 403}
    editor.post(reverse(viewset.get_url_name("delete"), args=[row.pk]))
    assert not QuestionSubscription.objects.exists()
