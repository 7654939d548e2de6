"""Whose text is it? A mark of an account that forms and drafts carry, so that nobody is given the words of
somebody else.
"""

from __future__ import annotations

from typing import Any

from django.utils.crypto import constant_time_compare, salted_hmac

__all__ = ["FIELD", "is_mark_of", "owner_mark"]

FIELD = "konto"
"""The hidden field that carries it."""


def owner_mark(user: Any) -> str:
    """32 hexadecimal digits that tell one account from another and nothing else; empty without an account.
    The same after the next login.
    """
    if not getattr(user, "is_authenticated", False):
        return ""
    return salted_hmac("knowledge.accounts.owner_marks", str(user.pk), algorithm="sha256").hexdigest()[:32]


def is_mark_of(mark: str, user: Any) -> bool:
    """Whether a mark is that of this account."""
    return constant_time_compare(mark, owner_mark(user))
