"""The environment: what must be set, what may be chosen, which names it no longer knows."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Callable

import pytest
from django.core.exceptions import ImproperlyConfigured

from knowledge.settings import environment
from tests.conftest import REPOSITORY

SETTINGS = ("dev", "production", "test")


def test_a_former_name_is_refused_by_a_sentence_that_says_the_new_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(environment, "FORMER_NAMES", {"OLD_DAYS": "NEW_DAYS", "OLD_SWITCH": ""})
    environment.refuse_former_names({"NEW_DAYS": "3"})
    with pytest.raises(ImproperlyConfigured, match="OLD_DAYS heißt jetzt NEW_DAYS") as refused:
        environment.refuse_former_names({"OLD_DAYS": "3", "OLD_SWITCH": "1", "NEW_DAYS": "3"})
    assert "OLD_SWITCH gibt es nicht mehr" in str(refused.value)


def test_no_former_name_is_read_and_every_new_one_is() -> None:
    example = set(re.findall(r"^#? ?([A-Z][A-Z0-9_]+)=", (REPOSITORY / ".env.example").read_text(), re.M))
    assert environment.FORMER_NAMES.keys() & example == set()
    assert {name for name in environment.FORMER_NAMES.values() if name} - example == set()


@pytest.mark.parametrize("name", SETTINGS)
def test_every_settings_module_reads_the_environment_through_the_check(name: str) -> None:
    tree = ast.parse((REPOSITORY / f"knowledge/settings/{name}.py").read_text("utf-8"))
    read = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert "knowledge.settings.environment" in read


def test_a_start_with_a_former_name_is_stopped() -> None:
    former, current = next((old, new) for old, new in environment.FORMER_NAMES.items() if new)
    done = subprocess.run(
        [sys.executable, "-c", "import knowledge.settings.dev"],
        cwd=REPOSITORY, env={**os.environ, former: "1"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert f"Die Umgebungsvariable {former} heißt jetzt {current}" in done.stderr


def test_what_production_needs_is_named_with_an_example(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUBLIC_URL", "https://bibliothek.example.org")
    assert environment.required("PUBLIC_URL", "x") == "https://bibliothek.example.org"
    monkeypatch.setenv("PUBLIC_URL", "")
    with pytest.raises(ImproperlyConfigured, match=r"PUBLIC_URL=https://bibliothek\.example\.de"):
        environment.required("PUBLIC_URL", "https://bibliothek.example.de")


def test_a_choice_is_the_first_unless_set_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SEARCH_MODE", raising=False)
    assert environment.choice("SEARCH_MODE", ("lexical", "hybrid")) == "lexical"
    monkeypatch.setenv("SEARCH_MODE", "hybrid")
    assert environment.choice("SEARCH_MODE", ("lexical", "hybrid")) == "hybrid"
    monkeypatch.setenv("SEARCH_MODE", "beides")
    with pytest.raises(ImproperlyConfigured, match="SEARCH_MODE=beides ist nicht möglich"):
        environment.choice("SEARCH_MODE", ("lexical", "hybrid"))


def test_sqlite_comes_with_the_backend_that_does_not_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    found = environment.database("DATABASE_URL", "sqlite:////tmp/bibliothek.sqlite3")
    assert (found["ENGINE"], found["NAME"]) == ("knowledge.operations.sqlite", "/tmp/bibliothek.sqlite3")
    monkeypatch.setenv("DATABASE_URL", "postgres://user:password@127.0.0.1:5432/weiterdenken")
    assert environment.database("DATABASE_URL", "")["ENGINE"] == "django.db.backends.postgresql"


def test_connections_to_a_server_are_kept_and_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://user:password@127.0.0.1:5432/weiterdenken")
    found = environment.database("DATABASE_URL", "")
    assert 4 <= found["OPTIONS"]["pool"]["max_size"] <= 20 and found["CONN_HEALTH_CHECKS"]
    assert not found.get("CONN_MAX_AGE"), "Django keeps connections in the pool or in the thread, not in both"


@pytest.mark.parametrize(
    ("value", "read", "sentence"),
    [
        ("viele", lambda: environment.env.int("PROBE"), "PROBE lässt sich nicht lesen"),
        (
            "unsinn",
            lambda: environment.env.email_url("PROBE", default="consolemail://"),
            "keine Adresse eines M",
        ),
        ("postgres://a:geheim@", lambda: environment.database("PROBE", ""), "keine Adresse einer Datenbank"),
    ],
)
def test_a_value_that_cannot_be_read_is_told_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, value: str, read: Callable[[], object], sentence: str
) -> None:
    monkeypatch.setenv("PROBE", value)
    with pytest.raises(ImproperlyConfigured, match=sentence) as refused:
        read()
    assert "geheim" not in str(refused.value)
