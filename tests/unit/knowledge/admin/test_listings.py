"""Listings of the administration: usual columns, own ones, a review date that is a date."""

from __future__ import annotations

import datetime
from types import SimpleNamespace

import pytest
from wagtail.admin.ui.tables.pages import ParentPageColumn

from knowledge.admin import choice_column, listing
from knowledge.admin.listings import DayColumn
from knowledge.models import LessonPage


def test_day_to_come_is_printed_as_a_date_and_none_as_nothing() -> None:
    column = DayColumn("review_due", label="Wiedervorlage")
    assert column.get_value(SimpleNamespace(review_due=datetime.date(2031, 5, 4))) == "04.05.2031"
    assert column.get_value(SimpleNamespace(review_due=None)) == ""


@pytest.mark.django_db
def test_choice_column_prints_the_label() -> None:
    lesson = LessonPage(kind="inhaltlich")
    assert choice_column("kind", "Art").get_value(lesson) == "Inhaltlich"


def test_listing_puts_own_columns_before_the_review_date() -> None:
    found = listing(
        LessonPage,
        name="lehren",
        label="Lehren",
        icon="success",
        order=1,
        columns=[choice_column("kind", "Art")],
        filters=["kind"],
        export=["kind"],
    )
    assert [column.name for column in found.columns][-2:] == ["kind", "review_due"]
    assert not any(isinstance(column, ParentPageColumn) for column in found.columns)
    assert found.list_export == ["title", "kind", "live", "review_due"]
