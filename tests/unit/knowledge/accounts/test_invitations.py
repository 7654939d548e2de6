"""Addresses as people paste them."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from knowledge.accounts.invitations import MOST_INVITED, listed


def test_whatever_a_mail_program_copies_is_read() -> None:
    text = "Erika Muster <erika@rathaus.example>; karl@rathaus.example\n\n  ERIKA@rathaus.example,"
    assert listed(text) == [("Erika Muster", "erika@rathaus.example"), ("", "karl@rathaus.example")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("erika@rathaus.example\nkein Mensch", "kein Mensch"),
        (" ,;\n", "mindestens eine"),
        ("\n".join(f"p{n}@rathaus.example" for n in range(MOST_INVITED + 1)), "höchstens"),
    ],
)
def test_a_list_with_a_mistake_is_refused(text: str, told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        listed(text)
