"""Secrets in addresses do not stand in logs: the case giver's token, the keys of applications and
subscriptions, the token of a new password.

Whatever is written down, by whom and to where: records are masked where they are made, so the handlers of
Django, of the server (``granian --access-log``) and of an operator's own logging see the masked ones only.
What stands in front of the library, a proxy, writes its own log (docs/referenz/datenschutz.md).
"""

from __future__ import annotations

import logging
import re
from typing import Any

__all__ = ["install", "mask"]

_SLASH = r"(?:/|%2f)+"
_SECRET = re.compile(
    rf"((?:freigabe|anmeldung|rundbrief|verlauf|einsatz|(?:suche|frage){_SLASH}abo|password_reset{_SLASH}confirm{_SLASH}[^/%\s]+){_SLASH})"
    rf"[^/%?#\s\"'<>&,)\]]+",
    re.IGNORECASE,
)
_formatter = logging.Formatter()


def mask(text: str) -> str:
    """The text with ``***`` in place of each secret that stands in an address."""
    return _SECRET.sub(r"\1***", text)


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
