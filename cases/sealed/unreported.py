"""Words that are reported no longer, opened: both rooms ask for them."""

from __future__ import annotations

from cases.models import UnreportedWord
from knowledge.guard import open_sealed
from search.language import fold

__all__ = ["forms_of", "unreported_words"]


def forms_of(word: UnreportedWord) -> tuple[str, ...]:
    """The spellings it stands for. Raises ``SealError``."""
    return tuple(str(form) for form in open_sealed(word.sealed_word) or ())


def unreported_words() -> dict[str, str]:
    """Reason by folded spelling, of everything that was not taken back. Raises ``SealError``."""
    words = UnreportedWord.objects.filter(undone_at=None)
    return {fold(form): word.reason for word in words for form in forms_of(word)}
