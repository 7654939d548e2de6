"""A reader in the sandbox may use little, open nothing, and is told of in codes."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from knowledge.anonymity.sandbox import ReadingRefused, SandboxReader, read_in_sandbox, runner

READER = SandboxReader.DOCUMENT


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Puts a reader of one's own in the place of the real one: the body of ``read(data)``, and limits."""

    def install(body: str, *, before: str = "", **limits: Any) -> None:
        package = tmp_path / "knowledge" / "anonymity" / "sandbox"
        package.mkdir(parents=True)
        for folder in (package, package.parent, package.parent.parent):
            (folder / "__init__.py").touch()
        shutil.copy(str(runner.__file__), package / "runner.py")
        (package / "documents.py").write_text(f"{before}\n\ndef read(data):\n    {body}\n")
        monkeypatch.setattr(runner, "ROOT", tmp_path)
        monkeypatch.setitem(runner.LIMITS, READER, replace(runner.LIMITS[READER], **limits))

    return install


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
        ("raise MemoryError", "too_large"),
        ("import os; os.kill(os.getpid(), 9)", "slow"),
        ("import os; os._exit(0)", "broken"),
        ('return {}, b"x" * 5_000_000', "too_large"),
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
    reader("return {}, bytes(1100 * 2**20)[:1]")  # the real limit: the child reads its own table
    assert refusal() == "too_large"


def test_the_child_has_no_environment_and_no_folder(reader: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "geheim")
    reader(
        "return {'env': dict(os.environ), 'cwd': os.getcwd(), 'argv': sys.argv[2:]}, b''",
        before="import os, sys",
    )
    header, _content = read_in_sandbox(READER, b"x")
    assert header["cwd"] == "/"
    assert header["argv"] == [READER.value]
    assert "SECRET_KEY" not in header["env"]  # type: ignore[operator]


def test_every_reader_has_limits() -> None:
    assert set(runner.LIMITS) == set(SandboxReader)
