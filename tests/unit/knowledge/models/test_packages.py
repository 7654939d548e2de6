"""A package says its own language where it has it, and names nothing that this reader may not read."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.http import QueryDict
from django.utils import translation

from knowledge.enums import AccessLevel
from knowledge.models import TargetGroupPage
from search.contract import Viewer
from tests.factories import LessonPageFactory, MethodCardPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> TargetGroupPage:
    card, inner = MethodCardPageFactory(), LessonPageFactory(access_level=AccessLevel.ALUMNI)
    made = TargetGroupPage(
        question="Womit fange ich an?", question_en="Where do I begin?", reviewed_on=date(2026, 10, 12)
    )
    made.first_steps, made.first_steps_en = [("step", "Fragen.")], [("step", "Ask.")]
    made.items = [
        ("item", {"record": inner, "why": "Nur für Ehemalige."}),
        ("item", {"record": card, "why": "Passt in eine Stunde."}),
    ]
    made.items_en = [("item", {"record": card, "why": "Fits into an hour."})]
    return made


def test_an_inner_record_is_named_to_nobody_and_goes_into_no_dossier(page: TargetGroupPage) -> None:
    [entry] = page.entries(Viewer())
    assert (entry.kind, entry.why, entry.outcome) == ("method", "Passt in eine Stunde.", "")
    asked = QueryDict(page.as_dossier([entry]))
    assert asked.getlist("key") == [entry.key] and asked["titel"] == "Womit fange ich an?"
    assert asked["notiz"] == "Passt in eine Stunde."


def test_english_where_there_is_english(page: Any) -> None:
    assert page.steps() == [("Fragen.", False)]
    with translation.override("en"):
        assert page.shown_question == "Where do I begin?" and not page.question_is_content
        assert page.steps() == [("Ask.", True)]
        assert [entry.why for entry in page.entries(Viewer())] == ["Fits into an hour."]
    assert page.has_package and not TargetGroupPage(question="Allein?").has_package
    page.reviewed_on = None
    assert not page.has_package, "nobody has gone over it"
