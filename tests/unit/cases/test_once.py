"""Inside one publish an answer is read once, and outside each time."""

from __future__ import annotations

from cases.once import at_once, once


def test_an_answer_is_kept_inside_and_not_beyond() -> None:
    asked: list[str] = []

    def read() -> int:
        asked.append("asked")
        return len(asked)

    with at_once():
        assert (once("key", read), once("key", read)) == (1, 1)
        assert once("another", read) == 2
    assert (once("key", read), once("key", read)) == (3, 4)
    with at_once():
        assert once("key", read) == 5
