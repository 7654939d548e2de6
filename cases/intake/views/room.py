"""The walls of the confidential room: who may come in, and that nothing of it stays outside.

Each page that opens a raw case writes it down. No answer may be kept by a browser or a proxy, and error
reports leave out what was typed.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from cases.profile import ProfileReport, circle_of, profile_report, profile_values
from cases.sealed import SealError
from knowledge.accounts import short_sessions
from knowledge.anonymity.detector import DetectorUnavailable
from knowledge.anonymity.profile import fact_mentions_in, mentions_in
from knowledge.models import WorkingMeeting
from search.public_forms import keep_private

__all__ = ["ADD", "CHANGE", "DELETE", "REVIEW", "VIEW", "confidential", "count_report", "room_page"]

logger = logging.getLogger("knowledge.intake")

View = Callable[..., HttpResponse]

VIEW, ADD, CHANGE, REVIEW, DELETE = (
    f"cases.{name}_rawcase" for name in ("view", "add", "change", "review", "delete")
)


def confidential(*permissions: str) -> Callable[[View], View]:
    """Only with these permissions; nothing is cached, nothing typed gets into an error report, no key missing
    gives a page of errors.
    """

    def decorate(view: View) -> View:
        @sensitive_post_parameters()
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.has_perms(permissions):
                raise PermissionDenied
            short_sessions.shorten(request)
            try:
                response = view(request, *args, **kwargs)
            except SealError as error:
                response = _sorry(request, str(error), status=503)
            except DetectorUnavailable as error:
                logger.error("confidential room, %s: %s", view.__name__, error)
                response = _sorry(
                    request,
                    _(
                        "Die Anonymitätsprüfung antwortet gerade nicht; gespeichert ist nichts. Bitte"
                        " versuchen Sie es in einer Minute noch einmal, „Zurück“ führt zu Ihren Eingaben."
                    ),
                    status=503,
                )
            except (PermissionDenied, Http404, SuspiciousOperation):
                raise
            except Exception as error:
                # A traceback with its message and variables could hold the text, so only the place is written
                # down.
                place = traceback.extract_tb(error.__traceback__)[-1]
                logger.error(
                    "confidential room, %s: %s in %s, line %s",
                    view.__name__,
                    type(error).__name__,
                    place.name,
                    place.lineno,
                )
                response = _sorry(request, _("Das hat nicht geklappt; gespeichert ist nichts."), status=500)
            keep_private(response)
            response["Referrer-Policy"] = "same-origin"
            return response

        return guarded

    return decorate


def _sorry(request: HttpRequest, error: str, *, status: int) -> HttpResponse:
    return render(request, "cases/intake/sealed.html", room_page(_("Rohfälle"), error=error), status=status)


def room_page(title: str, **values: Any) -> dict[str, Any]:
    """What the frame of every page of the room shows, and ``values``."""
    return {"page_title": title, "header_icon": "lock"} | values


def count_report(
    values: Mapping[str, Any], texts: Iterable[str], meeting: WorkingMeeting | None = None
) -> ProfileReport | None:
    """k of the bands in ``values`` with what ``texts`` say of the municipality; ``None`` while the bands are
    incomplete.
    """
    told = list(texts)
    circle = circle_of(meeting.cycle_id, meeting.pk) if meeting else None
    try:
        return profile_report(profile_values(values), circle, mentions_in(told), fact_mentions_in(told))
    except ValueError:
        return None
