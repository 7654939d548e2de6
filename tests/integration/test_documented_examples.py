"""Answers printed in the documentation are those of the running library, shortened.

Above each block stands what was asked: ``<!-- example: GET /api/v1/... -->`` or ``<!-- example: manage.py ...
-->``. ``UPDATE_DOCS=1 pytest tests/integration/test_documented_examples.py`` writes the blocks anew.
"""

from __future__ import annotations

import io
import json
import os
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from tests.conftest import REPOSITORY

pytestmark = pytest.mark.django_db

EXAMPLE = re.compile(r"(<!-- example: (.+?) -->\n```json\n)(.*?)(```)", re.DOTALL)
EXAMPLES = [
    (path, found[2])
    for path in sorted((REPOSITORY / "docs").rglob("*.md"))
    for found in EXAMPLE.finditer(path.read_text("utf-8"))
]
LONGEST_TEXT = 70


def shortened(value: Any) -> Any:
    """Of a list of records the first, of facets the first, of a text the beginning; keys of records are
    random and stand as ``0123…``.
    """
    if isinstance(value, dict):
        facets = value.get("facets")
        if isinstance(facets, dict) and facets:
            first = next(iter(facets))
            value = {**value, "facets": {first: facets[first]}}
        return {key: shortened(entry) for key, entry in value.items()}
    if isinstance(value, list):
        nested = any(isinstance(entry, (dict, list)) for entry in value)
        return [shortened(entry) for entry in value[: 1 if nested else 3]]
    if isinstance(value, float):
        return round(value, 2)
    if isinstance(value, str):
        plain = re.sub(r"\b(case|method|lesson|publication|cycle):[0-9a-f]{32}\b", r"\1:0123…", value)
        return plain if len(plain) <= LONGEST_TEXT else f"{plain[:LONGEST_TEXT].rstrip()}…"
    return value


def answer(asked: str, client: Client, folder: Path) -> Any:
    """What an address or a command answers. ``DATEI=text`` among the arguments of a command is a file."""
    kind, _space, rest = asked.partition(" ")
    if kind == "GET":
        return client.get(rest).json()
    assert kind == "manage.py", asked
    arguments = shlex.split(rest)
    for number, argument in enumerate(arguments):
        if argument.startswith("DATEI="):
            file = folder / "text.txt"
            file.write_text(argument.removeprefix("DATEI="), "utf-8")
            arguments[number] = str(file)
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return json.loads(out.getvalue())


@pytest.mark.parametrize(("path", "asked"), EXAMPLES, ids=[asked for _path, asked in EXAMPLES])
def test_an_example_is_what_the_library_answers(
    path: Path, asked: str, library: Any, client: Client, tmp_path: Path
) -> None:
    said = json.dumps(shortened(answer(asked, client, tmp_path)), ensure_ascii=False, indent=1) + "\n"
    content = path.read_text("utf-8")
    block = next(found for found in EXAMPLE.finditer(content) if found[2] == asked)
    if os.environ.get("UPDATE_DOCS") == "1" and block[3] != said:
        path.write_text(content[: block.start(3)] + said + content[block.end(3) :], "utf-8")
    else:
        assert block[3] == said, "run: UPDATE_DOCS=1 pytest tests/integration/test_documented_examples.py"


def test_every_json_block_of_the_reference_is_an_example() -> None:
    blocks = sum(
        path.read_text("utf-8").count("```json") for path in (REPOSITORY / "docs/referenz").glob("*.md")
    )
    assert blocks == len(EXAMPLES) >= 4


def test_the_first_hour_finds_what_it_promises(library: Any, client: Client) -> None:
    tutorial = (REPOSITORY / "docs/einstieg/erste-stunde.md").read_text("utf-8")
    problem, nonsense = "Freibad zu teuer", "Quantenverschränkung Mondbasis"
    assert f"„{problem}“" in tutorial and f"„{nonsense}“" in tutorial
    found = client.get("/api/v1/search", {"q": problem}).json()
    assert found["hits"][0]["kind"] == "case" and found["hits"][0]["reasons"] and not found["no_answer"]
    assert client.get("/api/v1/search", {"q": nonsense}).json()["no_answer"]
