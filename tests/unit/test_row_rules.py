"""Every rule about a row is kept by the database too: no way round a form leaves a row that breaks it."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction

from knowledge.contributions import Contribution
from knowledge.cycle.observations import Observation, ObservationState
from search.models.constraints import FitsWith, InRange, Needed, NotItself, OneOf, Rising, RowRule

APPS = ("search", "knowledge", "cases", "methods", "publications")


def models_of_the_project() -> list[type[models.Model]]:
    return [model for app in APPS for model in apps.get_app_config(app).get_models()]


RULES = [
    pytest.param(model, rule, id=rule.name)
    for model in models_of_the_project()
    for rule in model._meta.constraints
    if isinstance(rule, RowRule)
]


def moment(field: models.Field[Any, Any], text: str) -> Any:
    """The text as the field keeps it, with a time zone where it has one."""
    return field.to_python(f"{text}T09:00:00Z" if isinstance(field, models.DateTimeField) else text)


def some(field: models.Field[Any, Any]) -> Any:
    """A value that the column takes."""
    if field.primary_key or field.is_relation:
        return 1
    if field.null:
        return None
    if field.has_default():
        return field.get_default()
    if field.choices:
        return field.flatchoices[0][0]
    if isinstance(field, models.BooleanField):
        return False
    if isinstance(field, models.IntegerField | models.FloatField):
        return 1
    if isinstance(field, models.DateField):  # a moment is a date as well
        return moment(field, "2026-03-02")
    return "w"


def row(model: type[models.Model], **given: Any) -> dict[str, Any]:
    """Values by column of a row that keeps every rule, apart from what is ``given``."""
    columns = {field.attname: some(field) for field in model._meta.local_concrete_fields}
    for rule in model._meta.constraints:
        if isinstance(rule, InRange) and columns[rule.at] is not None:
            columns[rule.at] = max(columns[rule.at], rule.least)
        if isinstance(rule, NotItself):
            columns[f"{rule.at}_id"] = None
    if issubclass(model, Contribution):  # a received one, which has a last day
        columns |= {"keep_until": "2027-03-02", "decision": ""}
    columns |= given
    for rule in model._meta.constraints:
        if isinstance(rule, FitsWith) and not rule.holds(SimpleNamespace(**columns)):
            fit(model, rule, columns, given)
    if issubclass(model, Observation) and columns["state"] != ObservationState.LESSON:  # no page of its own
        columns["lesson_id"] = None
    return columns


def fit(model: type[models.Model], rule: FitsWith, columns: dict[str, Any], given: dict[str, Any]) -> None:
    """Change what is not ``given`` of the two fields, so that they go together."""
    field: Any = model._meta.get_field(rule.when)
    if rule.at not in given:
        columns[rule.at] = rule.allowed[0]
    elif rule.when not in given:
        columns[rule.when] = next(value for value, _label in field.flatchoices if value not in rule.values)


def insert(model: type[models.Model], columns: dict[str, Any]) -> None:
    """Past every form, signal and ``save``, and without the rows it points to."""
    fields = {field.attname: field for field in model._meta.local_concrete_fields}
    names = ", ".join(connection.ops.quote_name(fields[name].column) for name in columns)
    values = [fields[name].get_db_prep_save(value, connection) for name, value in columns.items()]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({names})"
            f" VALUES ({', '.join(['%s'] * len(values))})",
            values,
        )


def empty(model: type[models.Model]) -> None:
    """Make room for a row, in a transaction that is rolled back."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")


def violations(model: type[models.Model], rule: RowRule) -> Iterator[dict[str, Any]]:
    """What breaks the rule, at its fields."""
    field: Any = model._meta.get_field(rule.at)
    match rule:
        case OneOf():
            yield {rule.at: 99 if isinstance(field, models.IntegerField) else "?!"[: field.max_length]}
            if "" not in rule.values and not isinstance(field, models.IntegerField):
                yield {rule.at: ""}
        case InRange():
            yield {rule.at: rule.least - 1}
            if rule.most is not None:
                yield {rule.at: rule.most + 1}
        case Rising():
            kinds = [model._meta.get_field(name) for name in rule.fields]
            steps = {
                models.DateField: ("2026-03-01", "2026-03-02", "2026-03-03"),
                models.TimeField: ("09:00", "10:00", "11:00"),
                models.IntegerField: (10, 20, 30),
            }
            values = next(found for kind, found in steps.items() if isinstance(kinds[0], kind))
            rising = [moment(kind, value) for kind, value in zip(kinds, values, strict=False)]
            for first in range(len(rising) - 1):
                swapped = [*rising]
                swapped[first], swapped[first + 1] = swapped[first + 1], swapped[first]
                yield dict(zip(rule.fields, swapped, strict=True))
            if rule.strictly:
                yield dict.fromkeys(rule.fields, rising[0])
        case Needed():
            yield from ({rule.at: rule.empty, rule.when: value} for value in rule.values)
        case FitsWith():
            others = [value for value, _label in field.flatchoices] or [*range(1, 6)]
            wrong = next(value for value in others if value not in rule.allowed)
            yield from ({rule.at: wrong, rule.when: value} for value in rule.values)
        case NotItself():
            yield {f"{rule.at}_id": 1}
        case _:
            raise AssertionError(f"no violation known of {type(rule).__name__}")


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "rule"), RULES)
def test_the_database_refuses_what_breaks_a_rule(model: type[models.Model], rule: RowRule) -> None:
    with transaction.atomic():
        empty(model)
        insert(model, row(model))
        empty(model)
        for columns in violations(model, rule):
            with pytest.raises(IntegrityError, match=rule.name), transaction.atomic():
                insert(model, row(model, **columns))
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "rule"), RULES)
def test_a_form_says_it_at_the_field(model: type[models.Model], rule: RowRule) -> None:
    rule.validate(model, model(**row(model)))
    for columns in violations(model, rule):
        broken = model(**row(model, **columns))
        with pytest.raises(ValidationError) as refused:
            rule.validate(model, broken)
        assert set(refused.value.message_dict) == {rule.at}
        rule.validate(model, broken, exclude={rule.at})


def test_every_model_with_a_closed_vocabulary_says_so_to_the_database() -> None:
    """A field with choices has its rule, apart from yes or no and from what other packages declare."""
    without = {
        f"{model.__name__}.{field.name}"
        for model in models_of_the_project()
        for field in model._meta.local_concrete_fields
        if field.choices and not isinstance(field, models.BooleanField)
        if not any(isinstance(rule, OneOf) and rule.at == field.name for rule in model._meta.constraints)
    }
    assert without == set()


def test_rules_have_names_that_fit_every_database() -> None:
    names = [rule.name for model in models_of_the_project() for rule in model._meta.constraints]
    assert len(names) == len(set(names)) and max(map(len, names)) <= 63
