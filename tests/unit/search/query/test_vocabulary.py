"""Words of an index behind a network: no search waits for them longer than for an answer."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from search.contract import Document, EngineUnavailable
from search.engines.memory import MemoryEngine
from search.ingest.preparation import prepare
from search.language import analyse, analyse_word
from search.language.spelling import WordList
from search.query.vocabulary import IndexWords, IndexWordsCache

PUBLIC = frozenset({"public"})


class Remote(MemoryEngine):
    """Lists its words only when it may."""

    timeout = 0.05

    def __init__(self) -> None:
        super().__init__()
        self.may = threading.Event()

    def words(self, fields: tuple[str, ...]) -> Any:
        assert self.may.wait(30)
        return super().words(fields)


def write(engine: MemoryEngine, number: int) -> None:
    engine.upsert([prepare(Document(f"case:{number}", "case", f"Wort{number}", "/"))])


def eventually(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_first_search_gives_up_and_later_ones_have_the_words() -> None:
    engine, cache = Remote(), IndexWordsCache()
    write(engine, 1)
    for _search in range(2):
        with pytest.raises(EngineUnavailable):
            cache.get(engine)
    engine.may.set()

    def known() -> bool:
        try:
            return "wort1" in cache.get(engine).known
        except EngineUnavailable:
            return False

    eventually(known)


def test_old_words_serve_while_new_ones_are_read() -> None:
    engine = Remote()
    times = iter(range(0, 1_000_000, 1_000))
    cache = IndexWordsCache(clock=lambda: float(next(times)))
    engine.may.set()
    engine.timeout = 30
    write(engine, 1)
    first = cache.get(engine)
    engine.may.clear()
    write(engine, 2)
    cache._entry = ("old", 0.0, first)
    assert cache.get(engine) is first
    engine.may.set()
    eventually(lambda: cache._entry is not None and "wort2" in cache._entry[2].known)


@pytest.mark.parametrize(("work", "is_new"), [(0.001, True), (0.5, False)])
def test_a_busy_machine_keeps_no_old_words_of_a_small_index(work: float, is_new: bool) -> None:
    """Three seconds pass while the words are read; what counts is how much of it was work."""
    engine = MemoryEngine()
    passed, worked = iter(range(0, 1_000, 3)), iter(range(1_000))
    cache = IndexWordsCache(clock=lambda: float(next(passed)), spent=lambda: next(worked) * work)
    write(engine, 1)
    cache.get(engine)
    write(engine, 2)
    assert ("wort2" in cache.get(engine).known) is is_new


def test_a_word_of_general_german_is_not_misspelt() -> None:
    counts = {"beteiligt": 3, "werden": 9}
    words = IndexWords(counts, WordList(counts), 10)
    assert words.corrections(analyse_word("beteilgt")) == ("beteiligt",)
    assert words.corrections(analyse_word("beleidigt")) == ()
    assert words.corrections(analyse_word("Weiden")) == ()


def test_a_verb_behind_its_particle_is_general_german() -> None:
    """ "anschreien" is no misspelt "anschreiben"."""
    known = IndexWords({"anschreib": 3}, WordList({"anschreiben": 3}), 10)
    assert known.corrections(analyse("anschreien")[0].forms) == ()
    assert known.corrections(analyse("anschreibn")[0].forms) == ("anschreiben",)
