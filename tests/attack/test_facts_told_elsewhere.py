"""The case tells little, and what a lesson, a chapter or a package tells of it leads to a handful of
cities.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth import get_user_model

from cases.gate import problems
from cases.models import CasePage
from cases.retold import objections_to_retelling
from cases.sections import CaseText
from knowledge.base import retold_facts
from knowledge.enums import AccessLevel
from knowledge.guard import PublicTextRefused, rules
from knowledge.models import LessonPage, TargetGroupPage
from publications.models import PublicationPage
from tests.integration.conftest import _each_test, library

__all__ = ["_each_test", "library"]

TELLING = "<p>Eine Straßenbahn fuhr dort, und die Universität half mit.</p>"


def draft_of(lesson: LessonPage, words: str = TELLING) -> Any:
    draft = lesson.get_latest_revision_as_object()
    draft.recommendation = words
    return draft


def told_of(case: CasePage) -> list[str]:
    """What the gate says of the facts of the case as it stands."""
    return [
        problem.message for problem in problems(CasePage.objects.get(pk=case.pk)) if problem.code == "k_facts"
    ]


def test_a_lesson_with_the_missing_facts_is_refused_and_names_the_case(library: Any) -> None:
    case, lesson = library.page("F01"), library.page("L01")
    draft = draft_of(lesson)
    with pytest.raises(PublicTextRefused) as refused:
        draft.save_revision().publish()
    assert {item.words for item in refused.value.findings} == {"Straßenbahn", "Universität"}
    assert all(case.title in item.sentence for item in refused.value.findings)
    assert "Kommunen" in str(refused.value) and "Empfehlung" in str(refused.value)
    assert told_of(case) == [], "a draft tells nobody"


def test_saving_behind_the_button_is_refused_as_well(library: Any) -> None:
    lesson = library.page("L01")
    lesson.recommendation = TELLING
    with pytest.raises(PublicTextRefused):
        lesson.save()


def test_what_a_second_person_lets_stand_counts_nowhere(library: Any) -> None:
    reviewer = get_user_model().objects.create_user("zweite-person")
    case, lesson = library.page("F01"), library.page("L01")
    draft = draft_of(lesson)
    revision = draft.save_revision()
    for item in objections_to_retelling(draft):
        rules.decide(draft, mark=item.mark, reason="allgemein", user=reviewer)
    revision.publish()
    assert "Straßenbahn" in LessonPage.objects.get(pk=lesson.pk).recommendation
    assert told_of(case) == []


def test_what_many_have_may_be_told(library: Any) -> None:
    draft_of(library.page("L01"), "<p>Am Bahnhof fing es an.</p>").save_revision().publish()
    assert told_of(library.page("F01")) == []


@pytest.mark.parametrize("way", ["lesson", "chapter", "package"])
def test_a_case_is_judged_with_what_is_told_of_it_elsewhere(library: Any, way: str) -> None:
    case = library.page("F01")
    if way == "lesson":
        page: Any = library.page("L01")
        LessonPage.objects.filter(pk=page.pk).update(recommendation=TELLING)
    elif way == "chapter":
        page = library.page("P01")
        rows = page.sections.raw_data
        told = next(row for row in rows if case.pk in _held(row["value"]))
        told["value"]["body"] += TELLING
        PublicationPage.objects.filter(pk=page.pk).update(sections=json.dumps(list(rows)))
    else:
        page = next(page for page in TargetGroupPage.objects.live() if page.items)
        row = {"type": "item", "value": {"record": case.pk, "why": "Mit Straßenbahn und Universität."}}
        TargetGroupPage.objects.filter(pk=page.pk).update(items=json.dumps([row]))
    (message,) = told_of(case)
    assert f"„Straßenbahn“ („{page.title}“, " in message


def _held(chapter: Any) -> set[int]:
    return {row["value"] if isinstance(row, dict) else row for row in chapter["derived_from"]}


def test_what_editors_alone_read_does_not_count(library: Any) -> None:
    LessonPage.objects.filter(pk=library.page("L01").pk).update(
        recommendation=TELLING, access_level=AccessLevel.EDITORS
    )
    assert told_of(library.page("F01")) == []


def test_a_fact_that_another_origin_of_the_passage_tells_is_told_of_that_one(library: Any) -> None:
    """The indoor pool of a chapter on several cases belongs to the case with the indoor pool."""
    case = library.page("F01")
    facts = retold_facts(case.pk)
    assert "indoor-pool" in {fact.mention.key for fact in facts}
    assert CaseText.of(case).told_of_it(facts) == []
