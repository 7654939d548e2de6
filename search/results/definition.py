"""What a searched word stands for in this library: a query that is a term of the editors' glossary, or an
abbreviation, is answered with its meaning, beside the records.
"""

from __future__ import annotations

from dataclasses import dataclass

from search.language.thesaurus import ABBREVIATION, Thesaurus

__all__ = ["Definition", "definition_of"]


@dataclass(frozen=True, slots=True)
class Definition:
    """A term and what it stands for."""

    term: str
    stands_for: tuple[str, ...]
    is_abbreviation: bool


def definition_of(text: str, thesaurus: Thesaurus, explained: Thesaurus) -> Definition | None:
    """The term that the whole text is ("HSK", "Was bedeutet HSK?"). The editors say what it stands for,
    without them the bundled list, then the public records (``explained``).
    """
    line = thesaurus.line_of(text)
    if line is None:
        line = explained.line_of(text)
        if line is None or not any(thesaurus.accepts(line.term, one) for one in line.stands_for):
            return None
    return Definition(line.term, line.stands_for, line.kind == ABBREVIATION)
