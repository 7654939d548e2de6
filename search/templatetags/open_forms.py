"""What every form without account prints (search/public_forms/fields.py)."""

from __future__ import annotations

from django import template

from search.public_forms import STAMP_FIELD, TRAP_FIELD, PublicForm

register = template.Library()


@register.inclusion_tag("components/open_form_fields.html")
def open_form_fields(form: PublicForm, name: str = "") -> dict[str, object]:
    """Time stamp, trap and hidden fields. ``name`` tells the ids of a second
    form on the page apart.
    """
    return {
        "form": form,
        "stamp_name": STAMP_FIELD,
        "trap_name": TRAP_FIELD,
        "trap_id": f"{name or form.purpose}-{TRAP_FIELD}",
    }
