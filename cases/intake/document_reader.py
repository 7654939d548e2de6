"""Runs alone in a child process: reads a document from standard input, writes its text as JSON to standard
output.

A document from outside is hostile until proved otherwise, so this process may use little time and memory, may
not write files, and knows neither Django nor the database. It is judged by content, never by name.
"""

import io
import json
import re
import resource
import sys
import zipfile

CPU_SECONDS = 20
MEMORY_BYTES = 1_024 * 1_024 * 1_024
UNPACKED_BYTES = 60 * 1_024 * 1_024
MAX_PAGES = 60
MAX_CHARACTERS = 200_000


class DocumentRefused(Exception):
    """The document cannot be read; the argument is a code that the parent puts into words."""


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _word(data: bytes) -> str:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise DocumentRefused("broken") from error
    if "word/document.xml" not in {entry.filename for entry in entries}:
        raise DocumentRefused("unsupported")
    if sum(entry.file_size for entry in entries) > UNPACKED_BYTES:
        raise DocumentRefused("too_large")
    import mammoth

    try:
        return str(mammoth.extract_raw_text(io.BytesIO(data)).value)
    except MemoryError:
        raise
    except Exception as error:
        raise DocumentRefused("broken") from error


def _pdf(data: bytes) -> str:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise DocumentRefused("locked" if "password" in str(error).lower() else "broken") from error
    if len(document) > MAX_PAGES:
        raise DocumentRefused("too_large")
    try:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    except pypdfium2.PdfiumError as error:
        raise DocumentRefused("broken") from error
    # PDFium writes U+0002 for a hyphen at the end of a line, but not at the end of a page.
    text = "\n\n".join(re.sub(r"(?<=[^\W\d_])-\s*$", "\x02", page) for page in pages)
    if not text.strip():
        raise DocumentRefused("no_text")
    return text


def _plain(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise DocumentRefused("broken") from error
    if any(byte < 32 and byte not in b"\t\n\v\f\r" for byte in data[:65_536]):
        raise DocumentRefused("unsupported")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # A text file of an older Windows; every byte means something there.
        return data.decode("cp1252", errors="replace")


def read(data: bytes) -> str:
    """The text of a Word file (.docx), a PDF or plain text, with the control characters of its kind; raises
    :class:`DocumentRefused`.
    """
    if not data.strip():
        raise DocumentRefused("empty")
    if data.startswith(b"PK\x03\x04"):
        text = _word(data)
    elif b"%PDF-" in data[:1_024]:
        text = _pdf(data)
    elif data.startswith((b"\xd0\xcf\x11\xe0", b"{\\rtf", b"<?xml", b"<html", b"<!DOCTYPE")):
        raise DocumentRefused("unsupported")
    else:
        text = _plain(data)
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not text:
        raise DocumentRefused("no_text")
    if len(text) > MAX_CHARACTERS:
        raise DocumentRefused("too_large")
    return text


def main() -> None:
    """Answer ``{"text": ...}`` or ``{"refused": code}``."""
    data = sys.stdin.buffer.read()
    _limit()
    try:
        answer = {"text": read(data)}
    except DocumentRefused as refused:
        answer = {"refused": str(refused)}
    except MemoryError:
        answer = {"refused": "too_large"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
