"""Where texts become vectors: in this process, or in the one child process of this machine.

The model takes 200 MB, so the processes that serve pages ask the child over a local socket. It is started by
whoever needs it first and ends when nobody asks for a while. A question of a reader waits for it
:data:`QUERY_SECONDS` and not longer: then the words alone answer. Documents wait as long as it takes, in
portions so small that a reader's question gets in between.

Bytes go over the socket (JSON there, 32-bit floats back), never pickles. It lies in a folder that only this
user may enter; its name changes with code, model and interpreter, so versions never mix.
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
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout

from search.sentences.weights import Floats, model_file

__all__ = [
    "NAME",
    "PREFIX",
    "VectorsLate",
    "query_vector",
    "release",
    "use_child",
    "use_folder",
    "vectors",
    "warm_up",
]

logger = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parents[2]
#: Names the vectors: another model, prefix or file makes them worthless.
NAME = "multilingual-e5-small-q4"
#: E5 wants questions and texts that are compared as equals under one prefix; "passage: " measures worse
#: (docs/explanation/search.md).
PREFIX = "query: "
#: So long a reader's question waits for its vector.
QUERY_SECONDS = 0.15
#: Characters of documents that are computed together, or one text that has more: a tenth of a second.
PORTION = 1_200
#: So long a portion may take before something must be wrong.
PORTION_SECONDS = 60.0
#: So long the child may take to load the model; one to two seconds are usual.
START_SECONDS = 60.0
#: After a start that failed nobody of this process tries again for so long.
PAUSE_SECONDS = 30.0
#: After so long without a question the child ends: 200 MB are too much to keep for an hour of silence.
IDLE_SECONDS = 300.0


class VectorsLate(RuntimeError):
    """The vector of a question is not there in time; the words alone answer."""


_asks_child = False
_folder = Path(tempfile.gettempdir()) / f"weiterdenken-{os.getuid()}"
_starting = threading.Lock()
_failed_at = -PAUSE_SECONDS


def use_child(asks: bool = True) -> None:
    """Whether this process asks the child from now on; called once when a process starts."""
    global _asks_child
    _asks_child = asks


def use_folder(path: Path) -> None:
    """Where the socket lies from now on. All processes that are to share a child name the same folder."""
    global _folder
    _folder = path


def vectors(texts: Sequence[str]) -> Floats:
    """Vectors of length 1 of texts, shape (texts, 384). Raises ``OSError`` where the child cannot be started,
    ``ImportError`` without the model.
    """
    if not _asks_child:
        from search.sentences import model

        return model.embed([PREFIX + text for text in texts])
    made = [_asked(_connection(), portion, PORTION_SECONDS) for portion in _portions(texts)]
    return np.concatenate(made) if made else np.zeros((0, 0), np.float32)


def release() -> None:
    """Free the memory of a model that this process has loaded itself."""
    from search.sentences import model

    model.release()


def _portions(texts: Sequence[str]) -> Iterator[list[str]]:
    portion: list[str] = []
    for text in texts:
        if portion and sum(map(len, portion)) + len(text) > PORTION:
            yield portion
            portion = []
        portion.append(text)
    if portion:
        yield portion


def query_vector(text: str) -> Floats:
    """The vector of a reader's question, shape (384,). Raises :class:`VectorsLate` when it takes too long."""
    if not _asks_child:
        return vectors([text])[0]
    try:
        found = _connected(_address())
    except OSError as error:
        raise VectorsLate(str(error)) from error
    if found is None:
        warm_up()
        raise VectorsLate("the child is not running yet")
    try:
        return _asked(found, [text], QUERY_SECONDS)[0]
    except OSError as error:
        raise VectorsLate(str(error) or type(error).__name__) from error


def warm_up() -> None:
    """Start the child, so that the first question of a reader finds it; nobody waits for it."""
    if _asks_child and not _starting.locked():
        threading.Thread(target=_start_quietly, name="sentence-vectors", daemon=True).start()


def _start_quietly() -> None:
    try:
        _connection().close()
    except OSError as error:
        logger.debug("no child for sentence vectors: %s", error)


# --------------------------------------------------------------------------- the child


def _asked(connection: socket.socket, texts: Sequence[str], seconds: float) -> Floats:
    """What the child answers. Raises ``OSError``, also where it breaks off or is late."""
    deadline, parts = time.monotonic() + seconds, []
    with connection:
        connection.settimeout(seconds)
        connection.sendall(json.dumps([PREFIX + text for text in texts]).encode())
        connection.shutdown(socket.SHUT_WR)
        while part := connection.recv(2**16):
            parts.append(part)
            connection.settimeout(max(0.001, deadline - time.monotonic()))
    made = np.frombuffer(b"".join(parts), np.float32)
    if not texts or not len(made) or len(made) % len(texts):
        raise ConnectionError("the child broke off")
    return made.reshape(len(texts), -1).copy()


def _address() -> Path:
    """The socket of the child for this code, this model and this interpreter."""
    return _folder / _name()


@cache
def _name() -> str:
    """As this process has loaded them: no question of a reader reads files."""
    code = [path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py"))]
    model = model_file()
    state = (model.stat().st_size, model.stat().st_mtime_ns) if model is not None else ()
    name = repr((ROOT, code, state, os.path.realpath(sys.prefix)))
    return f"sentences-{hashlib.sha256(name.encode()).hexdigest()[:16]}.sock"


def _connected(path: Path) -> socket.socket | None:
    """A connection, or ``None`` where nobody listens."""
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(QUERY_SECONDS)
    try:
        connection.connect(str(path))
    except (FileNotFoundError, ConnectionRefusedError):
        connection.close()
        return None
    except OSError:
        connection.close()
        raise
    return connection


def _connection() -> socket.socket:
    """A connection to the child, which is started where there is none. Raises ``OSError``."""
    global _failed_at
    path = _address()
    with _starting:
        found = _connected(path)
        if found is not None:
            return found
        if time.monotonic() - _failed_at < PAUSE_SECONDS:
            raise ConnectionError("the child could not be started a moment ago")
        try:
            return _started(path)
        except (OSError, Timeout, subprocess.SubprocessError) as error:
            _failed_at = time.monotonic()
            logger.error("the child for sentence vectors cannot be started, words alone answer: %s", error)
            raise ConnectionError(str(error)) from error


def _started(path: Path) -> socket.socket:
    """Start the child unless another process just did."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    state = path.parent.lstat()
    if not stat.S_ISDIR(state.st_mode) or state.st_uid != os.getuid() or state.st_mode & 0o077:
        raise PermissionError(f"{path.parent}: belongs to somebody else or is open to others")
    with FileLock(path.with_suffix(".lock"), timeout=START_SECONDS):
        found = _connected(path)
        if found is not None:
            return found
        child = Path(__file__).with_name("child.py")
        run = subprocess.run(  # noqa: S603 - our own module, our own interpreter, no argument from outside
            [sys.executable, "-I", str(child), str(ROOT), str(path), str(IDLE_SECONDS)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=START_SECONDS,
            check=False,
            env={"LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1"},
            cwd="/",
            start_new_session=True,
        )
        found = _connected(path) if run.returncode == 0 else None
        if found is None:
            said = run.stderr.decode(errors="replace").strip().splitlines()
            raise ConnectionError(said[-1] if said else f"ended with {run.returncode}")
        return found
