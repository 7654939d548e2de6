"""A reader may use little and open nothing, and is told of in codes; one child per machine answers all."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

import pytest

from knowledge.anonymity.sandbox import (
    ReadingRefused,
    SandboxReader,
    read_file_in_sandbox,
    read_in_sandbox,
    runner,
)
from tests.unit.knowledge.anonymity.sandbox.conftest import PROCESSES, processes

READER = SandboxReader.DOCUMENT


def refusal(content: bytes = b"x") -> str:
    with pytest.raises(ReadingRefused) as refused:
        read_in_sandbox(READER, content)
    return str(refused.value)


def test_header_and_bytes_come_back(reader: Any) -> None:
    reader('return {"size": len(data)}, data + b"\\n\\0"')
    assert read_in_sandbox(READER, b"a\nb") == ({"size": 3}, b"a\nb\n\0")


def test_a_code_of_the_reader_is_handed_on(reader: Any) -> None:
    reader(
        'raise ReadingRefused("locked")',
        before="from knowledge.anonymity.sandbox.runner import ReadingRefused",
    )
    assert refusal() == "locked"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("raise ValueError(data)", "broken"),
        ("raise MemoryError", "heavy"),
        ("import os; os.kill(os.getpid(), 9)", "slow"),
        ("import os; os._exit(0)", "broken"),
        ('return {}, b"x" * 5_000_000', "heavy"),
        ("import os; os.kill(os.getpid(), 6)", "heavy"),
    ],
)
def test_whatever_goes_wrong_is_a_code(reader: Any, body: str, code: str) -> None:
    reader(body)
    assert refusal() == code


def test_a_reader_that_hangs_is_ended(reader: Any) -> None:
    reader("time.sleep(60)", before="import time", seconds=0.5)
    assert refusal() == "slow"


@pytest.mark.parametrize(
    "body",
    [
        'open("/etc/hostname").read()',
        'open("/tmp/left-behind", "w").write("x")',
        "socket.socket()",
        'subprocess.run(["true"])',
    ],
)
def test_nothing_can_be_opened(reader: Any, body: str) -> None:
    reader(
        f"try:\n        {body}\n    except OSError as error:\n        return {{'errno': error.errno}}, b''",
        before="import socket, subprocess",
    )
    header, _content = read_in_sandbox(READER, b"x")
    assert header == {"errno": 24}  # EMFILE


def test_memory_is_bounded(reader: Any) -> None:
    reader("return {}, bytes(200 * 2**20)[:1]")
    assert read_in_sandbox(READER, b"x")[1] == b"\0"
    reader("return {}, bytes(300 * 2**20)[:1]")  # the real limit, on top of what is loaded
    assert refusal() == "heavy"


def test_limits_of_files_are_settings(reader: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "LIMITS", dict(runner.LIMITS))
    runner.use_file_limits(megabytes=50, seconds=3)
    assert runner.LIMITS[SandboxReader.PDF].seconds == 4.5
    assert runner.limits_of(READER, 10 * 2**20).megabytes == 50 + 60
    reader("return {}, bytes(100 * 2**20)[:1]", megabytes=50)
    assert refusal() == "heavy"


def test_one_file_at_a_time(reader: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    reader("return {}, data")
    assert read_file_in_sandbox(READER, b"x") == ({}, b"x")
    monkeypatch.setattr(runner, "WAITING_SECONDS", 0.01)
    with runner._one_file, pytest.raises(ReadingRefused, match="away"):
        read_file_in_sandbox(READER, b"x")


def test_the_child_has_no_environment_and_no_folder(reader: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "geheim")
    reader(
        "return {'env': dict(os.environ), 'cwd': os.getcwd()}, b''",
        before="import os",
    )
    header, _content = read_in_sandbox(READER, b"x")
    assert header["cwd"] == "/"
    assert "SECRET_KEY" not in header["env"]  # type: ignore[operator]


def test_every_reader_has_limits() -> None:
    assert set(runner.LIMITS) == set(SandboxReader)


def test_another_version_is_another_child(reader: Any) -> None:
    reader(PROCESSES, before="import os")
    first, before = processes()[0], runner.address()
    reader(PROCESSES, before="import os  # new")
    assert runner.address() != before
    assert processes()[0] != first


def test_another_register_is_another_child(
    reader: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    reader(PROCESSES, before="import os")
    before = runner.address()
    newer = tmp_path / "register.csv"
    newer.touch()
    monkeypatch.setattr(runner, "register_file", lambda: newer)
    assert runner.address() != before


def away() -> str:
    """Why the child cannot be started."""
    with pytest.raises(ReadingRefused) as refused:
        read_in_sandbox(READER, b"x")
    assert str(refused.value) == "away"
    return str(refused.value.__cause__)


def test_a_process_of_an_old_version_starts_no_child_of_a_new_one(reader: Any, tmp_path: Path) -> None:
    reader(PROCESSES, before="import os")
    (tmp_path / "knowledge/anonymity/sandbox/documents.py").write_text("def read(data): ...")
    assert away() == "the code on the disk is another one; start the web server anew"


def test_a_child_that_cannot_load_says_why_and_is_not_tried_again_at_once(
    reader: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader(PROCESSES, before="import nothing_of_that_name")
    said = away()
    assert said == "ModuleNotFoundError: No module named 'nothing_of_that_name'"
    monkeypatch.setattr(runner, "_started", None)
    assert away() == said


def test_a_folder_that_others_may_enter_is_not_trusted(
    reader: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    reader(PROCESSES, before="import os")
    monkeypatch.setattr(runner, "_folder", tmp_path / "open")
    (tmp_path / "open").mkdir()
    (tmp_path / "open").chmod(0o755)
    assert "open to others" in away()


def test_a_child_that_stands_still_is_not_waited_for(reader: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    reader(PROCESSES, before="import os", seconds=0.2)
    child = processes()[0]
    monkeypatch.setattr(runner, "WAITING_SECONDS", 0.1)
    os.kill(child, signal.SIGSTOP)
    try:
        assert refusal() == "slow"
    finally:
        os.kill(child, signal.SIGKILL)


def test_a_long_text_may_take_longer_a_big_file_more_memory() -> None:
    form = runner.limits_of(SandboxReader.TEXTS, 2_000)
    assert (form.cpu_seconds, form.seconds) == (10, 15)
    assert runner.limits_of(SandboxReader.TEXTS, 2**20).seconds == 315
    limits, usual = runner.limits_of(READER, 2**20), runner.LIMITS[READER]
    assert (limits.seconds, limits.megabytes) == (usual.seconds, usual.megabytes + runner.COPIES)
