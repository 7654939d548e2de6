"""A name given at intake gets into no draft, and a draft that nobody agreed to goes with its raw case."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from cases import gate
from cases.intake import actions
from cases.models import CasePage, RawCase
from cases.models.forms import CaseForm
from cases.sealed.contents import IntakeNames
from tests.factories.pages import CasePageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(django_user_model: Any) -> CasePage:
    user = django_user_model.objects.create(username="wer")
    page = CasePageFactory(owner=user, live=False)
    names = IntakeNames("Musterhausen", ("Alois Huber",), ("Umformtechnik Ätztal",))
    raw = actions.take_in(text={"title": "x"}, names=names, meeting=None, user=user)
    RawCase.objects.filter(pk=raw.pk).update(case=page)
    return CasePage.objects.get(pk=page.pk)


@pytest.mark.parametrize(
    "words", ["Das will ALOIS HUBER nicht.", "in musterhausen", "Die Umformtechnik-Ätztal zahlt."]
)
def test_a_name_of_the_intake_is_found_however_it_is_written(draft: CasePage, words: str) -> None:
    assert gate.named_texts(draft, ["Der Rat tagt.", words]) == [1]


def test_an_ordinary_word_is_none(draft: CasePage) -> None:
    assert gate.named_texts(draft, ["Der Rat tagt in Musterhausener Art.", ""]) == []


def test_the_form_of_a_draft_refuses_it_and_names_the_field(draft: CasePage) -> None:
    class Form(CaseForm):
        formsets: dict[str, Any] = {}

        def __init__(self) -> None:
            self.instance = draft

    found = list(Form()._named({"kernel": "Es geht um Alois Huber.", "takeaway": "Nichts."}))
    assert [name for name, _sentence in found] == ["kernel"]
    assert "auch ein Entwurf" in found[0][1]


def test_a_draft_nobody_agreed_to_goes_with_its_raw_case(draft: CasePage) -> None:
    RawCase.objects.update(delete_on=timezone.localdate())
    assert actions.delete_due() == 1
    assert not CasePage.objects.filter(pk=draft.pk).exists()


def test_a_draft_that_was_published_before_stays(draft: CasePage) -> None:
    CasePage.objects.filter(pk=draft.pk).update(first_published_at=timezone.now())
    RawCase.objects.update(delete_on=timezone.localdate())
    assert actions.delete_due() == 1
    assert CasePage.objects.filter(pk=draft.pk).exists()
