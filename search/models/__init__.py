"""Tables of the search."""

from search.models.glossary import GlossaryEntry
from search.models.limits import Tally
from search.models.outbox import FallbackIndex, IndexJob, IndexState
from search.models.saved import SavedSearch
from search.models.subscriptions import (
    MAX_PER_ADDRESS,
    MailSubscription,
    MailSubscriptionQuerySet,
    mailbox_of,
)
from search.models.unanswered import UnansweredQuery

__all__ = [
    "MAX_PER_ADDRESS",
    "FallbackIndex",
    "GlossaryEntry",
    "IndexJob",
    "IndexState",
    "MailSubscription",
    "MailSubscriptionQuerySet",
    "SavedSearch",
    "Tally",
    "UnansweredQuery",
    "mailbox_of",
]
