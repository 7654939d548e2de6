"""What the form of a case says to an editor."""

from __future__ import annotations

from typing import Any

import pytest

from cases.models import CasePage, CasePitfall
from cases.models.forms import MOST_FIELDS
from tests.factories import CasePageFactory, PolicyFieldFactory
from tests.unit.forms import form_class, posted

pytestmark = pytest.mark.django_db


def submit(case: CasePage, *, draft: bool = False, **changes: Any) -> Any:
    form = form_class(CasePage)
    parent = case.get_parent()
    bound = form(posted(form(instance=case, parent_page=parent), changes), instance=case, parent_page=parent)
    if draft:
        bound.defer_required_fields()
    bound.is_valid()
    return bound


def saved(**rows: Any) -> CasePage:
    """A case with rows, read back."""
    return CasePage.objects.get(pk=CasePageFactory(**rows).pk)


@pytest.mark.parametrize("outcome", ["gescheitert", "aufgegeben"])
def test_a_failure_names_its_pitfalls(outcome: str) -> None:
    assert "Stolperstein" in str(submit(saved(), outcome=outcome).errors["outcome"])
    with_pitfall = saved(pitfalls=[CasePitfall(text="Zu spät gefragt.")])
    assert "outcome" not in submit(with_pitfall, outcome=outcome).errors


def test_who_writes_pitfalls_is_asked_for_the_mistake_not_for_advice() -> None:
    asked = str(CasePitfall._meta.get_field("text").help_text)
    refused = str(submit(saved(), outcome="gescheitert").errors["outcome"])
    for words in (asked, refused):
        assert "Fehler" in words and "anders machen" not in words


def test_a_draft_may_still_miss_them() -> None:
    assert "outcome" not in submit(saved(), draft=True, outcome="gescheitert").errors


def test_two_policy_fields_are_enough() -> None:
    fields = [PolicyFieldFactory(key=key).pk for key in ("haushalt", "energie", "jugend")]
    assert "policy_fields" in submit(saved(), policy_fields=fields).errors
    assert "policy_fields" not in submit(saved(), policy_fields=fields[:MOST_FIELDS]).errors


def test_question_ends_with_a_question_mark() -> None:
    assert "key_question" in submit(saved(), key_question="Wir teilen den Bauhof.").errors
