"""Roles with their permissions, and signing in (``logins``)."""

from knowledge.accounts.roles import DEMO_ACCOUNTS, ensure_demo_accounts, ensure_roles, ensure_workflow

__all__ = ["DEMO_ACCOUNTS", "ensure_demo_accounts", "ensure_roles", "ensure_workflow", "logins"]
