"""The child: one for all, a process of its own for each request, started again and ended by itself."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from knowledge.anonymity.sandbox import SandboxReader, read_in_sandbox, runner, server
from tests.unit.knowledge.anonymity.sandbox.conftest import PROCESSES, processes

READER = SandboxReader.DOCUMENT


def test_one_child_answers_all_each_in_a_process_of_its_own(reader: Any) -> None:
    reader(PROCESSES, before="import os")
    with ThreadPoolExecutor(50) as threads:
        found = list(threads.map(lambda _number: processes(), range(50)))
    assert len({child for child, _own in found}) == 1
    assert len({own for _child, own in found}) == 50


def test_a_killed_child_is_started_again(reader: Any, wait_for_end: Callable[[int], bool]) -> None:
    reader(PROCESSES, before="import os")
    first = processes()[0]
    os.kill(first, signal.SIGKILL)
    assert wait_for_end(first)
    assert processes()[0] != first


def test_who_is_being_answered_does_not_notice_that_the_child_is_killed(reader: Any) -> None:
    reader("os.kill(os.getppid(), 9); return {}, data", before="import os")
    assert read_in_sandbox(READER, b"abc") == ({}, b"abc")


def test_a_child_nobody_asks_ends_and_leaves_nothing(
    reader: Any, wait_for_end: Callable[[int], bool]
) -> None:
    reader(PROCESSES, before="import os", idle=0.5)
    assert wait_for_end(processes()[0])
    assert not runner.address().exists()


def test_a_request_has_its_connection_and_nothing_else(reader: Any) -> None:
    reader("return {'open': [n for n in range(64) if is_open(n)]}, b''", before=IS_OPEN)
    assert read_in_sandbox(READER, b"x")[0] == {"open": [0, 1, 2, 3]}


IS_OPEN = """import os
def is_open(number):
    try:
        return bool(os.fstat(number))
    except OSError:
        return False
"""


def test_more_at_once_wait_for_their_turn(reader: Any) -> None:
    reader("time.sleep(0.05); return {}, data", before="import time")
    many = [str(number).encode() for number in range(3 * server.MOST_AT_ONCE)]
    with ThreadPoolExecutor(len(many)) as threads:
        answers = list(threads.map(lambda content: read_in_sandbox(READER, content), many))
    assert [content for _header, content in answers] == many


def test_a_text_leaves_nothing_in_the_process_of_the_next(reader: Any) -> None:
    reader("seen.append(len(data)); return {'seen': seen}, b''", before="seen = []")
    assert [read_in_sandbox(READER, b"x" * size)[0]["seen"] for size in (1, 2)] == [[1], [2]]


def test_a_caller_that_sends_nothing_holds_up_nobody(reader: Any) -> None:
    reader(PROCESSES, before="import os")
    processes()
    with runner._connection():
        assert processes()
