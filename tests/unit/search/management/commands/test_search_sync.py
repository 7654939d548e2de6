"""The outbox worked off once or for good, and the index compared with the database."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from search import engines
from search.contract import EngineUnavailable
from search.index import apply, verification
from search.management.commands import search_sync
from search.models import IndexJob


@pytest.fixture
def waiting(source: Any, settings: Any) -> Group:
    """A record whose job nobody has worked off."""
    settings.SEARCH_OUTBOX = "worker"
    return Group.objects.create(name="public|Starkregen|Text")


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("search_sync", *arguments, stdout=out, stderr=out)
    return out.getvalue()


def test_what_waits_is_done_once(waiting: Group) -> None:
    assert "1 Aufträge erledigt." in run()
    assert not IndexJob.objects.exists()
    assert "0 Aufträge erledigt." in run()


def test_jobs_stay_while_the_engine_is_away(waiting: Group, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*args: Any) -> Any:
        raise EngineUnavailable("refused")

    monkeypatch.setattr(apply, "drain", away)
    with pytest.raises(CommandError, match="bleiben liegen: refused"):
        run()
    assert IndexJob.objects.exists()


def test_a_difference_is_found_and_repaired(waiting: Group) -> None:
    apply.rebuild()
    run()
    engines.current().remove([f"gruppe:{waiting.pk}"])
    assert json.loads(run("--verify", "--dry-run", "--json").splitlines()[0])["missing"] == 1
    assert "1 fehlten, 0 zu viel, 0 veraltet; danach verschieden: 0" in run("--verify")
    assert "0 fehlten" in run("--verify")


def test_what_cannot_be_repaired_is_an_error(waiting: Group, monkeypatch: pytest.MonkeyPatch) -> None:
    apply.rebuild()
    run()
    engines.current().remove([f"gruppe:{waiting.pk}"])
    compared = next(iter(verification.verify(repair=False)))[0]
    monkeypatch.setattr(verification, "verify", lambda *, repair: [(compared, compared)])
    with pytest.raises(CommandError, match="1 Datensätze unterscheiden sich weiterhin"):
        run("--verify")
    run("--verify", "--dry-run")


def test_watching_waits_longer_while_nothing_answers(waiting: Group, monkeypatch: pytest.MonkeyPatch) -> None:
    answers: list[Any] = [EngineUnavailable("refused"), EngineUnavailable("refused"), 2, KeyboardInterrupt()]
    pauses: list[float] = []

    def drain() -> int:
        answer = answers.pop(0)
        if isinstance(answer, BaseException):
            raise answer
        return int(answer)

    monkeypatch.setattr(apply, "drain", drain)
    monkeypatch.setattr(search_sync, "close_old_connections", lambda: None)
    monkeypatch.setattr(search_sync.time, "sleep", pauses.append)
    with pytest.raises(KeyboardInterrupt):
        run("--watch", "--interval", "0.2")
    assert pauses == [1.0, 2.0, 0.2]
