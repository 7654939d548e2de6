"""When nothing can be stored (database locked or away, disk full), readers keep their pages, and whoever
sends something gets a page that keeps it.

Reading pages writes nothing (docs/explanation/architecture.md), so this is met by forms, by the
administration, and by everybody where the database itself is away.
"""

from __future__ import annotations

import errno
import logging
import sys
from typing import Any

from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import InternalError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from knowledge.web.kept_input import sent, wants_json
from search.public_forms import keep_private

__all__ = ["StorageOutages", "answer", "is_outage"]

logger = logging.getLogger("knowledge.web.outages")

RETRY_SECONDS = 30
_OF_THE_SCHEMA = ("no such table", "no such column", "has no column", "syntax error", "too many")
"""What SQLite also calls operational and waiting does not mend."""
_READ_ONLY = "25006"
"""PostgreSQL: ``read_only_sql_transaction``, on a server that only follows another one."""
_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})


def is_outage(error: BaseException | None) -> bool:
    """Whether an error says that nothing can be stored, or read, for the moment."""
    if isinstance(error, SessionInterrupted):  # what a session that cannot be stored becomes on its way
        return is_outage(error.__context__ and error.__context__.__context__)
    if isinstance(error, OperationalError):
        return not any(words in str(error) for words in _OF_THE_SCHEMA)
    if isinstance(error, InternalError):
        return getattr(error.__cause__, "sqlstate", "") == _READ_ONLY
    return isinstance(error, OSError) and error.errno in _DISK


class StorageOutages:
    """Middleware: errors of views. What fails in a middleware comes to ``server_error`` and ``bad_request``,
    which ask as well.
    """

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing but the errors is looked at."""
        response: HttpResponse = self.get_response(request)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """503 for an outage."""
        return answer(request, exception) if is_outage(exception) else None


def answer(request: HttpRequest, error: BaseException | None = None) -> HttpResponse:
    """503 with what was sent, ready to be sent again; JSON for programs. Passwords and files are asked for
    once more.
    """
    error = error or sys.exc_info()[1]
    logger.error("nothing can be stored, %s %s: %s", request.method, request.path, error)
    sends = request.method == "POST"
    sentence = (
        _("Gerade kann nichts gespeichert werden. Was Sie geschrieben haben, steht noch da.")
        if sends
        else _("Die Bibliothek ist gerade nicht erreichbar.")
    )
    response: HttpResponse
    if wants_json(request):
        response = JsonResponse({"error": sentence}, status=503)
    else:
        # Without the request: context processors ask the database.
        page = {"sentence": sentence, "address": request.get_full_path(), "sends": sends}
        if sends:
            page |= {"csrf_token": request.POST.get("csrfmiddlewaretoken", ""), **sent(request)}
        response = HttpResponse(render_to_string("503.html", page), status=503)
    response["Retry-After"] = str(RETRY_SECONDS)
    keep_private(response)
    return response
