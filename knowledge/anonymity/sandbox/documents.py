"""The text of a document from outside: Word, PDF or plain text, judged by content, never by name. Runs in the
sandbox; knows no Django.
"""

import codecs
import io
import re
import zipfile
from collections.abc import Iterator
from xml.dom import expatbuilder  # noqa: F401 - mammoth loads it late, when nothing can be opened any more

import mammoth
import pypdfium2

from knowledge.anonymity.sandbox.runner import ReadingRefused

__all__ = ["page_texts", "read"]

UNPACKED_BYTES = 60 * 1_024 * 1_024
MAX_PAGES = 60
MAX_CHARACTERS = 200_000

for _encoding in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "cp437"):
    codecs.lookup(_encoding)  # Python loads it at first use, when nothing can be opened any more


_LINE_END = re.compile(r"(?<=[^\W\d_])[-\u2010]\s*\n\s*(?=[^\W\d_])")
"""A word that plain text carries over to its next line; marked as PDFium marks it, it becomes whole."""


def page_texts(document: pypdfium2.PdfDocument) -> Iterator[str]:
    """The text of each page. PDFium writes U+0002 for a hyphen at the end of a line, but not at the end of a
    page, so it is written here.
    """
    for page in document:
        yield re.sub(r"(?<=[^\W\d_])-\s*$", "\x02", page.get_textpage().get_text_bounded())


def _word(data: bytes) -> str:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise ReadingRefused("broken") from error
    if "word/document.xml" not in {entry.filename for entry in entries}:
        raise ReadingRefused("unsupported")
    if sum(entry.file_size for entry in entries) > UNPACKED_BYTES:
        raise ReadingRefused("too_large")
    try:
        return str(mammoth.extract_raw_text(io.BytesIO(data)).value)
    except MemoryError:
        raise
    except Exception as error:
        raise ReadingRefused("broken") from error


def _pdf(data: bytes) -> str:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise ReadingRefused("locked" if "password" in str(error).lower() else "broken") from error
    if len(document) > MAX_PAGES:
        raise ReadingRefused("too_large")
    try:
        text = "\n\n".join(page_texts(document))
    except pypdfium2.PdfiumError as error:
        raise ReadingRefused("broken") from error
    if not text.strip():
        raise ReadingRefused("no_text")
    return text


def _plain(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise ReadingRefused("broken") from error
    if any(byte < 32 and byte not in b"\t\n\v\f\r" for byte in data[:65_536]):
        raise ReadingRefused("unsupported")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # A text file of an older Windows; every byte means something there.
        return data.decode("cp1252", errors="replace")


def read(data: bytes) -> tuple[dict[str, object], bytes]:
    """``{"text": ...}`` of a Word file (.docx), a PDF or plain text, with the control characters of its kind,
    and no bytes.

    Raises :class:`ReadingRefused` with ``empty``, ``too_large``, ``broken``, ``locked``, ``no_text`` or
    ``unsupported``.
    """
    if not data.strip():
        raise ReadingRefused("empty")
    if data.startswith(b"PK\x03\x04"):
        text = _word(data)
    elif b"%PDF-" in data[:1_024]:
        text = _pdf(data)
    elif data.startswith((b"\xd0\xcf\x11\xe0", b"{\\rtf", b"<?xml", b"<html", b"<!DOCTYPE")):
        raise ReadingRefused("unsupported")
    else:
        text = re.sub(_LINE_END, "\x02", _plain(data))
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not text:
        raise ReadingRefused("no_text")
    if len(text) > MAX_CHARACTERS:
        raise ReadingRefused("too_large")
    return {"text": text}, b""
