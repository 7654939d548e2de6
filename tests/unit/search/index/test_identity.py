"""Index and database that do not belong together are seen at the start and mended without anybody."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group

from search import engines, service
from search.contract import SearchRequest, Viewer
from search.index import apply, identity, outbox, verification, worker
from search.index.identity import Agreement
from search.models import IndexJob, IndexState

pytestmark = [pytest.mark.django_db, pytest.mark.db]


@pytest.fixture(autouse=True)
def on_disk(source: Any, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The embedded engine in a folder, as in an installation, over three records."""
    settings.SEARCH_ENGINE, settings.SEARCH_INDEX_DIR = "embedded", str(tmp_path / "index")
    monkeypatch.setattr(verification, "PAUSE", 0.0)
    engines.reset()
    for name in ("Starkregen", "Hallenbad", "Bauhof"):
        _publish(name)
    yield tmp_path / "index"
    engines.reset()


def _publish(name: str, text: str = "Text") -> Group:
    record = Group.objects.create(name=f"public|{name}|{text}")
    outbox.enqueue(record)
    apply.drain()
    return record


def found(text: str) -> list[str]:
    """Records that have the word. Among three of them any word counts as related to any other."""
    hits = service.run(SearchRequest(text=text), Viewer()).hits
    return [hit.title for hit in hits if any(reason.kind == "word" for reason in hit.reasons)]


@pytest.fixture
def backup() -> Callable[[], None]:
    """The database as it is now; calling it puts it back, as an operator does."""
    groups = list(Group.objects.values())
    states = list(IndexState.objects.values())

    def restore() -> None:
        Group.objects.all().delete()
        IndexState.objects.all().delete()
        Group.objects.bulk_create(Group(**row) for row in groups)
        IndexState.objects.bulk_create(IndexState(**row) for row in states)
        IndexJob.objects.all().delete()

    return restore


def _start() -> None:
    """What a process does first."""
    assert worker.run_once()


def test_marks_agree_after_every_change(on_disk: Path) -> None:
    assert identity.agreement(engines.current()) is Agreement.EQUAL
    record = _publish("Fuhrpark")
    assert identity.agreement(engines.current()) is Agreement.EQUAL
    record.delete()
    apply.drain()
    apply.rebuild()
    assert identity.agreement(engines.current()) is Agreement.EQUAL
    generation = engines.current().status().generation
    _start()
    assert engines.current().status().generation == generation


def test_an_older_database_is_put_back(
    on_disk: Path, backup: Callable[[], None], caplog: pytest.LogCaptureFixture
) -> None:
    """Records of the lost days leave the index, and those that changed in them can be changed again."""
    changed = Group.objects.get(name__contains="Hallenbad")
    changed.name = "public|Hallenbad|Neuer Text"
    changed.save()
    outbox.enqueue(changed)
    _publish("Verlorener Tag")
    backup()
    assert identity.agreement(engines.current()) is Agreement.AHEAD
    _start()
    assert "newer database" in caplog.text
    assert identity.agreement(engines.current()) is Agreement.EQUAL
    assert found("Verlorener") == [] and found("Hallenbad") == ["Hallenbad"]
    assert [before.keys for before, _after in verification.verify(repair=False)] == [(), ()]
    again = Group.objects.get(name__contains="Hallenbad")
    again.name = "public|Schwimmhalle|Text"
    again.save()
    outbox.enqueue(again)
    apply.drain()
    assert found("Schwimmhalle") == ["Schwimmhalle"]


def test_changes_before_the_first_look_hide_nothing(on_disk: Path, backup: Callable[[], None]) -> None:
    for number in range(4):
        _publish(f"Verloren {number}")
    backup()
    _publish("Nachtrag")
    assert identity.agreement(engines.current()) is Agreement.AHEAD
    _start()
    assert found("Verloren") == [] and found("Nachtrag") == ["Nachtrag"]


def test_a_database_of_another_installation(on_disk: Path, caplog: pytest.LogCaptureFixture) -> None:
    IndexState.objects.update(identity="0" * 32)
    Group.objects.filter(name__contains="Bauhof").delete()
    IndexJob.objects.all().delete()
    _start()
    assert "different database" in caplog.text
    assert found("Bauhof") == []
    assert identity.agreement(engines.current()) is Agreement.EQUAL


def test_an_older_index_is_compared(on_disk: Path, tmp_path: Path) -> None:
    shutil.copytree(on_disk, tmp_path / "older")
    _publish("Neuer Fall")
    engines.reset()
    shutil.rmtree(on_disk)
    shutil.copytree(tmp_path / "older", on_disk)
    assert identity.agreement(engines.current()) is Agreement.BEHIND
    assert found("Neuer") == []
    _start()
    assert found("Neuer") == ["Neuer Fall"]
    assert identity.agreement(engines.current()) is Agreement.EQUAL


@pytest.mark.parametrize("content", [None, "", "unlesbar", "a b c"])
def test_an_index_without_an_identity_is_compared(on_disk: Path, content: str | None) -> None:
    """As after an upgrade from a version that wrote none."""
    (identity_file,) = on_disk.glob("identity-embedded*")
    if content is None:
        identity_file.unlink()
    else:
        identity_file.write_text(content)
    Group.objects.filter(name__contains="Bauhof").delete()
    IndexJob.objects.all().delete()
    assert identity.agreement(engines.current()) is Agreement.UNKNOWN
    _start()
    assert found("Bauhof") == []
    assert identity.agreement(engines.current()) is Agreement.EQUAL


def test_another_process_between_both_identities_costs_nothing(
    on_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    IndexState.objects.filter(target="").update(counter=IndexState.objects.get(target="").counter + 1)
    monkeypatch.setattr(verification.time, "sleep", lambda _seconds: identity.renew(engines.current()))
    monkeypatch.setattr(verification, "_settle", lambda *_arguments: pytest.fail("nothing is wrong"))
    verification.settle()


def test_an_engine_in_memory_needs_no_identity(settings: Any) -> None:
    settings.SEARCH_ENGINE = "memory"
    engines.reset()
    apply.rebuild()
    assert identity.agreement(engines.current()) is Agreement.EQUAL
    assert not Path(settings.SEARCH_INDEX_DIR, "identity-memory").exists()
