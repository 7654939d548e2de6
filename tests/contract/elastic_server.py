"""A real Elasticsearch for tests: found by ELASTICSEARCH_TEST_URL, or started where Java and Maven are
there.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import signal
import socket
import subprocess
import threading
import time
from functools import cache
from pathlib import Path

from tests import run
from tests.run import REPOSITORY

START = REPOSITORY / "tools" / "elasticsearch" / "start.sh"
DEFAULT_VERSION = os.environ.get("ES_VERSION", "8.19.0")
#: The newest server that can be had, where a Java new enough is there.
NEXT_VERSION, NEXT_JAVA = "9.2.0", 21
_SECONDS = 240


def missing() -> str:
    """Why no server can be had here; empty when one can."""
    if os.environ.get("ELASTICSEARCH_TEST_URL"):
        return ""
    if not shutil.which("javac"):
        return "no JDK (javac)"
    return "" if _is_built(DEFAULT_VERSION) or shutil.which("mvn") else "no Maven (mvn)"


def missing_next() -> str:
    """Why the next version of the server cannot be had here; empty when it can."""
    if missing():
        return missing()
    if not _is_built(NEXT_VERSION) and not shutil.which("mvn"):
        return "no Maven (mvn)"
    return "" if newest_java() >= NEXT_JAVA else f"no JDK {NEXT_JAVA} or newer"


@cache
def newest_java() -> int:
    """Version of the newest JDK where start.sh looks for one."""
    homes = [
        os.environ.get("JAVA_HOME", ""),
        *map(str, Path("/usr/lib/jvm").glob("*")),
        *map(str, Path("/opt").glob("*")),
    ]
    versions = [0]
    for release in (
        Path(home) / "release" for home in homes if home and (Path(home) / "bin" / "javac").exists()
    ):
        found = (
            re.search(r'JAVA_VERSION="(\d+)', release.read_text(encoding="utf-8"))
            if release.exists()
            else None
        )
        versions += [int(found[1])] if found else []
    return max(versions)


def _is_built(version: str) -> bool:
    return (REPOSITORY / ".elasticsearch" / version / ".complete").exists()


def is_required() -> bool:
    """In CI a missing server is a failure."""
    return os.environ.get("REQUIRE_SERVICES") == "1"


class Nodes:
    """Servers that somebody has started on this machine, on neighbouring ports."""

    def __init__(self, port: int, nodes: int = 1, version: str = DEFAULT_VERSION) -> None:
        self.port, self.nodes, self.version = port, nodes, version

    @property
    def urls(self) -> list[str]:
        """One address per node."""
        return [f"http://127.0.0.1:{self.port + number}" for number in range(self.nodes)]

    def _folder(self, number: int) -> Path:
        name = f"{self.version}x{self.nodes}-{self.port + number}"
        return REPOSITORY / ".elasticsearch" / "nodes" / name

    def pid(self, number: int) -> int:
        """Process of a node."""
        return int((self._folder(number) / "pid").read_text())

    def signal(self, number: int, what: int) -> None:
        """Kill, freeze or thaw a node; 0 asks whether it is there (OSError)."""
        os.kill(self.pid(number), what)

    def stop(self) -> None:
        """End all nodes and forget their data."""
        for number in range(self.nodes):
            try:
                self.signal(number, signal.SIGCONT)
                self.signal(number, signal.SIGTERM)
                for _attempt in range(300):
                    self.signal(number, 0)
                    time.sleep(0.05)
                self.signal(number, signal.SIGKILL)
            except (OSError, ValueError):
                pass  # it has ended, or never began
            shutil.rmtree(self._folder(number), ignore_errors=True)


class Cluster(Nodes):
    """Servers of its own that end with the test run, even when that is killed."""

    def __init__(self, nodes: int = 1, watch: int | None = None, version: str = DEFAULT_VERSION) -> None:
        self.ports = PortBlock(nodes)
        super().__init__(self.ports.first, nodes, version)
        self._environment = os.environ | {
            "ELASTICSEARCH_PORT": str(self.port),
            "NODES": str(nodes),
            "ES_VERSION": version,
            "ES_WATCH_PID": str(watch or os.getpid()),
            "ES_HEAP": os.environ.get("ES_HEAP", "384m"),
        }
        self.process = self._start({"ES_FRESH": "1"})
        self._restarted: list[subprocess.Popen[str]] = []
        self._await_ready()

    def _start(self, further: dict[str, str]) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [str(START)],
            env=self._environment | further,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            pass_fds=self.ports.locks,  # a server that outlives this process keeps its ports
        )

    def restart(self, number: int) -> None:
        """Start a killed node again, with its data; it joins the others when it is ready."""
        self._restarted.append(self._start({"ES_ONLY": str(number)}))

    def stop(self) -> None:
        """End all nodes, forget their data and give their ports back."""
        for process in (*self._restarted, self.process):
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(30)
                except subprocess.TimeoutExpired:
                    process.kill()
        super().stop()
        self.ports.release()

    def _await_ready(self) -> None:
        """Read what the server says until it is ready; a silent or failed one is an error in time, never a
        wait without end.
        """
        said: list[str] = []
        ready = threading.Event()

        def read() -> None:
            assert self.process.stdout is not None
            for line in self.process.stdout:
                said.append(line)
                if f"ready {self.urls[0]}" in line:
                    ready.set()
            ready.set()  # it ended

        threading.Thread(target=read, daemon=True).start()
        if ready.wait(_SECONDS) and self.process.poll() is None and any("ready " in line for line in said):
            return
        self.stop()
        raise RuntimeError("Elasticsearch did not start: " + "".join(said)[-2_000:])


class PortBlock:
    """``nodes`` neighbouring ports that are free, and so are those 100 above; nobody else gets them until
    they are released.

    Looking alone would not do: a server listens only seconds after its start, and meanwhile another test
    process finds the same ports free.
    """

    _WIDTH, _TRANSPORT = 4, 100

    def __init__(self, nodes: int) -> None:
        self.locks: list[int] = []
        folder = REPOSITORY / ".elasticsearch" / "ports"
        folder.mkdir(parents=True, exist_ok=True)
        for first in range(9_300 + os.getpid() % 500 * self._WIDTH, 12_000, self._WIDTH):
            if all(self._lock(folder / f"{first + offset}.lock") for offset in (0, self._TRANSPORT)) and all(
                _is_free(first + number + offset)
                for number in range(nodes)
                for offset in (0, self._TRANSPORT)
            ):
                self.first = first
                return
            self.release()
        raise RuntimeError("no free ports")

    def _lock(self, file: Path) -> bool:
        handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return False
        self.locks.append(handle)
        return True

    def release(self) -> None:
        """Give the ports back; where a server still runs, it keeps them."""
        while self.locks:
            os.close(self.locks.pop())


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def shared(nodes: int = 1, version: str = DEFAULT_VERSION) -> Nodes:
    """The server that all processes of a run share; the first one that asks starts it, the others wait.

    Raises:
        RuntimeError: it does not start.
    """
    name = f"elasticsearch-{version}x{nodes}"
    with (run.folder() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        port, failure = run.folder() / f"{name}.port", run.folder() / f"{name}.failure"
        if failure.exists():
            raise RuntimeError(failure.read_text())
        if not port.exists():
            try:
                made = Cluster(nodes, watch=run.process(), version=version)
            except RuntimeError as error:
                failure.write_text(str(error))  # the others need not wait for the same failure
                raise
            port.write_text(str(made.port))
        return Nodes(int(port.read_text()), nodes, version)


def stop_shared() -> None:
    """End what ``shared`` has started; for the process that began the run."""
    for port in run.folder().glob("elasticsearch-*.port"):
        version, _x, nodes = port.stem.removeprefix("elasticsearch-").rpartition("x")
        Nodes(int(port.read_text()), int(nodes), version).stop()
