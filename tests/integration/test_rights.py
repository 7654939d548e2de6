"""Who may do what in which state: each cell of ``docs/referenz/rechte.yaml`` is tried, as that role, through
the pages of the library.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import yaml
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client

from knowledge.jobs import Job
from tests.conftest import REPOSITORY
from tests.integration import rights_deeds_beside  # noqa: F401 (registers its deeds)
from tests.integration.conftest import Library
from tests.integration.rights_deeds import DEEDS, Reader

TABLE: dict[str, Any] = yaml.safe_load((REPOSITORY / "docs/referenz/rechte.yaml").read_text(encoding="utf-8"))
ROLES: list[str] = TABLE.pop("rollen")
ROWS = [(name, state) for name, row in TABLE.items() for state in row["zustaende"]]


def test_table_and_deeds_name_the_same() -> None:
    assert list(DEEDS) == list(TABLE)
    assert all(row["was"] and set(row) == {"was", "zustaende"} for row in TABLE.values())
    signs = [row["zustaende"][state].split() for row in TABLE.values() for state in row["zustaende"]]
    assert {len(row) for row in signs} == {len(ROLES)}
    assert {sign for row in signs for sign in row} == {"x", "-"}


def _ordered(kind: str, *arguments: int, user: Any = None) -> Job:
    """The row of a job, without its work: a backup would wait for this test."""
    return Job.objects.create(kind=kind, user=user)


@pytest.mark.parametrize(("name", "state"), ROWS)
def test_each_role_does_what_the_table_says_and_nothing_else(
    name: str,
    state: str,
    library: Library,
    signed_in: Callable[[str], Client],
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.DEMO_CONTENT_ALLOWED = False
    monkeypatch.setattr("knowledge.admin.jobs.enqueue", _ordered)
    ready, tried = DEEDS[name]
    record = ready(state)
    done = {}
    for role in ROLES:
        visitor = role == "niemand"
        with transaction.atomic():
            client = Client() if visitor else signed_in(role)
            user = None if visitor else get_user_model().objects.get(username=role)
            done[role] = tried(Reader(client, user), record, state)
            transaction.set_rollback(True)
    signs = TABLE[name]["zustaende"][state].split()
    assert done == {role: sign == "x" for role, sign in zip(ROLES, signs, strict=True)}
