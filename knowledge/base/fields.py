"""Model fields the library needs beyond Django's."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = ["ChoiceListField"]


class ChoiceListField(models.JSONField):
    """Several values of a closed vocabulary, stored as a JSON list in the order of the vocabulary.

    A list of plain words needs no table, no join and no migration when the vocabulary grows; it is shown as
    check boxes. ``choices_enum`` is a ``TextChoices`` class; its values are checked on clean.
    """

    def __init__(self, choices_enum: type[models.TextChoices] | None = None, **kwargs: Any) -> None:
        self.choices_enum = choices_enum
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(**kwargs)

    def deconstruct(self) -> Any:
        """Leave the vocabulary out of migrations: it changes nothing in the table."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        """Add ``<name>_labels``, the list of labels in the active language."""
        super().contribute_to_class(cls, name, private_only)
        vocabulary = self.choices_enum
        if vocabulary is not None and not hasattr(cls, f"{name}_labels"):

            def labels(instance: models.Model) -> list[str]:
                known = {member.value: member.label for member in vocabulary}
                return [str(known.get(value, value)) for value in getattr(instance, name) or []]

            setattr(cls, f"{name}_labels", property(labels))

    def in_order(self, value: Any) -> Any:
        """The values in the order of the vocabulary, as the form gives them; anything but a list of them as
        it is.
        """
        if self.choices_enum is None or not isinstance(value, list):
            return value
        place = {known: index for index, known in enumerate(self.choices_enum.values)}
        return (
            sorted(value, key=lambda item: place.get(item, len(place)))
            if all(isinstance(item, str) for item in value)
            else value
        )

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """A file may name the values in any order; saved in the form without a change, the record must stay
        the same.
        """
        value = self.in_order(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Every value must be in the vocabulary.

        Raises ``ValidationError`` naming the unknown one.
        """
        super().validate(value, model_instance)
        if not isinstance(value, list):
            raise ValidationError(_("Hier wird eine Liste von Werten erwartet."))
        if self.choices_enum is not None:
            for item in value:
                if item not in self.choices_enum.values:
                    raise ValidationError(
                        _("„%(value)s“ gehört nicht zu den möglichen Werten."), params={"value": item}
                    )

    def formfield(self, **kwargs: Any) -> Any:
        """Check boxes."""
        if self.choices_enum is None:
            return super().formfield(**kwargs)
        return forms.MultipleChoiceField(
            choices=self.choices_enum.choices,
            widget=forms.CheckboxSelectMultiple,
            required=not self.blank,
            label=self.verbose_name,
            help_text=self.help_text,
        )
