"""A room says in its ``__init__`` what others may take, and others take nothing else."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

APPS = ("search", "knowledge", "cases", "methods", "publications")
FOLDERS = {"knowledge.anonymity", "knowledge.settings"}
"""They hold rooms or files and are none themselves, like folders of commands and template tags."""


def sources(app: str) -> list[Path]:
    return [
        path.relative_to(REPOSITORY)
        for path in sorted((REPOSITORY / app).rglob("*.py"))
        if "migrations" not in path.parts
    ]


ROOMS = sorted(
    ".".join(path.parts[:-1])
    for app in APPS
    for path in sources(app)
    if path.name == "__init__.py"
    and len(path.parts) > 2
    and not {"management", "templatetags", "sqlite", "formats"} & set(path.parts)
    and ".".join(path.parts[:-1]) not in FOLDERS
)


@cache
def imports() -> tuple[tuple[str, str, str], ...]:
    """File, module and name of every import from the apps."""
    return tuple(
        (path.as_posix(), node.module, alias.name)
        for app in APPS
        for path in sources(app)
        for node in ast.walk(ast.parse((REPOSITORY / path).read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module and node.module.partition(".")[0] in APPS
        for alias in node.names
    )


def goes_past(room: str, named: set[str], module: str, name: str) -> bool:
    """Whether an import takes what the room does not name. It may take from a module that the room names what
    the room has no name for.
    """
    if module == room:
        return name not in named
    inner = module.removeprefix(f"{room}.").partition(".")[0]
    return inner not in named or (name in named and name != inner)


@pytest.mark.parametrize("room", ROOMS)
def test_what_a_room_names_is_there(room: str) -> None:
    found = import_module(room)
    assert found.__doc__
    assert len(found.__all__) == len(set(found.__all__))
    for name in found.__all__:
        assert hasattr(found, name) or import_module(f"{room}.{name}")


@pytest.mark.parametrize("room", ROOMS)
def test_others_take_what_a_room_names_and_nothing_else(room: str) -> None:
    named, inside = set(import_module(room).__all__), f"{room.replace('.', '/')}/"
    assert [
        (place, module, name)
        for place, module, name in imports()
        if f"{module}.".startswith(f"{room}.")
        and not place.startswith(inside)
        and goes_past(room, named, module, name)
    ] == []


@pytest.mark.parametrize(
    ("module", "name", "expected"),
    [
        ("search.query", "parse", False),
        ("search.query", "inner", True),
        ("search.query.parser", "deep", True),
        ("search.query.open", "deep", False),
        ("search.query.open", "parse", True),
        ("search.query.open", "open", False),
    ],
)
def test_what_goes_past_a_room(module: str, name: str, expected: bool) -> None:
    assert goes_past("search.query", {"parse", "open"}, module, name) is expected


@pytest.mark.parametrize("room", ["search.query", "search.results"])
def test_what_every_process_needs_is_light(room: str) -> None:
    heavy = ("search.vectors", "search.engines", "search.models", "tantivy", "elasticsearch")
    code = f"import sys, {room}; print([m for m in sys.modules if m.startswith({heavy!r})])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_a_process_that_has_its_apps_has_loaded_nothing_that_opens_or_prints_files() -> None:
    heavy = ("weasyprint", "pypdfium2", "pikepdf", "striprtf")
    code = (
        "import os, sys, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'knowledge.settings.test';"
        " django.setup();"
        f" print('publications.pdf' in sys.modules, [m for m in sys.modules if m.startswith({heavy!r})])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "True []"
