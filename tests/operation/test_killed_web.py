"""A web server that is killed at a random moment loses nothing it has said yes to, and leaves nothing done in
part (``tests/drills/killed_web.py``).
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests import demo_copy
from tests.conftest import REPOSITORY


@pytest.mark.timeout(7200)
@pytest.mark.parametrize("rounds", [1, pytest.param(200, marks=pytest.mark.drill)])
def test_what_was_answered_with_success_is_there(rounds: int, tmp_path: Path) -> None:
    database, runtime = tmp_path / "db.sqlite3", tmp_path / "run"
    shutil.copy(demo_copy.ensure(demo_copy.FULL), database)
    runtime.mkdir(mode=0o700)
    seed = secrets.randbelow(10**6)
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("DJANGO", "PYTEST"))
    } | {
        "SEARCH_INDEX_DIR": str(tmp_path / "index"),
        "JOB_RESULTS_DIR": str(tmp_path / "results"),
        "RUNTIME_DIRECTORY": str(runtime),
        "RAW_CASE_KEYS": ",".join(settings.RAW_CASE_KEYS),  # the copy was made with them
    }
    arguments = ["--database", str(database), "--rounds", str(rounds), "--seed", str(seed)]
    done = subprocess.run(
        [sys.executable, "-m", "tests.drills.killed_web", *arguments],
        cwd=REPOSITORY,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    print(f"seed {seed}: {done.stdout}")  # noqa: T201 - to play it again
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    found = json.loads(done.stdout.strip().rpartition("\n")[2])
    assert found["refused"] <= 0.05 * found["answered"] + 2, "a busy database is the exception"
    assert rounds < 100 or found["published"] > rounds / 2, "the kills came too early to tell anything"
