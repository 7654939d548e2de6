"""The child process that ``runner.py`` starts: loads the detector and the readers once, and forks for each
request.

Knows no Django, gets no environment and no folder to stand in. The process of a request has its connection
and nothing else: before it touches the bytes it may open nothing any more, no file and no socket, and what it
read ends with it. The process that listens never sees the bytes.

    python -I -B server.py ROOT SOCKET VERSION REGISTER IDLE_SECONDS

The command ends with 0 as soon as the child listens, or says on standard error why it does not.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import resource
import select
import signal
import socket
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

MOST_AT_ONCE = 8
"""Requests read at the same time; more wait."""
WAITING = 256
"""Connections that may wait."""
SENDING_SECONDS = 30.0
"""So long a caller may take to send what is to be read."""
DRAINING_SECONDS = 1.0

Read = Callable[[bytes], tuple[dict[str, object], bytes]]


def _loaded(runner: Any, register: str) -> dict[str, Read]:
    """The readers by name, ready to work: what they load late is loaded by their module's ``prepare``."""
    import_module("knowledge.anonymity.register").use_register(Path(register))
    readers = {}
    for reader in runner.SandboxReader:
        name, _dot, function = reader.value.rpartition(".")
        module = import_module(f"knowledge.anonymity.{name}")
        getattr(module, "prepare", lambda: None)()
        readers[reader.value] = getattr(module, function)
    return readers


def _main(arguments: list[str]) -> int:
    root, address, version, register, idle = arguments
    sys.path[0] = root
    runner = import_module("knowledge.anonymity.sandbox.runner")
    readers = _loaded(runner, register)
    if not runner.VERSION == version == runner.version_on_disk():
        sys.stderr.write("the code on the disk is another one; start the web server anew\n")
        return 3
    Path(address).unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    os.umask(0o177)
    listener.bind(address)
    listener.listen(WAITING)
    if os.fork():
        return 0
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    # Collected garbage of the loaded lists would only copy their pages into each request.
    gc.collect()
    gc.freeze()
    _listen(listener, Path(address), runner, readers, float(idle))
    return 0


# --------------------------------------------------------------------------- the process that listens


def _listen(
    listener: socket.socket, address: Path, runner: Any, readers: dict[str, Read], idle: float
) -> None:
    """Serve until nobody has asked for ``idle`` seconds; who is on the way then is served as well."""
    own, is_open = address.stat().st_ino, True
    running: dict[int, tuple[int, socket.socket]] = {}
    while True:
        watched: list[Any] = [*running, *([listener] if len(running) < MOST_AT_ONCE else [])]
        ready, _writing, _failing = select.select(watched, [], [], idle)
        for item in ready:
            if item is listener:
                connection = listener.accept()[0]
                ending, pid = _forked(connection, runner, readers)
                running[ending] = (pid, connection)
            else:
                _ended(item, *running.pop(item))
        if not ready and not running:
            if not is_open:
                return
            is_open, idle = False, DRAINING_SECONDS
            # A newer child may listen there where somebody took the file away.
            if address.exists() and address.stat().st_ino == own:
                address.unlink()


def _forked(connection: socket.socket, runner: Any, readers: dict[str, Read]) -> tuple[int, int]:
    """A process for one request: a descriptor that becomes readable when it ends, and its number."""
    ending, alive = os.pipe()
    pid = os.fork()
    if pid:
        os.close(alive)
        return ending, pid
    code = 1
    try:
        os.dup2(connection.fileno(), 0)
        os.dup2(alive, 3)
        os.closerange(4, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
        _serve(socket.socket(fileno=0), runner, readers)
        code = 0
    finally:
        os._exit(code)


def _ended(ending: int, pid: int, connection: socket.socket) -> None:
    """Who was killed cannot say so itself."""
    os.close(ending)
    _pid, status = os.waitpid(pid, 0)
    if status:
        code = _reason(os.WTERMSIG(status)) if os.WIFSIGNALED(status) else "broken"
        connection.setblocking(False)
        with contextlib.suppress(OSError):  # the caller may have left
            connection.send(json.dumps({"refused": code}).encode() + b"\n")
    connection.close()


def _reason(ended_by: int) -> str:
    """Out of time, or ended from outside; a library that gets no memory ends its process itself."""
    own_end = (signal.SIGABRT, signal.SIGTRAP, signal.SIGILL, signal.SIGSEGV, signal.SIGBUS)
    return "heavy" if ended_by in own_end else "slow"


# --------------------------------------------------------------------------- the process of a request


def _serve(connection: socket.socket, runner: Any, readers: dict[str, Read]) -> None:
    """Read, write; the header says what is wrong where the bytes are refused."""
    signal.setitimer(signal.ITIMER_REAL, SENDING_SECONDS)
    parts = []
    while part := connection.recv(2**20):
        parts.append(part)
    line, _newline, content = b"".join(parts).partition(b"\n")
    parts.clear()
    request = json.loads(line)
    _limit_this_process(runner.Limits(**request["limits"]))
    header: dict[str, object]
    made = b""
    try:
        header, made = readers[request["reader"]](content)
    except runner.ReadingRefused as refused:
        header = {"refused": str(refused)}
    except MemoryError:
        header = {"refused": "heavy"}
    connection.sendall(json.dumps({**header, "bytes": len(made)}).encode() + b"\n")
    connection.sendall(made)


def _loaded_bytes() -> int:
    """The address space in use; a generous guess where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except (OSError, ValueError):
        return 2**30
    return pages * resource.getpagesize()


def _limit_this_process(limits: Any) -> None:
    """Time and address space; nothing written, and no further descriptor: no file, no socket."""
    signal.setitimer(signal.ITIMER_REAL, limits.seconds)
    loaded = _loaded_bytes()
    for kind, most in (
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_AS, loaded + limits.megabytes * 2**20),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 3),
    ):
        resource.setrlimit(kind, (most, most))


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
