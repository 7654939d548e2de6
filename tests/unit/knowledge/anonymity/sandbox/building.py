"""Small files made by hand: Word, OpenDocument, PDF."""

from __future__ import annotations

import io
import math
import zipfile
from collections.abc import Mapping, Sequence

import pikepdf
from pikepdf import Dictionary, Name, Stream

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


def zipped(parts: Mapping[str, str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def _relations(rows: Sequence[tuple[str, str]], base: str = RELATIONS) -> str:
    inner = "".join(
        f'<Relationship Id="r{number}" Type="{base}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(rows)
    )
    return (
        f"<Relationships"
        f' xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )


def word(body: str, *, main: str = "word/document.xml", **parts: str) -> bytes:
    """A Word file whose ``parts`` are named by their relation (``comments="<w:comments>..."``)."""
    folder, _slash, name = main.rpartition("/")
    files = {
        "_rels/.rels": _relations([("officeDocument", f"/{main}")]),
        main: f"<w:document {W}><w:body>{body}</w:body></w:document>",
        f"{folder}/_rels/{name}.rels": _relations(
            [(kind.rstrip("0123456789"), f"{kind}.xml") for kind in parts]
        ),
    }
    return zipped(files | {f"{folder}/{kind}.xml": content for kind, content in parts.items()})


def p(text: str, properties: str = "") -> str:
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr>{properties}" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr>"


def opendocument(text: str, *, styles: str = "", master: str = "", **parts: str) -> bytes:
    names = 'xmlns:office="o" xmlns:text="t" xmlns:table="ta" xmlns:draw="d" xmlns:style="s" xmlns:form="f"'
    content = (
        f"<office:document-content {names}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{text}</office:text></office:body></office:document-content>"
    )
    page = (
        f"<office:document-styles {names}><style:master-page>{master}"
        f"</style:master-page></office:document-styles>"
    )
    return zipped({"content.xml": content, "styles.xml": page} | parts)


def shown(x: float, y: float, text: str, *, size: float = 11, turn: int = 0, mode: str = "") -> str:
    """A line of a page, turned by ``turn`` degrees."""
    cos, sin = round(math.cos(math.radians(turn)), 6), round(math.sin(math.radians(turn)), 6)
    return f"BT {mode} /F1 {size} Tf {cos} {sin} {-sin} {cos} {x} {y} Tm ({text}) Tj ET\n"


def column(x: float, y: float, lines: Sequence[str], lead: float = 14) -> str:
    return "".join(shown(x, y - number * lead, line) for number, line in enumerate(lines))


SCAN = "q 595 0 0 842 0 0 cm /Im Do Q\n"


def pdf(*pages: str, rotate: int = 0) -> bytes:
    """Pages of their content streams; ``SCAN`` in one is a picture that covers it."""
    document = pikepdf.new()
    for content in pages:
        document.add_blank_page(page_size=(595, 842))
        page = document.pages[-1]
        font = Dictionary(
            Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
        )
        page.Resources = Dictionary(Font=Dictionary(F1=document.make_indirect(font)))
        picture = Stream(document, b"\x80")
        picture.Type, picture.Subtype = Name.XObject, Name.Image
        picture.Width = picture.Height = 1
        picture.ColorSpace, picture.BitsPerComponent = Name.DeviceGray, 8
        page.Resources.XObject = Dictionary(Im=document.make_indirect(picture))
        page.Contents = Stream(document, content.encode("cp1252"))
        page.Rotate = rotate
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()
