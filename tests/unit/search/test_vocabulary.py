"""What is known about words right now: renewed without a restart, kept while the database is away."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pytest
from django.db import DatabaseError

from search import vocabulary
from search.contract import EngineStatus
from search.language import analyse
from search.language.spelling import WordList
from search.models import GlossaryEntry
from search.vocabulary import IndexWords, IndexWordsCache, ThesaurusCache


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class Engine:
    """Counts how often its words are read."""

    def __init__(self) -> None:
        self.stamps, self.asked = "1", 0

    def stamp(self) -> str:
        return self.stamps

    def words(self, fields: tuple[str, ...], audiences: frozenset[str]) -> Mapping[str, int]:
        self.asked += 1
        return {"gemeinderat": 3, "verein": 2}

    def status(self) -> EngineStatus:
        return EngineStatus("x", True, 10)


def forms(text: str) -> object:
    return analyse(text)[0].forms


def words(**known: int) -> IndexWords:
    return IndexWords(known, WordList(known), 10)


def test_a_misspelt_word_is_corrected_and_a_known_one_is_not() -> None:
    known = words(gemeinderat=3, verein=2)
    assert known.corrections(forms("Gemeindrat")) == ("gemeinderat",)
    assert known.corrections(forms("Gemeinderat")) == ()
    assert known.corrections(forms("Quastenflosser")) == ()


def test_rare_words_weigh_more() -> None:
    known = words(gemeinderat=9, verein=1)
    assert known.rarity(forms("Gemeinderat")) < known.rarity(forms("Verein")) < known.rarity(forms("Quastenflosser"))
    assert math.isfinite(known.rarity(forms("Quastenflosser")))


def test_words_are_read_once_per_state_of_the_index_and_audience() -> None:
    clock, engine = Clock(), Engine()
    cache = IndexWordsCache(clock)
    public, alumni = frozenset({"public"}), frozenset({"public", "alumni"})
    first = cache.get(engine, public)  # type: ignore[arg-type]
    assert cache.get(engine, public) is first  # type: ignore[arg-type]
    reads = engine.asked
    cache.get(engine, alumni)  # type: ignore[arg-type]
    assert engine.asked == 2 * reads
    engine.stamps, clock.now = "2", 1.0
    assert cache.get(engine, public) is not first  # type: ignore[arg-type]
    cache.forget()
    asked = engine.asked
    cache.get(engine, public)  # type: ignore[arg-type]
    assert engine.asked == asked + reads


@pytest.mark.django_db
def test_glossary_is_read_again_after_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    clock.now = 1_000.0
    monkeypatch.setattr(vocabulary.time, "monotonic", clock)
    cache = ThesaurusCache()
    before = cache.get()
    GlossaryEntry.objects.create(term="Zaubertrank", equivalents="Kita")
    assert cache.get() is before
    clock.now += vocabulary.GLOSSARY_SECONDS + 1
    after = cache.get()
    assert after is not before
    clock.now += vocabulary.GLOSSARY_SECONDS + 1
    assert cache.get() is after, "nothing changed, so nothing is built"
    GlossaryEntry.objects.update(is_active=False)
    cache.forget()
    assert cache.get() is not after


def test_without_the_database_the_last_known_words_serve(monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise DatabaseError("gone")

    cache = ThesaurusCache()
    monkeypatch.setattr(vocabulary, "_load_glossary", away)
    assert cache.get().relations([forms("HSK")])  # type: ignore[list-item]
