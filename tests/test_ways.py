"""The ways through the project: what counts as a file that ran, and that the command runs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from knowledge.base import german_slug
from tests import demo_copy
from tests.benchmarks import ways
from tests.conftest import REPOSITORY


def test_a_file_counts_when_one_of_its_functions_runs() -> None:
    with ways.Trace([REPOSITORY / "knowledge"]) as trace:
        german_slug("Straße")
    assert str(REPOSITORY / "knowledge/base/slugs.py") in trace.files
    with ways.Trace([REPOSITORY / "cases"]) as other:
        german_slug("Straße")
    assert not other.files


def test_the_command_prints_number_and_names(tmp_path: Path) -> None:
    shutil.copy(demo_copy.ensure(demo_copy.FULL), tmp_path / "db.sqlite3")
    (tmp_path / "ready").touch()
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("DJANGO", "PYTEST"))
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.ways", "lesson", "--folder", str(tmp_path)],
        cwd=REPOSITORY,
        env=environment | {"RAW_CASE_KEYS": ",".join(settings.RAW_CASE_KEYS)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told = re.match(r"lesson: (\d+) files, (\d+) without search/, [1-9]\d* queries\n", done.stdout)
    assert told is not None and int(told[1]) > int(told[2]) > 10
    assert len(re.findall(r"^  \S+\.py$", done.stdout, re.MULTILINE)) == int(told[1])
