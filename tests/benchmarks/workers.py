"""The documented server with one and two workers: memory of each process by what it is for, and how long it
takes to the first page, beside the bare peer under the same server.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from tests.benchmarks.goals import Reached
from tests.benchmarks.plain import Plain

__all__ = ["measure"]

REPOSITORY = Path(__file__).resolve().parents[2]
PATIENCE = 90
STARTS = 2


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _asked(port: int, path: str) -> int:
    """The status of a page as a proxy asks for it; 0 while nobody answers."""
    with suppress(OSError, HTTPException), closing(HTTPConnection("127.0.0.1", port, timeout=30)) as line:
        line.request("GET", path, headers={"X-Forwarded-Proto": "https", "Host": "localhost"})
        return line.getresponse().status
    return 0


@contextmanager
def _served(
    application: str, folder: Path, environment: dict[str, str], workers: int
) -> Iterator[tuple[int, int, float]]:
    """(process, port, seconds to the first page) of a server, which ends afterwards with what it started."""
    port, begun = _free_port(), time.perf_counter()
    options = ["--interface", "wsgi", "--workers", str(workers), "--blocking-threads", "4", "--no-log"]
    server = subprocess.Popen(
        [sys.executable, "-m", "granian", *options, "--port", str(port), application],
        cwd=folder,
        env=environment,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while _asked(port, "/") != 200:
            if time.perf_counter() - begun > PATIENCE or server.poll() is not None:
                raise AssertionError(f"{application} answers {_asked(port, '/')}")
            time.sleep(0.02)
        yield server.pid, port, time.perf_counter() - begun
    finally:
        below = [server.pid, *_below(server.pid)]
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            server.wait(10)
        for process in below:  # one that does not end
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        server.wait()


def _below(process: int) -> list[int]:
    """Processes that it and its children started."""
    try:
        children = [
            int(child)
            for task in Path(f"/proc/{process}/task").iterdir()
            for child in (task / "children").read_text().split()
        ]
    except OSError:
        return []
    return [*children, *(grandchild for child in children for grandchild in _below(child))]


def _megabytes(process: int) -> float:
    """Its own memory and its share of what it has in common with others (PSS)."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def _apart(folder: Path) -> dict[int, str]:
    """Processes that serve all workers of this library, by what they do: they belong to no worker, and name
    the folder of their socket.
    """
    found = {}
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            words = path.read_bytes().decode(errors="replace").split("\0")
            if any(word.startswith(str(folder)) for word in words) and any("server.py" in w for w in words):
                script = next(word for word in words if "server.py" in word)
                found[int(path.parent.name)] = Path(script).parent.name
    return found


def _memory(server: int, folder: Path) -> dict[str, list[float]]:
    """Megabytes of each process by kind; the one that watches over the workers is "server"."""
    found: dict[str, list[float]] = {"server": [_megabytes(server)]}
    found["worker"] = [_megabytes(process) for process in _below(server)]
    for process, kind in _apart(folder).items():
        found.setdefault(kind, []).append(_megabytes(process))
    return found


def _production(folder: Path) -> dict[str, str]:
    """What docs/anleitung/betrieb.md sets, over the library of this measurement."""
    from cryptography.fernet import Fernet

    settings = {
        "DJANGO_SETTINGS_MODULE": "knowledge.settings.production",
        "SECRET_KEY": "only-for-a-measurement-" + "x" * 40,
        "ALLOWED_HOSTS": "localhost",
        "PUBLIC_URL": "https://localhost",
        "EMAIL_URL": "consolemail://",
        "RAW_CASE_KEYS": Fernet.generate_key().decode(),
        "STATIC_ROOT": str(folder / "static"),
        "DATABASE_URL": f"sqlite:///{folder / 'bench.sqlite3'}",
        "SEARCH_INDEX_DIR": str(folder / "index"),
        "WITHDRAWALS_FILE": str(folder / "widerrufe.txt"),
        "MEDIA_ROOT": str(folder / "media"),
        "RUNTIME_DIRECTORY": str(folder),
        "DEMO_CONTENT_ALLOWED": "1",
    }
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    if not (folder / "static").exists():
        subprocess.run(
            [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"],
            cwd=REPOSITORY,
            env=kept | settings,
            check=True,
        )
    return kept | settings


def measure(folder: Path, plain: Plain) -> list[Reached]:
    """Memory per worker and the seconds of a start; starts of both take turns, the fastest counts."""
    ours = ("knowledge.wsgi:application", REPOSITORY, _production(folder))
    theirs = ("plain.wsgi:application", plain.folder, plain.environment())
    starts: dict[str, list[float]] = {"ours": [], "theirs": []}
    memory: dict[str, dict[str, list[float]]] = {}
    for turn in range(STARTS):
        for name, served in (("ours", ours), ("theirs", theirs)):
            with _served(*served, workers=1) as (server, port, seconds):
                starts[name].append(seconds)
                if turn == STARTS - 1:
                    memory[name] = _warm(server, port, name, folder)
    with _served(*ours, workers=2) as (server, port, _seconds):
        memory["two"] = _warm(server, port, "ours", folder)
    for process in _apart(folder):
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGTERM)
    one, peer, two = (sum(memory[name].get("worker", ())) for name in ("ours", "theirs", "two"))
    second = two - one
    beside = {kind: sum(sizes) for kind, sizes in memory["two"].items() if kind != "worker"}
    start = min(starts["ours"]) / min(starts["theirs"])
    return [
        Reached(
            "P9", "one worker", "<= 110 MB", f"{one:.0f} MB (peer {peer:.0f})", one <= 110, to_peer=one / peer
        ),
        Reached(
            "P9", "the second worker", "<= +45 MB", f"+{second:.0f} MB", second <= 45, to_peer=second / peer
        ),
        Reached(
            "P9",
            "processes beside the workers",
            "named apart",
            ", ".join(f"{kind} {size:.0f} MB" for kind, size in beside.items()),
        ),
        Reached(
            "P9",
            "start to the first page",
            "<= 1.2 of the peer",
            f"{start:.2f} ({min(starts['ours']):.1f} s beside {min(starts['theirs']):.1f} s)",
            start <= 1.2,
            to_peer=start,
        ),
    ]


def _warm(server: int, port: int, name: str, folder: Path) -> dict[str, list[float]]:
    """Memory after every kind of page was asked for often enough that each worker had some."""
    paths = (
        ("/", "/faelle/", "/suche/?q=Haushalt") if name == "ours" else ("/", "/berichte/", "/search/?query=a")
    )
    for _turn in range(20):
        for path in paths:
            assert _asked(port, path) == 200, path
    return _memory(server, folder)
