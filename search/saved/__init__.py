"""Saved searches and their alerts, and the feed of a search."""

from search.saved.alerts import ask_owners, form_of, send_due, title_of
from search.saved.views import atom, confirm_subscription, kind_atom, save, saved, subscription

__all__ = [
    "ask_owners",
    "atom",
    "confirm_subscription",
    "form_of",
    "kind_atom",
    "save",
    "saved",
    "send_due",
    "subscription",
    "title_of",
]
