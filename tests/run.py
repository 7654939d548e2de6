"""What the processes of one test run share: a folder that ends with the run."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
_VARIABLE = "TEST_RUN_FOLDER"


def begin() -> bool:
    """Make the folder; ``False`` where the process that started this one has made it."""
    if _VARIABLE in os.environ:
        return False
    os.environ[_VARIABLE] = tempfile.mkdtemp(prefix="weiterdenken-run-")
    return True


def folder() -> Path:
    """The folder of this run."""
    return Path(os.environ[_VARIABLE])


def end() -> None:
    """Remove the folder; for whoever made it."""
    shutil.rmtree(os.environ.pop(_VARIABLE), ignore_errors=True)
