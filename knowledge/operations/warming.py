"""What a web process does before it takes its first request: whatever is read, compiled or built at the first
use (texts of pages, catalogues, the index, the vocabulary) is used once.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import Any, Final
from urllib.parse import urlsplit
from wsgiref.util import setup_testing_defaults

from django.conf import settings

from knowledge.operations import readiness
from search import service, telemetry
from search.contract import SearchRequest, Viewer

__all__ = ["PAGES", "warm_up"]

logger = logging.getLogger(__name__)

#: Between them they use what every page uses, lists and filters included.
PAGES: Final = ("/", "/faelle/", "/suche/")
_WORDS: Final = "Haushalt der Gemeinde"

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def warm_up(application: Application) -> None:
    """Search once and ask for :data:`PAGES`. What fails is left to the first reader, and a library that is
    not set up is asked nothing: a server always starts.
    """
    try:
        if set(readiness.parts().values()) != {readiness.OK}:
            return
        service.of_installation(Viewer().index).run(SearchRequest(_WORDS), Viewer())
        for path in PAGES:
            _ask(application, path)
    except Exception as error:
        logger.warning("not warmed up, the first reader waits: %s: %s", type(error).__name__, error)
    finally:
        telemetry.forget()  # nobody has asked yet


def _ask(application: Application, path: str) -> None:
    """As the proxy asks for a reader."""
    address = urlsplit(settings.PUBLIC_URL)
    environ: dict[str, Any] = {
        "PATH_INFO": path,
        "HTTP_HOST": address.netloc,
        "HTTP_X_FORWARDED_PROTO": address.scheme,
        "wsgi.url_scheme": address.scheme,
    }
    setup_testing_defaults(environ)
    answer = application(environ, lambda *_told: None)
    try:
        for _part in answer:
            pass
    finally:
        if (close := getattr(answer, "close", None)) is not None:
            close()
