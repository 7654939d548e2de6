"""The process that holds the sentence model: what it takes, what it answers, what it remembers."""

from __future__ import annotations

import json
import socket
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np
import pytest

from search.sentences import child


class Toy:
    """As many ones as a text has letters."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        self.asked.append(list(texts))
        return np.array([[len(text)] * 3 for text in texts], np.float32)


def floats(answer: bytes) -> list[float]:
    return np.frombuffer(answer, np.float32).tolist()


def sent(content: bytes) -> list[str]:
    here, there = socket.socketpair()
    with here, there:
        here.sendall(content)
        here.shutdown(socket.SHUT_WR)
        return child.received(there)


def test_a_question_is_computed_once() -> None:
    model, known = Toy(), OrderedDict[str, bytes]()
    assert floats(child.answer(["abc"], model, known)) == [3, 3, 3]
    assert floats(child.answer(["abc"], model, known)) == [3, 3, 3]
    assert model.asked == [["abc"]]


def test_texts_of_documents_are_not_remembered() -> None:
    model, known = Toy(), OrderedDict[str, bytes]()
    assert floats(child.answer(["a", "ab"], model, known)) == [1, 1, 1, 2, 2, 2]
    assert not known
    assert child.answer([], model, known) == b""


def test_the_oldest_question_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "REMEMBERED", 2)
    model, known = Toy(), OrderedDict[str, bytes]()
    for text in ("a", "b", "a", "c"):
        child.answer([text], model, known)
    assert list(known) == ["a", "c"]


def test_texts_arrive_whole() -> None:
    assert sent(json.dumps(["Grüße", "\ud800"]).encode()) == ["Grüße", "\ud800"]


@pytest.mark.parametrize("content", [b"", b"{", b'{"a": 1}', b"[1]", b"\xff\xfe"])
def test_what_is_no_question_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError):
        sent(content)


def test_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "MOST_BYTES", 10)
    with pytest.raises(ValueError, match="too long"):
        sent(json.dumps(["a" * 20]).encode())
