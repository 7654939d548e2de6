"""The fields every form without account carries (search/public_forms/fields.py)."""

from __future__ import annotations

from django import template

from search.public_forms import STAMP_FIELD, TRAP_FIELD, stamp

register = template.Library()


@register.inclusion_tag("components/open_form_fields.html")
def open_form_fields(purpose: str, field_id: str, kept: str = "") -> dict[str, str]:
    """Time stamp and trap; ``kept`` is the stamp of a form that is printed again, so that nobody has to wait
    twice.
    """
    return {
        "stamp_name": STAMP_FIELD,
        "stamp": kept or stamp(purpose),
        "trap_name": TRAP_FIELD,
        "trap_id": f"{field_id}-{TRAP_FIELD}",
    }
