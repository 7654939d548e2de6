"""``/healthz/`` is red exactly when pages would be: each fault is made and asked for both ways."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from knowledge.operations import readiness

pytestmark = pytest.mark.django_db


def health(client: Client) -> tuple[int, list[str]]:
    """Status, and what is missing."""
    response = client.get("/healthz/")
    return response.status_code, [name for name, state in response.json().items() if state == "missing"]


def test_a_library_that_answers_is_ready(client: Client) -> None:
    assert health(client) == (200, [])


def test_without_collected_files(settings: Any, tmp_path: Path) -> None:
    client = Client(raise_request_exception=False)
    settings.STATIC_ROOT = str(tmp_path / "static")
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }
    assert staticfiles_storage.location == settings.STATIC_ROOT
    assert health(client) == (503, ["static"])
    assert client.get("/konto/anmelden/").status_code == 500
    staticfiles_storage.hashed_files.update({name: name for name in readiness._ON_EVERY_PAGE})
    assert health(client) == (200, [])


def test_with_a_migration_that_was_not_applied(client: Client) -> None:
    MigrationRecorder(connection).record_unapplied("search", "0001_initial")
    assert health(client) == (503, ["migrations"])


def test_with_more_migrations_than_this_process_knows(client: Client) -> None:
    """The next version migrates while this one still answers."""
    MigrationRecorder(connection).record_applied("search", "0099_later")
    assert health(client) == (200, [])


def test_while_the_database_is_away(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_args: Any) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(connection, "cursor", away)
    assert health(client) == (503, ["database"])
    page = Client(raise_request_exception=False).get("/suche/")
    assert page.status_code == 503 and "Retry-After" in page
