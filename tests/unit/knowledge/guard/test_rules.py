"""The guard: who may let what stand, and what it remembers."""

from __future__ import annotations

from typing import Any

import pytest
from wagtail.models import Page

from knowledge.anonymity.detector import CERTAIN, LIKELY
from knowledge.guard import OpenFinding, PublicTextRefused, marks, rules
from knowledge.models import AnonymityTrail, ContentPage, FindingDecision

NAMED = "Das sagte Herr Peter Licht gestern."
DOUBT = "Wir sind 4.312 Einwohner."


@pytest.fixture
def page(db: Any, django_user_model: Any) -> Any:
    made = ContentPage(
        title="Seite", slug="seite", live=False, owner=django_user_model.objects.create(username="wer")
    )
    Page.objects.get(depth=1).add_child(instance=made)
    return made


@pytest.fixture
def other(db: Any, django_user_model: Any) -> Any:
    return django_user_model.objects.create(username="zweite")


def only(page: Any) -> OpenFinding:
    (found,) = rules.open_findings(page)
    return found


@pytest.mark.parametrize(("certainty", "is_certain"), [(CERTAIN, True), (0.89, False), (LIKELY, False)])
def test_a_finding_says_what_to_do(certainty: float, is_certain: bool) -> None:
    finding = OpenFinding("title", "Titel", "Huber", "person", certainty)
    assert finding.is_certain is is_certain
    assert finding.sentence.startswith("Titel: „Huber“")
    assert ("zweite Person" in finding.sentence) is is_certain


def test_a_refusal_says_each_passage_once() -> None:
    finding = OpenFinding("title", "Titel", "Huber", "person", 0.95)
    refused = PublicTextRefused([finding, finding])
    assert len(refused.messages) == 2
    assert refused.findings == (finding, finding)


def test_the_author_lets_a_doubt_stand_but_nothing_certain(page: Any, other: Any) -> None:
    page.search_description = DOUBT
    rules.decide(page, mark=only(page).mark, reason=FindingDecision.Reason.MANY, user=page.owner)
    assert rules.open_findings(page) == []
    page.search_description = NAMED
    with pytest.raises(ValueError, match="zweite Person"):
        rules.decide(page, mark=only(page).mark, reason=FindingDecision.Reason.GENERAL, user=page.owner)
    rules.decide(page, mark=only(page).mark, reason=FindingDecision.Reason.GENERAL, user=other)
    assert rules.open_findings(page) == []


def test_a_decision_is_noted_once_without_words_and_goes_with_its_page(page: Any, other: Any) -> None:
    page.search_description = NAMED
    mark = only(page).mark
    rules.decide(page, mark=mark, reason=FindingDecision.Reason.GENERAL, user=other)
    entry = AnonymityTrail.objects.get(action="fund")
    assert (entry.kind, entry.decision, entry.reason) == ("person", "bleibt", "allgemein")
    with pytest.raises(ValueError, match="nicht bekannt"):
        rules.decide(page, mark=mark, reason=FindingDecision.Reason.GENERAL, user=other)
    page.delete()
    assert not FindingDecision.objects.exists()


def test_unknown_marks_and_reasons_are_refused(page: Any, other: Any) -> None:
    page.search_description = DOUBT
    for mark, reason in (("x", FindingDecision.Reason.MANY), (only(page).mark, "weil ich es will")):
        with pytest.raises(ValueError, match="nicht bekannt"):
            rules.decide(page, mark=mark, reason=reason, user=other)


def test_in_english_columns_the_learned_model_is_not_asked() -> None:
    text = "The Treasurer Zirnbichl spoke in Dachau."
    german, english = rules._spans([("title", text), ("title_en", text)])
    assert {text[start:end] for start, end, *_rest in english} <= {
        text[start:end] for start, end, *_rest in german
    }
    assert any(text[start:end] == "Dachau" for start, end, *_rest in english)


def test_only_so_many_texts_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "_KEPT", 2)
    for number in range(5):
        rules._spans([("title", f"Text {number}")])
    assert len(rules._seen) <= 2


def test_marks_that_cannot_be_made_let_nothing_through(page: Any, settings: Any) -> None:
    """The key is gone: a sentence for the editor instead of an error page."""
    page.search_description = DOUBT
    assert only(page)
    settings.RAW_CASE_KEYS = ["YW5kZXJlci1zY2hsdWVzc2VsLW5pY2h0LWVjaHQtISE="]
    marks.forget()
    try:
        with pytest.raises(rules.GuardUnavailable, match="antwortet gerade nicht"):
            rules.open_findings(page)
    finally:
        marks.forget()
