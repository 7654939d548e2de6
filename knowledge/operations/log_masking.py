"""Secrets in addresses do not stand in logs: the case giver's token, the keys of applications and
subscriptions, the token of a new password.

Which addresses hold one is asked of the URL configuration itself, which hands its patterns over when it is
loaded (``watch``): each parameter but a number counts as a secret unless ``OPEN`` names its address.
Whatever is written down, by whom and to where: records are masked where they are made, so the handlers of
Django, of the server (``granian --access-log``) and of an operator's own logging see the masked ones only.
What stands in front of the library, a proxy, writes its own log (docs/referenz/datenschutz.md).
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.urls import URLPattern, URLResolver
from django.urls.resolvers import LocalePrefixPattern

__all__ = ["OPEN", "install", "mask", "routes", "secret_routes", "watch"]

OPEN: Final = {
    "account_kept_table": "a form of file",
    "adoption": "the key of a public record",
    "adoption_reported": "the key of a public record",
    "adoptions_table": "a form of file",
    "citation": "the key of a public record",
    "contact": "the key of a public case",
    "coverage_table": "a table of the coverage and a form of file",
    "dossier_table": "a form of file",
    "feedback": "the key of a public page",
    "place_feedback": "the name of a public page",
    "fit": "the key of a public record",
    "host_stylesheet": "the name of a host",
    "kind_feed": "a kind of record",
    "media": "the path of a file, which is asked for by who may read it",
    "one": "the key of a public record",
    "series_table": "a series and a form of file",
    "sitemap_part": "a part of the sitemap",
    "table": "a form of file",
}
"""Addresses whose parameters open nothing to who reads them in a log, by name, and what they hold."""

_SIGNED_IN: Final = "admin/"
"""Below it an address opens nothing without an account, but for a parameter of one of these names."""
_SECRET_NAMES: Final = frozenset({"code", "token"})
_NUMBERS: Final = frozenset({"int"})

_PARAMETER = re.compile(r"\(\?P<(?P<group>\w+)>|<(?:(?P<converter>\w+):)?(?P<name>\w+)>")
_SLASH = r"(?:/|%(?:25)*2f)+"
_SEGMENT = r"(?:(?!%(?:25)*2f)[^/?#\s\"'<>&,)\]])+"
_formatter = logging.Formatter()
_secrets: list[re.Pattern[str]] = []


def routes(patterns: Iterable[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, str]]:
    """Each whole route without the language it may begin with, and its name."""
    for each in patterns:
        own = "" if isinstance(each.pattern, LocalePrefixPattern) else str(each.pattern).removeprefix("^")
        if isinstance(each, URLPattern):
            yield before + own, each.name or ""
        else:
            yield from routes(each.url_patterns, before + own)


def secret_routes(patterns: Iterable[URLPattern | URLResolver]) -> set[str]:
    """What stands in front of a secret in these addresses: ``freigabe/``."""
    found = set()
    for route, name in routes(patterns):
        for parameter in _PARAMETER.finditer(route):
            word = parameter["group"] or parameter["name"]
            is_open = route.startswith(_SIGNED_IN) or name in OPEN or parameter["converter"] in _NUMBERS
            if word in _SECRET_NAMES or not is_open:
                found.add(route[: parameter.start()])
    return found


def watch(patterns: Iterable[URLPattern | URLResolver]) -> None:
    """Mask the secrets in these addresses from now on."""
    parts = []
    for front in sorted(secret_routes(patterns)):
        pieces = [_PARAMETER.split(piece)[0] or None for piece in front.rstrip("/").split("/")]
        parts.append(_SLASH.join(re.escape(piece) if piece else _SEGMENT for piece in pieces))
    _secrets[:] = [re.compile(rf"((?:{'|'.join(parts)}){_SLASH}){_SEGMENT}", re.IGNORECASE)] if parts else []


def mask(text: str) -> str:
    """The text with ``***`` in place of each secret that stands in an address."""
    for secret in _secrets:
        text = secret.sub(r"\1***", text)
    return text


def install() -> None:
    """Mask every record that is made from now on. Calling it again changes nothing."""
    make = logging.getLogRecordFactory()
    if getattr(make, "masks_secrets", False):
        return

    def masked(*args: Any, **kwargs: Any) -> logging.LogRecord:
        record = make(*args, **kwargs)
        try:
            text = record.getMessage()
        except (TypeError, ValueError, KeyError):
            return record  # arguments that do not fit: logging says so itself when it writes the record
        if (shown := mask(text)) != text:
            record.msg, record.args = shown, ()
        if record.exc_info and record.exc_info[0] is not None:
            trace = _formatter.formatException(record.exc_info)
            if (shown := mask(trace)) != trace:
                record.exc_text = shown  # handlers write this in place of the traceback
        return record

    masked.masks_secrets = True  # type: ignore[attr-defined]
    logging.setLogRecordFactory(masked)
