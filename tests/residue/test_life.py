"""A name that stood everywhere during the work on a case stands nowhere afterwards."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests import demo_copy
from tests.conftest import REPOSITORY
from tests.residue import postgres_server

pytestmark = pytest.mark.timeout(1200)


def _environment(folder: Path, url: str, engine: str = "embedded") -> dict[str, str]:
    return {
        name: value for name, value in os.environ.items() if not name.startswith(("DJANGO", "PYTEST"))
    } | {
        "DJANGO_SETTINGS_MODULE": "knowledge.settings.dev",
        "DATABASE_URL": url,
        "RAW_CASE_KEYS": settings.RAW_CASE_KEYS[0],  # those of the copied database
        "MEDIA_ROOT": str(folder / "media"),
        "SEARCH_INDEX_DIR": str(folder / "index"),
        "WITHDRAWALS_FILE": str(folder / "widerrufe.txt"),
        "SEARCH_ENGINE": engine,
        "SEARCH_MODE": "lexical",
        "SEARCH_OUTBOX": "immediate",
        "DEMO_BANNER": "1",
    }


def _manage(folder: Path, url: str, *command: str) -> str:
    """A command of an installation, and what it said."""
    run = subprocess.run(
        [sys.executable, "-B", "manage.py", *command],
        cwd=REPOSITORY,
        env=_environment(folder, url),
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in run.stderr, run.stderr[-3000:]
    return run.stdout + run.stderr


def _live(folder: Path, url: str, library: str, engine: str = "embedded") -> dict[str, Any]:
    """Run the life in a process of its own and return its stages."""
    run = subprocess.run(
        [sys.executable, "-B", "-m", "tests.residue.life", library],
        cwd=REPOSITORY,
        env=_environment(folder, url, engine),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-3000:]
    return json.loads(run.stdout.strip().rpartition("\n")[2])


@pytest.fixture(scope="module")
def sqlite_life(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("life")
    shutil.copy(demo_copy.ensure(demo_copy.FULL), folder / "db.sqlite3")
    shutil.copytree(demo_copy.folder() / demo_copy.MEDIA, folder / "media")
    return _live(folder, f"sqlite:///{folder / 'db.sqlite3'}", "there")


@pytest.mark.xdist_group("residue")
class TestSqlite:
    """Tables, media, index and the raw file of SQLite."""

    def test_the_name_was_everywhere(self, sqlite_life: dict[str, Any]) -> None:
        places = set(sqlite_life["before"])
        assert {
            "cases_casepage.takeaway",
            "cases_casefollowup.text",
            "wagtailcore_page.title",
            "wagtailcore_page.draft_title",
            "wagtailcore_revision.content",
            "wagtailcore_revision.object_str",
            "wagtailcore_comment.text",
            "wagtailcore_commentreply.text",
            "wagtailcore_taskstate.comment",
            "wagtailadmin_formstate.data",
            "wagtailredirects_redirect.old_path",
            "search_unansweredquery.text",
            "django_admin_log.object_repr",
            "wagtailsearch_indexentry.title",
        } <= places
        assert any(place.startswith("db.sqlite3") for place in places)

    def test_logs_and_files_never_had_it(self, sqlite_life: dict[str, Any]) -> None:
        assert not [
            place for place in sqlite_life["before"] if "logentry" in place or place.startswith("media")
        ]

    def test_jobs_and_mails_never_had_it(self, sqlite_life: dict[str, Any]) -> None:
        jobs = sqlite_life["jobs"]
        assert sqlite_life["mails"] >= 1  # of the workflow
        assert jobs["failed"] == 1 and jobs["waiting"] == 1
        assert jobs["done"] == sqlite_life["mails"]
        assert jobs["tasks"] == sum((jobs["failed"], jobs["done"], jobs["waiting"]))
        queue = ("knowledge_job", "knowledge_outgoingmail", "django_tasks")
        assert not [place for place in sqlite_life["before"] if place.startswith(queue)]

    def test_publication_removes_what_is_tied_to_the_case(self, sqlite_life: dict[str, Any]) -> None:
        left = {place.partition(".")[0] for place in sqlite_life["automatic"]}
        assert not {
            table
            for table in left
            if table.startswith(("cases", "wagtailcore", "wagtailadmin", "wagtailredirects", "django"))
        }

    @pytest.mark.parametrize("stage", ["released", "withdrawn", "deleted"])
    def test_nothing_is_left(self, stage: str, sqlite_life: dict[str, Any]) -> None:
        assert sqlite_life[stage] == []

    def test_words_taken_back_were_in_the_index(self, sqlite_life: dict[str, Any]) -> None:
        assert any(place.startswith("index") for place in sqlite_life["withdrawal_before"])
        assert "cases_casefollowup.text" in sqlite_life["withdrawal_before"]
        assert any(place.startswith("index") for place in sqlite_life["deletion_before"])

    def test_the_clean_case_is_read(self, sqlite_life: dict[str, Any]) -> None:
        assert (sqlite_life["live"], sqlite_life["served"], sqlite_life["gone"]) == (True, 200, 410)
        assert sqlite_life["revisions"] == 1

    def test_files_are_taken_or_refused_as_they_should(self, sqlite_life: dict[str, Any]) -> None:
        files = sqlite_life["files"]
        assert files["image"]
        assert files["waiting"]
        assert files["pdf"]
        assert not files["svg"]
        assert "schwarzen Balken" in files["barred"]


@pytest.fixture(scope="module", params=["copied", pytest.param("loaded", marks=pytest.mark.drill)])
def postgres_life(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[dict[str, Any], str, str]]:
    assert not postgres_server.missing()
    folder = tmp_path_factory.mktemp("life")
    if request.param == "copied":
        demo_copy.ensure(demo_copy.FULL)
        shutil.copytree(demo_copy.folder() / demo_copy.MEDIA, folder / "media")
    # What an index keeps is looked for beside SQLite; here, and in the long form, in the tables.
    engine = "memory" if request.param == "copied" else "embedded"
    with postgres_server.running() as url:
        yield _live(folder, url, request.param, engine), postgres_server.dump(url), url


@pytest.mark.services("postgresql")
@pytest.mark.xdist_group("residue")
class TestPostgres:
    """The same life on PostgreSQL: tables, media, index and the dump."""

    @pytest.mark.parametrize("stage", ["released", "withdrawn", "deleted"])
    def test_nothing_is_left(self, stage: str, postgres_life: tuple[dict[str, Any], str, str]) -> None:
        assert len(postgres_life[0]["before"]) > 12
        assert postgres_life[0][stage] == []

    def test_the_dump_holds_nothing(self, postgres_life: tuple[dict[str, Any], str, str]) -> None:
        from tests.residue.life import DELETED, NAMES, WITHDRAWN

        dumped = postgres_life[1].lower()
        assert "cases_casepage" in dumped
        assert not [word for word in (*NAMES, WITHDRAWN, DELETED) if word.lower() in dumped]

    @pytest.mark.drill
    def test_a_backup_comes_back_in_an_empty_database(
        self, postgres_life: tuple[dict[str, Any], str, str], tmp_path: Path
    ) -> None:
        """The same rows as the dump, but for what hangs on this machine, and mails that nobody may send
        twice.
        """
        url = postgres_life[2]
        other = postgres_server.create(url, "other")
        _manage(tmp_path / "first", url, "backup", str(tmp_path / "backups"))
        beside = ("--withdrawals", str(tmp_path / "first" / "widerrufe.txt"))
        said = _manage(tmp_path / "second", other, "restore", str(tmp_path / "backups"), *beside)
        assert "Index gebaut: " in said
        before, after = (_rows(postgres_server.dump(each)) for each in (url, other))
        mails, in_doubt = before.pop("knowledge_outgoingmail"), after.pop("knowledge_outgoingmail")
        assert [row.replace("\twaiting\t", "\tin-doubt\t") for row in mails] == in_doubt
        # What the restore writes makes kept pages old, so it adds a row there.
        assert set(before.pop("knowledge_pagechange")) <= set(after.pop("knowledge_pagechange"))
        assert {name for name in before if before[name] != after[name]} == set()
        assert sum(map(len, before.values())) > 400


def _rows(dumped: str) -> dict[str, list[str]]:
    """Lines of every table of a dump."""
    tables = re.findall(r"^COPY public\.(\S+) .*?;\n(.*?)^\\\.$", dumped, re.MULTILINE | re.DOTALL)
    of_the_machine = {
        "knowledge_job",
        "search_commandrun",
        "search_indexstate",
        "search_indexjob",
        "search_fallbackindex",
        "wagtailcore_site",
    }
    return {name: sorted(rows.splitlines()) for name, rows in tables if name not in of_the_machine}
