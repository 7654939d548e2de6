"""A record as one description: what it says, to whom, and what it leaves out."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from knowledge.listing import describe, outline
from knowledge.models import HomePage, LessonPage, LessonSource
from knowledge.search_documents import LessonDocumentSource
from search.contract import Audience, Passage, Viewer
from tests.factories import LessonPageFactory, MethodCardPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson() -> Any:
    made = LessonPageFactory(observation="<p>Die Runde war zu groß.</p>")
    made.sources = [
        LessonSource(page=MethodCardPageFactory(title="Offene Karte")),
        LessonSource(page=MethodCardPageFactory(title="Verdeckte Karte", access_level="redaktion")),
    ]
    made.save()
    return LessonPage.objects.get(pk=made.pk)


def test_description_says_what_the_page_says(lesson: Any) -> None:
    made = describe(lesson)
    assert (made.kind, made.kind_label, made.title) == ("lesson", "Lehre", lesson.title)
    assert {part.anchor: part.text for part in made.sections}["beobachtung"] == "Die Runde war zu groß."
    assert [fact.name for fact in made.facts] == ["kind", "state", "confidence", "confirmed", "refuted"]
    assert (made.licence, made.citation.endswith("CC BY 4.0.")) == ("CC BY 4.0", True)
    assert made.key == f"lesson:{lesson.translation_key.hex}"


def test_related_records_are_those_of_the_reader(lesson: Any) -> None:
    editor = Viewer.editor()
    assert [other.title for other in describe(lesson).related] == ["Offene Karte"]
    assert {other.title for other in describe(lesson, editor).related} == {"Offene Karte", "Verdeckte Karte"}


def test_inner_passages_are_those_of_the_reader(lesson: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    said = (Passage("Für alle", "a", "a"), Passage("Vertieft", "b", "b", Audience.ALUMNI))
    monkeypatch.setattr(LessonDocumentSource, "sections", lambda self, page: said)
    alumna = Viewer(frozenset({Audience.PUBLIC, Audience.ALUMNI}))
    assert [part.text for part in describe(lesson).sections] == ["Für alle"]
    assert [part.text for part in describe(lesson, alumna).sections] == ["Für alle", "Vertieft"]


def test_outline_is_the_same_without_sections_and_related(lesson: Any) -> None:
    whole, short = describe(lesson), outline(lesson)
    assert (short.sections, short.related) == ((), ())
    assert (short.summary, short.facts, short.citation) == (whole.summary, whole.facts, whole.citation)


@pytest.mark.parametrize("make", [describe, outline])
def test_who_may_not_read_gets_no_description(make: Any) -> None:
    with pytest.raises(PermissionDenied):
        make(LessonPageFactory(access_level="alumni"))
    with pytest.raises(LookupError, match="HomePage"):
        make(HomePage(title="Start"))
