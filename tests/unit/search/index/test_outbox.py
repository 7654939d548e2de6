"""The way into the index and out of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from search import engines, service
from search.contract import EngineUnavailable, SearchRequest, Viewer
from search.models import IndexJob

pytestmark = pytest.mark.db


def found(text: str) -> int:
    return service.run(SearchRequest(text=text), Viewer()).total


@pytest.fixture
def commit(django_capture_on_commit_callbacks: Any) -> Any:
    """``with commit():`` ends like a transaction that was committed."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_saved_is_found_and_deleted_is_gone(source: Any, commit: Any) -> None:
    with commit():
        group = Group.objects.create(name="public|Starkregen|Der Bach trat über die Ufer.")
    assert found("Starkregen") == 1
    assert not IndexJob.objects.exists()
    with commit():
        group.name = "-draft"
        group.save()
    assert found("Starkregen") == 0
    with commit():
        group.name = "public|Starkregen|Wieder da."
        group.save()
    assert found("Starkregen") == 1
    with commit():
        group.delete()
    assert found("Starkregen") == 0


def test_job_is_written_in_the_transaction(source: Any) -> None:
    Group.objects.create(name="public|Starkregen|Text")
    assert list(IndexJob.objects.values_list("kind", "action")) == [("gruppe", "upsert")]


def test_engine_away_keeps_the_job_and_never_breaks_publishing(
    source: Any, commit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: object) -> None:
        raise EngineUnavailable("refused")

    engine = engines.current()
    with monkeypatch.context() as patch:
        patch.setattr(engine, "upsert", away)
        with commit():
            Group.objects.create(name="public|Starkregen|Text")
        job = IndexJob.objects.get()
        assert (job.attempts, job.error) == (0, "refused")
        with pytest.raises(CommandError, match="bleiben liegen"):
            call_command("search_sync")
    call_command("search_sync", stdout=open_nothing())
    assert not IndexJob.objects.exists()
    assert found("Starkregen") == 1


def test_one_bad_record_does_not_stop_the_others(source: Any, commit: Any) -> None:
    with commit():
        Group.objects.create(name="public|Bruch|kaputt")
        Group.objects.create(name="public|Starkregen|Text")
    assert found("Starkregen") == 1
    assert "ValueError" in IndexJob.objects.get().error


def test_worker_mode_waits_for_the_command(source: Any, commit: Any, settings: Any) -> None:
    settings.SEARCH_OUTBOX = "worker"
    with commit():
        Group.objects.create(name="public|Starkregen|Text")
    assert IndexJob.objects.count() == 1
    call_command("search_sync", stdout=open_nothing())
    assert found("Starkregen") == 1


def test_rebuild_and_status(source: Any, capsys: pytest.CaptureFixture[str]) -> None:
    Group.objects.create(name="public|Starkregen|Text")
    Group.objects.create(name="public|Bruch|kaputt")
    call_command("search_rebuild")
    assert "1 Datensätze" in capsys.readouterr().out
    call_command("search_status")
    assert "1 von 2" in capsys.readouterr().out
    call_command("search_status", "--json")
    assert '"documents": 1' in capsys.readouterr().out


def test_eligible_and_is_eligible_agree(source: Any) -> None:
    for name in ("public|a|b", "-draft"):
        group = Group.objects.create(name=name)
        assert source.is_eligible(group) == source.eligible().filter(pk=group.pk).exists()


def open_nothing() -> Any:
    """A stream that nobody reads."""
    import io

    return io.StringIO()
