"""Kinds of work are declared once, and by nobody else's name."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable

import pytest

from knowledge.jobs import Running, all_kinds, find, kind
from tests.conftest import REPOSITORY


def nothing(job: Running) -> None:
    """Does it."""


def test_a_kind_is_found_by_its_name(declare: Callable[..., str]) -> None:
    name = declare(nothing, tries=5)
    known = find(name)
    assert known is not None
    assert (known.work, known.tries) == (nothing, 5)
    assert not known.allowed(None)
    assert known in all_kinds()
    assert find("test.unknown") is None


def test_two_kinds_of_one_name_are_a_mistake(declare: Callable[..., str]) -> None:
    name = declare(nothing)
    assert kind(name, label="Probe")(nothing) is nothing
    with pytest.raises(ValueError, match=name):
        kind(name, label="Probe")(lambda job: None)


def test_a_worker_knows_every_kind_as_soon_as_the_apps_are_there() -> None:
    """In a process that loads nothing but the apps, as ``db_worker`` does."""
    declared = sum(
        len(re.findall(r"^@kind\(", path.read_text("utf-8"), re.MULTILINE))
        for app in ("knowledge", "cases", "methods", "publications")
        for path in (REPOSITORY / app).rglob("*.py")
    )
    code = "import django; django.setup(); from knowledge.jobs import all_kinds; print(len(all_kinds()))"
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "knowledge.settings.test"}
    known = subprocess.run(
        [sys.executable, "-c", code],
        cwd=REPOSITORY,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(known.stdout) == declared >= 5
