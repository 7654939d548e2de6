"""A room of the search says in its ``__init__`` what others may take, and others take nothing else."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from importlib import import_module

import pytest

from tests.conftest import REPOSITORY

ROOMS = (
    "engines",
    "index",
    "ingest",
    "models",
    "operations",
    "public_forms",
    "query",
    "results",
    "saved",
    "unanswered",
    "wagtail",
    "web",
)
APPS = ("search", "knowledge", "cases", "methods", "publications")
#: Entry points may open a room of their own app.
ENTRY_POINTS = ("search/management/", "search/apps.py")


@cache
def imports() -> tuple[tuple[str, str, str], ...]:
    """File, module and name of every import from a room of the search."""
    return tuple(
        (path.relative_to(REPOSITORY).as_posix(), node.module, alias.name)
        for app in APPS
        for path in sorted((REPOSITORY / app).rglob("*.py"))
        if "migrations" not in path.parts
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("search.")
        for alias in node.names
    )


@pytest.mark.parametrize("room", ROOMS)
def test_what_a_room_names_is_there(room: str) -> None:
    found = import_module(f"search.{room}")
    assert found.__doc__
    assert len(found.__all__) == len(set(found.__all__))
    assert [name for name in found.__all__ if not hasattr(found, name)] == []


@pytest.mark.parametrize("room", ROOMS)
def test_others_take_what_a_room_names_and_nothing_else(room: str) -> None:
    named = set(import_module(f"search.{room}").__all__)
    inside = (f"search/{room}/", *ENTRY_POINTS)
    assert [
        (place, module, name)
        for place, module, name in imports()
        if f"{module}.".startswith(f"search.{room}.")
        and not place.startswith(inside)
        and (module != f"search.{room}" or name not in named)
    ] == []


@pytest.mark.parametrize("room", ["query", "results"])
def test_what_every_process_needs_is_light(room: str) -> None:
    heavy = ("search.vectors", "search.engines", "search.models", "tantivy", "elasticsearch")
    code = f"import sys, search.{room}; print([m for m in sys.modules if m.startswith({heavy!r})])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
