"""The form of a record says which version was on the screen, and what stands there by now."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.http import QueryDict

from knowledge.base import VersionedForm
from knowledge.models import Format, ForumCycle, SustainableDevelopmentGoal, WorkingMeeting
from methods.models import SessionPlan
from tests.factories import UserFactory
from tests.unit.forms import posted

pytestmark = pytest.mark.django_db


def form_class(record: Any) -> Any:
    """The form an editor gets."""
    edit_handler = type(record).snippet_viewset.get_edit_handler()
    return edit_handler.get_form_class()


def fresh(record: Any) -> Any:
    return type(record).objects.get(pk=record.pk)


def opened(record: Any) -> QueryDict:
    """What the form sends back unchanged."""
    return posted(form_class(record)(instance=fresh(record), for_user=UserFactory()), {})


def sent(record: Any, data: QueryDict, **changes: Any) -> Any:
    """The form as somebody sends it."""
    data = data.copy()
    for name, value in changes.items():
        data[name] = value
    return form_class(record)(data, instance=fresh(record), for_user=UserFactory())


@pytest.fixture
def goal() -> SustainableDevelopmentGoal:
    return SustainableDevelopmentGoal.objects.create(
        number=17, name="Partnerschaften", name_en="Partnerships"
    )


def test_second_saver_sees_both_texts_and_decides(goal: SustainableDevelopmentGoal) -> None:
    first, second = opened(goal), opened(goal)
    form = sent(goal, first, name="Gemeinsam")
    assert form.is_valid()
    form.save()
    form = sent(goal, second, name="Zusammen")
    assert not form.is_valid()
    assert set(form.errors) == {"name"}
    assert "hier gespeichert: „Gemeinsam“" in form.errors["name"][0]
    assert form["name"].value() == "Zusammen"
    assert fresh(goal).name == "Gemeinsam"
    again = sent(goal, form.data)
    assert again.is_valid()
    again.save()
    assert (fresh(goal).name, fresh(goal).row_version) == ("Zusammen", 3)


def test_third_saver_between_is_seen_too(goal: SustainableDevelopmentGoal) -> None:
    data = opened(goal)
    for name in ("Eins", "Zwei"):
        SustainableDevelopmentGoal.objects.get(pk=17).save()
        form = sent(goal, data, name="Miteinander")
        assert not form.is_valid(), name
        data = form.data
    assert sent(goal, data).is_valid()


def test_same_words_twice_are_no_conflict(goal: SustainableDevelopmentGoal) -> None:
    data = opened(goal)
    fresh(goal).save()
    assert sent(goal, data).is_valid()


def test_new_record_has_nothing_to_compare() -> None:
    assert "stand" in form_class(SustainableDevelopmentGoal()).base_fields
    form = sent_new({"number": "3", "name": "Gesundheit", "name_en": "Health", "stand": ""})
    assert form.is_valid(), form.errors


def sent_new(data: dict[str, str]) -> Any:
    query = QueryDict(mutable=True)
    query.update(data)
    return form_class(SustainableDevelopmentGoal())(query, for_user=UserFactory())


def test_values_are_said_as_editors_read_them() -> None:
    """Choices, other records, dates, empty fields, rows."""
    kind = Format.objects.create(key="forum", name="Forum", kind="forum", purpose="Beraten.")
    cycle = ForumCycle.objects.create(
        format=kind, number=1, title="Erste", starts=date(2026, 3, 1), ends=date(2026, 12, 1)
    )
    meeting = WorkingMeeting.objects.create(cycle=cycle, number=1, date=date(2026, 3, 2))
    plan = SessionPlan.objects.create(title="Ablauf", meeting=meeting)
    plan.blocks.create(title="Ankommen", minutes=20)
    plan.save()
    data = opened(plan)
    data["blocks-0-title"] = "Ankommen und Kaffee"
    data["meeting"] = ""
    data["start"] = "10:00"
    fresh(plan).save()
    form = sent(plan, data)
    assert not form.is_valid()
    assert str(meeting) in form.errors["meeting"][0]
    assert "09:30" in form.errors["start"][0]
    assert "Ankommen, 20" in form.non_field_errors()[0]
    other = opened(plan)
    fresh(plan).save()
    other["planned_end"] = "17:00"
    assert "(leer)" in sent(plan, other).errors["planned_end"][0]


def test_it_is_the_form_of_every_such_record() -> None:
    assert issubclass(form_class(SustainableDevelopmentGoal()), VersionedForm)
