"""Roles with their permissions, signing in (``logins``) and its second factor, invitations, the boxes of
``/konto/``, whose text a form holds (``owner_marks``).
"""

from knowledge.accounts.account_boxes import PREVIOUS_VISIT, AccountBox, BoxEntry, register_box
from knowledge.accounts.allauth_adapters import reseal_second_factors
from knowledge.accounts.roles import DEMO_ACCOUNTS, ensure_demo_accounts, ensure_roles, ensure_workflow
from knowledge.accounts.second_factor import without_second_factor

__all__ = [
    "DEMO_ACCOUNTS",
    "PREVIOUS_VISIT",
    "AccountBox",
    "BoxEntry",
    "ensure_demo_accounts",
    "ensure_roles",
    "ensure_workflow",
    "invitations",
    "logins",
    "owner_marks",
    "register_box",
    "reseal_second_factors",
    "views",
    "without_second_factor",
]
