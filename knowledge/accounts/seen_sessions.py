"""The sessions of a person in words they know: which browser, and when it was last used."""

from __future__ import annotations

import logging
import re
from datetime import timedelta
from typing import Any, Final

from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

__all__ = ["SessionsView", "browser_name", "note_use"]

logger = logging.getLogger(__name__)

_BROWSERS: Final = (
    (r"Edg(?:e|A|iOS)?/", "Edge"),
    (r"OPR/|OPT/|Opera", "Opera"),
    (r"SamsungBrowser/", "Samsung Internet"),
    (r"Vivaldi/", "Vivaldi"),
    (r"Firefox/|FxiOS/", "Firefox"),
    (r"Chrome/|Chromium/|CriOS/", "Chrome"),
    (r"Version/[\d.]+ (?:Mobile/\S+ )?Safari/", "Safari"),
)
"""In this order: most browsers claim to be some of those below them. Brave says that it is Chrome."""

_SYSTEMS: Final = (
    (r"iPhone", "iPhone"),
    (r"iPad", "iPad"),
    (r"Android", "Android"),
    (r"Windows", "Windows"),
    (r"CrOS", "ChromeOS"),
    (r"Macintosh|Mac OS X", "macOS"),
    (r"Linux|X11", "Linux"),
)

_PAUSE: Final = timedelta(minutes=10)
"""So exact is the moment of the last use; each write of it costs a query."""


def _first(rules: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for pattern, name in rules if re.search(pattern, text)), "")


def browser_name(user_agent: str) -> str:
    """ "Firefox auf Windows". What a browser says of itself is cut to what somebody recognises; of an unknown
    one nothing is repeated.
    """
    browser, system = _first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent)
    if not browser:
        return _("Unbekannter Browser")
    return _("%(browser)s auf %(system)s") % {"browser": browser, "system": system} if system else browser


def note_use(request: HttpRequest) -> None:
    """This session is in use. Written once in ten minutes and process."""
    key = request.session.session_key
    if key and cache.add(f"session-seen-{key}", True, _PAUSE.total_seconds()):
        now = timezone.now()
        try:
            with transaction.atomic():
                UserSession.objects.filter(session_key=key, last_seen_at__lt=now - _PAUSE).update(
                    last_seen_at=now
                )
        except DatabaseError:
            # Nobody waits for a page, or misses it, because this cannot be written now.
            logger.info("The last use of a session was not written.")


class SessionsView(ListUserSessionsView):  # type: ignore[misc]
    """``/konto/sitzungen/``"""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add ``rows``: each session with the words for its browser, the last used first."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        sessions = sorted(context["sessions"], key=lambda one: one.last_seen_at, reverse=True)
        current = self.request.session.session_key
        rows = [(one, browser_name(one.user_agent), one.session_key == current) for one in sessions]
        return context | {"rows": rows}
