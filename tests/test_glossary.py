"""One German word, one name in the code: the glossary is complete and true."""

from __future__ import annotations

import ast
import re
from collections import Counter

import pytest
from django.apps import apps

from knowledge import enums
from tests.conftest import REPOSITORY
from tests.test_repository import MODULES

APPS = ("knowledge", "cases", "methods", "publications")
(GLOSSARY,) = (REPOSITORY / "docs").rglob("gloss*.md")
ROWS = re.findall(r"^\| ([^|]+) \| `([^`|]+)` \|$", GLOSSARY.read_text("utf-8"), re.MULTILINE)
TABLES_OF_LINKS = re.compile(r"\w+ChallengeArea$")
"""Rows that join a record to its challenge areas: no word of the forum names them."""


def classes() -> dict[str, ast.ClassDef]:
    return {
        node.name: node
        for path in MODULES
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.ClassDef)
    }


def members(node: ast.ClassDef) -> set[str]:
    names = {statement.name for statement in node.body if isinstance(statement, ast.FunctionDef)}
    for statement in node.body:
        targets = statement.targets if isinstance(statement, ast.Assign) else []
        names |= {target.id for target in targets if isinstance(target, ast.Name)}
    return names


def test_every_line_of_the_tables_is_a_word_and_a_name() -> None:
    lines = [line for line in GLOSSARY.read_text("utf-8").splitlines() if line.startswith("| ")]
    assert len(ROWS) == len([line for line in lines if line != "| Wort | Name im Code |"])


@pytest.mark.parametrize("column", [0, 1], ids=["German word", "name in the code"])
def test_nothing_stands_twice(column: int) -> None:
    assert [entry for entry, count in Counter(row[column] for row in ROWS).items() if count > 1] == []


def test_every_name_exists() -> None:
    known = classes()
    missing = []
    for _word, full in ROWS:
        owner, _dot, member = full.partition(".")
        if owner not in known or (member and member not in members(known[owner])):
            missing.append(full)
    assert missing == []


def test_every_model_and_every_vocabulary_of_the_forum_has_its_word() -> None:
    named = {full for _word, full in ROWS}
    models = {
        model.__name__
        for label in APPS
        for model in apps.get_app_config(label).get_models()
        if not TABLES_OF_LINKS.match(model.__name__) or model.__name__ == "ChallengeArea"
    }
    assert (models | set(enums.__all__)) - named == set()
