"""What is no number, or one larger than any database can count, names no record: in an address as in a hidden
field of a chooser or of a row of a panel (its key, its place), which nobody types.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.forms.formsets import ORDERING_FIELD_NAME
from django.http import HttpRequest, HttpResponse

from knowledge.web.views import not_found

__all__ = ["AbsurdNumbers"]


class AbsurdNumbers:
    """Middleware: 404 where SQLite refuses a number (PostgreSQL compares it and finds nothing), and where a
    key is none: the choosers of Wagtail look up whatever a form has sent.
    """

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing but the errors is looked at."""
        response: HttpResponse = self.get_response(request)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """404 for these errors alone; any other is a fault of ours."""
        is_absurd = isinstance(exception, OverflowError) and "SQLite INTEGER" in str(exception)
        # What Django says when it prepares the key of a query.
        is_no_key = isinstance(exception, ValueError) and "expected a number but got" in str(exception)
        # What Python says to more than 4,300 digits.
        is_endless = isinstance(exception, ValueError) and "integer string conversion" in str(exception)
        is_none = is_absurd or is_no_key or is_endless or _is_of_a_row(exception)
        return not_found(request, exception) if is_none else None


def _is_of_a_row(exception: Exception) -> bool:
    """What the rows of a panel say to a key that is none, and to a place in their order that is none."""
    if isinstance(exception, ValidationError):
        return "invalid literal for int()" in str(exception.__context__)
    return isinstance(exception, KeyError) and exception.args == (ORDERING_FIELD_NAME,)
