"""The child process that ``asking.py`` starts: holds the sentence model and answers one question after
another.

Knows no Django and gets no environment. A connection brings texts as JSON and gets their vectors as 32-bit
floats, or nothing where they cannot be read. Short questions are remembered, in memory alone: the next worker
asks the same.

    python -I child.py ROOT SOCKET IDLE_SECONDS

The command ends with 0 as soon as the child listens, or says on standard error why it does not.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import socket
import sys
from collections import OrderedDict
from importlib import import_module
from pathlib import Path
from typing import Any

#: Connections that may wait.
WAITING = 64
#: So long a caller may take to send its texts, and to take the answer.
TALKING_SECONDS = 2.0
#: Bytes of a question; more is no question.
MOST_BYTES = 2**20
#: So many questions of one text are remembered.
REMEMBERED = 2_000


def main(arguments: list[str]) -> int:
    """Load, listen, and leave the listening process behind."""
    root, address, idle = arguments
    sys.path[0] = root
    model = import_module("search.sentences.model")
    model.embed(["query: Wie fangen wir an?"])
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
    listen(listener, Path(address), model, float(idle))
    return 0


def listen(listener: socket.socket, address: Path, model: Any, idle: float) -> None:
    """Answer until nobody has asked for ``idle`` seconds, or somebody took the socket away."""
    own = address.stat().st_ino
    known: OrderedDict[str, bytes] = OrderedDict()
    while select.select([listener], [], [], idle)[0]:
        connection = listener.accept()[0]
        with connection, contextlib.suppress(OSError, ValueError, TypeError, MemoryError):
            connection.settimeout(TALKING_SECONDS)
            connection.sendall(answer(received(connection), model, known))
    if address.exists() and address.stat().st_ino == own:
        address.unlink()


def received(connection: socket.socket) -> list[str]:
    """The texts of a question. Raises ``ValueError`` for anything else."""
    parts, size = [], 0
    while part := connection.recv(2**16):
        parts.append(part)
        size += len(part)
        if size > MOST_BYTES:
            raise ValueError("too long")
    texts = json.loads(b"".join(parts))
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise ValueError("no texts")
    return texts


def answer(texts: list[str], model: Any, known: OrderedDict[str, bytes]) -> bytes:
    """Vectors of texts, one after another; a single text is remembered."""
    if len(texts) != 1:
        return bytes(model.embed(texts).tobytes()) if texts else b""
    (text,) = texts
    if text in known:
        known.move_to_end(text)
    else:
        known[text] = model.embed(texts).tobytes()
        if len(known) > REMEMBERED:
            known.popitem(last=False)
    return known[text]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
