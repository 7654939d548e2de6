"""Tables of the search, and what other apps build theirs from: mail subscriptions, rules about a row."""

from search.models.constraints import FitsWith, InRange, Needed, NotItself, OneOf, Rising
from search.models.glossary import GlossaryEntry
from search.models.limits import Tally
from search.models.links import MailedLink
from search.models.outbox import FallbackIndex, IndexJob, IndexState
from search.models.runs import CommandRun
from search.models.saved import SavedSearch
from search.models.subscriptions import (
    MAX_PER_ADDRESS,
    MailSubscription,
    MailSubscriptionQuerySet,
    mailbox_of,
)
from search.models.unanswered import FollowedQuery, UnansweredQuery
from search.models.versions import OutdatedRecord, Versioned

__all__ = [
    "MAX_PER_ADDRESS",
    "CommandRun",
    "FallbackIndex",
    "FitsWith",
    "FollowedQuery",
    "GlossaryEntry",
    "InRange",
    "IndexJob",
    "IndexState",
    "MailSubscription",
    "MailSubscriptionQuerySet",
    "MailedLink",
    "Needed",
    "NotItself",
    "OneOf",
    "OutdatedRecord",
    "Rising",
    "SavedSearch",
    "Tally",
    "UnansweredQuery",
    "Versioned",
    "mailbox_of",
]
