"""The index built anew: said in figures, and the live one stays where it cannot be."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from search.contract import EngineUnavailable
from search.index import apply


def failing(error: Exception) -> Any:
    def fail(*args: Any) -> Any:
        raise error

    return fail


def test_it_says_what_is_active(source: Any) -> None:
    Group.objects.create(name="public|Starkregen|Text")
    out = io.StringIO()
    call_command("search_rebuild", stdout=out)
    assert "1 Datensätze" in out.getvalue() and "(memory) ist aktiv" in out.getvalue()


def test_an_engine_that_is_away_is_a_sentence(source: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apply, "rebuild", failing(EngineUnavailable("refused")))
    with pytest.raises(CommandError, match="der bisherige bleibt: refused"):
        call_command("search_rebuild", stdout=io.StringIO())


def test_words_that_fail_cost_no_index(source: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apply, "refresh_words", failing(MemoryError("no room")))
    out, err = io.StringIO(), io.StringIO()
    call_command("search_rebuild", stdout=out, stderr=err)
    assert "ist aktiv" in out.getvalue()
    assert "search_sync holt es nach: no room" in err.getvalue()
