"""The text of a document from outside, judged by content, never by name, and what of it was not read. Runs in
the sandbox; knows no Django.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pypdfium2

from knowledge.anonymity.sandbox import encodings
from knowledge.anonymity.sandbox.archives import Archive
from knowledge.anonymity.sandbox.mail import is_mail, read_mail
from knowledge.anonymity.sandbox.opendocument import read_flat, read_opendocument
from knowledge.anonymity.sandbox.pdf_pages import read_pages
from knowledge.anonymity.sandbox.readings import Reading
from knowledge.anonymity.sandbox.rich_text import read_rich_text
from knowledge.anonymity.sandbox.runner import ReadingRefused
from knowledge.anonymity.sandbox.web_pages import read_page
from knowledge.anonymity.sandbox.word import read_word

__all__ = ["prepare", "read"]

MAX_PAGES = 60
MAX_CHARACTERS = 200_000

_OLE = b"\xd0\xcf\x11\xe0"
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_MARKUP = re.compile(
    r"\s*(?:<!--.*?-->\s*)*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_FLAT = re.compile(rb"<office:document[\s>]")
_LINE_END = re.compile(r"(?<=[^\W\d_])[-\u2010\u2011]\s*\n\s*(?=[^\W\d_])")
"""A word that plain text carries over to its next line; marked as PDFium marks it, it becomes whole."""


def _archive(data: bytes) -> Reading:
    archive = Archive(data)
    if "content.xml" in archive.names:
        return read_opendocument(archive)
    if "Index/Document.iwa" in archive.names or "Index.zip" in archive.names:
        raise ReadingRefused("pages")
    return read_word(archive)


def _compound(data: bytes) -> Reading:
    """The container of Office before 2007: names of its streams stand in it in UTF-16."""

    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        raise ReadingRefused("locked")
    if holds("__properties_version1.0"):
        raise ReadingRefused("old_mail")
    raise ReadingRefused("old_word" if holds("WordDocument") else "unsupported")


def _pdf(data: bytes) -> Reading:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise ReadingRefused("locked" if "password" in str(error).lower() else "broken") from error
    if len(document) > MAX_PAGES:
        raise ReadingRefused("too_long")
    try:
        reading, _everything = read_pages(document)
    except pypdfium2.PdfiumError as error:
        raise ReadingRefused("broken") from error
    if not reading.text.strip():
        raise ReadingRefused("scan" if "scan" in reading.dropped else "no_text")
    return reading


def _plain(data: bytes) -> Reading:
    if is_mail(data):
        return read_mail(data)
    text = encodings.decoded(data)
    if _MARKUP.match(text):
        return read_page(text)
    if text.lstrip().startswith(("<?xml", "<!DOCTYPE")):
        raise ReadingRefused("unsupported")
    return Reading(_LINE_END.sub("\x02", text))


def _reader(data: bytes) -> Callable[[bytes], Reading]:
    """Who reads these bytes; what is two things at once is nobody's."""
    head = data[:1_024].lstrip()
    kinds = [
        (data.startswith(b"PK\x03\x04"), _archive),
        (head.startswith(b"%PDF-"), _pdf),
        (data.startswith(_OLE), _compound),
        (head.startswith(b"{\\rtf"), read_rich_text),
    ]
    found = next((reader for is_it, reader in kinds if is_it), None)
    if found is not _pdf and b"%PDF-" in data[:1_024]:
        raise ReadingRefused("two_kinds")
    if found not in (_archive, _compound) and b"PK\x05\x06" in data[-65_600:] and b"PK\x01\x02" in data:
        raise ReadingRefused("two_kinds")
    if found is None and (
        data.startswith(_PICTURES) or data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1")
    ):
        raise ReadingRefused("photo")
    if found is None and data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        raise ReadingRefused("photo")
    if found is None and head.startswith(b"<?xml") and _FLAT.search(data[:4_096]):
        return read_flat
    return found or _plain


def prepare() -> None:
    """Load what Python loads late, as nothing can be opened any more when a file is read."""
    encodings.prepare()
    for sample in (b"{\\rtf1\\ansi\\ansicpg1252 x}", b"<!doctype html><p>x", _MAIL):
        read(sample)
    empty = pypdfium2.PdfDocument.new()
    empty.new_page(9, 9)
    read_pages(empty)


_MAIL = (
    b"From: =?utf-8?q?a?= <a@example.org>\nSubject: =?utf-8?b?eA==?=\nMIME-Version: 1.0\n"
    b'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain; charset=utf-8\n'
    b"Content-Transfer-Encoding: quoted-printable\n\nx=\n\n--b\n"
    b"Content-Type: text/html; charset=iso-8859-15\nContent-Transfer-Encoding: base64\n\neA==\n\n--b--\n"
)


def read(data: bytes) -> tuple[dict[str, object], bytes]:
    """``{"text", "dropped"}`` (``readings.py``) of a Word file, an OpenDocument or Rich Text, a PDF, a mail,
    a page or plain text, with the control characters of its kind, and no bytes.

    Raises :class:`ReadingRefused` with ``empty``, ``too_large`` (bytes), ``too_long`` (pages, characters),
    ``broken``, ``locked``, ``no_text``, ``scan``, ``unsupported``, ``old_word``, ``old_mail``, ``pages``,
    ``photo`` or ``two_kinds``.
    """
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise ReadingRefused("empty")
    try:
        reading = _reader(data)(data)
    except (ReadingRefused, MemoryError):
        raise
    except Exception as error:
        raise ReadingRefused("broken") from error
    reading.text = reading.text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not reading.text:
        raise ReadingRefused("no_text")
    if len(reading.text) > MAX_CHARACTERS:
        raise ReadingRefused("too_long")
    return reading.as_header(), b""
