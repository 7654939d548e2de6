"""Entry phrases: how people ask for a record, in their own words. They stand beside the page, outside of what
a case giver releases and of every revision, and are guarded like all public text.
"""

from knowledge.phrases.actions import (
    PhrasesChanged,
    add_phrase,
    open_findings,
    recheck,
    remove_phrase,
    replace_phrases,
    version_of,
)
from knowledge.phrases.models import EntryPhrase, EntryPhraseQuerySet

__all__ = [
    "EntryPhrase",
    "EntryPhraseQuerySet",
    "PhrasesChanged",
    "add_phrase",
    "open_findings",
    "recheck",
    "remove_phrase",
    "replace_phrases",
    "version_of",
]
