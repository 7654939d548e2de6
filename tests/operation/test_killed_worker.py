"""A worker that is killed at a random moment loses nothing and does nothing twice
(``tests/drills/killed_worker.py``).
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

from tests import demo_copy
from tests.conftest import REPOSITORY


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("rounds", [3, pytest.param(200, marks=pytest.mark.drill)])
def test_nothing_acknowledged_is_lost_and_nothing_done_twice(rounds: int, tmp_path: Path) -> None:
    database = tmp_path / "db.sqlite3"
    shutil.copy(demo_copy.ensure(demo_copy.EMPTY), database)
    seed = secrets.randbelow(10**6)
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("DJANGO", "PYTEST"))
    } | {"SEARCH_INDEX_DIR": str(tmp_path / "index"), "JOB_RESULTS_DIR": str(tmp_path / "results")}
    arguments = ["--database", str(database), "--rounds", str(rounds), "--seed", str(seed)]
    done = subprocess.run(
        [sys.executable, "-m", "tests.drills.killed_worker", *arguments],
        cwd=REPOSITORY,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    print(f"seed {seed}: {done.stdout}")  # noqa: T201 - to play it again
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    found = json.loads(done.stdout.strip().rpartition("\n")[2])
    assert found["handed_over"] == 3 * rounds
