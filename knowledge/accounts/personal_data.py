"""Everything the library keeps about the person of an account, for themselves; and whether it keeps records
in their name.
"""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import DO_NOTHING, SET_NULL

from knowledge.accounts.mailbox_matters import matters_of, own_mailboxes
from knowledge.alumni import AccountSettings, ExchangeRequest, ExchangeTopic, KeptRecord, kept_entries
from knowledge.cycle.call import mark_of
from knowledge.models import Application, CycleMembership
from knowledge.permissions import audiences_for
from search.contract import Viewer

__all__ = ["has_records", "personal_data"]


def personal_data(user: Any) -> dict[str, Any]:
    """Plain values by name (times in ISO 8601): account, roles, cycles, sessions, second factor and passkeys
    (without their secrets), what the person keeps, and what is kept for their mailboxes.
    """
    return {
        "benutzername": user.get_username(),
        "name": user.get_full_name(),
        "mail": user.email,
        "angelegt": user.date_joined.isoformat(),
        "zuletzt_angemeldet": user.last_login.isoformat() if user.last_login else None,
        "rollen": sorted(user.groups.values_list("name", flat=True)),
        "staffeln": sorted(CycleMembership.objects.filter(user=user).values_list("cycle__number", flat=True)),
        "sitzungen": [
            {
                "seit": row.created_at.isoformat(),
                "zuletzt": row.last_seen_at.isoformat(),
                "browser": row.user_agent,
            }
            for row in UserSession.objects.filter(user=user).order_by("created_at")
        ],
        "zweiter_faktor": [
            {
                "art": row.type,
                "name": row.data.get("name", ""),
                "angelegt": row.created_at.isoformat(),
                "zuletzt_benutzt": row.last_used_at.isoformat() if row.last_used_at else None,
            }
            for row in Authenticator.objects.filter(user=user).order_by("created_at", "pk")
        ],
        **_kept_by(user),
        "anmeldungen": _applications(user),
        **matters_of(user),
    }


def _applications(user: Any) -> list[dict[str, Any]]:
    """What the person wrote when they applied for a cycle; deleted on the day that they were told then."""
    marks = [mark_of(mailbox) for mailbox in own_mailboxes(user)]
    return [
        {
            "staffel": row.cycle.number,
            "stand": row.state,
            "eingegangen": row.received_at.isoformat(),
            "wird_geloescht": row.delete_on.isoformat(),
            "anliegen": row.concern if row.is_readable else "",
        }
        for row in Application.objects.filter(mailbox_mark__in=marks).select_related("cycle")
    ]


def _kept_by(user: Any) -> dict[str, Any]:
    """Settings, kept records as far as they can be read, topics, and what the person asked about, without the
    names of others.
    """
    settings = AccountSettings.objects.filter(user=user).first()
    kept = kept_entries(KeptRecord.objects.filter(user=user), Viewer(audiences=audiences_for(user)))
    return {
        "neues_per_mail": settings.digest if settings else AccountSettings.Digest.NEVER.value,
        "konto_bestaetigt": settings.confirmed_at.isoformat() if settings else None,
        "merkliste": [
            {
                "eintrag": entry.title,
                "liste": entry.row.list_name,
                "notiz": entry.row.note,
                "seit": entry.row.kept_at.isoformat(),
            }
            for entry in kept
        ],
        "themen": [
            {"art": row.kind, "thema": row.challenge_area.slug, "seit": row.since.isoformat()}
            for row in ExchangeTopic.objects.filter(user=user).select_related("challenge_area")
        ],
        "kontaktwuensche": [
            {"thema": row.topic.challenge_area.slug, "stand": row.state, "am": row.asked_at.isoformat()}
            for row in ExchangeRequest.objects.filter(asked_by=user).select_related("topic__challenge_area")
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
