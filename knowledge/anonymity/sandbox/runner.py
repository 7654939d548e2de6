"""Has hostile bytes and texts read by the child process of this machine, with limits on time, memory, output
and what may be opened. Pure module.

A parser of foreign files may loop, swell or crash, and the detector is heavy; a web process must suffer
neither. One child per machine and user (``server.py``) serves every process of the library over a local
socket. It is started by whoever needs it first, ends when nobody asks for a while, and forks for each request
a process that may open nothing. The socket lies in a folder that only this user may enter; its name changes
with the code, the data and the register, so no process is answered by another version.

A reader is a function ``bytes -> (header, content)`` that raises :class:`ReadingRefused` with a code.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import asdict, dataclass, replace
from enum import Enum
from pathlib import Path

from filelock import FileLock, Timeout

from knowledge.anonymity.register import register_file

__all__ = [
    "Limits",
    "ReadingRefused",
    "SandboxReader",
    "read_file_in_sandbox",
    "read_in_sandbox",
    "use_file_limits",
    "use_folder",
]

logger = logging.getLogger("knowledge.anonymity.sandbox")

ROOT = Path(__file__).resolve().parents[3]

IDLE_SECONDS = 600.0
"""After so long without a request the child ends."""
START_SECONDS = 60.0
"""So long it may take to load; one to two seconds are usual."""
WAITING_SECONDS = 10.0
"""So long a request may wait for its turn."""
PAUSE_SECONDS = 5.0
"""After a start that failed nobody of this process tries again for so long: readers must not queue for it."""

Answer = tuple[dict[str, object], bytes]


class ReadingRefused(Exception):
    """The bytes cannot be used; the argument is a code that the caller puts into words.

    Besides the codes of the readers: ``slow`` (out of time, or ended from outside), ``heavy`` (out of memory,
    or more output than allowed), ``broken`` (anything else that went wrong while reading) and ``away`` (the
    child cannot be started; the cause says why).
    """


@dataclass(frozen=True, slots=True)
class Limits:
    """What a request may use: processor and wall seconds, megabytes of output and of memory on top of what
    the child has loaded.
    """

    cpu_seconds: int
    seconds: float
    megabytes: int
    output_megabytes: int


class SandboxReader(Enum):
    """The readers there are, by module of ``knowledge.anonymity`` and function."""

    DOCUMENT = "sandbox.documents.read"
    PDF = "sandbox.pdfs.clean"
    TEXTS = "detector.asking.answer"


LIMITS = {
    SandboxReader.DOCUMENT: Limits(cpu_seconds=10, seconds=15, megabytes=256, output_megabytes=4),
    SandboxReader.PDF: Limits(cpu_seconds=10, seconds=15, megabytes=256, output_megabytes=80),
    SandboxReader.TEXTS: Limits(cpu_seconds=10, seconds=15, megabytes=1024, output_megabytes=80),
}
SECONDS_PER_MEGABYTE = 300
"""What a text may take on top: several times what the detector needs. A form sends a few kilobytes."""
COPIES = 6
"""So many times the bytes of a file may lie in memory at once on top: as they came, read, cleaned, saved."""

_one_file = threading.Lock()
"""One file at a time: uploads of many editors at once must not take the machine."""


def use_file_limits(*, megabytes: int, seconds: int) -> None:
    """What reading a file may take from now on; called once when a process starts."""
    for reader in (SandboxReader.DOCUMENT, SandboxReader.PDF):
        LIMITS[reader] = replace(
            LIMITS[reader], cpu_seconds=seconds, seconds=seconds * 1.5, megabytes=megabytes
        )


def limits_of(reader: SandboxReader, size: int) -> Limits:
    """The limits for so many bytes."""
    limits = LIMITS[reader]
    if reader is not SandboxReader.TEXTS:
        return replace(limits, megabytes=limits.megabytes + COPIES * size // 2**20)
    more = size * SECONDS_PER_MEGABYTE // 2**20
    return replace(limits, cpu_seconds=limits.cpu_seconds + more, seconds=limits.seconds + more)


def read_file_in_sandbox(reader: SandboxReader, content: bytes) -> Answer:
    """The same for a file, one after another in this process. Raises :class:`ReadingRefused`."""
    if not _one_file.acquire(timeout=WAITING_SECONDS):
        raise ReadingRefused("away")
    try:
        return read_in_sandbox(reader, content)
    finally:
        _one_file.release()


def read_in_sandbox(reader: SandboxReader, content: bytes) -> Answer:
    """What ``reader`` makes of ``content``: its header and its bytes. Raises :class:`ReadingRefused`."""
    limits = limits_of(reader, len(content))
    request = json.dumps({"reader": reader.value, "limits": asdict(limits)}).encode() + b"\n" + content
    # Nothing comes back from a child that ended while it was asked: the next one is asked once more.
    answer = _answer(request, limits) or _answer(request, limits)
    line, _newline, made = answer.partition(b"\n")
    try:
        header = json.loads(line)
    except ValueError as error:
        raise ReadingRefused("broken") from error
    if "refused" in header:
        raise ReadingRefused(str(header["refused"]))
    if header.pop("bytes", None) != len(made):
        raise ReadingRefused("broken")
    return header, made


def _answer(request: bytes, limits: Limits) -> bytes:
    """Everything the child says; nothing where it ended before it said something."""
    deadline = time.monotonic() + WAITING_SECONDS + limits.seconds
    parts: list[bytes] = []
    with _connection() as connection:
        try:
            connection.settimeout(WAITING_SECONDS + limits.seconds)
            connection.sendall(request)
            connection.shutdown(socket.SHUT_WR)
            left = limits.output_megabytes * 2**20
            while part := connection.recv(2**20):
                parts.append(part)
                left -= len(part)
                if left < 0:
                    raise ReadingRefused("heavy")
                connection.settimeout(max(0.01, deadline - time.monotonic()))
        except TimeoutError as error:
            raise ReadingRefused("slow") from error
        except OSError:
            return b""
    return b"".join(parts)


# --------------------------------------------------------------------------- where it listens


def _sign(path: Path) -> tuple[object, ...]:
    """Code by what it says, as a checkout touches what it does not change; data by size and time."""
    if path.suffix == ".py":
        return str(path), hashlib.sha256(path.read_bytes()).digest()
    state = path.stat()
    return str(path), state.st_size, state.st_mtime_ns


def version_on_disk() -> str:
    """Of the code and the data that the child loads, as they lie there now."""
    paths = sorted((ROOT / "knowledge" / "anonymity").rglob("*"))
    found = [_sign(path) for path in paths if "__pycache__" not in path.parts and path.is_file()]
    return hashlib.sha256(repr(found).encode()).hexdigest()


VERSION = version_on_disk()
"""As this process has loaded them."""


def address() -> Path:
    """The socket of the child for this version, this interpreter and the register in use."""
    name = repr((VERSION, os.path.realpath(sys.prefix), _sign(register_file())))
    return _folder / f"{hashlib.sha256(name.encode()).hexdigest()[:16]}.sock"


_folder = Path(tempfile.gettempdir()) / f"weiterdenken-{os.getuid()}"


def use_folder(path: Path) -> None:
    """Where the socket lies from now on; called once when a process starts. All processes that are to share a
    child name the same folder.
    """
    global _folder
    _folder = path


def _own_folder() -> None:
    """Raises ``OSError`` where others may enter it: they could put a socket of their own there."""
    _folder.mkdir(mode=0o700, exist_ok=True)
    state = _folder.lstat()
    if not stat.S_ISDIR(state.st_mode) or state.st_uid != os.getuid() or state.st_mode & 0o077:
        raise PermissionError(f"{_folder}: belongs to somebody else or is open to others")


# --------------------------------------------------------------------------- connecting and starting


def _connected(path: Path) -> socket.socket | None:
    """A connection, or ``None`` where nobody listens."""
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.connect(str(path))
    except (FileNotFoundError, ConnectionRefusedError):
        connection.close()
        return None
    return connection


_failed: tuple[float, str] | None = None
"""When a start failed last, and why."""


def _connection() -> socket.socket:
    """A connection to the child, which is started where there is none. Raises :class:`ReadingRefused`."""
    global _failed
    try:
        _own_folder()
        path = address()
        found = _connected(path)
        if found is not None:
            return found
        if _failed is not None and time.monotonic() - _failed[0] < PAUSE_SECONDS:
            raise OSError(_failed[1])
        return _started(path)
    except (OSError, Timeout, subprocess.SubprocessError) as error:
        if _failed is None or time.monotonic() - _failed[0] >= PAUSE_SECONDS:
            _failed = (time.monotonic(), str(error))
            logger.error("the child for detector and files cannot be started: %s", error)
        raise ReadingRefused("away") from error


def _started(path: Path) -> socket.socket:
    """Start the child unless somebody else just did; raises ``OSError`` with its last words."""
    with FileLock(path.with_suffix(".lock"), timeout=START_SECONDS):
        found = _connected(path)
        if found is not None:
            return found
        server = Path(__file__).with_name("server.py")
        arguments = (str(ROOT), str(path), VERSION, str(register_file()), str(IDLE_SECONDS))
        run = subprocess.run(  # noqa: S603 - our own module, our own interpreter, no argument from outside
            [sys.executable, "-I", "-B", str(server), *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=START_SECONDS,
            check=False,
            env={"LANG": "C.UTF-8"},
            cwd="/",
            start_new_session=True,
        )
        found = _connected(path) if run.returncode == 0 else None
        if found is None:
            said = run.stderr.decode(errors="replace").strip().splitlines()
            raise OSError(said[-1] if said else f"ended with {run.returncode}")
        return found
