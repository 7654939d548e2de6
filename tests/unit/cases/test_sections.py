"""What of a case is released: its words, cut into sections."""

from __future__ import annotations

from typing import Any

import pytest

from cases.models import CaseMethod, CasePage, CasePitfall, CaseRelation
from cases.sections import (
    BESIDE,
    NOT_TEXT,
    SECTIONS,
    CaseText,
    field_label,
    printed_rows,
    stored_words,
)
from knowledge.base import fetch_rows
from knowledge.classification import FieldClass, field_class
from tests.factories import CasePageFactory, MethodCardPageFactory, PolicyFieldFactory
from tests.factories.contributions import accepted, follow_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> CasePage:
    return CasePage.objects.get(pk=CasePageFactory().pk)


def test_saved_page_draft_and_revision_have_one_checksum(case: CasePage) -> None:
    revision = case.save_revision()
    assert (
        CaseText.of(case).digest
        == CaseText.of(revision.as_object()).digest
        == CaseText.of(CasePage.objects.get(pk=case.pk)).digest
    )


def test_a_changed_word_changes_its_section_alone(case: CasePage) -> None:
    before = CaseText.of(case).digests
    case.kernel = "Der Bauhof ist zu klein geworden."
    after = CaseText.of(case).digests
    assert {key for key in before if before[key] != after[key]} == {"kern"}


def test_an_empty_paragraph_is_no_word(case: CasePage) -> None:
    before = CaseText.of(case)
    case.history = '<p data-block-key="k1"></p>'
    case.initial_situation = [
        *case.initial_situation.get_prep_value(),
        {"type": "paragraph", "value": "<p> </p>"},
    ]
    after = CaseText.of(case)
    assert after.digest == before.digest and after.digests == before.digests


def test_order_of_rows_counts_and_their_ids_do_not(case: CasePage) -> None:
    case.pitfalls = [CasePitfall(text="Eins", sort_order=0), CasePitfall(text="Zwei", sort_order=1)]
    one = CaseText.of(case).digest
    case.pitfalls = [
        CasePitfall(id=7, text="Eins", sort_order=5),
        CasePitfall(id=9, text="Zwei", sort_order=6),
    ]
    assert CaseText.of(case).digest == one
    case.pitfalls = [CasePitfall(text="Zwei", sort_order=0), CasePitfall(text="Eins", sort_order=1)]
    assert CaseText.of(case).digest != one


def test_what_is_internal_never_enters(case: CasePage) -> None:
    before = CaseText.of(case).digest
    case.external_id, case.review_due = "F99", None
    assert CaseText.of(case).digest == before
    assert {"external_id", "access_level", "owner", "path"}.isdisjoint(CaseText.of(case).data)


def test_only_sections_that_say_something_are_asked_for(case: CasePage) -> None:
    keys = [section.key for section in CaseText.of(case).sections]
    assert "bedingungen" not in keys
    assert keys == [section.key for section in SECTIONS if section.key in keys]
    assert {"kern", "frage", "lage", "ergebnis"} <= set(keys)


def test_texts_are_everything_written_by_hand_and_the_terms(case: CasePage) -> None:
    case.history = '<p>Einmal <b>versucht</b>.<br/>Siehe <a href="https://example.org/x">hier</a></p>'
    case.policy_fields = [PolicyFieldFactory(key="energie", name="Energie &amp; Wärme")]
    texts = CaseText.of(case).texts
    assert ("title", case.title) in texts
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


def test_sections_hold_every_public_word() -> None:
    covered = {name for section in SECTIONS for name in section.fields}
    assert set(CaseText.of(CasePage()).data) - covered == BESIDE
    assert all(field_class(CasePage, name) is not FieldClass.INTERNAL for name in covered)
    assert not covered & NOT_TEXT


def test_markup_and_state_are_no_words() -> None:
    case = CasePage(title="Ein Fall", history='<p data-block-key="a1b2c">Lange her.</p>')
    same = CasePage(title="Ein Fall", history="<p>Lange her.</p>", slug="fall-7k3qx", live=True)
    other = CasePage(title="Ein Fall", history="<p>Lange her!</p>")
    assert CaseText.of(case).digest == CaseText.of(same).digest
    assert CaseText.of(case).digest != CaseText.of(other).digest


def test_ids_of_blocks_are_no_words() -> None:
    cases = (CasePage(initial_situation=[("paragraph", "<p>Lage</p>")]) for _number in range(2))
    assert len({CaseText.of(case).digest for case in cases}) == 1


def test_empty_sections_need_no_consent() -> None:
    digests = CaseText.of(CasePage(title="Ein Fall")).digests
    assert "kern" in digests and "hypothesen" not in digests


def test_what_stands_beside_the_body_is_under_nobodys_consent(case: CasePage) -> None:
    """A follow-up, a relation, a method: their words are read, the checksum stays."""
    before = CaseText.of(case).digest
    accepted(follow_up(case))
    case.relations = [CaseRelation(other=CasePageFactory(), kind="aehnliche-frage", reason="Dort ging es.")]
    case.case_methods = [CaseMethod(method=MethodCardPageFactory())]
    text = CaseText.of(case)
    assert text.digest == before
    assert ("relations", "Dort ging es.") in text.texts
    case.takeaway = "Ein Schluss."
    assert CaseText.of(case).digest != before


def test_words_of_a_revision_are_those_of_the_text(case: CasePage) -> None:
    assert stored_words(CasePage, case.save_revision().content) == CaseText.of(case).data


def test_words_that_tell_the_kind_of_the_municipality(case: CasePage) -> None:
    case.history = "<p>Der Stadtrat lehnte ab.</p>"
    case.policy_fields = [PolicyFieldFactory(key="stadt", name="Stadtentwicklung")]
    text = CaseText.of(case)
    assert [mention.word for mention in text.type_mentions] == ["Stadtrat"]
    assert text.fields_of_mentions == "Was schon versucht wurde"


def test_an_accepted_follow_up_narrows_the_municipality_down_as_the_body_does(case: CasePage) -> None:
    row = follow_up(case, text="Der Stadtrat hat es beschlossen.")
    row.save()
    text = CaseText.of(CasePage.objects.get(pk=case.pk))
    assert text.type_mentions == ()
    assert [mention.word for mention in text.with_told(row).type_mentions] == ["Stadtrat"]
    accepted(row)
    text = CaseText.of(CasePage.objects.get(pk=case.pk))
    assert [mention.word for mention in text.type_mentions] == ["Stadtrat"]
    assert text.fields_of_mentions == "Nachverfolgungen"


def test_a_text_costs_as_many_queries_as_it_has_relations(case: CasePage, count_queries: Any) -> None:
    fetch_rows(case)
    with count_queries(0):
        assert CaseText.of(case).digest


def test_printed_rows_are_the_relations_of_the_sections() -> None:
    names = printed_rows(CasePage)
    assert {"actors", "policy_fields", "challenge_area_items"} <= set(names)
    assert "kernel" not in names and "consents" not in names
