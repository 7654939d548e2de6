"""Looking back: the case giver is asked what became of it, by links that end."""

from cases.followup.actions import (
    answer,
    ask_due,
    end_questions,
    forget_addresses,
    open_links,
    own_links,
    plan_follow_ups,
    reseal_addresses,
)

__all__ = [
    "answer",
    "ask_due",
    "end_questions",
    "forget_addresses",
    "open_links",
    "own_links",
    "plan_follow_ups",
    "reseal_addresses",
    "views",
]
