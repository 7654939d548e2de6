""" "Passt das zu uns?": what a record takes, as statements that are answered in the browser alone."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from django.utils.html import escape

from cases.models import CasePage
from knowledge.enums import AccessLevel, LessonState, Outcome
from knowledge.models import LessonPage
from publications.fit import needs_of, standing_of
from search import registry
from tests.integration.conftest import Library


def key(page: Any) -> str:
    source = registry.source_of(page)
    assert source is not None
    return source.key(page)


def test_every_case_and_lesson_asks_at_most_five_things(library: Library) -> None:
    pages = [*CasePage.objects.public(), *LessonPage.objects.public()]
    counts = [len(needs_of(page)) for page in pages]
    assert max(counts) == 5
    assert min(counts) >= 2


def test_the_indispensable_comes_first_and_each_need_has_a_next_step(library: Library) -> None:
    cases = CasePage.objects.public()
    for page in cases:
        needs = needs_of(page)
        musts = [need.must for need in needs]
        assert musts == sorted(musts, reverse=True)
        assert all(need.next_step for need in needs)
        # Where the budget would narrow the profile too far, the case does not tell it.
        profile = ["groesse", "haushalt"] if page.finance_band else ["groesse"]
        kinds = [need.kind for need in needs]
        assert kinds[-len(profile) :] == profile
        assert ("haushalt" in kinds) == bool(page.finance_band)
    assert {bool(page.finance_band) for page in cases} == {True, False}


@pytest.mark.parametrize("code", ["F01", "L02"])
def test_each_answer_has_a_next_step_of_its_own(library: Library, code: str) -> None:
    for need in needs_of(library.page(code)):
        tips = {need.next_step, need.when_given, need.when_unknown}
        assert len(tips) == 3 and all(tips)


def test_a_lesson_asks_also_what_speaks_against_it(library: Library) -> None:
    sides = {need.speaks_for for need in needs_of(library.page("L02"))}
    assert sides == {True, False}


@pytest.mark.parametrize("code", ["F01", "L01"])
def test_the_form_can_send_nothing(library: Library, strict_templates: None, code: str) -> None:
    body = Client().get(library.page(code).get_url()).content.decode()
    (form,) = re.findall(r"<form[^>]*data-fit-form.*?</form>", body, re.S)
    assert "action=" not in form
    assert "submit" not in form
    assert form.count("<fieldset") == len(needs_of(library.page(code)))


def test_the_checklist_is_a_page_without_a_script(library: Library, strict_templates: None) -> None:
    page = library.page("F01")
    body = Client().get(f"/passt/{key(page)}/").content.decode()
    for need in needs_of(page):
        assert all(escape(text) in body for text in (need.text, need.next_step))
        assert all("</li>" in body.partition(escape(tip))[2] for tip in (need.when_given, need.when_unknown))
    assert "print-hide" not in re.findall(r'<section class="part fit[^"]*"', body)[0]


def test_nobody_reads_there_what_is_not_for_everybody(library: Library, signed_in: Any) -> None:
    page = library.page("F01")
    CasePage.objects.filter(pk=page.pk).update(access_level=AccessLevel.ALUMNI)
    assert Client().get(f"/passt/{key(page)}/").status_code == 404
    assert signed_in("alumna").get(f"/passt/{key(page)}/")["Cache-Control"] == "private, no-store"
    for other in ("case:" + "0" * 32, "quatsch", "case:x", key(library.page("M01"))):
        assert Client().get(f"/passt/{other}/").status_code == 404


OUTCOMES = {
    Outcome.OPEN: "noch offen",
    Outcome.STARTED: "erst begonnen",
    Outcome.IMPLEMENTED: "umgesetzt",
    Outcome.CHANGED: "verändert umgesetzt",
    Outcome.FAILED: "gescheitert",
    Outcome.ABANDONED: "aufgegeben",
    Outcome.UNKNOWN: "nicht bekannt",
}


@pytest.mark.parametrize("outcome", Outcome)
def test_tips_and_verdict_say_what_became_of_a_case(
    library: Library, monkeypatch: pytest.MonkeyPatch, outcome: Outcome
) -> None:
    page = library.page("F03")
    monkeypatch.setattr(CasePage, "shown_outcome", outcome)
    standing = standing_of(page)
    proven = outcome in {Outcome.IMPLEMENTED, Outcome.CHANGED}
    assert ("gut übertragbar" in standing.all_fit) == proven
    assert standing.some_adapt.startswith("Übertragbar") == proven
    tips = [need.next_step for need in needs_of(page) if need.kind == "groesse"]
    for said in (standing.all_fit, standing.some_adapt, *tips):
        assert OUTCOMES[outcome] in said
        assert "trug es" not in said


@pytest.mark.parametrize("state", LessonState)
def test_the_verdict_on_a_lesson_says_how_it_stands(state: LessonState) -> None:
    doubts = {
        LessonState.PROVISIONAL: "vorläufig",
        LessonState.CONTESTED: "strittig",
        LessonState.REFUTED: "widerlegt",
        LessonState.SUPERSEDED: "überholt",
    }
    standing = standing_of(SimpleNamespace(state=state))
    assert ("gut übertragbar" in standing.all_fit) == (state not in doubts)
    assert doubts.get(state, "") in standing.all_fit
    assert doubts.get(state, "") in standing.some_adapt


def test_an_open_case_is_not_called_transferable(library: Library) -> None:
    body = Client().get(library.page("F03").get_url()).content.decode()
    assert "gut übertragbar" not in body
    assert 'data-all-fit="Alles Nötige ist da. Dort ist es noch offen."' in body
    english = Client().get("/en" + library.page("F03").get_url()).content.decode()
    assert "It is still open there." in english


@pytest.mark.parametrize(
    ("language", "labels"),
    [("de", ("passt", "anpassen|fehlt", "klären")), ("en", ("fits", "adapt|missing", "clarify"))],
)
def test_no_tip_says_the_word_before_it_again(
    library: Library, language: str, labels: tuple[str, str, str]
) -> None:
    """The script writes "anpassen: " and the like before each."""
    with translation.override(language):
        pages = [*CasePage.objects.public(), *LessonPage.objects.public()]
        needs = [need for page in pages for need in needs_of(page)]
    tips = {(need.when_given, need.next_step, need.when_unknown) for need in needs}
    said = [(word, tip) for three in tips for word, tip in zip(labels, three, strict=True)]
    assert [tip for word, tip in said if re.search(rf"\b({word})\b", tip, re.I)] == []
