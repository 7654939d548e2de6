"""A PDF cleaned of what nobody sees and everybody can extract, and everything that can be read in it. Runs in
the sandbox; knows no Django.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

# pikepdf and lxml load both late, when nothing can be opened any more.
import lxml._elementpath
import lxml.etree  # noqa: F401
import pikepdf
import pypdfium2

from knowledge.anonymity.sandbox.characters import plain_text
from knowledge.anonymity.sandbox.pdf_pages import read_pages
from knowledge.anonymity.sandbox.readings import Reading
from knowledge.anonymity.sandbox.runner import ReadingRefused

__all__ = ["clean", "without_segments"]

MOST_PAGES = 600
MOST_TEXT = 4_000_000

_ROOT_KEYS = (
    "/Metadata",
    "/AF",
    "/OpenAction",
    "/AA",
    "/AcroForm",
    "/PieceInfo",
    "/Collection",
    "/Threads",
    "/URI",
    "/Perms",
    "/DSS",
)
_PAGE_KEYS = ("/AA", "/Metadata", "/PieceInfo", "/Thumb", "/LastModified", "/B", "/AF")
_NAME_KEYS = ("/EmbeddedFiles", "/JavaScript", "/AlternatePresentations", "/Renditions")
_UA_PART = "{http://www.aiim.org/pdfua/ns/id/}part"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_OWN_KEYWORD = re.compile(r"weiterdenken-[0-9a-f]{16}")
"""The fingerprint the library's own PDFs carry (publications/pdf/rendering.py)."""


def without_segments(jpeg: bytes) -> bytes:
    """A JPEG without its application segments and comments (EXIF with GPS, XMP, IPTC); JFIF, Adobe and ICC
    colour data stay.
    """
    if jpeg[:2] != b"\xff\xd8":
        return jpeg
    parts, position = [jpeg[:2]], 2
    while position + 4 <= len(jpeg) and jpeg[position] == 0xFF:
        marker, length = jpeg[position + 1], int.from_bytes(jpeg[position + 2 : position + 4], "big")
        if marker == 0xDA:
            break
        is_text = (0xE1 <= marker <= 0xED) or marker in (0xEF, 0xFE)
        if not is_text:
            parts.append(jpeg[position : position + 2 + length])
        position += 2 + length
    return b"".join([*parts, jpeg[position:]])


def _outline_titles(pdf: pikepdf.Pdf) -> Iterator[str]:
    with pdf.open_outline() as outline:
        stack = list(outline.root)
        while stack:
            item = stack.pop()
            yield item.title
            stack += item.children


def _is_harmless(annotation: Any) -> bool:
    """A link to an address or inside the document; notes carry the names of their authors, widgets and
    attachments carry content.
    """
    if annotation.get("/Subtype") != "/Link":
        return False
    action = annotation.get("/A")
    return "/AA" not in annotation and (action is None or action.get("/S") in ("/URI", "/GoTo"))


def _clean_pages(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        for key in _PAGE_KEYS:
            if key in page.obj:
                del page.obj[key]
        if "/Annots" in page.obj:
            kept = [annotation for annotation in page.obj.Annots if _is_harmless(annotation)]
            for annotation in kept:
                for key in ("/T", "/NM", "/M", "/RC"):
                    if key in annotation:
                        del annotation[key]
            page.obj.Annots = pikepdf.Array(kept)


def _clean_objects(pdf: pikepdf.Pdf) -> None:
    for item in pdf.objects:
        if not isinstance(item, pikepdf.Stream):
            continue
        for key in ("/Metadata", "/PieceInfo"):
            if key in item:
                del item[key]
        if item.get("/Filter") == "/DCTDecode":
            raw = item.read_raw_bytes()
            clean = without_segments(raw)
            if clean != raw:
                item.write(clean, filter=pikepdf.Name.DCTDecode)


def clean(content: bytes) -> tuple[dict[str, object], bytes]:
    """``{"text": everything a reader or a search can read in it, "page_texts": what is seen on each page,
    "accessibility": "ua", "tagged" or "untagged", "dropped", "pages": number}`` and the cleaned PDF.

    Raises :class:`ReadingRefused` with ``encrypted``, ``pages``, ``text`` or ``unreadable``.
    """
    try:
        return _clean(content)
    except pikepdf.PasswordError as error:
        raise ReadingRefused("encrypted") from error
    except (pikepdf.PdfError, ValueError) as error:
        raise ReadingRefused("unreadable") from error


def _clean(content: bytes) -> tuple[dict[str, object], bytes]:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        if pdf.is_encrypted:
            raise ReadingRefused("encrypted")
        if len(pdf.pages) > MOST_PAGES:
            raise ReadingRefused("pages")
        keywords = str(pdf.docinfo.get("/Keywords", ""))
        accessibility, title = _claims(pdf)
        titles = list(_outline_titles(pdf))
        for key in _ROOT_KEYS:
            if key in pdf.Root:
                del pdf.Root[key]
        names: Any = pdf.Root.get("/Names")
        for key in _NAME_KEYS if names is not None else ():
            if key in names:
                del names[key]
        if "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]
        _clean_pages(pdf)
        _clean_objects(pdf)
        text, reading = _read(_saved(pdf))
        squeezed = re.sub(r"\s+", "", text)
        if any(re.sub(r"\s+", "", title) not in squeezed for title in titles) and "/Outlines" in pdf.Root:
            # A bookmark that says something the pages do not say is hidden text.
            del pdf.Root.Outlines
        if _OWN_KEYWORD.fullmatch(keywords):
            pdf.docinfo["/Keywords"] = keywords
        if accessibility == "ua":
            with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
                metadata[_UA_PART] = "1"
                if title and re.sub(r"\s+", "", title) in squeezed:  # any other would be hidden text
                    metadata[_TITLE] = title
        page_texts = [plain_text(page) for page in reading.by_page]
        header = {**reading.as_header(), "text": text, "pages": len(pdf.pages)}
        return {**header, "page_texts": page_texts, "accessibility": accessibility}, _saved(pdf)


def _claims(pdf: pikepdf.Pdf) -> tuple[str, str]:
    """What a PDF says of its accessibility: it claims PDF/UA, it has tags, or it has none; and its title."""
    marks: Any = pdf.Root.get("/MarkInfo")
    if marks is None or not marks.get("/Marked") or "/StructTreeRoot" not in pdf.Root:
        return "untagged", ""
    with pdf.open_metadata(update_docinfo=False) as metadata:
        return "ua" if _UA_PART in metadata else "tagged", str(metadata.get(_TITLE, ""))


def _saved(pdf: pikepdf.Pdf) -> bytes:
    target = io.BytesIO()
    pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return target.getvalue()


def _read(content: bytes) -> tuple[str, Reading]:
    """Everything that can be read, and what was not."""
    with pypdfium2.PdfDocument(content) as document:
        reading, everything = read_pages(document)
    if len(everything) > MOST_TEXT:
        raise ReadingRefused("text")
    return plain_text(everything), reading
