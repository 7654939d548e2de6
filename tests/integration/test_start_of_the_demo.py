"""``serve_demo`` and ``manage.py``: address, schedule, and which settings a command works with."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db.utils import OperationalError
from django.utils import timezone
from wagtail.models import Page, Site

import manage
from knowledge.management.commands import serve_demo
from search.index import worker as index_worker
from tests.conftest import REPOSITORY


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch, library: Any, settings: Any) -> dict[str, Any]:
    """What the command would start, without starting it. The settings it changes are those of the test."""
    settings.PUBLIC_URL = settings.WAGTAILADMIN_BASE_URL = "http://127.0.0.1:8000"
    noted: dict[str, Any] = {"threads": []}
    real = call_command

    def instead(name: str, *args: Any, **options: Any) -> Any:
        if name == "runserver":
            noted["address"] = args[0]
            return None
        return real(name, *args, **options)

    class Thread:
        def __init__(self, *, target: Any, **options: Any) -> None:
            noted["threads"].append(target)

        def start(self) -> None:
            noted["running"] = True

    monkeypatch.setattr(serve_demo, "call_command", instead)
    monkeypatch.setattr(serve_demo, "threading", SimpleNamespace(Thread=Thread, Event=threading.Event))
    # A worker that outlived its test would lock tables of the tests after it.
    monkeypatch.setattr(serve_demo, "start_in_thread", lambda: noted.update(worker=True))
    monkeypatch.delenv("PUBLIC_URL", raising=False)
    return noted


def test_links_of_the_demo_lead_to_its_port(started: dict[str, Any], settings: Any) -> None:
    call_command("serve_demo", port=8399)
    assert started["address"] == "127.0.0.1:8399"
    assert settings.PUBLIC_URL == settings.WAGTAILADMIN_BASE_URL == "http://127.0.0.1:8399"
    assert Site.objects.get(is_default_site=True).root_url == "http://127.0.0.1:8399"


def test_an_address_that_was_set_stays(
    started: dict[str, Any], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUBLIC_URL", "https://demo.example.org")
    settings.PUBLIC_URL = "https://demo.example.org"
    call_command("serve_demo", port=8399)
    assert Site.objects.get(is_default_site=True).root_url == "https://demo.example.org"


def test_the_demo_shows_the_error_pages_of_readers(
    started: dict[str, Any], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DEBUG", raising=False)
    settings.DEBUG = True
    call_command("serve_demo", port=8399)
    assert settings.DEBUG is False


def test_a_developer_may_ask_for_tracebacks(
    started: dict[str, Any], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEBUG", "1")
    settings.DEBUG = True
    call_command("serve_demo", port=8399)
    assert settings.DEBUG is True


def test_the_demo_keeps_to_its_schedule(
    started: dict[str, Any], library: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    call_command("serve_demo", port=8399)
    assert started["threads"] == [serve_demo.publish_regularly] and started["running"]
    assert started["worker"]
    page = library.page("M01")
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    monkeypatch.setattr(serve_demo, "connections", SimpleNamespace(close_all=lambda: None))
    stop = threading.Event()
    stop.set()
    serve_demo.publish_regularly(stop)
    assert not Page.objects.get(pk=page.pk).live


@pytest.mark.parametrize("outbox", ["immediate", "worker"])
def test_the_demo_serves_the_index_where_no_request_does(
    outbox: str, started: dict[str, Any], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SEARCH_OUTBOX = outbox
    monkeypatch.setattr(index_worker, "_serves", False)
    monkeypatch.setattr(index_worker, "notify", lambda: started.update(called=index_worker._serves))
    call_command("serve_demo", port=8399)
    assert started.get("called", False) is (outbox == "worker")


def test_a_turn_that_fails_is_not_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    turns: list[str] = []
    stop = threading.Event()

    def broken(name: str, **options: Any) -> None:
        turns.append(name)
        if len(turns) == 3:
            stop.set()
        raise RuntimeError("away")

    monkeypatch.setattr(serve_demo, "call_command", broken)
    monkeypatch.setattr(serve_demo, "connections", SimpleNamespace(close_all=lambda: None))
    serve_demo.publish_regularly(stop, seconds=0.01)
    assert turns == ["publish_scheduled"] * 3


def test_the_demo_never_starts_on_an_installation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "knowledge.settings.production")
    with pytest.raises(CommandError, match=r"docs/anleitung/betrieb\.md"):
        call_command("serve_demo", port=8399)


def _settings_of_a_command(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Which settings ``manage.py`` works with in a folder that has this file and nothing else of the
    project.
    """
    (folder / "manage.py").write_text((REPOSITORY / "manage.py").read_text("utf-8"))
    for name in ("dev", "production"):
        module = folder / "knowledge" / "settings" / f"{name}.py"
        module.parent.mkdir(parents=True, exist_ok=True)
        module.write_text(f'SECRET_KEY = "x"\nLANGUAGE_CODE = "{name}"\n')
    for package in (folder / "knowledge", folder / "knowledge/settings"):
        (package / "__init__.py").touch()
    command = [
        sys.executable,
        "manage.py",
        "shell",
        "-v",
        "0",
        "-c",
        "from django.conf import settings; print(settings.LANGUAGE_CODE)",
    ]
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DJANGO_SETTINGS_MODULE", "PUBLIC_URL", "ALLOWED_HOSTS", "RAW_CASE_KEYS"}
    }
    return subprocess.run(
        command, cwd=folder, env=environment | variables, capture_output=True, text=True, check=False
    )


def test_without_anything_a_command_works_for_the_demo(tmp_path: Path) -> None:
    done = _settings_of_a_command(tmp_path)
    assert done.stdout.strip() == "dev"
    assert done.stderr.startswith("Einstellungen der Entwicklung (knowledge.settings.dev)")
    assert len(done.stderr.splitlines()) == 1


def test_the_file_of_an_installation_names_its_settings(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(
        "DJANGO_SETTINGS_MODULE=knowledge.settings.production\nPUBLIC_URL=https://example.org\n"
    )
    done = _settings_of_a_command(tmp_path)
    assert (done.stdout.strip(), done.stderr) == ("production", "")


@pytest.mark.parametrize("in_file", [True, False])
def test_an_installation_that_names_none_runs_nothing(tmp_path: Path, in_file: bool) -> None:
    if in_file:
        (tmp_path / ".env").write_text("PUBLIC_URL=https://example.org\n")
    done = _settings_of_a_command(tmp_path, **({} if in_file else {"PUBLIC_URL": "https://example.org"}))
    assert (done.stdout, done.returncode) == ("", 1)
    assert "PUBLIC_URL gehört zu einem Betrieb" in done.stderr
    assert "DJANGO_SETTINGS_MODULE=knowledge.settings.production" in done.stderr


def test_the_demo_needs_no_word_about_its_settings(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "argv", ["manage.py", "serve_demo"])
    monkeypatch.delenv("DJANGO_SETTINGS_MODULE")
    for name in manage._OF_AN_INSTALLATION:
        monkeypatch.delenv(name, raising=False)
    try:
        manage._take_development(tmp_path)
        assert os.environ["DJANGO_SETTINGS_MODULE"] == "knowledge.settings.dev"
    finally:
        monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "knowledge.settings.test")
    assert capsys.readouterr().err == ""
    (tmp_path / "staticfiles").mkdir()
    (tmp_path / "staticfiles/staticfiles.json").write_text("{}")
    with pytest.raises(SystemExit, match=r"staticfiles\.json gehört zu einem Betrieb"):
        manage._take_development(tmp_path)


def test_a_folder_with_collected_files_is_an_installation(tmp_path: Path) -> None:
    (tmp_path / "staticfiles").mkdir()
    (tmp_path / "staticfiles/staticfiles.json").write_text("{}")
    assert "DJANGO_SETTINGS_MODULE=knowledge.settings.production" in _settings_of_a_command(tmp_path).stderr


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (ImproperlyConfigured("Die Umgebungsvariable X fehlt."), "Die Umgebungsvariable X fehlt."),
        (OperationalError("no such table: x"), "Führen Sie „manage.py migrate“ aus."),
        (OperationalError("unable to open\nmore"), "(unable to open). Prüfen Sie DATABASE_URL"),
    ],
)
def test_what_an_operator_can_mend_ends_a_command_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, error: Exception, sentence: str
) -> None:
    def fail(_arguments: list[str]) -> None:
        raise error

    monkeypatch.setattr("django.core.management.execute_from_command_line", fail)
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", os.environ["DJANGO_SETTINGS_MODULE"])
    with pytest.raises(SystemExit) as end:
        manage.main()
    assert sentence in str(end.value.code) and "\n" not in str(end.value.code)
    monkeypatch.setattr(sys, "argv", ["manage.py", "--traceback"])
    with pytest.raises(type(error)):
        manage.main()


def test_the_example_of_the_file_names_them() -> None:
    assert (REPOSITORY / ".env.example").read_text("utf-8").count(
        "\nDJANGO_SETTINGS_MODULE=knowledge.settings.production\n"
    ) == 1
