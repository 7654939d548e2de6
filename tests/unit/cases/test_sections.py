"""What of a case is released: its words, cut into sections."""

from __future__ import annotations

import pytest

from cases.models import CaseFollowUp, CasePage, CasePitfall
from cases.sections import (
    SECTIONS,
    case_data,
    case_hash,
    case_texts,
    field_label,
    section_hashes,
    sections_of,
)
from tests.factories import CasePageFactory, PolicyFieldFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> CasePage:
    return CasePage.objects.get(
        pk=CasePageFactory(followups=[CaseFollowUp(after=6, status="begonnen", text="Fing an.")]).pk
    )


def test_saved_page_draft_and_revision_have_one_checksum(case: CasePage) -> None:
    revision = case.save_revision()
    assert case_hash(case) == case_hash(revision.as_object()) == case_hash(CasePage.objects.get(pk=case.pk))


def test_a_changed_word_changes_its_section_alone(case: CasePage) -> None:
    before = section_hashes(case_data(case))
    case.kernel = "Der Bauhof ist zu klein geworden."
    after = section_hashes(case_data(case))
    assert {key for key in before if before[key] != after[key]} == {"kern"}


def test_order_of_rows_counts_and_their_ids_do_not(case: CasePage) -> None:
    case.pitfalls = [CasePitfall(text="Eins", sort_order=0), CasePitfall(text="Zwei", sort_order=1)]
    one = case_hash(case)
    case.pitfalls = [
        CasePitfall(id=7, text="Eins", sort_order=5),
        CasePitfall(id=9, text="Zwei", sort_order=6),
    ]
    assert case_hash(case) == one
    case.pitfalls = [CasePitfall(text="Zwei", sort_order=0), CasePitfall(text="Eins", sort_order=1)]
    assert case_hash(case) != one


def test_what_is_internal_never_enters(case: CasePage) -> None:
    before = case_hash(case)
    case.external_id, case.review_due = "F99", None
    assert case_hash(case) == before
    assert {"external_id", "access_level", "owner", "path"}.isdisjoint(case_data(case))


def test_only_sections_that_say_something_are_asked_for(case: CasePage) -> None:
    keys = [section.key for section in sections_of(case_data(case))]
    assert "bedingungen" not in keys
    assert keys == [section.key for section in SECTIONS if section.key in keys]
    assert {"kern", "frage", "lage", "ergebnis"} <= set(keys)


def test_texts_are_everything_written_by_hand_and_the_terms(case: CasePage) -> None:
    case.history = '<p>Einmal <b>versucht</b>.<br/>Siehe <a href="https://example.org/x">hier</a></p>'
    case.policy_fields = [PolicyFieldFactory(key="energie", name="Energie &amp; Wärme")]
    texts = case_texts(case)
    assert ("title", case.title) in texts
    assert ("followups", "Fing an.") in texts
    assert ("actors", "Bauhof") in texts
    assert ("initial_situation", "Zwei Gemeinden, ein Hof.") in texts
    assert ("history", "https://example.org/x") in texts
    assert any(name == "history" and "versucht" in text and "<" not in text for name, text in texts)
    assert any(name == "policy_fields" for name, _text in texts)
    assert not any(text == "begonnen" for _name, text in texts), "a choice cannot name anybody"


def test_labels_are_those_of_the_form() -> None:
    assert field_label(CasePage, "kernel") == "Der Fall in 60 Sekunden"
    assert field_label(CasePage, "pitfalls") == "Stolpersteine"
    assert field_label(CasePage, "slug") == "Adresse"
