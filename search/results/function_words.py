"""What a text of words that stand in every text ("und was nun?") finds: the titles that say just that."""

from __future__ import annotations

from collections.abc import Iterable

from search.contract import ScoredKey
from search.language import fold
from search.query import Understood


def titles_of(matches: Iterable[ScoredKey], understood: Understood, sort: str) -> list[ScoredKey]:
    """Matches whose title the text says, in the order that the reader chose; they come the nearest first."""
    said = [match for match in matches if understood.says(match.document.title)]
    if sort == "neueste":
        said.sort(key=lambda match: match.document.released, reverse=True)
    elif sort == "titel":
        said.sort(key=lambda match: fold(match.document.title))
    return said
