"""Roles with their permissions, signing in (``logins``), whose text a form holds (``owner_marks``)."""

from knowledge.accounts.roles import DEMO_ACCOUNTS, ensure_demo_accounts, ensure_roles, ensure_workflow

__all__ = [
    "DEMO_ACCOUNTS",
    "ensure_demo_accounts",
    "ensure_roles",
    "ensure_workflow",
    "logins",
    "owner_marks",
]
