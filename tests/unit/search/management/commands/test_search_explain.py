"""Why a hit is where it is, for people and for machines."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from search import engines
from search.contract import EngineUnavailable
from search.index import apply


@pytest.fixture
def key(source: Any) -> str:
    made = Group.objects.create(name="public|Starkregen im Tal|Der Bach trat über die Ufer.")
    apply.rebuild()
    return f"gruppe:{made.pk}"


def explain(*arguments: str) -> str:
    out = io.StringIO()
    call_command("search_explain", *arguments, stdout=out)
    return out.getvalue()


def test_a_hit_is_explained_and_so_is_what_is_none(key: str) -> None:
    found = json.loads(explain("Starkregen", "--json"))
    assert (found["total"], [record["key"] for record in found["records"]]) == (1, [key])
    other = json.loads(explain("Hallenbad", "--key", key, "--json"))
    assert (other["total"], [record["key"] for record in other["records"]]) == (0, [key])


def test_people_read_it_line_by_line(key: str) -> None:
    assert explain("Starkregen").startswith("Gesucht: „Starkregen“ (memory, nach Wörtern), 1 Treffer\n")


def test_an_engine_that_is_away_is_a_sentence(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*args: Any) -> Any:
        raise EngineUnavailable("refused")

    monkeypatch.setattr(type(engines.current()), "query", away)
    monkeypatch.setattr(type(engines.current()), "query_many", away)
    with pytest.raises(CommandError, match="nicht erreichbar: refused"):
        explain("Starkregen")
