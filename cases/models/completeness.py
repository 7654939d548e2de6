"""What the form of a case still asks for before it can be published, read from the text instead of a form:
the gate says it before anybody is asked to release the text.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.models import Page

from cases.models.case_page import CasePage
from cases.models.forms import loose_statutes, too_many_terms, unproven_figures, unwarned_failure
from cases.models.panels import needed_rows, placed_names
from cases.sections import CaseText, field_label

__all__ = ["Gap", "broken_rules", "gaps", "missing_fields"]

_OF_EVERY_PAGE = {field.name for field in Page._meta.fields} - {"title"}


@dataclass(frozen=True, slots=True)
class Gap:
    """A mandatory field that says nothing. In a row: the group (``relation``) and the place of the row; a
    place behind the last row is a group that needs one.
    """

    field: Any
    relation: str = ""
    place: int = 0

    @property
    def name(self) -> str:
        """Of the field of the form, and of its input."""
        return f"{self.relation}-{self.place}-{self.field.name}" if self.relation else str(self.field.name)


def gaps(case: CasePage, text: CaseText) -> list[Gap]:
    """What :func:`missing_fields` names, as fields, in the order of the form; of a group without rows those
    of a first one.
    """
    model = type(case)
    terms = get_all_child_m2m_relations(model)
    own = [Gap(field) for field in _asked(model) if _is_empty(_said_in(case, text, field))]
    own += [Gap(field) for field in terms if not field.blank and not getattr(case, field.name).all()]
    order = list(placed_names([CasePage.edit_handler]))
    found = sorted((gap for gap in own if gap.name in order), key=lambda gap: order.index(gap.name))
    for name in order:
        if name not in _relations(model):
            continue
        rows = list(getattr(case, name).all())
        if not rows and name in needed_rows([CasePage.edit_handler]):
            rows = [_relations(model)[name]()]
        found += [
            Gap(field, name, place)
            for place, row in enumerate(rows)
            for field in _asked(type(row))
            if field.name not in _parents(row) and _is_empty(_value(row, field))
        ]
    return found


def _asked(model: type[models.Model]) -> list[Any]:
    """Mandatory fields of a record or a row that somebody fills in."""
    return [
        field
        for field in model._meta.fields
        if field.editable and not field.blank and field.name not in _OF_EVERY_PAGE
    ]


def _said_in(case: CasePage, text: CaseText, field: Any) -> Any:
    return text.data.get(field.name, _value(case, field))


def _relations(model: type[CasePage]) -> dict[str, type[models.Model]]:
    return {
        relation.get_accessor_name(): relation.related_model for relation in get_all_child_relations(model)
    }


def missing_fields(case: CasePage, text: CaseText, *, but: Collection[str] = ()) -> list[str]:
    """The mandatory fields that say nothing, as the form calls them; those of a row with their group. ``but``
    are names of fields that may be empty all the same.
    """
    model = type(case)
    terms = [field.name for field in get_all_child_m2m_relations(model) if not field.blank]
    empty = {
        *(field.name for field in _asked(model) if _is_empty(_said_in(case, text, field))),
        *(name for name in [*terms, *needed_rows([CasePage.edit_handler])] if not getattr(case, name).all()),
    }
    in_rows = (
        _("%(field)s (%(group)s)") % {"field": field.verbose_name, "group": field_label(model, name)}
        for name, row in _rows(case)
        for field in _asked(type(row))
        if field.name not in _parents(row) and _is_empty(_value(row, field))
    )
    order = [name for name in placed_names([CasePage.edit_handler]) if name in empty.difference(but)]
    return [*(field_label(model, name) for name in order), *dict.fromkeys(in_rows)]


def broken_rules(case: CasePage) -> list[tuple[str, str]]:
    """(field or group as the form calls it, sentence) for each rule of the form that the text breaks."""
    found = [
        *_said(case.clean),
        *too_many_terms(fields=len(case.policy_fields.all()), goals=len(case.sdgs.all())),
        *unwarned_failure(outcome=case.outcome, pitfalls=len(case.pitfalls.all())),
        *unproven_figures(evidence=case.evidence_level, figures=len(case.figures.all())),
        *loose_statutes(
            land=case.federal_state,
            named=[(row.statute, row.paragraph) for row in case.legal_basis.all()],
        ),
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
