"""What was sent is given back where it could not be taken: the session is over, the form came without a
valid token, whoever wrote it may not write there any more, or what it was about is there no more.

Nothing of it is stored here: it stands in the answer, which no cache keeps, and goes to nobody but the
browser that sent it. A form that another site has sent is shown but cannot be sent on with one click: its
fields were not typed here, and the button would carry a valid token.
"""

from __future__ import annotations

import json
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.messages import get_messages
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.forms.formsets import TOTAL_FORM_COUNT
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict, UnreadablePostError
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.translation import gettext, override
from django.utils.translation import gettext as _

from knowledge.accounts import owner_marks
from search.models import OutdatedRecord
from search.public_forms import keep_private

__all__ = ["ROWS_MAX", "KeptInput", "csrf_failure", "sent", "wants_json", "written"]

ROWS_MAX: Final = 200
"""Rows of a panel: as many as a cycle has places."""

_NO_RIGHT: Final = "Sorry, you do not have permission to access this area."
"""What ``wagtail.admin.auth.permission_denied`` says on the page it leads to."""


class _NoFile(FileUploadHandler):
    """Reads past every file, and remembers the fields."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.fields: set[str] = set()

    def new_file(self, field_name: str, *args: Any, **kwargs: Any) -> None:
        """Raises ``SkipFile``."""
        self.fields.add(field_name)
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Never called."""

    def file_complete(self, file_size: int) -> None:
        """Never called."""


def wants_json(request: HttpRequest) -> bool:
    """Whether a program or the script of a page asks, which shows the sentence itself."""
    return (
        request.path.startswith("/api/")
        or request.headers.get("accept", "").startswith("application/json")
        or request.headers.get("x-requested-with") == "XMLHttpRequest"
    )


def sent(request: HttpRequest) -> dict[str, Any]:
    """What a form has sent, for ``components/sent_form.html``: ``fields`` (name, value) as they came,
    ``secrets`` and ``files`` by name alone, and ``texts`` that somebody wrote.
    """
    files: set[str] = set()
    if not hasattr(request, "_files"):  # not read so far: no file gets onto a disk
        handler = _NoFile(request)
        request.upload_handlers = [handler]
        files = handler.fields
    fields = [(name, value) for name, values in request.POST.lists() for value in values]
    fields = [item for item in fields if item[0] != "csrfmiddlewaretoken"]
    shown = [(name, value) for name, value in fields if "password" not in name]
    return {
        "fields": shown,
        "secrets": sorted({name for name, _value in fields if "password" in name}),
        "files": sorted({*request.FILES, *files}),
        "texts": [text for _name, value in shown if " " in (text := _readable(value)).strip()],
    }


def written(request: HttpRequest) -> list[str]:
    """The texts of a form whose page is there no more, none for another account than the one that wrote them;
    none of what cannot be read.
    """
    try:
        return [] if request.method != "POST" or _is_of_another(request) else sent(request)["texts"]
    except (SuspiciousOperation, BadRequest, UnreadablePostError):
        return []


def _is_of_another(request: HttpRequest) -> bool:
    """Whether the form bears the mark of another account than the one that is signed in."""
    mark = request.POST.get(owner_marks.FIELD, "")
    return bool(mark) and request.user.is_authenticated and not owner_marks.is_mark_of(mark, request.user)


def _readable(value: str) -> str:
    """The words of a field; of the editor for rich text, which sends JSON, those of its paragraphs."""
    if not value.startswith("{"):
        return value
    try:
        blocks = json.loads(value)["blocks"]
        return "\n\n".join(str(block["text"]) for block in blocks)
    except (ValueError, KeyError, TypeError):
        return value


def _is_own(request: HttpRequest) -> bool:
    """Whether a page of this library has sent the form. Every browser says so since 2020."""
    source = request.headers.get("origin") or request.headers.get("referer", "")
    return urlsplit(source).netloc == request.get_host()


def _is_too_many(count: str) -> bool:
    digits = count.strip()
    return digits.isdecimal() and (len(digits) > 10 or int(digits) > ROWS_MAX)


def _is_no_count(exception: Exception) -> bool:
    """What the streams of Wagtail say to a number of blocks, and to a place in their order, that is none."""
    trace = exception.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if not isinstance(exception, ValueError) or trace is None:
        return False
    module = str(trace.tb_frame.f_globals.get("__name__"))
    return module.startswith("wagtail.blocks.") and trace.tb_frame.f_code.co_name == "value_from_datadict"


def _answer(request: HttpRequest, sentence: str, *, status: int = 403, **page: Any) -> HttpResponse:
    """What was sent, on a page or as a sentence for a script."""
    response: HttpResponse
    if wants_json(request):
        error = " ".join([sentence, _("Gespeichert ist nichts; was Sie geschrieben haben, steht noch da.")])
        said = {"success": False, "error": error, "error_code": "blocked_by_hook", "error_message": error}
        response = JsonResponse(said, status=status)
    else:
        page |= {
            "sentence": sentence,
            "is_outdated": status == 409,
            # What came in part is not sent again as it is.
            "is_own": status != 400 and _is_own(request),
            "address": request.get_full_path(),
        }
        page |= sent(request)
        page["is_somebody_else"] = _is_of_another(request)
        response = render(request, "knowledge/sent_again.html", page, status=status)
    return keep_private(response)


def _over(request: HttpRequest, login: str, home: str) -> HttpResponse:
    """The session is over; ``home`` is where the login in another tab leads."""
    address = f"{login}?{urlencode({REDIRECT_FIELD_NAME: home})}"
    return _answer(request, _("Sie sind nicht mehr angemeldet."), login=address)


def _refused(request: HttpRequest) -> HttpResponse:
    """Who is signed in may not write there; sending it again would not help."""
    return _answer(request, _("Sie dürfen das hier nicht oder nicht mehr speichern."), is_refused=True)


def _is_refusal(request: HttpRequest, target: str) -> bool:
    """Whether Wagtail leads a form with a text away because its sender has no right to it: to the login of
    the administration, or to its home with a sentence that is told in this very request.
    """
    home, login = reverse("wagtailadmin_home"), reverse("wagtailadmin_login")
    if not request.path.startswith(home) or request.path == login or target not in {home, login}:
        return False
    return (target == login or _is_told_no(request)) and bool(written(request))


def _is_told_no(request: HttpRequest) -> bool:
    said = " ".join(str(row.message) for row in getattr(get_messages(request), "_queued_messages", ()))
    for code, _name in settings.LANGUAGES:  # the administration speaks the language of the account
        with override(code):
            if gettext(_NO_RIGHT) in said:
                return True
    return False


class KeptInput:
    """Middleware: gives back a form that would be answered by the page for signing in, and one whose record
    somebody else has saved in the same moment.
    """

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer of the view, or 403 with what was sent: Wagtail leads away whoever may not write, and
        the text would be gone with a role that was taken away in between.
        """
        response: HttpResponse = self.get_response(request)
        if request.method != "POST" or response.status_code != 302:
            return response
        target = urlsplit(response["Location"])
        if request.user.is_authenticated:
            return _refused(request) if _is_refusal(request, target.path) else response
        if REDIRECT_FIELD_NAME not in QueryDict(target.query):  # whoever signs out is sent there as well
            return response
        if target.path == reverse("wagtailadmin_login"):
            return _over(request, target.path, reverse("wagtailadmin_home"))
        if target.path == resolve_url(settings.LOGIN_URL):
            return _over(request, target.path, "/")
        return response

    def process_view(self, request: HttpRequest, view: Any, *_arguments: Any) -> HttpResponse | None:
        """400 with what was sent for more rows than any panel holds: Django makes up to 2,000 forms of them.

        Only where the token was asked for, so that the form has been read already.
        """
        if request.method != "POST" or getattr(view, "csrf_exempt", False):
            return None
        for name, value in request.POST.items():
            if name.endswith(f"-{TOTAL_FORM_COUNT}") and _is_too_many(str(value)):
                sentence = _("Das Formular hat mehr als %(limit)s Zeilen.") % {"limit": ROWS_MAX}
                return _answer(request, sentence, status=400)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """409 with what was sent; sent again, the form shows both texts. 400 for a form of which a part did
        not arrive: the streams of Wagtail say how many blocks come, and ask for each.
        """
        if request.method != "POST":
            return None
        if isinstance(exception, OutdatedRecord):
            return _answer(request, str(exception), status=409)
        if isinstance(exception, PermissionDenied) and request.user.is_authenticated and written(request):
            return _refused(request)
        if isinstance(exception, MultiValueDictKeyError) or _is_no_count(exception):
            return _answer(request, _("Das Formular kam nicht vollständig an."), status=400)
        return None


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """``CSRF_FAILURE_VIEW``: the token changes with every login, also in another tab."""
    login, home = reverse("wagtailadmin_login"), reverse("wagtailadmin_home")
    if request.path.startswith(home) and request.path != login and not request.user.is_authenticated:
        return _over(request, login, home)
    if not _is_own(request):
        return _answer(request, _("Dieses Formular kam nicht von einer Seite der Bibliothek."))
    return _answer(request, _("Bitte senden Sie noch einmal ab."))
