"""Contributions: usage reports, verdicts, follow-ups. Records of their own beside a page, received, then
accepted or rejected.
"""

from knowledge.contributions.actions import (
    accept,
    forget_old,
    put_back,
    recheck,
    reject,
    release_waiting,
    waiting_records,
)
from knowledge.contributions.models import (
    Contribution,
    ContributionQuerySet,
    StateMoved,
    contribution_models,
)
from knowledge.contributions.signals import connect

__all__ = [
    "Contribution",
    "ContributionQuerySet",
    "StateMoved",
    "accept",
    "connect",
    "contribution_models",
    "forget_old",
    "put_back",
    "recheck",
    "reject",
    "release_waiting",
    "waiting_records",
]
