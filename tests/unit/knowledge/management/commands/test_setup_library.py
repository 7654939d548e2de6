"""The first account of an empty library, and what is said to come next."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from knowledge.management.commands.setup_library import Command

pytestmark = pytest.mark.django_db


def administrator(name: str = "erste") -> str:
    out = StringIO()
    Command(stdout=out)._administrator(name, "erste@example.org")
    return out.getvalue()


def test_address_that_is_none_stops_before_anything(settings: Any) -> None:
    settings.PUBLIC_URL = "bibliothek"
    with pytest.raises(CommandError, match="PUBLIC_URL"):
        call_command("setup_library")


def test_account_is_made_once_and_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "ein-langes-Kennwort-7")
    administrator()
    assert get_user_model().objects.get(username="erste").check_password("ein-langes-Kennwort-7")
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "ein-anderes-Kennwort-8")
    assert "gibt es schon" in administrator()
    assert get_user_model().objects.get(username="erste").check_password("ein-langes-Kennwort-7")


@pytest.mark.parametrize(("password", "said"), [("123", "zu kurz"), (None, "DJANGO_SUPERUSER_PASSWORD")])
def test_bad_or_missing_password_is_told(
    monkeypatch: pytest.MonkeyPatch, password: str | None, said: str
) -> None:
    if password is None:
        monkeypatch.delenv("DJANGO_SUPERUSER_PASSWORD", raising=False)
    else:
        monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", password)
    with pytest.raises(CommandError, match=said):
        administrator()


@pytest.mark.parametrize(("is_new", "steps"), [(True, 4), (False, 2)])
def test_next_steps_begin_with_the_first_account(is_new: bool, steps: int) -> None:
    out = StringIO()
    Command(stdout=out)._next_steps(is_new=is_new)
    listed = [line for line in out.getvalue().splitlines() if line.startswith("  - ")]
    assert len(listed) == steps
    assert "--administrator" in listed[0]
