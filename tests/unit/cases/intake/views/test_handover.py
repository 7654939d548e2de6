"""A draft is made of what is decided, and only who may edit it sees the raw text beside it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from cases.intake import actions
from cases.intake.review import review_of
from cases.intake.views import handover
from cases.models import CasePage, RawAccess, RawCase
from tests.factories import CaseIndexPageFactory, MethodCardPageFactory


def test_open_findings_are_told_and_make_no_draft(ask: Any, raw: RawCase) -> None:
    CaseIndexPageFactory()
    assert not review_of(raw).is_complete
    response = ask(handover.raw_take_over, raw.pk, data={})
    assert response.url == reverse("raw_review", args=[raw.pk])
    assert "Funde offen" in response.told
    assert not CasePage.objects.exists()


def test_another_version_than_the_one_read_makes_no_draft(ask: Any, decided: RawCase) -> None:
    CaseIndexPageFactory()
    response = ask(handover.raw_take_over, decided.pk, data={"stand": decided.version + 1})
    assert "jemand anderes den Text geändert" in response.told
    assert not CasePage.objects.exists()


@pytest.mark.parametrize(
    ("title", "is_cut"), [("Herr Huber zögert", False), ("Herr Huber zögert " * 9, True)]
)
def test_the_way_leads_to_the_draft_and_says_what_was_too_long(
    ask: Any, take_in: Any, decide: Any, text: dict[str, str], title: str, is_cut: bool
) -> None:
    CaseIndexPageFactory()
    raw = decide(take_in(text | {"title": title}))
    response = ask(handover.raw_take_over, raw.pk, data={"stand": raw.version})
    assert response.url == reverse("raw_beside", args=[raw.pk])
    assert "Der Entwurf ist angelegt" in response.told
    assert ("Länger, als ein Fall" in response.told) is is_cut
    assert "Huber" not in CasePage.objects.get(raw_case=raw).title


def test_a_name_of_two_method_cards_is_said(
    ask: Any, take_in: Any, decide: Any, text: dict[str, str]
) -> None:
    CaseIndexPageFactory()
    for number, kind in enumerate(("6 Phasen", "kurz")):
        MethodCardPageFactory(title=f"Kollegiale Beratung ({kind})", slug=f"kb-{number}")
    raw = decide(take_in(text | {"methods": "Kollegiale Beratung"}))
    told = ask(handover.raw_take_over, raw.pk, data={"stand": raw.version}).told
    assert "mehrere Methodenkarten meinen: Kollegiale Beratung (6 Phasen); Kollegiale Beratung (kurz)" in told


@pytest.mark.parametrize(("sent", "is_cut"), [({}, True), ({"glaetten": "1"}, False)])
def test_what_is_too_long_is_judged_by_the_text_that_is_taken_over(
    ask: Any, take_in: Any, decide: Any, text: dict[str, str], sent: dict[str, str], *, is_cut: bool
) -> None:
    CaseIndexPageFactory()
    title = "[Gemeinde mit 5.000 bis 10.000 Einwohnern in Bayern] sucht einen Weg zwischen zwei Vereinen"
    raw = decide(take_in(text | {"title": title}))
    response = ask(handover.raw_take_over, raw.pk, data={"stand": raw.version} | sent)
    assert ("Länger, als ein Fall" in response.told) is is_cut


def test_without_a_draft_there_is_nothing_beside_it(ask: Any, raw: RawCase) -> None:
    with pytest.raises(PermissionDenied):
        ask(handover.raw_beside, raw.pk)
    assert not raw.accesses.filter(action=RawAccess.Action.OPENED).exists()


@pytest.fixture
def handed_over(decided: RawCase, somebody: Any) -> RawCase:
    CaseIndexPageFactory()
    actions.take_over(raw=decided, user=somebody)
    return decided


def test_the_raw_text_is_shown_beside_its_case(ask: Any, handed_over: RawCase, somebody: Any) -> None:
    somebody.is_superuser = True
    page = ask(handover.raw_beside, handed_over.pk)
    assert page.context["case"].raw_case == handed_over
    assert [said for _label, said in page.context["fields"]] == [
        "Herr Huber zögert",
        "In Musterhausen fehlt ein Plan.",
    ]
    assert handed_over.accesses.filter(action=RawAccess.Action.OPENED).count() == 1


def test_who_may_not_edit_the_case_does_not_see_the_raw_text(ask: Any, handed_over: RawCase) -> None:
    with pytest.raises(PermissionDenied):
        ask(handover.raw_beside, handed_over.pk)
    assert not handed_over.accesses.filter(action=RawAccess.Action.OPENED).exists()


@pytest.mark.parametrize("smoothed", [True, False])
def test_the_draft_is_smoothed_where_the_editor_read_it_so(
    ask: Any, raw: RawCase, somebody: Any, smoothed: bool
) -> None:
    CaseIndexPageFactory()
    found = review_of(raw)
    choices = [actions.ReviewChoice(row.mark, "ersetzen", "[Kämmerei]") for row in found.rows]
    actions.decide(raw=raw, review=found, choices=choices, user=somebody)
    ask(handover.raw_take_over, raw.pk, data={"glaetten": "1"} if smoothed else {})
    raw.refresh_from_db()
    assert raw.case.title.startswith("Die Kämmerei zögert" if smoothed else "[Kämmerei] zögert")
