"""Tables of the search."""

from search.models.glossary import GlossaryEntry
from search.models.limits import Tally
from search.models.outbox import FallbackIndex, IndexJob, IndexState
from search.models.saved import SavedSearch
from search.models.unanswered import UnansweredQuery

__all__ = [
    "FallbackIndex",
    "GlossaryEntry",
    "IndexJob",
    "IndexState",
    "SavedSearch",
    "Tally",
    "UnansweredQuery",
]
