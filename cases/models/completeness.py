"""What the form of a case still asks for before it can be published, read from the text instead of a form:
the gate says it before anybody is asked to release the text.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.models import Page

from cases.models.case_page import CasePage
from cases.models.forms import too_many_terms, unwarned_failure
from cases.models.panels import needed_rows, placed_names
from cases.sections import CaseText, field_label

__all__ = ["broken_rules", "missing_fields"]

_OF_EVERY_PAGE = {field.name for field in Page._meta.fields} - {"title"}


def missing_fields(case: CasePage, text: CaseText, *, but: Collection[str] = ()) -> list[str]:
    """The mandatory fields that say nothing, as the form calls them; those of a row with their group. ``but``
    are names of fields that may be empty all the same.
    """
    model = type(case)
    asked = [
        field
        for field in model._meta.fields
        if field.editable and not field.blank and field.name not in _OF_EVERY_PAGE
    ]
    terms = [field.name for field in get_all_child_m2m_relations(model) if not field.blank]
    empty = {
        *(field.name for field in asked if _is_empty(text.data.get(field.name, _value(case, field)))),
        *(name for name in [*terms, *needed_rows([CasePage.edit_handler])] if not getattr(case, name).all()),
    }
    in_rows = (
        _("%(field)s (%(group)s)") % {"field": field.verbose_name, "group": field_label(model, name)}
        for name, row in _rows(case)
        for field in row._meta.fields
        if field.editable
        and not field.blank
        and field.name not in _parents(row)
        and _is_empty(_value(row, field))
    )
    order = [name for name in placed_names([CasePage.edit_handler]) if name in empty.difference(but)]
    return [*(field_label(model, name) for name in order), *dict.fromkeys(in_rows)]


def broken_rules(case: CasePage) -> list[tuple[str, str]]:
    """(field or group as the form calls it, sentence) for each rule of the form that the text breaks."""
    found = [
        *_said(case.clean),
        *too_many_terms(fields=len(case.policy_fields.all()), goals=len(case.sdgs.all())),
        *unwarned_failure(outcome=case.outcome, pitfalls=len(case.pitfalls.all())),
    ]
    for name, row in _rows(case):
        check = partial(row.validate_constraints, exclude=_parents(row))
        found += [(name, sentence) for _field, sentence in _said(check)]
    return [(field_label(CasePage, name), sentence) for name, sentence in dict.fromkeys(found)]


def _rows(case: CasePage) -> Iterator[tuple[str, models.Model]]:
    """Every row of the form with the name of its group."""
    for relation in get_all_child_relations(CasePage):
        name = relation.get_accessor_name()
        if name in set(placed_names([CasePage.edit_handler])):
            yield from ((name, row) for row in getattr(case, name).all())


def _parents(row: models.Model) -> set[str]:
    """The columns that tie a row to its case: nobody fills them in."""
    return {field.name for field in row._meta.fields if isinstance(field, ParentalKey)}


def _value(record: models.Model, field: Any) -> Any:
    return getattr(record, field.attname)


def _is_empty(value: Any) -> bool:
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def _said(check: Callable[[], None]) -> list[tuple[str, str]]:
    """(field, sentence) of what a check raises."""
    try:
        check()
    except ValidationError as error:
        return [(name, sentence) for name, said in error.message_dict.items() for sentence in said]
    return []
