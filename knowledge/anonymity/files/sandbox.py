"""Runs a module of the project on hostile bytes in a process of its own, with limits on time, memory and
output. Pure module.

A parser of foreign files may loop, swell or crash; the web process must not. The child gets no environment
but the path and no network credentials, reads standard input and writes standard output.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

__all__ = ["SandboxError", "limit_this_process", "run_limited"]

ROOT = Path(__file__).resolve().parents[3]


class SandboxError(RuntimeError):
    """The child failed, took too long, or wrote nothing usable."""


def limit_this_process(*, seconds: int, megabytes: int) -> None:
    """Called by the child before it touches the bytes: processor time, address space, no files written."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * 2**20, megabytes * 2**20))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def run_limited(module: str, content: bytes, *, seconds: int = 30, most_bytes: int = 64 * 2**20) -> bytes:
    """Standard output of ``python -m module`` for ``content`` on its standard input.

    Raises ``SandboxError`` when it ends badly, is slower than ``seconds`` of wall time or writes more than
    ``most_bytes``.
    """
    try:
        run = subprocess.run(  # noqa: S603 - our own module, our own interpreter
            [sys.executable, "-B", "-m", module],
            input=content,
            capture_output=True,
            timeout=seconds,
            cwd=ROOT,
            env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise SandboxError("timeout") from error
    if run.returncode != 0 or not run.stdout or len(run.stdout) > most_bytes:
        raise SandboxError(
            run.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2][:80] or f"exit {run.returncode}"
        )
    return run.stdout
