"""What somebody gets while signed in is theirs: the next at the same machine does not find it by going back,
and no cache on the way hands it on.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse

from knowledge.accounts import seen_sessions, short_sessions

__all__ = ["SignedInAnswers", "stored_by_nobody"]


def stored_by_nobody(response: HttpResponse) -> HttpResponse:
    """The response, with ``Cache-Control: private, no-store``."""
    response["Cache-Control"] = "private, no-store"
    return response


class SignedInAnswers:
    """Middleware: each answer to a signed-in user is stored by nobody, also redirects and errors.

    Without the cookie of a session nobody is looked up, so public pages stay the same for all and in caches.
    """

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, with ``Cache-Control: private, no-store`` where there is somebody, before or after."""
        was_signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session
        response: HttpResponse = self.get_response(request)
        if was_signed_in or (request.session.accessed and SESSION_KEY in request.session):
            stored_by_nobody(response)
            short_sessions.renew(request)
            if was_signed_in:
                seen_sessions.note_use(request)
        return response
