"""A mark tells one account from another, and nothing else."""

from __future__ import annotations

import re
from types import SimpleNamespace

from django.contrib.auth.models import AnonymousUser

from knowledge.accounts.owner_marks import is_mark_of, owner_mark


def account(pk: int) -> SimpleNamespace:
    return SimpleNamespace(pk=pk, is_authenticated=True)


def test_each_account_has_its_own_and_keeps_it() -> None:
    mark = owner_mark(account(1))
    assert re.fullmatch("[0-9a-f]{32}", mark)
    assert mark == owner_mark(account(1)) != owner_mark(account(2))
    assert is_mark_of(mark, account(1)) and not is_mark_of(mark, account(2))


def test_nobody_has_none() -> None:
    assert owner_mark(AnonymousUser()) == owner_mark(None) == ""
    assert not is_mark_of(owner_mark(account(1)), AnonymousUser())
