"""Tests that share a server stay on one worker: a runner that ignores the groups would start each server
twice and take twice as long.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

GROUPED = """
import os
import pytest

@pytest.mark.xdist_group("one server")
@pytest.mark.parametrize("number", range(8))
def test_grouped(number):
    assert os.environ["PYTEST_XDIST_WORKER"]
"""


def test_a_group_stays_on_one_worker(tmp_path: Path) -> None:
    (tmp_path / "test_grouped.py").write_text(GROUPED)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "no:randomly",
        "-p",
        "no:django",
        "-n",
        "2",
        "--dist",
        "loadgroup",
        "-v",
        "-c",
        "pytest.ini",
        "--rootdir",
        ".",
    ]
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120).stdout
    workers = {line.split("]")[0] for line in said.splitlines() if "PASSED" in line}
    assert "8 passed" in said
    assert len(workers) == 1, said
