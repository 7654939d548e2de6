"""The door for everything typed or pasted into a form: umlauts as one character each, lines as they are kept,
no control characters.

A Mac, an iPad and a PDF write two, and then a name is found by nobody, does not equal itself and sorts at the
end. Browsers end lines with two characters; kept so, a text that was opened and sent would be another one.
Control characters come along when somebody copies from a PDF; no feed, no Word file and no other XML can hold
them, and a single one in a title would end all of these for everybody.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict

from search.language import composed, without_controls

__all__ = ["ComposedInput"]


class ComposedInput:
    """Middleware: ``request.POST`` holds composed text (NFC) with plain line ends and without control
    characters, in public forms as in the administration.

    The body is still read only when a view asks for it, with the upload handlers that the view has set.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; whatever reads the form finds composed text."""
        load = request._load_post_and_files

        def load_composed() -> None:
            load()
            request.POST = _composed(request.POST)  # type: ignore[assignment]

        request._load_post_and_files = load_composed  # type: ignore[method-assign]
        return self.get_response(request)


def _composed(data: QueryDict) -> QueryDict:
    made = QueryDict(mutable=True, encoding=data.encoding)
    for name, values in data.lists():
        made.setlist(_clean(name), [_clean(value) for value in values])
    made._mutable = False
    return made


def _printable(text: str) -> str:
    """A NUL is a letter that got lost on the way: its mark stays, so that a form can ask for it."""
    return composed(without_controls(text.replace("\0", "\N{REPLACEMENT CHARACTER}")))


def _clean(value: str) -> str:
    text = _printable(value).replace("\r\n", "\n")
    return _clean_content(text) if text.startswith("{") and "\\" in text else text


def _clean_content(text: str) -> str:
    """What the editor for rich text sends is JSON, where the same characters are written as escapes."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return text
    cleaned = _cleaned(content)
    return text if cleaned == content else json.dumps(cleaned)


def _cleaned(content: Any) -> Any:
    if isinstance(content, str):
        return _printable(content)
    if isinstance(content, list):
        return [_cleaned(item) for item in content]
    if isinstance(content, dict):
        return {_cleaned(key): _cleaned(value) for key, value in content.items()}
    return content
