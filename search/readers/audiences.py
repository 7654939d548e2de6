"""Terms of audiences, and what a viewer may see."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Audience", "Index", "Viewer", "inner_term", "is_inner_term", "readers_of"]

#: Between the term of an audience and a term of a text; no word of a text contains it.
_OF = "|"


class Audience:
    """Terms that say who may read a record or a passage: a name, where needed with a parameter
    (``cycle:7``).
    """

    PUBLIC = "public"
    ALUMNI = "alumni"
    EDITORS = "editors"

    @staticmethod
    def of(name: str, parameter: object) -> str:
        """The term with a parameter."""
        return f"{name}:{parameter}"


ACCESS_FACET = "zugang"
"""The facet that tells what only some may read. No document of the public index has it, and no term of the
analysis comes from it.
"""


class Index(StrEnum):
    """The two indexes: the ``PUBLIC`` one holds public text alone, the ``INNER`` one everything that readers
    may read.
    """

    PUBLIC = "public"
    INNER = "inner"


@dataclass(frozen=True, slots=True)
class Viewer:
    """What a reader may see. Nothing else of a user reaches the search."""

    audiences: frozenset[str] = frozenset({Audience.PUBLIC})

    @classmethod
    def editor(cls) -> Viewer:
        """Somebody who may read everything, whatever the parameters of the terms."""
        return cls(frozenset({Audience.PUBLIC, Audience.ALUMNI, Audience.EDITORS}))

    @property
    def is_public(self) -> bool:
        """Whether this is anybody."""
        return self.audiences <= {Audience.PUBLIC}

    @property
    def is_editor(self) -> bool:
        """Whether every audience is open to this viewer."""
        return Audience.EDITORS in self.audiences

    @property
    def index(self) -> Index:
        """The index that is asked for this viewer."""
        return Index.PUBLIC if self.is_public else Index.INNER

    def may_read(self, audience: str) -> bool:
        """Whether what is there for ``audience`` is there for this viewer; an empty one is for whoever
        reads the rest.
        """
        return not audience or self.is_editor or audience in self.audiences


def inner_term(audience: str, term: str) -> str:
    """A term of a passage that only ``audience`` may read."""
    return f"{audience}{_OF}{term}"


def is_inner_term(term: str) -> bool:
    """Whether :func:`inner_term` made it."""
    return _OF in term


def readers_of(audience: str) -> tuple[str, ...]:
    """The terms of which a viewer needs one to read what is there for ``audience``."""
    return tuple(dict.fromkeys((audience, Audience.EDITORS)))
