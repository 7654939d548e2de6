"""The door for everything typed or pasted into a form: umlauts as one character each, lines as they are kept.

A Mac, an iPad and a PDF write two, and then a name is found by nobody, does not equal itself and sorts at the
end. Browsers end lines with two characters; kept so, a text that was opened and sent would be another one.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, QueryDict

from search.language import composed

__all__ = ["ComposedInput"]


class ComposedInput:
    """Middleware: ``request.POST`` holds composed text (NFC) with plain line ends, in public forms as in the
    administration.

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
        made.setlist(composed(name), [composed(value).replace("\r\n", "\n") for value in values])
    made._mutable = False
    return made
