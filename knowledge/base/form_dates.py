"""A date that somebody enters lies in a time that clocks know: the first day of the year 1 lies, in some time
zones, before every year, and whatever compares it with another one breaks.
"""

from __future__ import annotations

import datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.forms import Field
from django.forms.fields import BaseTemporalField
from django.utils.translation import gettext as _

__all__ = ["FIRST_YEAR", "install"]

FIRST_YEAR: Final = 1900


def _validate(field: Field, value: Any) -> None:
    """Raises ``ValidationError`` as well where the year is too early."""
    Field.validate(field, value)
    if isinstance(value, datetime.date) and value.year < FIRST_YEAR:
        text = _("Bitte geben Sie ein Datum ab dem Jahr %(year)s ein.")
        raise ValidationError(text, code="too_early", params={"year": FIRST_YEAR})


def install() -> None:
    """For every date and time of every form and filter, also of those that Wagtail makes by itself."""
    BaseTemporalField.validate = _validate  # type: ignore[method-assign,assignment]
