"""Runs a reader on hostile bytes in a process of its own, with limits on time, memory, output and what it can
open. Pure module.

A parser of foreign files may loop, swell or crash; the web process must not. The child gets no environment,
no argument from outside and no folder to stand in; it reads the bytes from standard input and writes a line
of JSON and, where there is one, a file to standard output. Before it touches the bytes it has loaded what it
needs and may open nothing any more: no file, no connection.

A reader is a function ``bytes -> (header, content)`` that raises :class:`ReadingRefused` with a code.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from importlib import import_module
from pathlib import Path

__all__ = ["Limits", "ReadingRefused", "SandboxReader", "read_in_sandbox"]

ROOT = Path(__file__).resolve().parents[3]

Answer = tuple[dict[str, object], bytes]


class ReadingRefused(Exception):
    """The file cannot be used; the argument is a code that the caller puts into words.

    Besides the codes of the readers: ``slow`` (out of time, or ended from outside), ``too_large`` (out of
    memory, or more output than allowed) and ``broken`` (anything else that went wrong in the child).
    """


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use: processor and wall seconds, megabytes of memory and of output."""

    cpu_seconds: int
    seconds: float
    megabytes: int
    output_megabytes: int


class SandboxReader(Enum):
    """The readers there are, by module of this package and function."""

    DOCUMENT = "documents.read"
    PDF = "pdfs.clean"


LIMITS = {
    SandboxReader.DOCUMENT: Limits(cpu_seconds=20, seconds=30, megabytes=1024, output_megabytes=4),
    SandboxReader.PDF: Limits(cpu_seconds=25, seconds=30, megabytes=1536, output_megabytes=80),
}


def read_in_sandbox(reader: SandboxReader, content: bytes) -> Answer:
    """What ``reader`` makes of ``content``: its header and its bytes. Raises :class:`ReadingRefused`."""
    limits = LIMITS[reader]
    try:
        run = subprocess.run(  # noqa: S603 - our own module, our own interpreter, no argument from outside
            [sys.executable, "-I", "-B", __file__, str(ROOT), reader.value],
            input=content,
            capture_output=True,
            timeout=limits.seconds,
            check=False,
            env={"LANG": "C.UTF-8"},
            cwd="/",
        )
    except subprocess.TimeoutExpired as error:
        raise ReadingRefused("slow") from error
    if run.returncode != 0:
        raise ReadingRefused("slow" if run.returncode < 0 else "broken")
    if len(run.stdout) > limits.output_megabytes * 2**20:
        raise ReadingRefused("too_large")
    line, _newline, read = run.stdout.partition(b"\n")
    try:
        header = json.loads(line)
    except ValueError as error:
        raise ReadingRefused("broken") from error
    if "refused" in header:
        raise ReadingRefused(str(header["refused"]))
    return header, read


# --------------------------------------------------------------------------- in the child


def _limit_this_process(limits: Limits) -> None:
    """Processor time and address space; nothing written, and no further descriptor: no file, no socket."""
    for kind, most in (
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_AS, limits.megabytes * 2**20),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 3),
    ):
        resource.setrlimit(kind, (most, most))


def _main(name: str) -> int:
    """Read, write; the header says what is wrong where the file is refused."""
    # Through the package, so that the reader's exceptions are the ones caught here.
    runner = import_module("knowledge.anonymity.sandbox.runner")
    module, _dot, function = name.rpartition(".")
    read: Callable[[bytes], Answer] = getattr(
        import_module(f"knowledge.anonymity.sandbox.{module}"), function
    )
    content = sys.stdin.buffer.read()
    _limit_this_process(LIMITS[SandboxReader(name)])
    header: dict[str, object]
    made = b""
    try:
        header, made = read(content)
    except runner.ReadingRefused as refused:
        header = {"refused": str(refused)}
    except MemoryError:
        header = {"refused": "too_large"}
    sys.stdout.buffer.write(json.dumps(header).encode() + b"\n" + made)
    return 0


if __name__ == "__main__":
    sys.path.insert(0, sys.argv[1])
    sys.exit(_main(sys.argv[2]))
