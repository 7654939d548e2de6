"""Everything the library keeps about the person of an account, for themselves; and whether it keeps records
in their name.
"""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import DO_NOTHING, SET_NULL

from knowledge.models import CycleMembership
from search.models import SavedSearch, mailbox_of

__all__ = ["has_records", "personal_data"]


def personal_data(user: Any) -> dict[str, Any]:
    """Plain values by name (times in ISO 8601): account, roles, cycles, sessions, second factor, saved
    searches of the same address.
    """
    searches = (
        SavedSearch.objects.filter(mailbox=mailbox_of(user.email))
        if user.email
        else SavedSearch.objects.none()
    )
    return {
        "benutzername": user.get_username(),
        "name": user.get_full_name(),
        "mail": user.email,
        "angelegt": user.date_joined.isoformat(),
        "zuletzt_angemeldet": user.last_login.isoformat() if user.last_login else None,
        "rollen": sorted(user.groups.values_list("name", flat=True)),
        "staffeln": sorted(CycleMembership.objects.filter(user=user).values_list("cycle__number", flat=True)),
        "sitzungen": [
            {"seit": row.created_at.isoformat(), "browser": row.user_agent}
            for row in UserSession.objects.filter(user=user).order_by("created_at")
        ],
        "zweiter_faktor": sorted(Authenticator.objects.filter(user=user).values_list("type", flat=True)),
        "gemerkte_suchen": [
            {"suche": row.address, "seit": row.created.isoformat()} for row in searches.order_by("created")
        ],
    }


def has_records(user: Any) -> bool:
    """Whether something of the library bears the name of this account: what would outlive it, as its model
    says. Sessions, cycles and settings go with the account and do not count.
    """
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: user}).exists()
        for relation in user._meta.get_fields(include_hidden=True)
        if relation.one_to_many and relation.on_delete in (SET_NULL, DO_NOTHING)
    )
