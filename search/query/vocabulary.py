"""What is known about words right now: the thesaurus with the editors' glossary, and the words of the index.

Both are kept per process and renewed without a restart.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Thread
from typing import TYPE_CHECKING

from django.db import DatabaseError

from search import registry
from search.contract import PHRASE_FIELDS, ROOT_FIELDS, EngineUnavailable, SearchEngine
from search.language import PARTICLES, Forms, is_german, specificity, thesaurus, wordlists
from search.language.meanings import NO_WORDS, RelatedWords, table
from search.language.mined import HarvestedPair, take_out, trusted
from search.language.spelling import WordList
from search.language.thesaurus import AreaTerm, Thesaurus

if TYPE_CHECKING:
    from search.vectors.corpus_words import CorpusWords

#: A changed glossary is effective everywhere after this many seconds.
GLOSSARY_SECONDS = 20.0
#: The word list is renewed when the index has changed, but at most this share of the time goes into it.
_RENEWAL_SHARE = 0.02
#: Seconds of work below which the words are read after every change: on a busy machine a small index would
#: otherwise not know a new record's own word for as long as the machine is slow.
_COSTS_NOTHING = 0.02

MAX_CORRECTIONS = 3
#: Words of latest queries whose relatives and corrections are remembered.
REMEMBERED = 1_000
#: A function word that a larger share of the records has tells nothing ("und"); a rarer one may ("wann",
#: "bekommen").
TELLING = 0.25

_Glossary = tuple[tuple[str, tuple[str, ...], str], ...]


def _load_glossary() -> _Glossary:
    from search.models import GlossaryEntry

    return tuple(entry.as_relation() for entry in GlossaryEntry.objects.active())


def _load_areas() -> tuple[AreaTerm, ...]:
    return tuple(AreaTerm(e.term, e.facet, e.value, e.label, e.words) for e in registry.vocabulary())


class ThesaurusCache:
    """The thesaurus of this installation. Glossary and vocabularies are read again every
    :data:`GLOSSARY_SECONDS`.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._content: tuple[_Glossary, tuple[AreaTerm, ...]] | None = None
        self._thesaurus = thesaurus.bundled()
        self._read_at = -math.inf

    def get(self) -> Thesaurus:
        """The current thesaurus; the last known one while the database is away."""
        if time.monotonic() - self._read_at < GLOSSARY_SECONDS:
            return self._thesaurus
        try:
            content = (_load_glossary(), _load_areas())
        except DatabaseError:
            return self._thesaurus
        with self._lock:
            if content != self._content:
                self._content, self._thesaurus = content, thesaurus.build(*content)
            self._read_at = time.monotonic()
        return self._thesaurus

    def forget(self) -> None:
        """Read again on the next search."""
        self._read_at = -math.inf


def is_general(forms: Forms) -> bool:
    """Whether a word is one of general German: itself, or a verb behind its particle."""
    rows = table().rows
    return (
        is_german(forms)
        or forms.root in rows
        or any(
            forms.root.startswith(particle) and forms.root.removeprefix(particle) in rows
            for particle in PARTICLES
        )
    )


@dataclass
class IndexWords:
    """Words of an index: which are known at all, and which resemble a misspelt one."""

    known: dict[str, int] = field(default_factory=dict)
    spelling: WordList = field(default_factory=lambda: WordList({}))
    documents: int = 0
    related: RelatedWords | None = None
    #: Function words that few enough records have to tell them apart.
    telling: frozenset[str] = frozenset()
    #: Abbreviations that the records explain.
    harvested: tuple[HarvestedPair, ...] = ()
    abbreviations: Thesaurus = field(default_factory=Thesaurus)

    def __post_init__(self) -> None:
        # Words repeat from search to search; kept in memory alone, and no longer than the words themselves.
        self.corrections = lru_cache(maxsize=REMEMBERED)(self._corrections)
        self.related_to = lru_cache(maxsize=REMEMBERED)(self._related_to)

    def _corrections(self, forms: Forms) -> tuple[str, ...]:
        """Words of the index that may be meant by one that no document has.

        A compound whose parts are known may be right though nobody wrote it yet, so only a single slip is
        corrected there. A word of general German is right: "beleidigt" is no misspelt "Beteiligung",
        "anschreien" no "anschreiben".
        """
        if forms.root in self.known or forms.exact in self.spelling or is_general(forms):
            return ()
        similar = self.spelling.similar(forms.exact)
        if any(part in self.known for part in forms.parts):
            similar = tuple(found for found in similar if found[1] == 1)
        return tuple(word for word, _distance in similar[:MAX_CORRECTIONS])

    def _related_to(self, forms: Forms) -> tuple[tuple[str, float], ...]:
        """Roots of the index that mean something like a word, with how much."""
        return self.related.of(forms) if self.related is not None else ()

    def rarity(self, forms: Forms) -> float:
        """Inverse document frequency of the rarest form that occurs; the highest one for an unknown word."""
        counts = [self.known[term] for term in forms.derivations if term in self.known]
        return self._rarity(min(counts, default=0))

    def information(self, forms: Forms) -> float:
        """What a word tells apart: its rarity among the records, less where it is a general word of German.
        "neu" tells next to nothing, also where few records have it.
        """
        return self._rarity(self.known.get(forms.root, 0)) * specificity(forms)

    def _rarity(self, count: int) -> float:
        return math.log(1 + (self.documents + 1) / (count + 0.5))


class IndexWordsCache:
    """Words of the public index; ``own`` gives the vectors of those that the bundled list lacks, where there
    are any.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        own: Callable[[], CorpusWords | None] = lambda: None,
        spent: Callable[[], float] = time.thread_time,
    ) -> None:
        self._clock = clock
        self._spent = spent
        self._own = own
        self._lock = threading.Lock()
        self._entry: tuple[str, float, IndexWords] | None = None
        self._reading: Future[IndexWords] | None = None

    def get(self, engine: SearchEngine) -> IndexWords:
        """The words; slightly old ones while the index is busy changing."""
        token, now = self._token(engine.recent_version_token()), self._clock()
        known = self._entry
        if known is not None and (known[0] == token or now < known[1]):
            return known[2]
        timeout = engine.timeout
        if timeout is not None:
            return self._without_waiting(engine, known[2] if known else None, timeout)
        with self._lock:
            known = self._entry
            if known is not None and (known[0] == token or now < known[1]):
                return known[2]
            return self._read(engine, token)

    def _without_waiting(self, engine: SearchEngine, known: IndexWords | None, timeout: float) -> IndexWords:
        """Behind a network a thread reads the words; only who has none yet waits for it, and no longer than
        for a search.
        """
        with self._lock:
            reading = self._reading
            if reading is None or reading.done():
                reading = self._reading = Future()
                Thread(target=self._fulfil, args=(reading, engine), name="search-words", daemon=True).start()
        if known is not None:
            return known
        try:
            return reading.result(timeout)
        except TimeoutError as error:
            raise EngineUnavailable("the words of the index are still being read") from error

    def _fulfil(self, reading: Future[IndexWords], engine: SearchEngine) -> None:
        try:
            reading.set_result(self._read(engine, self._token(engine.version_token())))
        except BaseException as error:
            reading.set_exception(error)

    def _token(self, of_engine: str) -> str:
        own = self._own()
        return of_engine if own is None else f"{of_engine}/{own.version_token()}"

    def _read(self, engine: SearchEngine, token: str) -> IndexWords:
        now, spent = self._clock(), self._spent()
        exact = engine.words(PHRASE_FIELDS)
        spelling = WordList(exact)
        families = dict(engine.words(ROOT_FIELDS))
        harvested = take_out(families)
        abbreviations = thesaurus.of_pairs((pair.short, pair.long) for pair in trusted(harvested))
        documents = engine.status().documents
        telling = frozenset(
            word
            for word in wordlists.words("stopwords_de.txt")
            if 0 < exact.get(word, 0) <= TELLING * documents
        )
        own = self._own()
        related = RelatedWords(families, documents, own.vectors() if own is not None else NO_WORDS)
        words = IndexWords(families, spelling, documents, related, telling, harvested, abbreviations)
        passed = self._clock() - now
        # Behind a network waiting is what it costs; here it is the work, however busy the machine is.
        cost = passed if engine.timeout is not None else self._spent() - spent
        pause = cost / _RENEWAL_SHARE if cost > _COSTS_NOTHING else 0.0
        self._entry = (token, now + passed + pause, words)
        return words

    def forget(self) -> None:
        """Read again on the next search."""
        self._entry = None
