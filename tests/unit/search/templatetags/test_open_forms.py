"""The fields that a form without account carries."""

from __future__ import annotations

from search.public_forms.fields import STAMP_FIELD, TRAP_FIELD, PublicForm
from search.templatetags.open_forms import open_form_fields


class Form(PublicForm):
    purpose = "merken"


def test_a_stamp_and_a_trap() -> None:
    found = open_form_fields(Form(), "suche")
    assert (found["stamp_name"], found["trap_name"], found["trap_id"]) == (
        STAMP_FIELD,
        TRAP_FIELD,
        f"suche-{TRAP_FIELD}",
    )
    assert open_form_fields(Form())["trap_id"] == f"merken-{TRAP_FIELD}"
    assert Form().stamp != Form().stamp
