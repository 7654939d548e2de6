"""Roles and what they may see. Roles are Django groups with fixed names."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from knowledge.enums import AccessLevel
from search.contract import Audience, Viewer

__all__ = ["AUDIENCE_OF_LEVEL", "ROLE_LABELS", "Role", "audiences_for", "viewer_for"]


class Role:
    """Names of the groups; the demo accounts and the permission set-up use them."""

    EDITOR = "Redaktion"
    FACILITATOR = "Moderation"
    ALUMNI = "Alumni"


ROLE_LABELS = {Role.EDITOR: _("Redaktion"), Role.FACILITATOR: _("Moderation"), Role.ALUMNI: _("Alumni")}

AUDIENCE_OF_LEVEL = {
    AccessLevel.PUBLIC: Audience.PUBLIC,
    AccessLevel.ALUMNI: Audience.ALUMNI,
    AccessLevel.CYCLE: Audience.CYCLE,
    AccessLevel.EDITORS: Audience.EDITORS,
}


def audiences_for(user: Any) -> frozenset[Audience]:
    """Audiences a user belongs to. Anonymous visitors cost no query."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return frozenset({Audience.PUBLIC})
    if user.is_superuser:
        return frozenset(Audience)
    names = set(user.groups.values_list("name", flat=True))
    if names & {Role.EDITOR, Role.FACILITATOR}:
        return frozenset(Audience)
    if Role.ALUMNI in names:
        return frozenset({Audience.PUBLIC, Audience.ALUMNI})
    return frozenset({Audience.PUBLIC})


def viewer_for(request: Any) -> Viewer:
    """The viewer behind a request. Without a session cookie the session is not even opened.

    ``Vary: Cookie`` and the session query would cost every anonymous page its cacheability.
    """
    from django.conf import settings

    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return Viewer()
    # Asked by everything that a page names; the groups of a user are looked up once per request.
    known: Viewer | None = getattr(request, "library_viewer", None)
    if known is None:
        known = request.library_viewer = Viewer(audiences=audiences_for(request.user))
    return known
