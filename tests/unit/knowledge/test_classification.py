"""What nobody classified is internal, and a public view gives nothing internal away."""

from __future__ import annotations

import pytest

from knowledge.classification import (
    FieldClass,
    InternalFieldError,
    PublicView,
    classify,
    field_class,
    public_data,
    text_hash,
)
from knowledge.models import LessonCondition, LessonPage
from search.models import SavedSearch
from tests.factories import LessonPageFactory


def test_lists_become_a_mapping_and_no_name_stands_twice() -> None:
    assert classify(public="a b", internal="c") == {
        "a": FieldClass.PUBLIC,
        "b": FieldClass.PUBLIC,
        "c": FieldClass.INTERNAL,
    }
    with pytest.raises(ValueError, match="twice"):
        classify(public="a", quasi="a")


@pytest.mark.parametrize(
    ("model", "name", "decided"),
    [
        (LessonPage, "statement", FieldClass.PUBLIC),
        (LessonPage, "curator", FieldClass.INTERNAL),
        (LessonPage, "gibt_es_nicht", FieldClass.INTERNAL),
        (SavedSearch, "email", FieldClass.INTERNAL),
    ],
)
def test_class_of_a_field(model: type, name: str, decided: FieldClass) -> None:
    assert field_class(model, name) is decided


@pytest.mark.django_db
def test_view_reads_public_fields_and_refuses_internal_ones() -> None:
    lesson = LessonPageFactory()
    view = PublicView(lesson)
    assert view.statement == lesson.statement
    assert view.get_kind_display() == "Inhaltlich"
    for name in ("external_id", "curator", "curator_id"):
        with pytest.raises(InternalFieldError):
            getattr(view, name)
    with pytest.raises(AttributeError, match="read-only"):
        view.statement = "anders"


@pytest.mark.django_db
def test_hash_follows_every_word_a_reader_could_see_and_no_other() -> None:
    lesson = LessonPageFactory()
    before = text_hash(lesson)
    assert "external_id" not in public_data(lesson)
    lesson.external_id, lesson.slug = "X1", "anders"
    assert text_hash(lesson) == before
    lesson.conditions = [*lesson.conditions.all(), LessonCondition(holds=True, text="Neu.")]
    changed = text_hash(lesson)
    assert changed != before
    lesson.insight = "<p>Anders.</p>"
    assert text_hash(lesson) not in {before, changed}
