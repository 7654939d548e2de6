"""A lesson that a round adapted gets a new version; the old one keeps its address."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from knowledge.lessons import draft_lesson, new_version
from knowledge.models import LessonPage
from tests.factories import LessonPageFactory, UserFactory
from tests.factories.contributions import accepted, verdict

pytestmark = pytest.mark.django_db

SENTENCE = "Wenn es eilt, dann schreiben Sie zuerst, weil alle gehört werden."


@pytest.fixture
def adapted() -> Any:
    return accepted(verdict(LessonPageFactory(), kind="angepasst"))


def test_the_new_version_supersedes_the_old_one_once_it_is_published(adapted: Any) -> None:
    old = adapted.lesson
    address = old.get_url()
    new = new_version(verdict=adapted, statement=f" {SENTENCE} ", user=UserFactory())
    assert (new.statement, new.title, new.supersedes, new.live) == (SENTENCE, SENTENCE, old, False)
    assert [row.text for row in new.conditions.all()] == [row.text for row in old.conditions.all()]
    assert not new.anchors.exists() and new.translation_key != old.translation_key
    assert LessonPage.objects.get(pk=old.pk).state != "ueberholt"
    new.get_latest_revision().publish()
    old = LessonPage.objects.get(pk=old.pk)
    assert (old.state, old.get_url(), old.live) == ("ueberholt", address, True)


@pytest.mark.parametrize("kind", ["bestaetigt", "widerlegt", "nicht-pruefbar"])
def test_only_an_adapted_lesson_gets_one(kind: str) -> None:
    judged = accepted(verdict(LessonPageFactory(), kind=kind))
    with pytest.raises(ValidationError, match="Angepasst"):
        new_version(verdict=judged, statement=SENTENCE, user=None)


def test_there_is_one_and_it_says_something_else(adapted: Any) -> None:
    with pytest.raises(ValidationError, match="noch der alte"):
        new_version(verdict=adapted, statement=adapted.lesson.statement, user=None)
    with pytest.raises(ValidationError, match="in einem Satz"):
        new_version(verdict=adapted, statement=" ", user=None)
    with pytest.raises(ValidationError, match="zu lang"):
        new_version(verdict=adapted, statement="x" * 241, user=None)
    new_version(verdict=adapted, statement=SENTENCE, user=None)
    with pytest.raises(ValidationError, match="schon eine neue Fassung"):
        new_version(verdict=adapted, statement=SENTENCE, user=None)


def test_a_lesson_of_no_kind_is_refused() -> None:
    with pytest.raises(ValidationError, match="was für eine"):
        draft_lesson(
            statement=SENTENCE, kind="erfunden", observation="A", insight="B", meeting=None, user=None
        )
