"""Roles with their permissions, signing in (``logins``) and its second factor, invitations, the boxes of
``/konto/``, whose text a form holds (``owner_marks``).
"""

from knowledge.accounts.account_boxes import PREVIOUS_VISIT, AccountBox, BoxEntry, register_box
from knowledge.accounts.allauth_adapters import reseal_second_factors
from knowledge.accounts.confirmation import ask_to_confirm, close_unconfirmed
from knowledge.accounts.digest import news_for, register_news, send_digests
from knowledge.accounts.mailbox_matters import MailboxMatter, own_mailboxes, register_matter
from knowledge.accounts.roles import DEMO_ACCOUNTS, ensure_demo_accounts, ensure_roles, ensure_workflow
from knowledge.accounts.second_factor import remove_second_factor, without_second_factor

__all__ = [
    "DEMO_ACCOUNTS",
    "PREVIOUS_VISIT",
    "AccountBox",
    "BoxEntry",
    "MailboxMatter",
    "ask_to_confirm",
    "close_unconfirmed",
    "ensure_demo_accounts",
    "ensure_roles",
    "ensure_workflow",
    "invitations",
    "logins",
    "news_for",
    "own_mailboxes",
    "own_views",
    "owner_marks",
    "register_box",
    "register_matter",
    "register_news",
    "remove_second_factor",
    "reseal_second_factors",
    "seen_sessions",
    "send_digests",
    "short_sessions",
    "views",
    "without_second_factor",
]
