"""Whether index and database belong together: both keep an identity and a counter that grows with every
change of the index. Each of the two indexes has its own; ``target`` is here what :func:`state_of` says.

A database that was restored from a backup is behind its index, one that was exchanged has another identity.
Either is seen when a process starts, and the index is built from the database that is there
(:func:`search.index.verification.settle`). The identity of the index lies beside it, in ``SEARCH_INDEX_DIR``;
an index in memory needs none, one in a cluster has one on every machine that writes it.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from django.db.models import F

from search import engines
from search.contract import Capability, SearchEngine
from search.models import IndexState
from search.readers import Index

__all__ = ["Agreement", "agreement", "note", "renew", "state_of"]


class Agreement(Enum):
    """What the comparison says. ``BEHIND``: the index misses changes; ``AHEAD``: it has seen changes that the
    database has not; ``OTHER``: of another database.
    """

    EQUAL = auto()
    UNKNOWN = auto()
    BEHIND = auto()
    AHEAD = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class _Identity:
    """Whose index it is, and how often it was changed."""

    name: str
    changes: int


def state_of(target: str, index: Index) -> str:
    """The name under which the database keeps the state of an index; ``target`` as in the outbox."""
    return target if index is Index.PUBLIC else f"{target}-{index}"


def agreement(engine: SearchEngine, target: str = "") -> Agreement:
    """Compare the identities; ``UNKNOWN`` where the index has none. An index that is not kept on disk agrees
    with every database.
    """
    path = _path(engine)
    if path is None:
        return Agreement.EQUAL
    of_index, of_database = _read(path), _of_database(target)
    if of_index is None:
        return Agreement.UNKNOWN
    if of_index.name != of_database.name:
        return Agreement.OTHER
    if of_index.changes == of_database.changes:
        return Agreement.EQUAL
    return Agreement.AHEAD if of_index.changes > of_database.changes else Agreement.BEHIND


def note(engine: SearchEngine, target: str = "") -> None:
    """Jobs were applied to the index. An index that is ahead stays ahead, so that nothing hides what
    :func:`agreement` has to see.
    """
    path = _path(engine)
    if path is None:
        return
    _of_database(target)
    IndexState.objects.filter(target=target).update(counter=F("counter") + 1)
    of_index, of_database = _read(path), _of_database(target)
    if of_index is not None and of_index.name == of_database.name and of_index.changes < of_database.changes:
        _write(path, of_database)


def renew(engine: SearchEngine, target: str = "") -> None:
    """The index is now that of this database, whatever was before: both identities become the same, and newer
    than any other.
    """
    path = _path(engine)
    if path is None:
        return
    of_index, of_database = _read(path), _of_database(target)
    newest = max(of_database.changes, of_index.changes if of_index is not None else 0) + 1
    IndexState.objects.filter(target=target).update(counter=newest)
    _write(path, _Identity(of_database.name, newest))


def _path(engine: SearchEngine) -> Path | None:
    if Capability.PERSISTENT not in engine.capabilities:
        return None
    for index in Index:
        directory = engines.directory(index)
        if directory and engine in (engines.current(index), engines.fallback_index(index)):
            # Two versions that run side by side have an index each, and so has each its identity.
            return directory / f"identity-{engine.name}{getattr(engine, 'version', '')}"
    return None


def _of_database(target: str) -> _Identity:
    state, _created = IndexState.objects.get_or_create(target=target, defaults={"identity": uuid.uuid4().hex})
    return _Identity(state.identity, state.counter)


def _read(path: Path) -> _Identity | None:
    try:
        name, changes = path.read_text(encoding="ascii").split()
        return _Identity(name, int(changes))
    except (OSError, ValueError):
        return None


def _write(path: Path, identity: _Identity) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(f"{path.name}.{uuid.uuid4().hex}")
    scratch.write_text(f"{identity.name} {identity.changes}", encoding="ascii")
    scratch.replace(path)
