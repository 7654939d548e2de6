"""Readers of one's own in a child of one's own."""

from __future__ import annotations

import os
import select
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from knowledge.anonymity import register
from knowledge.anonymity.sandbox import SandboxReader, read_in_sandbox, runner

Install = Callable[..., None]

IDLE = 5.0
"""So long a child of a test outlives it at most, in seconds."""


PROCESSES = "return {'child': os.getppid(), 'own': os.getpid()}, b''"
"""A reader that says who reads."""


def processes() -> tuple[int, int]:
    """The child, and the process it forked for a request, of such a reader."""
    header, _content = read_in_sandbox(SandboxReader.DOCUMENT, b"x")
    return int(str(header["child"])), int(str(header["own"]))


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Puts a reader of one's own in the place of the real one: the body of ``read(data)``, and limits."""

    def install(body: str, *, before: str = "", idle: float = IDLE, **limits: Any) -> None:
        room = tmp_path / "knowledge" / "anonymity"
        for folder in (room.parent, room, room / "sandbox", room / "detector"):
            folder.mkdir(exist_ok=True)
            (folder / "__init__.py").touch()
        shutil.copy(str(register.__file__), room / "register.py")
        shutil.copy(str(runner.__file__), room / "sandbox" / "runner.py")
        (room / "sandbox" / "documents.py").write_text(f"{before}\n\ndef read(data):\n    {body}\n")
        (room / "sandbox" / "pdfs.py").write_text("def clean(data): ...\n")
        (room / "detector" / "asking.py").write_text("def answer(data): ...\n")
        kind = SandboxReader.DOCUMENT
        monkeypatch.setattr(runner, "ROOT", tmp_path)
        monkeypatch.setattr(runner, "VERSION", runner.version_on_disk())
        monkeypatch.setattr(runner, "IDLE_SECONDS", idle)
        monkeypatch.setattr(runner, "_failed", None)
        monkeypatch.setitem(runner.LIMITS, kind, replace(runner.LIMITS[kind], **limits))

    return install


@pytest.fixture
def wait_for_end() -> Callable[[int], bool]:
    """Whether the process ends within some seconds."""

    def wait(pid: int) -> bool:
        try:
            watched = os.pidfd_open(pid)
        except ProcessLookupError:
            return True
        try:
            return bool(select.select([watched], [], [], 20)[0])
        finally:
            os.close(watched)

    return wait
