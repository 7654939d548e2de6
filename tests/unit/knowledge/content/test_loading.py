"""Placing records: the same file twice gives the same page."""

from __future__ import annotations

import pytest
from wagtail.models import Page

from knowledge.content import loading
from knowledge.enums import PeriodBand
from knowledge.models import LessonCondition, LessonPage
from tests.factories import LessonIndexPageFactory

pytestmark = pytest.mark.django_db

VALUES = {
    "statement": "Wenn a, dann b, weil c.",
    "kind": "inhaltlich",
    "observation": "<p>x</p>",
    "insight": "<p>x</p>",
    "recommendation": "<p>x</p>",
    "triggers": ["suche"],
    "owner_role": "Hauptamt",
}


def place(parent: Page, report: loading.LoadReport, *conditions: str, **changes: object) -> LessonPage:
    children = {"conditions": [LessonCondition(holds=True, text=text) for text in conditions]}
    return loading.place_page(
        parent,
        LessonPage,
        VALUES | changes,
        children=children,
        identity={"external_id": "L99"},
        report=report,
    )


def test_the_second_run_updates_the_same_page() -> None:
    parent, report = LessonIndexPageFactory(), loading.LoadReport()
    first = place(parent, report, "Eins", "Zwei")
    again = place(
        Page.objects.get(pk=parent.pk).specific, report, "Drei", statement="Wenn a, dann d, weil c."
    )
    assert again.pk == first.pk
    assert LessonPage.objects.count() == 1
    page = LessonPage.objects.get()
    assert page.statement == "Wenn a, dann d, weil c."
    assert [row.text for row in page.conditions.all()] == ["Drei"]
    assert (report.created, report.updated) == ({"Lehren": 1}, {"Lehren": 1})


def test_placed_pages_are_live_and_keep_no_former_text() -> None:
    page = place(LessonIndexPageFactory(), loading.LoadReport(), "Eins")
    assert page.live and not page.has_unpublished_changes
    assert not page.revisions.exists()


def test_parts_run_in_the_order_of_their_stage() -> None:
    labels = [part.label for part in loading.parts()]
    assert [part.stage for part in loading.parts()] == sorted(part.stage for part in loading.parts())
    for earlier, later in (
        ("Taxonomien", "Seiten"),
        ("Seiten", "Methoden"),
        ("Methoden", "Fälle"),
        ("Fälle", "Lehren"),
        ("Veröffentlichungen", "Verankerungen"),
    ):
        assert labels.index(earlier) < labels.index(later)


def test_every_period_has_a_release_batch() -> None:
    assert set(loading.RELEASE_BATCHES) == set(PeriodBand)
