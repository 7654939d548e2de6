"""No draft of a text that is not the one read and decided."""

from __future__ import annotations

from typing import Any

import pytest

from cases import gate
from cases.intake import actions
from cases.intake.actions import OutdatedRawCase, ReviewChoice
from cases.intake.review import TEXT_FIELDS, review_of
from cases.models import RawCase
from cases.sealed import IntakeNames
from cases.sections import CaseText
from tests.factories import CaseIndexPageFactory

pytestmark = pytest.mark.django_db


def test_no_draft_while_a_finding_is_open(raw: RawCase, user: Any) -> None:
    with pytest.raises(ValueError, match="Funde offen"):
        actions.take_over(raw=raw, user=user)
    with pytest.raises(OutdatedRawCase):
        actions.take_over(raw=raw, user=user, version=raw.version + 1)


def test_why_words_stay_is_known_where_the_draft_is_asked_about(user: Any) -> None:
    CaseIndexPageFactory()
    choices_of_lists = {"federal_state": "BY", "size_band": "kleinstadt", "period_band": "2018-2021"}
    text = dict.fromkeys(TEXT_FIELDS, "") | choices_of_lists
    text |= {"case_kind": "beratung", "access_level": "oeffentlich", "title": "Ein Plan fehlt"}
    text["situation"] = "Herr Meierhofer zögert. In Musterhausen fehlt ein Plan."
    raw = actions.take_in(text=text, names=IntakeNames("Musterhausen", (), ()), meeting=None, user=user)
    review = review_of(raw)
    choices = [
        ReviewChoice(row.mark, "ersetzen", "[Ort]")
        if row.must_go
        else ReviewChoice(row.mark, "bleibt", reason="erfunden")
        for row in review.rows
    ]
    actions.decide(raw=raw, review=review, choices=choices, user=user)
    page = actions.take_over(raw=raw, user=user)
    held = gate.held_words(page, CaseText.of(page), [])
    stays = {finding.mark for finding, words in held if "Meierhofer" in words}
    assert stays and {gate.reasons_given(page)[mark] for mark in stays} == {"erfunden"}
    assert not gate.decided_exceptions(page), "a proposal decides nothing"
