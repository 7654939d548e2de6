"""Whether index and database belong together: both keep an identity and a counter that grows with every
change of the index.

A database that was restored from a backup is behind its index, one that was exchanged has another identity.
Either is seen when a process starts, and the index is built from the database that is there
(:func:`search.index.verification.settle`). The mark of the index lies beside it, in ``SEARCH_INDEX_DIR``; an
index in memory needs none, one in a cluster has one on every machine that writes it.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from django.conf import settings
from django.db.models import F

from search import engines
from search.contract import Capability, SearchEngine
from search.models import IndexState

__all__ = ["Agreement", "agreement", "note", "renew"]


class Agreement(Enum):
    """What the marks say. ``BEHIND``: the index misses changes; ``AHEAD``: it has seen changes that the
    database has not; ``OTHER``: of another database.
    """

    EQUAL = auto()
    UNKNOWN = auto()
    BEHIND = auto()
    AHEAD = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class _Mark:
    identity: str
    counter: int


def agreement(engine: SearchEngine, target: str = "") -> Agreement:
    """Compare the marks; ``UNKNOWN`` where the index has none. An engine without a mark of its own agrees
    with every database.
    """
    path = _path(engine)
    if path is None:
        return Agreement.EQUAL
    mark, state = _read(path), _state(target)
    if mark is None:
        return Agreement.UNKNOWN
    if mark.identity != state.identity:
        return Agreement.OTHER
    if mark.counter == state.counter:
        return Agreement.EQUAL
    return Agreement.AHEAD if mark.counter > state.counter else Agreement.BEHIND


def note(engine: SearchEngine, target: str = "") -> None:
    """Jobs were applied to the index. A mark that is ahead stays, so that nothing hides what
    :func:`agreement` has to see.
    """
    path = _path(engine)
    if path is None:
        return
    _state(target)
    IndexState.objects.filter(target=target).update(counter=F("counter") + 1)
    state, mark = _state(target), _read(path)
    if mark is not None and mark.identity == state.identity and mark.counter < state.counter:
        _write(path, state)


def renew(engine: SearchEngine, target: str = "") -> None:
    """The index is now that of this database, whatever was before: both marks become the same, and newer than
    any other.
    """
    path = _path(engine)
    if path is None:
        return
    mark, state = _read(path), _state(target)
    newest = max(state.counter, mark.counter if mark is not None else 0) + 1
    IndexState.objects.filter(target=target).update(counter=newest)
    _write(path, _Mark(state.identity, newest))


def _path(engine: SearchEngine) -> Path | None:
    directory = settings.SEARCH_INDEX_DIR
    if (
        not directory
        or Capability.PERSISTENT not in engine.capabilities
        or engine not in (engines.current(), engines.replica())
    ):
        return None
    return Path(directory) / f"mark-{engine.name}"


def _state(target: str) -> _Mark:
    state, _created = IndexState.objects.get_or_create(target=target, defaults={"identity": uuid.uuid4().hex})
    return _Mark(state.identity, state.counter)


def _read(path: Path) -> _Mark | None:
    try:
        identity, counter = path.read_text(encoding="ascii").split()
        return _Mark(identity, int(counter))
    except (OSError, ValueError):
        return None


def _write(path: Path, mark: _Mark) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(f"{path.name}.{uuid.uuid4().hex}")
    scratch.write_text(f"{mark.identity} {mark.counter}", encoding="ascii")
    scratch.replace(path)
