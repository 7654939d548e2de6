"""What the form still asks for is read from the text as the form itself would say it."""

from __future__ import annotations

from typing import Any

import pytest

from cases.models import CaseIdea, CasePage, broken_rules, missing_fields
from cases.sections import CaseText, field_label
from tests.factories import CasePageFactory, PolicyFieldFactory
from tests.unit.forms import form_class, posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> CasePage:
    return CasePage.objects.get(pk=CasePageFactory().pk)


def missing(case: CasePage) -> list[str]:
    return missing_fields(case, CaseText.of(case))


def test_a_filled_form_asks_for_nothing_more(case: CasePage) -> None:
    assert missing(case) == [] and broken_rules(case) == []


def test_missing_fields_are_those_of_the_form(case: CasePage) -> None:
    """As after the takeover of a raw case: next to nothing is filled in."""
    for name in ("kernel", "concern_type", "key_question", "evidence_level", "size_band", "period_band"):
        setattr(case, name, "")
    case.initial_situation = []
    for name in (
        "actors",
        "hypotheses",
        "ideas",
        "steps",
        "case_methods",
        "challenge_area_items",
        "policy_fields",
    ):
        setattr(case, name, [])
    parent = case.get_parent()
    unbound = form_class(CasePage)(instance=case, parent_page=parent)
    form = form_class(CasePage)(posted(unbound, {}), instance=case, parent_page=parent)
    assert not form.is_valid()
    asked = {*form.errors, *(name for name, rows in form.formsets.items() if rows.non_form_errors())}
    assert {field_label(CasePage, name) for name in asked} == set(missing(case))
    assert {"Der Fall in 60 Sekunden", "Beleglage", "Handlungsfelder"} <= set(missing(case))


def test_a_field_of_a_row_is_named_with_its_group(case: CasePage) -> None:
    case.hypotheses = [
        *case.hypotheses.all(),
        type(case.hypotheses.first())(text="Ich vermute, dass es eilt."),
    ]
    assert missing(case) == ["Resonanz (Hypothesen)"]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("outcome", "gescheitert", "Stolperstein"),
        ("key_question", "Wir teilen den Bauhof.", "Fragezeichen"),
        ("title", "x" * 91, "90 Zeichen"),
    ],
)
def test_a_broken_rule_is_said_at_its_field(case: CasePage, field: str, value: str, said: str) -> None:
    setattr(case, field, value)
    ((label, sentence),) = broken_rules(case)
    assert label == field_label(CasePage, field) and said in sentence


def test_rules_over_rows_and_terms_hold_as_in_the_form(case: CasePage) -> None:
    case.ideas = [CaseIdea(text="Abwarten.", effort="S", status="verworfen")]
    case.policy_fields = [PolicyFieldFactory(key=key) for key in ("haushalt", "energie", "jugend")]
    said: dict[str, Any] = dict(broken_rules(case))
    assert "Grund" in said["Lösungsideen"] and "höchstens zwei" in said["Handlungsfelder"]
