"""State and counts of lessons in words, and read for many at once."""

from __future__ import annotations

import pytest

from knowledge.enums import LessonState
from knowledge.lessons.standing import know_standing, lesson_links, standing_in_words, verdict_counts
from knowledge.models import LessonPage, LessonSource
from search.contract import Audience, Viewer
from tests.factories import LessonPageFactory


@pytest.mark.parametrize(
    ("confirming", "refuting", "words"),
    [
        (0, 0, ""),
        (1, 0, "In 1 Staffel bestätigt"),
        (2, 0, "In 2 Staffeln bestätigt"),
        (0, 1, "In 1 Staffel widerlegt"),
        (0, 3, "In 3 Staffeln widerlegt"),
        (2, 1, "In 2 Staffeln bestätigt, in 1 widerlegt"),
    ],
)
def test_both_counts_are_said(confirming: int, refuting: int, words: str) -> None:
    assert verdict_counts(confirming, refuting) == words


def test_standing_without_verdicts_is_the_state_alone() -> None:
    assert standing_in_words(LessonState.PROVISIONAL, 0, 0) == "Vorläufige Lehre"
    assert (
        standing_in_words(LessonState.CONTESTED, 1, 1) == "Strittig. In 1 Staffel bestätigt, in 1 widerlegt"
    )


@pytest.mark.django_db
def test_link_names_the_newer_version_where_the_reader_may_go() -> None:
    old, source = LessonPageFactory(), LessonPageFactory()
    newer = LessonPageFactory(supersedes=old, access_level="alumni")
    LessonSource.objects.create(lesson=old, page=source, role="bestaetigt")
    lessons = LessonPage.objects.filter(pk=old.pk)
    (for_all,) = lesson_links(lessons, source, Viewer())
    (for_alumni,) = lesson_links(lessons, source, Viewer(frozenset({Audience.PUBLIC, Audience.ALUMNI})))
    assert (for_all.role, for_all.newer) == ("bestaetigt", None)
    assert for_alumni.newer == newer


@pytest.mark.django_db
def test_no_lesson_costs_no_query(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert know_standing([]) == {}
