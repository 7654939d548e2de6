"""Nothing typed at intake is lost: not to a file, not to a refused file, not to another person who saves the
same raw case.
"""

from __future__ import annotations

import io
import zipfile
from typing import Any
from xml.sax.saxutils import escape

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cases.intake import actions
from cases.intake.actions import ReviewChoice
from cases.intake.review import review_of
from cases.models import RawCase, RawDecision
from cases.sealed import IntakeNames, read_text
from cases.sections import CaseText
from tests.integration.test_raw_cases import (  # noqa: F401 (fixtures)
    decide_everything,
    editor,
    everything_in_the_database,
    form_data,
    raw,
    user,
)

TYPED = {
    "title": "Selbst getippt & gedacht",
    "situation": "Erster Absatz, getippt.\nZweite Zeile.",
    "persons": "Wendelgard Föhrenschläger",
    "municipality": "Quellenrode",
    "federal_state": "BY",
    "size_band": "kleinstadt-klein",
    "challenge": "finanzen",
    "not_secret": "on",
}


def form_of(text: str) -> dict[str, str]:
    """What a browser would send for the form of the fields: every field with its value, radio buttons that
    are chosen.
    """
    found: dict[str, str] = {}
    form = BeautifulSoup(text, "html.parser").find(
        lambda tag: tag.name == "form" and tag.find(attrs={"name": "key_question"})
    )
    assert form is not None
    for field in form.find_all(["input", "textarea", "select"]):
        name = field.get("name")
        if (
            not name
            or (field.get("type") in {"radio", "checkbox"} and not field.has_attr("checked"))
            or field.get("type") == "file"
        ):
            continue
        if field.name == "textarea":
            found[name] = field.text.removeprefix("\n")
        elif field.name == "select":
            chosen = field.find("option", selected=True) or field.find("option")
            found[name] = chosen.get("value", "") if chosen else ""
        else:
            found[name] = field.get("value", "on" if field.get("type") == "checkbox" else "")
    return found


def report(text: str) -> dict[str, Any]:
    return {"document": SimpleUploadedFile("bericht.txt", text.encode())}


# --------------------------------------------------------------------------- a file beside what was typed


def test_one_form_holds_fields_and_file(editor: Client) -> None:
    page = BeautifulSoup(editor.get(reverse("raw_new")).text, "html.parser")
    forms = [
        form
        for form in page.find_all("form")
        if form.find(attrs={"name": "document"}) or form.find(attrs={"name": "key_question"})
    ]
    assert len(forms) == 1
    assert forms[0]["enctype"] == "multipart/form-data"
    button = forms[0].find("button", formaction=reverse("raw_upload"))
    assert button is not None and button.has_attr("formnovalidate")


def test_file_fills_what_is_empty_and_leaves_what_was_typed(editor: Client) -> None:
    answer = editor.post(
        reverse("raw_upload"),
        TYPED | report("Der Bericht sagt es anders.\nSchlüsselfrage: Wie fange ich an?\nIdeen:\nRechnen"),
    )
    sent = form_of(answer.text)
    assert {name: sent[name] for name in TYPED} == TYPED
    assert (sent["key_question"], sent["ideas"]) == ("Wie fange ich an?", "Rechnen")
    # The other text is there, and nobody has decided for the person.
    assert sent["anderes-situation"] == "Der Bericht sagt es anders."
    assert "wahl-situation" not in sent
    assert "anderes-title" not in sent
    assert "Aus der Datei gelesen" in answer.text
    assert "Er ist nach seinen Überschriften auf leere Felder verteilt." in answer.text
    assert "Wo schon etwas stand, sehen Sie beide Texte und entscheiden." in answer.text


def test_nothing_is_said_of_empty_fields_where_there_were_none(editor: Client) -> None:
    answer = editor.post(reverse("raw_upload"), TYPED | report("Der Bericht sagt es anders."))
    assert "Der Text ist gelesen; die Datei ist nicht gespeichert." in answer.text
    assert "leere Felder verteilt" not in answer.text
    assert "ganz im Feld" not in answer.text


@pytest.mark.parametrize(
    ("choice", "kept"),
    [
        ("meins", "Erster Absatz, getippt.\nZweite Zeile."),
        ("anderes", "Der Bericht sagt es anders."),
        ("beides", "Erster Absatz, getippt.\nZweite Zeile.\n\nDer Bericht sagt es anders."),
    ],
)
def test_person_decides_what_stays(choice: str, kept: str, editor: Client, form_data: dict[str, str]) -> None:
    RawCase.objects.all().delete()
    answer = editor.post(
        reverse("raw_upload"),
        form_data | {"situation": TYPED["situation"]} | report("Der Bericht sagt es anders."),
    )
    sent = form_of(answer.text)
    undecided = editor.post(reverse("raw_new"), sent)
    assert undecided.status_code == 200
    assert not RawCase.objects.exists()
    assert form_of(undecided.text)["anderes-situation"] == "Der Bericht sagt es anders."
    assert (
        editor.post(reverse("raw_new"), form_of(undecided.text) | {"wahl-situation": choice}).status_code
        == 302
    )
    assert read_text(RawCase.objects.get())["situation"] == kept


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n\0\0", b"", b"%PDF-1.4\nkaputt"], ids=["picture", "empty", "broken"]
)
def test_refused_file_leaves_everything(data: bytes, editor: Client) -> None:
    answer = editor.post(
        reverse("raw_upload"), TYPED | {"document": SimpleUploadedFile("bericht.docx", data)}
    )
    sent = form_of(answer.text)
    assert {name: sent[name] for name in TYPED} == TYPED
    assert "steht unverändert unten" in answer.text


def test_forgotten_file_leaves_everything(editor: Client) -> None:
    answer = editor.post(reverse("raw_upload"), TYPED)
    assert "Bitte zuerst eine Datei wählen" in answer.text
    assert {name: form_of(answer.text)[name] for name in TYPED} == TYPED


def test_file_chosen_and_saved_at_once_is_read_first_and_never_lies_on_a_disk(
    editor: Client,
    form_data: dict[str, str],
    tmp_path: Any,
    settings: Any,
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR, settings.FILE_UPLOAD_MAX_MEMORY_SIZE = str(tmp_path), 10
    before = RawCase.objects.count()
    answer = editor.post(
        reverse("raw_new"), form_data | report("Der Bericht aus Hirschbachtal sagt es anders.")
    )
    assert answer.status_code == 200
    assert "Gespeichert ist noch nichts" in answer.text
    assert RawCase.objects.count() == before
    assert list(tmp_path.iterdir()) == []
    assert "Hirschbachtal" not in everything_in_the_database()


def test_intake_needs_the_token_of_the_form(library: Any, form_data: dict[str, str]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(user("redaktion"))
    before = RawCase.objects.count()
    assert client.post(reverse("raw_new"), form_data).status_code == 403
    assert RawCase.objects.count() == before


# --------------------------------------------------------------------------- two people and one raw case


def test_second_of_two_savers_sees_both_texts_and_decides(
    raw: RawCase, editor: Client, signed_in: Any
) -> None:
    address = reverse("raw_edit", args=[raw.pk])
    other = signed_in("admin")
    first, second = form_of(other.get(address).text), form_of(editor.get(address).text)
    assert (
        other.post(
            address, first | {"situation": "Die erste Person schreibt.", "size_band": "stadt-ab-20000"}
        ).status_code
        == 302
    )
    answer = editor.post(address, second | {"situation": "Die zweite Person schreibt.", "ideas": "Nur hier"})
    assert answer.status_code == 200
    raw.refresh_from_db()
    assert read_text(raw)["situation"] == "Die erste Person schreibt."
    sent = form_of(answer.text)
    assert (sent["situation"], sent["anderes-situation"]) == (
        "Die zweite Person schreibt.",
        "Die erste Person schreibt.",
    )
    assert "Inzwischen hat jemand anderes" in answer.text
    assert "anderes-title" not in sent
    # Nothing is saved until every field with two texts is decided.
    assert editor.post(address, sent | {"wahl-situation": "beides"}).status_code == 200
    raw.refresh_from_db()
    assert read_text(raw)["situation"] == "Die erste Person schreibt."
    decided = sent | {"wahl-situation": "beides", "wahl-size_band": "anderes", "wahl-ideas": "meins"}
    assert editor.post(address, decided).status_code == 302
    raw.refresh_from_db()
    text = read_text(raw)
    assert text["situation"] == "Die zweite Person schreibt.\n\nDie erste Person schreibt."
    assert (text["size_band"], text["ideas"]) == ("stadt-ab-20000", "Nur hier")
    assert not any(
        words in everything_in_the_database() for words in ("Die zweite Person", "Die erste Person")
    )


def test_third_saver_between_is_seen_too(raw: RawCase, editor: Client, signed_in: Any) -> None:
    address = reverse("raw_edit", args=[raw.pk])
    other = signed_in("admin")
    first, second = form_of(other.get(address).text), form_of(editor.get(address).text)
    other.post(address, first | {"title": "Eins"})
    sent = form_of(editor.post(address, second | {"title": "Zwei"}).text)
    other.post(address, form_of(other.get(address).text) | {"title": "Drei"})
    again = form_of(editor.post(address, sent | {"wahl-title": "meins"}).text)
    assert (again["title"], again["anderes-title"]) == ("Zwei", "Drei")


def test_text_that_changed_since_it_was_read_is_not_handed_over(raw: RawCase, editor: Client) -> None:
    seen = raw.version
    text, names = read_text(raw), IntakeNames.opened(raw)
    actions.change(raw=raw, text=text | {"ideas": "Rechnen"}, names=names, meeting=None, user=user("admin"))
    decide_everything(raw)
    answer = editor.post(reverse("raw_take_over", args=[raw.pk]), {"stand": seen}, follow=True)
    assert "Bitte lesen Sie ihn noch einmal" in answer.text
    raw.refresh_from_db()
    assert not raw.is_released
    editor.post(reverse("raw_take_over", args=[raw.pk]), {"stand": raw.version})
    raw.refresh_from_db()
    assert raw.is_released


def test_decision_of_somebody_else_is_not_overwritten_unseen(raw: RawCase, editor: Client) -> None:
    address, row = reverse("raw_review", args=[raw.pk]), review_of(raw).rows[0]
    data = {
        f"entscheidung-{row.mark}": "ersetzen",
        f"ersatz-{row.mark}": "[meins]",
        f"gesehen-{row.mark}": "",
        "nur": row.mark,
    }
    actions.decide(
        raw=raw,
        review=review_of(raw),
        choices=[ReviewChoice(row.mark, "ersetzen", "[anders]")],
        user=user("admin"),
    )
    told = editor.post(address, data, follow=True).text
    assert "hat inzwischen admin entschieden" in told
    answer = editor.post(address, data, headers={"Accept": "application/json"})
    assert answer.status_code == 409
    state = answer.json()
    assert state["marks"][row.mark] == "wird ersetzt: [anders]"
    assert RawDecision.objects.count() == 1
    # Having seen it, one may decide otherwise.
    assert (
        editor.post(
            address,
            data | {f"gesehen-{row.mark}": state["seen"][row.mark]},
            headers={"Accept": "application/json"},
        ).status_code
        == 200
    )
    assert RawDecision.objects.count() == 2


def test_undo_takes_back_the_step_that_was_on_the_screen(raw: RawCase, editor: Client) -> None:
    first, second = review_of(raw).rows[:2]
    actions.decide(
        raw=raw,
        review=review_of(raw),
        choices=[ReviewChoice(first.mark, "ersetzen", "[X]")],
        user=user("redaktion"),
    )
    page = BeautifulSoup(editor.get(reverse("raw_review", args=[raw.pk])).text, "html.parser")
    step = page.find("input", attrs={"name": "schritt"})["value"]  # type: ignore[index]
    actions.decide(
        raw=raw,
        review=review_of(raw),
        choices=[ReviewChoice(second.mark, "ersetzen", "[Y]")],
        user=user("admin"),
    )
    answer = editor.post(
        reverse("raw_undo", args=[raw.pk]), {"schritt": step}, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 409
    assert review_of(raw).decided == 2
    again = editor.post(
        reverse("raw_undo", args=[raw.pk]),
        {"schritt": answer.json()["step"]},
        headers={"Accept": "application/json"},
    )
    assert (again.json()["undone"], review_of(raw).decided) == (1, 1)


# --------------------------------------------------------------------------- from a file to the draft


def word_file(*paragraphs: str) -> bytes:
    """A Word file; ``**`` in a paragraph switches bold on and off, as a word processor splits its runs."""
    bold = "<w:rPr><w:b/></w:rPr>"
    body = "".join(
        "<w:p>"
        + "".join(
            f'<w:r>{bold if place % 2 else ""}<w:t xml:space="preserve">{escape(run)}</w:t></w:r>'
            for place, run in enumerate(paragraph.split("**"))
        )
        + "</w:p>"
        for paragraph in paragraphs
    )
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    parts = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels"'
            ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
        ),
        "_rels/.rels": (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r1" Type="{office}" Target="word/document.xml"/></Relationships>'
        ),
        "word/document.xml": (
            '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            f"<w:body>{body}</w:body></w:document>"
        ),
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return target.getvalue()


def test_a_word_file_arrives_in_the_draft_unharmed(editor: Client, form_data: dict[str, str]) -> None:
    """Upload, save, decide, take over: nothing is escaped twice, and a long key question is there whole."""
    clauses = ["ohne dass jemand sein Gesicht verliert"] * 5
    question = ", ".join(["Wie kann ich „<Sparen> & Bauen“ zusammenbringen", *clauses]) + "?"
    data = word_file(
        "Ausgangslage",
        "Der Rat will **sparen & warten**; 3 < 5 sagt er.",
        "Niemand „rechnet“ &amp; keiner <b>fragt</b>.",
        "Schlüsselfrage",
        question,
    )
    read = editor.post(reverse("raw_upload"), {"document": SimpleUploadedFile("fall.docx", data)})
    typed = form_of(read.text)
    assert typed["key_question"] == question
    kept = {name: value for name, value in form_data.items() if name not in {"situation", "key_question"}}
    saved = editor.post(reverse("raw_new"), typed | kept)
    assert saved.status_code == 302
    fresh = RawCase.objects.order_by("-pk")[0]
    decide_everything(fresh)
    page = actions.take_over(raw=fresh, user=user("redaktion")).get_latest_revision_as_object()
    told = [words for name, words in CaseText.of(page).written if name == "initial_situation"]
    assert "Der Rat will sparen & warten; 3 < 5 sagt er." in " ".join(told)
    assert "Niemand „rechnet“ &amp; keiner <b>fragt</b>." in " ".join(told), (
        "what was typed, letter by letter"
    )
    assert question in " ".join(told) and page.key_question.endswith("…?")


def test_a_case_in_several_files_is_read_as_one(editor: Client) -> None:
    letter = SimpleUploadedFile("brief.docx", word_file("Ausgangslage", "Das Dach fehlt."))
    question = SimpleUploadedFile("frage.txt", "Schlüsselfrage: Wie weiter?".encode())
    read = form_of(editor.post(reverse("raw_upload"), {"document": [letter, question]}).text)
    assert (read["situation"], read["key_question"]) == ("Das Dach fehlt.", "Wie weiter?")


def test_one_refused_file_of_several_changes_nothing_and_is_named(editor: Client) -> None:
    letter = SimpleUploadedFile("brief.txt", b"Das Dach fehlt.")
    empty = SimpleUploadedFile("leer.txt", b"")
    page = editor.post(reverse("raw_upload"), {"document": [letter, empty]} | {"title": "Getippt"})
    assert form_of(page.text)["situation"] == "" and form_of(page.text)["title"] == "Getippt"
    many = [SimpleUploadedFile(f"{place}.txt", b"x") for place in range(6)]
    assert "höchstens 5 Dateien" in editor.post(reverse("raw_upload"), {"document": many}).text
