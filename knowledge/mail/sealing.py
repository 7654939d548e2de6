"""A message as a sealed text and back. The key is drawn from ``SECRET_KEY``: a copy of the database alone
gives away neither addresses nor the secrets in links.
"""

from __future__ import annotations

import base64
import hashlib
import json
from email.utils import make_msgid
from typing import Any, Final

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.utils import DNS_NAME

__all__ = ["MailUnreadable", "open_mail", "seal_mail"]

_PLAIN: Final = ("subject", "body", "from_email", "to", "cc", "bcc", "reply_to")


class MailUnreadable(ValueError):
    """No key opens the text: ``SECRET_KEY`` has changed since it was sealed."""


def seal_mail(message: EmailMessage) -> str:
    """The message with its headers, alternatives and attachments. It gets its ``Message-ID`` here, so that a
    repeat is recognised as the same.
    """
    values: dict[str, Any] = {name: _text(getattr(message, name)) for name in _PLAIN}
    values["subtype"] = message.content_subtype
    values["headers"] = {name: str(value) for name, value in message.extra_headers.items()}
    values["headers"].setdefault("Message-ID", make_msgid(domain=str(DNS_NAME)))
    values["alternatives"] = [list(one) for one in getattr(message, "alternatives", [])]
    values["attachments"] = [_packed(one) for one in message.attachments]
    return _keys().encrypt(json.dumps(values).encode()).decode()


def open_mail(sealed: str) -> EmailMessage:
    """The message that :func:`seal_mail` was given. Raises :class:`MailUnreadable`."""
    try:
        values = json.loads(_keys().decrypt(sealed.encode()))
    except InvalidToken as error:
        raise MailUnreadable from error
    message = EmailMultiAlternatives(**{name: values[name] for name in _PLAIN}, headers=values["headers"])
    message.content_subtype = values["subtype"]
    for content, mimetype in values["alternatives"]:
        message.attach_alternative(content, mimetype)
    for name, content, mimetype in values["attachments"]:
        message.attach(name, base64.b64decode(content), mimetype)
    return message


def _text(value: Any) -> Any:
    """Lazy texts as texts."""
    return [str(one) for one in value] if isinstance(value, list | tuple) else str(value)


def _packed(attachment: Any) -> list[Any]:
    """Name, content in base64, type. Raises ``TypeError`` for a ready part, which nobody here attaches."""
    name, content, mimetype = attachment
    raw = content.encode() if isinstance(content, str) else content
    return [name, base64.b64encode(raw).decode(), mimetype]


def _keys() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = (hashlib.sha256(b"knowledge.mail" + one.encode()).digest() for one in secrets)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
