"""The door for texts that are indexed: umlauts as one character each, as a reader types them. A Mac, an iPad
and a PDF write two.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from search.language.forms import composed

__all__ = ["composes"]

C = TypeVar("C", bound=type)


def composes(*names: str) -> Callable[[C], C]:
    """A dataclass whose fields ``names`` (texts, tuples or mappings of texts) are composed when it is made,
    even where it is frozen.
    """

    def wrap(made: C) -> C:
        def compose(self: Any) -> None:
            for name in names:
                object.__setattr__(self, name, _composed(getattr(self, name)))

        made.__post_init__ = compose  # type: ignore[attr-defined]
        return made

    return wrap


def _composed(value: Any) -> Any:
    if isinstance(value, str):
        return composed(value)
    if isinstance(value, tuple):
        return tuple(map(composed, value))
    return {name: composed(text) for name, text in value.items()}
