"""Checks of ``doctor``: a broken one is a finding itself; folders, mail and waiting jobs."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from knowledge.anonymity.detector import use_child
from knowledge.anonymity.sandbox import runner
from knowledge.operations import HINT, OK, PROBLEM, finding, health


def test_broken_check_is_a_finding_and_stops_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Any:
        raise RuntimeError("weg")

    monkeypatch.setattr(
        health, "CHECKS", {"Erste": broken, "Zweite": lambda: [finding.Diagnosis("Zweite", OK, "gut")]}
    )
    assert [(one.area, one.state) for one in health.examine()] == [("Erste", PROBLEM), ("Zweite", OK)]


@pytest.mark.parametrize(("shared", "place"), [(True, "im gemeinsamen Prozess"), (False, "für sich")])
def test_the_detector_answers(settings: Any, shared: bool, place: str) -> None:
    settings.ANONYMITY_CHILD_PROCESS = shared
    (found,) = health._detector()
    assert (found.state, place in found.text) == (OK, True)


def test_a_child_that_cannot_be_started_is_told_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> None:
        raise OSError("kein Speicher")

    monkeypatch.setattr(runner, "_own_folder", full)
    use_child()
    try:
        (found,) = health._detector()
    finally:
        use_child(False)
    assert (found.state, "kein Speicher" in found.text) == (PROBLEM, True)


@pytest.mark.parametrize(("debug", "state"), [(True, OK), (False, PROBLEM)])
def test_mail_to_nowhere_is_fine_in_development_only(
    settings: Any, monkeypatch: pytest.MonkeyPatch, debug: bool, state: str
) -> None:
    settings.DEBUG = debug
    monkeypatch.setattr(health, "transport", lambda: "django.core.mail.backends.console.EmailBackend")
    assert [one.state for one in health._mail()] == [state]


def test_mail_server_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(backend: str) -> Any:
        raise ConnectionRefusedError

    monkeypatch.setattr(health, "transport", lambda: "django.core.mail.backends.smtp.EmailBackend")
    monkeypatch.setattr(health.mail, "get_connection", refuse)
    (found,) = health._mail()
    assert (found.state, "ConnectionRefusedError" in found.text) == (PROBLEM, True)


def test_media_folder_must_be_there_others_are_made(tmp_path: Path) -> None:
    missing = tmp_path / "fehlt"
    assert [one.state for one in health._folder("Rechte", "MEDIA_ROOT", missing)] == [PROBLEM]
    assert list(health._folder("Rechte", "SEARCH_INDEX_DIR", missing)) == []


def test_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = SimpleNamespace(total=100_000_000_000, used=0, free=400_000_000)
    monkeypatch.setattr(health.shutil, "disk_usage", lambda path: usage)
    (found,) = health._folder("Rechte", "MEDIA_ROOT", tmp_path)
    assert "400 MB frei" in found.text


@pytest.mark.parametrize(
    ("failing", "lag", "copy_lag", "states"),
    [
        (0, 0, 0, [OK]),
        (0, 500, 0, [PROBLEM]),
        (0, 0, 500, [PROBLEM]),
        (2, 0, 0, [PROBLEM]),
        (2, 500, 0, [PROBLEM] * 2),
    ],
)
def test_jobs_that_fail_or_wait(failing: int, lag: float, copy_lag: float, states: list[str]) -> None:
    status = SimpleNamespace(
        failing=failing, lag_seconds=lag, fallback_index={"lag_seconds": copy_lag}, waiting=1
    )
    assert [one.state for one in health._worker(status)] == states  # type: ignore[arg-type]


def test_missing_pdf_library_is_a_hint(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise OSError("libpango")

    monkeypatch.setattr(health, "import_module", missing)
    assert [one.state for one in health._pdf()] == [HINT]


@pytest.mark.parametrize(
    ("address", "told"), [("https://bibliothek.example.de", 1), ("http://127.0.0.1:9000", 0)]
)
def test_settings_of_the_development_under_a_public_address_are_a_problem(
    settings: Any, address: str, told: int
) -> None:
    settings.DEBUG, settings.PUBLIC_URL = True, address
    found = [one for one in health._environment() if one.state == health.PROBLEM]
    assert len([one for one in found if "Einstellungen der Entwicklung" in one.text]) == told
