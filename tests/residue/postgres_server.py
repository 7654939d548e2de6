"""A real PostgreSQL of its own for tests, where Debian's package is there; it listens on this machine
only.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["create", "dump", "missing", "running"]


def _binary(name: str) -> str:
    """Path of a program of the server; Debian keeps them outside the path."""
    found = shutil.which(name)
    if found:
        return found
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((str(folder / name) for folder in folders if (folder / name).exists()), "")


def _account() -> str | None:
    """The server refuses to run as root; ``None`` where this process is not root."""
    if os.geteuid() != 0:
        return None
    return next(
        (entry.pw_name for entry in pwd.getpwall() if entry.pw_name in ("postgres", "nobody")), "nobody"
    )


def missing() -> str:
    """Why no server can be had here; empty when one can."""
    return (
        ""
        if all(_binary(name) for name in ("initdb", "pg_ctl", "pg_dump"))
        else "no PostgreSQL (initdb, pg_ctl, pg_dump)"
    )


def _run(*command: str) -> None:
    subprocess.run(
        command,
        check=True,
        user=_account(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running() -> Iterator[str]:
    """A database URL of a fresh server.

    Its files lie in a folder of their own, because pytest closes its folders to everybody but the user who
    runs it, whenever a run begins.
    """
    folder = Path(tempfile.mkdtemp(prefix="weiterdenken-postgres-"))
    data = folder / "data"
    try:
        if account := _account():
            shutil.chown(folder, account)
        _run(_binary("initdb"), "-D", str(data), "-U", "library", "-E", "UTF8", "--auth=trust", "--no-sync")
        port = _free_port()
        options = (
            f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories='{folder}' -c fsync=off"
        )
        _run(
            _binary("pg_ctl"),
            "-D",
            str(data),
            "-o",
            options,
            "-w",
            "-t",
            "120",
            "-l",
            str(folder / "log.txt"),
            "start",
        )
        try:
            yield f"postgres://library@127.0.0.1:{port}/postgres"
        finally:
            _run(_binary("pg_ctl"), "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def create(url: str, name: str) -> str:
    """An empty database beside the one of this URL; returns its URL."""
    subprocess.run([_binary("psql"), url, "-qc", f"CREATE DATABASE {name}"], check=True)
    return f"{url.rpartition('/')[0]}/{name}"


def dump(url: str) -> str:
    """Everything the server would hand to a backup, as text."""
    run = subprocess.run([_binary("pg_dump"), url], check=True, capture_output=True, text=True)
    return run.stdout
