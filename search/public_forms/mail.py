"""Plain text mails with an end in one click.

``List-Unsubscribe`` and ``List-Unsubscribe-Post`` (RFC 8058) give mail programmes a button;
``Auto-Submitted`` (RFC 3834) keeps absence notes away. A message has a stable ``Message-ID``, so that one
that had to be sent again is recognised as the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

__all__ = ["absolute", "send"]


def absolute(path: str) -> str:
    """An address of the library with its host."""
    return path if path.startswith(("http://", "https://")) else f"{settings.PUBLIC_URL}{path}"


def send(
    *, to: str, language: str, template: str, context: Mapping[str, Any], end_url: str, message_id: str
) -> None:
    """Send ``templates/<template>``: its first line is the subject, the rest after a blank line the text.

    ``end_url`` is the absolute address that ends the subscription by GET and by one-click POST, empty for a
    mail that is none of a subscription. The backend
    of the library puts the mail into the database: whoever writes down beside it that it was sent does both
    in one transaction.
    """
    with translation.override(language):
        text = render_to_string(template, dict(context) | {"end_url": end_url})
    subject, _blank, body = text.strip().partition("\n")
    host = urlsplit(absolute("/")).hostname or "localhost"
    headers = {"Message-ID": f"<{message_id}@{host}>", "Auto-Submitted": "auto-generated"}
    if end_url:
        headers |= {
            "List-Unsubscribe": f"<{end_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    EmailMessage(subject=" ".join(subject.split()), body=body.strip() + "\n", to=[to], headers=headers).send()
