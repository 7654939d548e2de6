"""Roles and what they may see. Roles are Django groups with fixed names."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from knowledge.enums import AccessLevel
from search.contract import Audience, Viewer

__all__ = [
    "AUDIENCE_OF_LEVEL",
    "ROLE_LABELS",
    "Role",
    "audience_of",
    "audiences_for",
    "is_inner",
    "readable_levels",
    "viewer_for",
]


class Role:
    """Names of the groups; the demo accounts and the permission set-up use them."""

    EDITOR = "Redaktion"
    FACILITATOR = "Moderation"
    ALUMNI = "Alumni"


ROLE_LABELS = {Role.EDITOR: _("Redaktion"), Role.FACILITATOR: _("Moderation"), Role.ALUMNI: _("Alumni")}

AUDIENCE_OF_LEVEL = {
    AccessLevel.PUBLIC: Audience.PUBLIC,
    AccessLevel.ALUMNI: Audience.ALUMNI,
    AccessLevel.EDITORS: Audience.EDITORS,
}
"""Levels whose audience has no parameter."""

_CYCLE = "cycle"


def audience_of(level: str, cycle_id: int | None) -> str:
    """The term for who may read what has this level; ``cycle_id`` names the cycle of the level "cycle".
    Without one it is for nobody but those who may read everything.
    """
    if level == AccessLevel.CYCLE:
        return Audience.of(_CYCLE, cycle_id) if cycle_id is not None else Audience.EDITORS
    return AUDIENCE_OF_LEVEL[AccessLevel(level)]


def readable_levels(viewer: Viewer, level: str = "access_level", cycle: str = "access_cycle") -> Q:
    """The same rule for the database: what this viewer may read, by the columns ``level`` and ``cycle``."""
    if viewer.is_editor:
        return Q()
    levels = [value for value, audience in AUDIENCE_OF_LEVEL.items() if viewer.may_read(audience)]
    prefix = Audience.of(_CYCLE, "")
    cycles = [int(term.removeprefix(prefix)) for term in viewer.audiences if term.startswith(prefix)]
    found = Q(**{f"{level}__in": levels})
    return found | Q(**{level: AccessLevel.CYCLE, f"{cycle}__in": cycles}) if cycles else found


def audiences_for(user: Any) -> frozenset[str]:
    """Audiences a user belongs to, in one query; anonymous visitors cost none. Who took part in a cycle is an
    alumna, too.
    """
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return Viewer().audiences
    if user.is_superuser:
        return Viewer.editor().audiences
    terms = user.cycle_memberships.order_by().annotate(
        term=Concat(Value(Audience.of(_CYCLE, "")), Cast("cycle_id", CharField()))
    )
    roles = user.groups.filter(name__in=ROLE_LABELS).values_list("name", flat=True)
    names = set(roles.union(terms.values_list("term", flat=True)))
    if names & {Role.EDITOR, Role.FACILITATOR}:
        return Viewer.editor().audiences
    if names:
        return frozenset({Audience.PUBLIC, Audience.ALUMNI, *(names - {Role.ALUMNI})})
    return Viewer().audiences


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


def is_inner(viewer: Viewer) -> bool:
    """Whether the viewer belongs to the forum or the house, rather than to everybody."""
    return viewer.audiences != Viewer().audiences
