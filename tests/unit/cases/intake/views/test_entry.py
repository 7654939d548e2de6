"""What is typed is sealed when it is complete, and comes back when it is not; a file only fills."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from cases.intake.training import training_record
from cases.intake.views import entry
from cases.models import RawAccess, RawCase
from cases.sealed import read_text
from knowledge.anonymity.files import DocumentText, Dropped, FileRefused
from tests.factories import ChallengeAreaFactory


@pytest.fixture
def complete(db: None) -> dict[str, str]:
    """A form with everything in it."""
    text, names = training_record()
    ChallengeAreaFactory(slug=text["challenge"])
    return text | {
        "municipality": names.municipality,
        "persons": "\n".join(names.persons),
        "organisations": "\n".join(names.organisations),
        "not_secret": "on",
    }


def file(content: bytes = b"Text") -> dict[str, Any]:
    return {"document": SimpleUploadedFile("bericht.txt", content)}


DROPPED: list[Dropped] = []


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> None:
    """A document is its own text; ``DROPPED`` was left out of it."""
    monkeypatch.setattr(
        entry, "read_document", lambda content: DocumentText(content.decode(), tuple(DROPPED))
    )


def test_an_empty_form_asks_for_nothing_yet(ask: Any) -> None:
    page = ask(entry.raw_new)
    assert (page.context["raw"], page.context["report"]) == (None, None)
    assert not page.context["form"].is_bound


def test_a_complete_form_is_sealed_and_leads_to_the_review(ask: Any, complete: dict[str, str]) -> None:
    response = ask(entry.raw_new, data=complete)
    raw = RawCase.objects.get()
    assert response.url == reverse("raw_review", args=[raw.pk])
    assert raw.code in response.told
    assert read_text(raw)["title"] == complete["title"]


def test_who_may_not_review_is_led_to_the_list(ask: Any, complete: dict[str, str], somebody: Any) -> None:
    somebody.user_permissions.set(somebody.user_permissions.exclude(codename="review_rawcase"))
    assert ask(entry.raw_new, data=complete).url == reverse("raw_index")


def test_an_incomplete_form_comes_back_with_its_words(ask: Any, complete: dict[str, str]) -> None:
    page = ask(entry.raw_new, data=complete | {"municipality": ""})
    assert "municipality" in page.context["form"].errors
    assert page.context["form"]["situation"].value() == complete["situation"]
    assert not RawCase.objects.exists()


def test_two_texts_for_a_field_wait_for_a_decision(ask: Any, complete: dict[str, str]) -> None:
    page = ask(entry.raw_new, data=complete | {"anderes-title": "Ein anderer Titel"})
    assert page.context["form"].others["title"].value == "Ein anderer Titel"
    assert not RawCase.objects.exists()


def test_a_file_fills_what_is_empty_and_is_put_beside_what_is_not(ask: Any, read: None) -> None:
    data = {"title": "Mein Titel"} | file(b"Titel: Sein Titel\nFrage: Wie weiter?")
    page = ask(entry.raw_upload, data=data)
    form = page.context["form"]
    assert (form["title"].value(), form["key_question"].value()) == ("Mein Titel", "Wie weiter?")
    assert form.others["title"].value == "Sein Titel"
    assert not form.is_bound
    assert "nach seinen Überschriften" in page.told and "beide Texte" in page.told
    assert not RawCase.objects.exists()


def test_only_a_text_in_one_field_is_to_be_shared_out(ask: Any, read: None) -> None:
    assert "verteilen Sie ihn" in ask(entry.raw_upload, data=file(b"Es fehlt ein Plan.")).told
    shared = ask(entry.raw_upload, data=file(b"Titel: Ohne Plan\nEs fehlt ein Plan."))
    assert "verteilen Sie ihn" not in shared.told


def test_what_was_left_out_is_said_first_and_never_in_green(
    ask: Any, read: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "tests.unit.cases.intake.views.test_entry.DROPPED",
        [Dropped("comment", 1, ""), Dropped("deletion", 2, ""), Dropped("scan", 3, "Seiten 2 bis 4")],
    )
    page = ask(entry.raw_upload, data=file(b"Titel: Sein Titel"))
    assert page.told.startswith(
        "Nicht übernommen: 1 Kommentar, 2 gestrichene Stellen. Seiten 2 bis 4"
        " sind eingescannt und nicht gelesen."
    )
    assert page.levels == ["warning"]


def test_a_file_that_comes_along_stops_the_saving(ask: Any, read: None, complete: dict[str, str]) -> None:
    page = ask(entry.raw_new, data=complete | file(b"Titel: Sein Titel"))
    assert "Gespeichert ist noch nichts" in page.told
    assert not RawCase.objects.exists()


def test_a_file_that_is_refused_changes_nothing(ask: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(content: bytes) -> str:
        raise FileRefused("Die Datei ist leer.", "empty")

    monkeypatch.setattr(entry, "read_document", refuse)
    page = ask(entry.raw_upload, data={"title": "Mein Titel"} | file())
    assert page.context["upload"].errors["document"] == ["Die Datei ist leer."]
    assert page.context["form"]["title"].value() == "Mein Titel"
    assert page.told == ""


def test_opening_to_correct_is_noted(ask: Any, raw: RawCase) -> None:
    page = ask(entry.raw_edit, raw.pk)
    assert page.context["form"]["municipality"].value() == "Musterhausen"
    assert raw.accesses.filter(action=RawAccess.Action.OPENED).count() == 1


def test_a_correction_is_sealed(ask: Any, raw: RawCase, complete: dict[str, str]) -> None:
    response = ask(entry.raw_edit, raw.pk, data=complete | {"stand": raw.version})
    assert (response.url, response.told.strip()) == (reverse("raw_review", args=[raw.pk]), "Gespeichert.")
    raw.refresh_from_db()
    assert read_text(raw)["title"] == complete["title"]


def test_the_second_of_two_savers_sees_both_texts(ask: Any, raw: RawCase, complete: dict[str, str]) -> None:
    ask(entry.raw_edit, raw.pk, data=complete | {"stand": raw.version})
    page = ask(entry.raw_edit, raw.pk, data=complete | {"title": "Zweiter", "stand": raw.version})
    assert page.context["form"].others["title"].value == complete["title"]
    assert page.context["version"] == raw.version + 1
    assert "noch nicht" in page.told


def test_what_became_a_case_is_not_corrected(ask: Any, raw: RawCase) -> None:
    RawCase.objects.filter(pk=raw.pk).update(released_at=timezone.now())
    response = ask(entry.raw_edit, raw.pk)
    assert response.url == reverse("raw_review", args=[raw.pk])
    assert "schon ein Fall" in response.told
