"""The suite on PostgreSQL, on a server of its own: ``python -m tests.drills.postgres [arguments of pytest]``.

Each process migrates a database of its own; the demo library comes into it as rows of the copy that the other
tests have (``tests/demo_copy.py``). ``-m db`` runs what depends on how a database behaves.
"""

from __future__ import annotations

import os
import subprocess
import sys

from tests.residue import postgres_server
from tests.run import REPOSITORY


def main(arguments: list[str]) -> int:
    """Run pytest on all cores; the answer is its own."""
    if why := postgres_server.missing():
        raise SystemExit(f"no drill without a server: {why}")
    with postgres_server.running() as url:
        command = [sys.executable, "-m", "pytest", "-n", "auto", "--dist", "loadgroup", *arguments]
        return subprocess.run(
            command, cwd=REPOSITORY, env=os.environ | {"TEST_DATABASE_URL": url}, check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
