"""An index on disk that cannot be read is built anew by itself, beside the old one; meanwhile titles answer,
never an error.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from search import engines, service
from search.contract import EngineUnavailable, SearchRequest, Viewer
from search.engines.embedded import storage
from search.index import apply, outbox, verification, worker

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_disk(source: Any, settings: Any, tmp_path: Path) -> Iterator[Path]:
    """The folder of an index of two records."""
    settings.SEARCH_ENGINE, settings.SEARCH_INDEX_DIR = "embedded", str(tmp_path / "index")
    engines.reset()
    for name in ("Starkregen", "Hallenbad"):
        Group.objects.create(name=f"public|{name}|Text")
    apply.rebuild()
    yield tmp_path / "index"
    engines.reset()


def _pointer(folder: Path) -> Path:
    return folder / f"current-{storage.version()}"


def _generation(folder: Path) -> Path:
    return folder / _pointer(folder).read_text()


def _meta(folder: Path) -> Path:
    return _generation(folder) / "meta.json"


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


DAMAGES: dict[str, Callable[[Path], object]] = {
    "meta missing": lambda folder: _meta(folder).unlink(),
    "meta empty": lambda folder: _meta(folder).write_bytes(b""),
    "meta cut": lambda folder: _cut(_meta(folder)),
    "meta garbage": lambda folder: _meta(folder).write_bytes(b"\x00\xffgarbage"),
    "generation missing": lambda folder: shutil.rmtree(_generation(folder)),
    "fingerprint missing": lambda folder: (_generation(folder) / "fingerprint").unlink(),
    "fingerprint garbage": lambda folder: (_generation(folder) / "fingerprint").write_bytes(b"\xff\xfe"),
    "current garbage": lambda folder: _pointer(folder).write_bytes(b"\xff\xfe../"),
    "current empty": lambda folder: _pointer(folder).write_bytes(b""),
    "segment missing": lambda folder: [path.unlink() for path in _generation(folder).glob("*.idx")],
}


@pytest.mark.parametrize("is_open", [True, False], ids=["running", "started"])
@pytest.mark.parametrize("damage", DAMAGES)
def test_it_heals_by_itself(
    on_disk: Path, damage: str, is_open: bool, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    """In a process that had it open, and in one that starts."""
    if is_open:
        assert engines.current().status().documents == 2
    DAMAGES[damage](on_disk)
    if not is_open:
        engines.reset()
    answer = service.run(SearchRequest(text="Hallenbad"), Viewer())  # groups have no titles to fall back to
    assert answer.degraded or [hit.title for hit in answer.hits] == ["Hallenbad"]
    assert service.suggest("hallen") is not None
    assert (
        client.get("/healthz/").status_code
        == client.get("/api/v1/search?q=hallenbad").status_code
        == client.get("/api/v1/suggest?q=ha").status_code
        == 200
    )
    engines.reset()  # a process that kept the files open may have gone on answering from them
    assert engines.current().status().missing
    assert worker.run_once()
    assert "built from the database" in caplog.text
    healed = service.run(SearchRequest(text="Hallenbad"), Viewer())
    assert ([hit.title for hit in healed.hits], healed.degraded) == (["Hallenbad"], False)
    assert engines.current().status().documents == 2


def test_a_change_heals_it_too(on_disk: Path) -> None:
    _meta(on_disk).write_bytes(b"")
    engines.reset()
    outbox.enqueue(Group.objects.create(name="public|Bauhof|Text"))
    apply.drain()
    assert engines.current().status().documents == 3


def test_a_search_that_fails_calls_for_it(on_disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[bool] = []
    monkeypatch.setattr(worker, "request_repair", lambda: called.append(True))
    service.run(SearchRequest(text="Hallenbad"), Viewer())
    assert called == []
    _meta(on_disk).unlink()
    assert service.run(SearchRequest(text="Hallenbad"), Viewer()).degraded
    assert called == [True]


def test_only_one_process_builds(on_disk: Path) -> None:
    from search.engines.locks import alone

    _meta(on_disk).unlink()
    engines.reset()
    with alone("build") as mine:
        assert mine
        assert not apply.build_missing()
    assert apply.build_missing()
    assert not apply.build_missing()


# --------------------------------------------------------------------------- two versions side by side


@pytest.fixture
def become(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """``become(schema="7")``: another version of the library starts."""

    def start(schema: str = "", analysis: str = "") -> None:
        if schema:
            monkeypatch.setattr(storage.schema, "SCHEMA_VERSION", schema)
        if analysis:
            monkeypatch.setattr(storage, "fingerprint", lambda: analysis)
        engines.reset()

    return start


def _titles(text: str) -> list[str]:
    return [hit.title for hit in service.run(SearchRequest(text=text), Viewer()).hits]


@pytest.mark.parametrize("version", [{"schema": "999"}, {"analysis": "bbbbbbbbbbbb"}])
def test_the_old_one_serves_while_the_new_one_is_built(
    on_disk: Path, become: Callable[..., None], version: dict[str, str]
) -> None:
    """Each version has its own, and neither builds over the other: both stay after both have looked."""
    old = {"schema": storage.schema.SCHEMA_VERSION, "analysis": storage.fingerprint()}
    become(**version)
    state = engines.current().status()
    assert state.missing and state.available is ("analysis" in version)
    if state.available:
        assert _titles("Hallenbad") == ["Hallenbad"]
        with pytest.raises(EngineUnavailable, match="not built yet"):
            engines.current().remove(["public:1"])
    assert worker.run_once()
    assert not engines.current().status().missing and _titles("Hallenbad") == ["Hallenbad"]
    own = engines.current().status().generation
    become(**old)
    assert not engines.current().status().missing and _titles("Hallenbad") == ["Hallenbad"]
    assert engines.current().status().generation != own
    assert worker.run_once()
    become(**version)
    assert engines.current().status().generation == own


def test_what_the_old_one_wrote_meanwhile_is_found_by_the_new_one(
    on_disk: Path, become: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verification, "PAUSE", 0.0)
    old = storage.fingerprint()
    become(analysis="bbbbbbbbbbbb")
    assert worker.run_once()
    become(analysis=old)
    outbox.enqueue(Group.objects.create(name="public|Bauhof|Text"))
    apply.drain()
    assert _titles("Bauhof") == ["Bauhof"]
    become(analysis="bbbbbbbbbbbb")
    assert _titles("Bauhof") == []
    assert worker.run_once()
    assert _titles("Bauhof") == ["Bauhof"]


def test_versions_before_the_last_are_cleared_away(on_disk: Path, become: Callable[..., None]) -> None:
    for analysis in ("bbbbbbbbbbbb", "cccccccccccc", "dddddddddddd"):
        become(analysis=analysis)
        assert worker.run_once()
    assert len(list(on_disk.glob("current-*"))) == 2
    assert len(list(on_disk.glob("g*"))) <= 3
