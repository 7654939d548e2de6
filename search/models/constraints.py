"""Rules about the columns of one row: the database keeps them, and a form says which field breaks them.

Django validates a check constraint by a query and puts its sentence above the form. These know their fields,
so they are judged without a query and speak at the field. In a migration they are plain check constraints
without a sentence. As in the database, a comparison with nothing (``None``) is no violation.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Collection
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.signals import class_prepared
from django.db.utils import DEFAULT_DB_ALIAS
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

__all__ = ["FitsWith", "InRange", "Needed", "NotItself", "OneOf", "Rising", "RowRule"]


class RowRule(models.CheckConstraint):
    """A check over ``fields`` of a row whose violation is said at ``at``.

    ``what`` completes the name, which is unique in the database: ``app_model_field_what``.
    """

    def __init__(
        self, *, at: str, fields: Collection[str], condition: Q, what: str, sentence: Any, **params: Any
    ) -> None:
        super().__init__(
            name=f"%(app_label)s_%(class)s_{at}_{what}", condition=condition, violation_error_message=sentence
        )
        self.at, self.fields, self.params = at, tuple(fields), params

    def holds(self, instance: models.Model) -> bool:
        """Whether the row keeps the rule."""
        raise NotImplementedError

    def validate(
        self,
        model: type[models.Model],
        instance: models.Model,
        exclude: Collection[str] | None = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        """Raises ``ValidationError`` at the field, unless one of the fields is not judged now."""
        if not set(self.fields) & set(exclude or ()) and not self.holds(instance):
            raise ValidationError({self.at: self.get_violation_error_message()})

    def get_violation_error_message(self) -> str:
        """The sentence in the active language."""
        sentence = str(self.violation_error_message)
        return sentence % self.params if self.params else sentence

    def clone(self) -> RowRule:
        """Another of the same, as an abstract model hands it on."""
        return copy.copy(self)

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        """What a migration holds of it."""
        return "django.db.models.CheckConstraint", (), {"condition": self.condition, "name": self.name}


class OneOf(RowRule):
    """A value of the closed vocabulary that the ``choices`` of the field name; ``blank`` where a draft may
    still be without one.

    The vocabulary is read when the model is ready: where ``Meta`` is written its fields are not there yet.
    """

    def __init__(self, field: str, *, blank: bool = False) -> None:
        self.blank = blank
        self.values: list[Any] = []
        sentence = _("Dieser Wert steht nicht zur Auswahl.")
        super().__init__(at=field, fields=[field], condition=Q(), what="known", sentence=sentence)

    @classmethod
    def each(cls, *fields: str, blank: bool = False) -> list[OneOf]:
        """One for each of the fields."""
        return [cls(field, blank=blank) for field in fields]

    def read_vocabulary(self, model: type[models.Model]) -> None:
        """Take the values from the field of ``model``."""
        field: Any = model._meta.get_field(self.at)
        self.values = [value for value, _label in field.flatchoices]
        if self.blank or field.blank:
            self.values.append("")
        self.condition = Q(**{f"{self.at}__in": self.values})

    def holds(self, instance: models.Model) -> bool:
        """Whether the vocabulary has the value."""
        return getattr(instance, self.at) in (None, *self.values)


@receiver(class_prepared)
def _read_vocabularies(sender: type[models.Model], **kwargs: Any) -> None:
    for constraint in sender._meta.constraints:
        if isinstance(constraint, OneOf):
            constraint.read_vocabulary(sender)


class InRange(RowRule):
    """A number from ``least`` to ``most``, both included."""

    def __init__(self, field: str, least: float, most: float | None = None) -> None:
        self.least, self.most = least, most
        condition = Q(**{f"{field}__gte": least})
        sentence: Any = _("Bitte eine Zahl ab %(least)s eintragen.")
        if most is not None:
            condition &= Q(**{f"{field}__lte": most})
            sentence = _("Bitte eine Zahl von %(least)s bis %(most)s eintragen.")
        super().__init__(
            at=field,
            fields=[field],
            condition=condition,
            what="in_range",
            sentence=sentence,
            least=least,
            most=most,
        )

    def holds(self, instance: models.Model) -> bool:
        """Whether the number lies in the range."""
        value = getattr(instance, self.at)
        return value is None or (self.least <= value and (self.most is None or value <= self.most))


class Rising(RowRule):
    """Values none of which is below the one before it; with ``strictly`` each lies above."""

    def __init__(self, *fields: str, at: str, sentence: Any, strictly: bool = False) -> None:
        self.strictly = strictly
        condition = Q()
        for lower, upper in pairwise(fields):
            condition &= Q(**{f"{upper}__gt" if strictly else f"{upper}__gte": F(lower)})
        super().__init__(at=at, fields=fields, condition=condition, what="rising", sentence=sentence)

    def holds(self, instance: models.Model) -> bool:
        """Whether no neighbours stand the wrong way round."""
        values = [getattr(instance, field) for field in self.fields]
        ordered: Callable[[Any, Any], bool] = (lambda a, b: a < b) if self.strictly else (lambda a, b: a <= b)
        return all(a is None or b is None or ordered(a, b) for a, b in pairwise(values))


class Needed(RowRule):
    """A field that must be filled where ``when`` has one of ``values``; ``empty`` is what the column holds
    otherwise.
    """

    def __init__(
        self, field: str, *, when: str, values: Collection[Any], sentence: Any, empty: str | None = ""
    ) -> None:
        self.when, self.values, self.empty = when, [*values], empty
        filled = Q(**{f"{field}__isnull": False}) if empty is None else ~Q(**{field: empty})
        super().__init__(
            at=field,
            fields=[field, when],
            condition=~Q(**{f"{when}__in": self.values}) | filled,
            what="needed",
            sentence=sentence,
        )

    def holds(self, instance: models.Model) -> bool:
        """Whether the field is filled or not asked for; blanks alone do not fill a text."""
        value = getattr(instance, self.at)
        return getattr(instance, self.when) not in self.values or (
            value is not None and str(value).strip() != ""
        )


class FitsWith(RowRule):
    """A field that, where ``when`` has one of ``values``, is left empty or has one of ``allowed``."""

    def __init__(
        self, field: str, *, when: str, values: Collection[Any], allowed: Collection[Any], sentence: Any
    ) -> None:
        self.when, self.values, self.allowed = when, [*map(str, values)], [*allowed]
        super().__init__(
            at=field,
            fields=[field, when],
            condition=(
                ~Q(**{f"{when}__in": self.values})
                | Q(**{f"{field}__isnull": True})
                | Q(**{f"{field}__in": self.allowed})
            ),
            what=f"fits_{self.values[0]}",
            sentence=sentence,
        )

    def holds(self, instance: models.Model) -> bool:
        """Whether the two go together."""
        value = getattr(instance, self.at)
        return getattr(instance, self.when) not in self.values or value is None or value in self.allowed


class NotItself(RowRule):
    """A reference to another row of the same table; ``own`` is the column of the primary key."""

    def __init__(self, field: str, *, own: str, sentence: Any) -> None:
        super().__init__(
            at=field, fields=[field], condition=~Q(**{field: F(own)}), what="not_itself", sentence=sentence
        )

    def holds(self, instance: models.Model) -> bool:
        """Whether the row names another one."""
        named = getattr(instance, f"{self.at}_id")
        return named is None or named != instance.pk
