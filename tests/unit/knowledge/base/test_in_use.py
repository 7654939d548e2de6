"""What others point to stays: who counts as a use, what the sentence says, what goes together."""

from __future__ import annotations

import pytest

from knowledge.base import in_use
from knowledge.models import Format, ForumCycle, LessonSource, TargetGroup
from tests.factories import ForumCycleFactory, LessonPageFactory, TargetGroupFactory

pytestmark = pytest.mark.django_db


def test_foreign_key_is_a_use_and_keeps_the_record() -> None:
    cycle = ForumCycleFactory()
    assert in_use.uses_of(cycle.format) == [cycle]
    with pytest.raises(in_use.InUse) as error:
        cycle.format.delete()
    assert [uses for _record, uses in in_use.refused_by(error.value)] == [[cycle]]
    assert Format.objects.filter(pk=cycle.format_id).exists()


def test_row_of_a_page_stands_for_its_page_once() -> None:
    source, lesson = LessonPageFactory(), LessonPageFactory()
    for _number in range(2):
        LessonSource.objects.create(lesson=lesson, page=source, role="ursprung")
    assert in_use.uses_of(source) == [lesson]


def test_what_goes_together_needs_nobody_else() -> None:
    source, lesson = LessonPageFactory(), LessonPageFactory()
    LessonSource.objects.create(lesson=lesson, page=source, role="ursprung")
    assert in_use.refused([source, lesson]) == []
    assert [record.pk for record, _uses in in_use.refused([source])] == [source.pk]


def test_many_to_many_and_drafts_count() -> None:
    group, lesson = TargetGroupFactory(), LessonPageFactory()
    assert in_use.uses_of(group) == []
    lesson.addressees = [group]
    lesson.save_revision()
    assert in_use.uses_of(group) == [lesson]
    with pytest.raises(in_use.InUse) as error:
        group.delete()
    assert in_use.refused_by(error.value) == [(group, [lesson])]


def test_everything_may_go_where_the_whole_library_goes() -> None:
    cycle = ForumCycleFactory()
    with in_use.deleting_everything():
        ForumCycle.objects.all().delete()
        cycle.format.delete()
    assert not Format.objects.exists()


def test_sentence_counts_by_kind_and_names_no_user() -> None:
    group = TargetGroup(name="Kämmerei", name_en="Treasury")
    said = in_use.sentence(group, [LessonPageFactory.build(), LessonPageFactory.build()])
    assert "„Kämmerei“" in said
    assert "2 Lehren" in said
    assert "Veröffentlichung aufheben" not in said
