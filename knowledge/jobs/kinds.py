"""The kinds of work there are. An app declares its own where its ``ready`` imports them: web and worker
processes then know the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from knowledge.jobs.actions import Running

__all__ = ["JobKind", "all_kinds", "find", "kind"]

Work = Callable[["Running"], None]


@dataclass(frozen=True, slots=True)
class JobKind:
    """A kind of work: what it is called, who may start it, how often it is tried."""

    name: str
    label: Any
    work: Work
    allowed: Callable[[Any], bool]
    """Whether a user may start it at all; what it is about is asked where it is started."""
    tries: int
    start: str
    """Name of the page that starts it; empty where there is none."""
    about: Any
    """A sentence for whoever wonders whether to start it."""
    shown_at: str = ""
    """Name of the page that shows what it found, with the id of the job; empty where its file is all."""


_kinds: dict[str, JobKind] = {}


def nobody(user: Any) -> bool:
    """Only the library itself starts such work."""
    return False


def kind(
    name: str,
    *,
    label: Any,
    allowed: Callable[[Any], bool] = nobody,
    tries: int = 3,
    start: str = "",
    about: Any = "",
    shown_at: str = "",
) -> Callable[[Work], Work]:
    """Declare a function to be a kind of work. It takes a :class:`~knowledge.jobs.actions.Running` and may be
    called again after it was killed at any point.

    Raises ``ValueError`` when the name is taken.
    """

    def declare(work: Work) -> Work:
        if name in _kinds and _kinds[name].work is not work:
            raise ValueError(f"two kinds of work are called {name!r}")
        _kinds[name] = JobKind(name, label, work, allowed, tries, start, about, shown_at)
        return work

    return declare


def find(name: str) -> JobKind | None:
    """The kind of that name; ``None`` for one that an older version of the library knew."""
    return _kinds.get(name)


def all_kinds() -> list[JobKind]:
    """All kinds in the order in which they were declared."""
    return list(_kinds.values())
