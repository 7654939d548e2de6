"""The text of a saved mail (.eml), with its encodings undone; files in it are named. Pure module."""

from __future__ import annotations

import email
import email.policy
import re
from email.message import EmailMessage, Message
from typing import Any

from knowledge.anonymity.sandbox.encodings import decoded
from knowledge.anonymity.sandbox.readings import Reading
from knowledge.anonymity.sandbox.runner import ReadingRefused
from knowledge.anonymity.sandbox.web_pages import read_page

__all__ = ["is_mail", "read_mail"]

_HEADER = re.compile(rb"(?:[!-9;-~]+:[^\n]*(?:\n[ \t][^\n]*)*\n)+", re.MULTILINE)
_OF_MAILS = (b"mime-version", b"content-type", b"received", b"message-id", b"return-path", b"delivered-to")
_SEALED = frozenset({"multipart/encrypted", "application/pkcs7-mime", "application/pgp-encrypted"})
_OF_LETTERS = (b"from", b"to", b"date", b"subject")


def is_mail(data: bytes) -> bool:
    """Whether the file begins with the headers of a mail: one that only mails have, or three of a letter."""
    head = re.sub(rb"\AFrom [^\n]*\n", b"", data[:65_536].lstrip().replace(b"\r\n", b"\n"))
    found = _HEADER.match(head)
    if found is None:
        return False
    names = {
        line.partition(b":")[0].lower() for line in found[0].split(b"\n") if line[:1] not in (b" ", b"\t")
    }
    return bool(names & set(_OF_MAILS) and names & set(_OF_LETTERS)) or len(names & set(_OF_LETTERS)) >= 3


def read_mail(data: bytes) -> Reading:
    """Subject and body; attachments are named."""
    data = re.sub(rb"\AFrom [^\n]*\n", b"", data.lstrip())
    message = email.message_from_bytes(data, policy=email.policy.default)
    reading = Reading()
    texts = _texts(message, reading)
    subject = str(message.get("Subject", "")).strip()
    reading.text = "\n\n".join(text for text in (f"Betreff: {subject}" if subject else "", *texts) if text)
    if not any(texts) and not reading.dropped:
        reading.text = ""
    return reading


def _texts(part: Message[Any, Any], reading: Reading) -> list[str]:
    kind = part.get_content_type()
    if kind in _SEALED:
        raise ReadingRefused("locked")
    if kind == "multipart/alternative":
        return _best(part, reading)
    if part.is_multipart() and kind != "message/rfc822":
        return [text for inner in _parts(part) for text in _texts(inner, reading)]
    name = part.get_filename()
    if kind in ("text/plain", "text/html") and part.get_content_disposition() != "attachment":
        return [_text(part, reading, is_page=kind == "text/html")]
    if kind not in ("application/pkcs7-signature", "application/pgp-signature"):
        is_shown = part.get_content_maintype() == "image" and part.get_content_disposition() != "attachment"
        reading.drop("image" if is_shown else "attachment", name="" if is_shown else (name or kind))
    return []


def _parts(part: Message[Any, Any]) -> list[Message[Any, Any]]:
    found = part.get_payload()
    return [inner for inner in found if isinstance(inner, Message)] if isinstance(found, list) else []


def _best(part: Message[Any, Any], reading: Reading) -> list[str]:
    """One of the alternatives that says something, plain text first; files beside it are named."""
    readings = []
    for inner in _parts(part):
        own = Reading()
        readings.append((inner.get_content_type() != "text/plain", _texts(inner, own), own))
    told = [row for row in sorted(readings, key=lambda row: row[0]) if any(row[1])]
    for _order, texts, own in told[:1] or readings[:1]:
        for kind, count in own.dropped.items():
            reading.drop(kind, count)
        reading.names.update(own.names)
        return texts
    return []


def _text(part: Message[Any, Any], reading: Reading, *, is_page: bool) -> str:
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    charset = part.get_content_charset()
    try:
        text = data.decode(charset) if charset else decoded(data)
    except (LookupError, UnicodeDecodeError):
        text = decoded(data)
    text = text.replace("\r\n", "\n")
    if is_page:
        page = read_page(text)
        for kind, count in page.dropped.items():
            reading.drop(kind, count)
        return page.text.strip()
    parameters = (
        part["Content-Type"].params if isinstance(part, EmailMessage) and part["Content-Type"] else {}
    )
    if parameters.get("format", "").lower() == "flowed":
        text = re.sub(r"(?<!^--)(?<=\S) \n(?=[^>\s])", " ", text)
    return text.strip()
