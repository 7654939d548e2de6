"""What the processes of one test run share: a folder that ends with the run."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
_FOLDER, _PROCESS = "TEST_RUN_FOLDER", "TEST_RUN_PROCESS"


def begin() -> bool:
    """Make the folder; ``False`` where the process that started this one has made it."""
    if _FOLDER in os.environ:
        return False
    os.environ[_FOLDER] = tempfile.mkdtemp(prefix="weiterdenken-run-")
    os.environ[_PROCESS] = str(os.getpid())
    # Each core has a process of its own; threads of the matrices would only wait for each other.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    return True


def folder() -> Path:
    """The folder of this run."""
    return Path(os.environ[_FOLDER])


def process() -> int:
    """The process that began this run; servers end with it."""
    return int(os.environ[_PROCESS])


def end() -> None:
    """Remove the folder; for whoever made it."""
    shutil.rmtree(os.environ.pop(_FOLDER), ignore_errors=True)
