"""``doctor`` prints what was found, as text or JSON, and fails where something is wrong."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import call_command

from knowledge.operations import HINT, OK, PROBLEM, Diagnosis, health


def printed(monkeypatch: pytest.MonkeyPatch, *found: Diagnosis, as_json: bool = False) -> str:
    monkeypatch.setattr(health, "examine", lambda: list(found))
    out = StringIO()
    call_command("doctor", json=as_json, stdout=out)
    return out.getvalue()


def test_advice_stands_below_its_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    text = printed(
        monkeypatch, Diagnosis("PDF", HINT, "fehlt", "Bitte installieren."), Diagnosis("Post", OK, "gut")
    )
    assert [line.strip() for line in text.splitlines()] == [
        "Hinweis      PDF: fehlt",
        "→ Bitte installieren.",
        "in Ordnung   Post: gut",
    ]


def test_json_has_every_field(monkeypatch: pytest.MonkeyPatch) -> None:
    (row,) = json.loads(printed(monkeypatch, Diagnosis("Post", OK, "gut"), as_json=True))
    assert row == {"area": "Post", "state": "in Ordnung", "text": "gut", "advice": ""}


def test_problem_is_the_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SystemExit) as error:
        printed(monkeypatch, Diagnosis("Post", PROBLEM, "kaputt", "Reparieren."))
    assert error.value.code == 1
