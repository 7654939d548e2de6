"""A library that survives its machine: what ``backup`` writes, ``restore`` puts back, whole or not at all."""

from __future__ import annotations

import filecmp
import io
import json
import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.conf import settings as django_settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection, connections
from django.test import Client
from django.utils import timezone

from cases.gate import withdraw
from cases.models import CaseClearance, CasePage, CaseTombstone, RawCase
from cases.sealed import open_sealed
from knowledge.operations import withdrawals
from knowledge.operations.backup import BackupRefused, actions, create, restore
from knowledge.operations.backup import archive as archives
from knowledge.operations.site_address import align_site
from knowledge.settings import base
from search import service
from search.contract import SearchRequest, Viewer
from search.models import CommandRun, FallbackIndex, IndexJob, IndexState
from tests.integration.conftest import Library

pytestmark = pytest.mark.skipif(
    "postgres" in django_settings.DATABASES["default"]["ENGINE"],
    reason="the copy of PostgreSQL is compared in tests/residue",
)

QUESTIONS = ("Freibad", "Haushalt", "wir haben kein Geld mehr für die Vereine", "Moderation")
OF_THE_MACHINE = {model._meta.db_table for model in (CommandRun, IndexJob, IndexState, FallbackIndex)}
"""What an index hangs on is new with a new index, and what was due is deleted here."""


@pytest.fixture(scope="module")
def archive(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Path:
    media = Path(django_settings.MEDIA_ROOT)
    (media / "images").mkdir(parents=True, exist_ok=True)
    (media / "images" / "skizze.png").write_bytes(bytes(range(256)) * 40)
    align_site()
    return create(folder=tmp_path_factory.mktemp("backups"))


@pytest.fixture(autouse=True)
def ledger(archive: Path, tmp_path_factory: pytest.TempPathFactory, settings: Any) -> Path:
    """A file of withdrawals of its own for each test, up to the backup."""
    own = tmp_path_factory.mktemp("beside") / "widerrufe.txt"
    shutil.copyfile(settings.WITHDRAWALS_FILE, own)
    settings.WITHDRAWALS_FILE = str(own)
    return own


@pytest.fixture
def elsewhere(tmp_path: Path, settings: Any) -> Iterator[Callable[[Callable[[], Any]], Any]]:
    """``elsewhere(work)`` does work in an installation that does not exist yet."""
    folder = tmp_path / "elsewhere"
    settings.MEDIA_ROOT = str(folder / "media")
    settings.ANONYMITY_REGISTER_FILE = str(folder / "register.csv")
    fresh = {
        "ENGINE": "knowledge.operations.sqlite",
        "NAME": str(folder / "db.sqlite3"),
        "OPTIONS": base.SQLITE_OPTIONS,
    }
    before = connections.settings["default"]
    with ThreadPoolExecutor(1) as pool:
        connections.settings["default"] = connections.configure_settings({"default": fresh})["default"]
        yield lambda work: pool.submit(work).result(120)
        pool.submit(connections.close_all).result(60)
        connections.settings["default"] = before


def rows(database: sqlite3.Connection) -> dict[str, list[Any]]:
    """Every row of every table as it is stored, but for what belongs to the index of a machine."""
    with closing(sqlite3.connect(":memory:")) as plain:
        database.backup(plain)
        tables = [name for (name,) in plain.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            table: sorted(plain.execute(f'SELECT * FROM "{table}"').fetchall(), key=repr)
            for table in tables
            if table not in OF_THE_MACHINE and not table.startswith("sqlite_")
        }


def answers() -> list[list[tuple[str, str]]]:
    return [
        [(hit.key, hit.title) for hit in service.run(SearchRequest(text=text), Viewer()).hits]
        for text in QUESTIONS
    ]


def test_everything_is_there_again(
    library: Library, archive: Path, elsewhere: Any, tmp_path: Path, settings: Any
) -> None:
    """Also after a first try that was broken off between media and database."""
    align_site()
    before, asked = rows(connection.connection), answers()
    media = Path(django_settings.MEDIA_ROOT)
    raw = open_sealed(RawCase.objects.get().sealed_text)
    told: list[str] = []

    def put_back() -> None:
        with pytest.MonkeyPatch.context() as patch, pytest.raises(BackupRefused, match="noch einmal auf"):
            patch.setattr(actions.databases, "load", _fail)
            restore(path=archive)
        restore(path=archive, tell=told.append)
        assert open_sealed(RawCase.objects.get().sealed_text) == raw
        assert answers() == asked

    elsewhere(put_back)
    folder = tmp_path / "elsewhere"
    with closing(sqlite3.connect(folder / "db.sqlite3")) as restored:
        after = rows(restored)
    assert after.keys() == before.keys()
    assert [table for table in before if before[table] != after[table]] == []
    assert sum(map(len, before.values())) > 3_000
    compared = filecmp.dircmp(media, folder / "media")
    assert not (compared.left_only or compared.right_only or compared.diff_files)
    assert (folder / "media/images/skizze.png").read_bytes() == bytes(range(256)) * 40
    assert [line for line in told if "Index gebaut: " in line]


def _fail(_path: Path) -> None:
    raise OSError(28, "No space left on device")


def test_no_key_is_in_the_archive(archive: Path, settings: Any) -> None:
    assert archive.stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(archive) as opened:
        content = b"\0".join(opened.read(name) for name in opened.namelist())
    assert b"cases_rawcase" in content
    for key in (*settings.RAW_CASE_KEYS, settings.SECRET_KEY):
        assert key.encode() not in content


def test_another_key_is_told(archive: Path, elsewhere: Any, settings: Any) -> None:
    settings.RAW_CASE_KEYS = [Fernet.generate_key().decode()]
    out = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(actions, "_build_index", lambda tell: None)
        elsewhere(lambda: call_command("restore", archive.parent, stdout=out))
    assert "lassen sich mit keinem der Schlüssel öffnen" in out.getvalue()


def changed(archive: Path, target: Path, **values: Any) -> Path:
    """A copy with other words in its description."""
    with zipfile.ZipFile(archive) as source, zipfile.ZipFile(target, "w") as written:
        for name in source.namelist():
            content = source.read(name)
            if name == "backup.json":
                content = json.dumps(json.loads(content) | values).encode()
            written.writestr(name, content)
    return target


def spoiled(archive: Path, target: Path, how: str) -> Path:
    content = bytearray(archive.read_bytes())
    if how == "flipped":
        content[len(content) // 2] ^= 0xFF
    elif how == "empty":
        content.clear()
    elif how == "foreign":
        content[:] = b"Kein Archiv"
    else:
        del content[int(how) :]
    target.write_bytes(content)
    return target


@pytest.mark.parametrize("how", ["-1", "-30", "100", "200000", "flipped", "empty", "foreign"])
def test_a_cut_or_damaged_archive_is_refused(archive: Path, elsewhere: Any, tmp_path: Path, how: str) -> None:
    path = spoiled(archive, tmp_path / archive.name, how)
    _refused(elsewhere, path, "abgeschnitten, beschädigt oder keine Sicherung", tmp_path)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"format": 99, "version": "9.0", "unheard": 1}, r"neueren Fassung der Bibliothek \(9.0, hier"),
        ({"migrations": [["knowledge", "0099_later"]]}, "neueren Fassung"),
        ({"vendor": "postgresql"}, "aus postgresql, hier läuft sqlite"),
    ],
)
def test_an_archive_of_something_else_is_refused(
    archive: Path, elsewhere: Any, tmp_path: Path, values: dict[str, Any], sentence: str
) -> None:
    _refused(elsewhere, changed(archive, tmp_path / archive.name, **values), sentence, tmp_path)


def test_a_member_that_leaves_its_folder_is_refused(archive: Path, elsewhere: Any, tmp_path: Path) -> None:
    path = tmp_path / archive.name
    shutil.copy(archive, path)
    with zipfile.ZipFile(path, "a") as written:
        written.writestr("media/../../evil.png", b"x")
    _refused(elsewhere, path, "beschädigt oder keine Sicherung", tmp_path)
    assert not list(tmp_path.rglob("evil.png"))


def _refused(elsewhere: Any, path: Path, sentence: str, tmp_path: Path) -> None:
    def attempt() -> None:
        with pytest.raises(CommandError, match=sentence) as refused:
            call_command("restore", path)
        assert "\n" not in str(refused.value)

    elsewhere(attempt)
    assert not list((tmp_path / "elsewhere").rglob("skizze.png"))
    assert not (tmp_path / "elsewhere" / "db.sqlite3").exists()


def test_a_library_that_is_there_is_never_replaced(library: Library, archive: Path) -> None:
    with pytest.raises(CommandError, match=r"Startseite: 1, Konten: 4.*leere Installation"):
        call_command("restore", archive)


def test_media_that_are_there_are_never_mixed(archive: Path, elsewhere: Any, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere" / "media" / "images" / "fremd.png"
    other.parent.mkdir(parents=True)
    other.write_bytes(b"x")
    _refused(elsewhere, archive, "liegen schon andere Dateien", tmp_path)
    assert other.read_bytes() == b"x"


def test_a_folder_without_archives_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "fehlt"):
        with pytest.raises(CommandError, match="liegt keine Sicherung"):
            call_command("restore", path)


def test_what_cannot_be_written_leaves_nothing(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "datei").write_text("")
    with pytest.raises(CommandError, match="lässt sich nicht schreiben"):
        call_command("backup", tmp_path / "datei")
    with pytest.raises(CommandError, match="MEDIA_ROOT"):
        call_command("backup", Path(django_settings.MEDIA_ROOT) / "sicherung")
    with monkeypatch.context() as patch, pytest.raises(CommandError, match="zu wenig Platz"):
        patch.setattr(actions.shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(9, 8, 1))
        call_command("backup", tmp_path / "neu")
    with monkeypatch.context() as patch, pytest.raises(CommandError, match="No space left"):
        patch.setattr(actions.databases, "save", _fail)
        call_command("backup", tmp_path / "neu")
    assert list((tmp_path / "neu").iterdir()) == []
    with pytest.raises(CommandError, match="ab 1"):
        call_command("backup", tmp_path, keep=0)


def test_archives_are_kept_for_so_many_days(library: Library, tmp_path: Path) -> None:
    """However many there are: what was deleted here may not lie there longer."""
    now = datetime.now(UTC)
    for days in (0.5, 1.5, 1.6, 2.5, 40):
        (tmp_path / archives.stamp(now - timedelta(days=days))).write_bytes(b"old")
    (tmp_path / "anderes.zip").write_bytes(b"not ours")
    call_command("backup", tmp_path, keep=2, stdout=io.StringIO())
    kept = {path.name for path in tmp_path.iterdir()}
    assert {archives.stamp(now - timedelta(days=days)) for days in (0.5, 1.5, 1.6)} < kept
    assert len(kept) == 5, "those, the new one, and what is not ours"


def test_what_came_to_its_day_since_is_not_there_again(
    archive: Path, elsewhere: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    later = RawCase.objects.get().delete_on + timedelta(days=1)

    def put_back() -> None:
        monkeypatch.setattr(timezone, "localdate", lambda *_args: later)
        restore(path=archive, tell=told.append)
        assert not RawCase.objects.exists()

    elsewhere(put_back)
    assert [line for line in told if line.startswith("Seither fällig: 1 Rohfall gelöscht")]


def test_who_withdrew_after_the_backup_stays_withdrawn(
    library: Library, archive: Path, elsewhere: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = library.page("F01").get_url()
    with monkeypatch.context() as patch:
        patch.setattr(withdrawals, "transaction", SimpleNamespace(on_commit=lambda write: write()))
        withdraw(case=library.page("F01"))
    live = CasePage.objects.filter(live=True).count()
    told: list[str] = []

    def put_back() -> None:
        restore(path=archive, tell=told.append)
        assert Client().get(address).status_code == 410
        assert CasePage.objects.filter(live=True).count() == live
        assert all(hit.url != address for hit in service.run(SearchRequest(text=""), Viewer()).hits)

    elsewhere(put_back)
    assert "Seither: 1 zurückgezogen" in told
    mark = archives.opened(archive)[1].withdrawals
    assert f"Zeichen dieser Sicherung im Verzeichnis der Widerrufe: {mark}" in told


def test_without_the_file_of_withdrawals_nothing_is_public(
    library: Library, archive: Path, elsewhere: Any, tmp_path: Path, settings: Any
) -> None:
    settings.WITHDRAWALS_FILE = str(tmp_path / "neu" / "widerrufe.txt")
    out = io.StringIO()

    def put_back() -> None:
        call_command("restore", archive, stdout=out)
        assert not CasePage.objects.filter(live=True).exists()

    elsewhere(put_back)
    assert "weiß niemand, deshalb ist kein Fall mehr öffentlich. 30 Fälle wurden abgenommen" in out.getvalue()


def test_a_file_of_withdrawals_that_is_not_there_is_said_first(
    archive: Path, elsewhere: Any, tmp_path: Path
) -> None:
    def attempt() -> None:
        with pytest.raises(CommandError, match="gibt es nicht"):
            call_command("restore", archive, withdrawals=tmp_path / "fehlt.txt")

    elsewhere(attempt)
    assert not (tmp_path / "elsewhere" / "db.sqlite3").exists()


@pytest.mark.parametrize("error", [DatabaseError("no such column"), KeyboardInterrupt()])
def test_what_fails_behind_the_database_leaves_no_case_public(
    library: Library, archive: Path, ledger: Path, elsewhere: Any, error: BaseException
) -> None:
    """And the sentence names what to call, with the mark of this backup."""
    withdrawn, mark = library.page("F01"), archives.opened(archive)[1].withdrawals
    with ledger.open("a") as file:
        file.write(f"{withdrawals.mark_of(withdrawn.translation_key.hex)} zurueckgezogen\n")

    def fail(_tell: Any) -> None:
        raise error

    def put_back() -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(actions, "_delete_due", fail)
            with pytest.raises(BackupRefused if isinstance(error, Exception) else KeyboardInterrupt) as said:
                restore(path=archive)
        assert isinstance(error, KeyboardInterrupt) or f"apply_withdrawals --since {mark}" in str(said.value)
        assert CasePage.objects.exists() and not CasePage.objects.filter(live=True).exists()
        call_command("apply_withdrawals", since=mark, stdout=io.StringIO())
        assert CaseTombstone.objects.filter(case_id=withdrawn.pk).exists()
        assert not CaseClearance.objects.exists()

    elsewhere(put_back)
