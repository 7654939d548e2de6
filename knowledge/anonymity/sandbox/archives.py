"""Parts of an office file: a ZIP archive whose sizes are held, and XML without entities. Pure module."""

from __future__ import annotations

import io
import posixpath
import zipfile
from typing import Any

from lxml import etree

from knowledge.anonymity.sandbox.runner import ReadingRefused

__all__ = ["Archive", "local_name", "tree"]

UNPACKED_BYTES = 60 * 1_024 * 1_024
"""All parts of an archive together, as declared."""
PART_BYTES = 30 * 1_024 * 1_024
"""One part, as it really is."""


def local_name(element: Any) -> str:
    """The name of an element without its namespace: strict and transitional files say the same. Empty for
    comments and entities.
    """
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def tree(data: bytes) -> Any:
    """The root of a part. Raises :class:`ReadingRefused` for XML that brings a document type of its own."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ReadingRefused("too_large" if "emory" in str(error) else "broken") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise ReadingRefused("broken")
    return root


class Archive:
    """A ZIP file of a bearable size without a password."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise ReadingRefused("broken") from error
        if any(entry.flag_bits & 1 for entry in entries):
            raise ReadingRefused("locked")
        if sum(entry.file_size for entry in entries) > UNPACKED_BYTES:
            raise ReadingRefused("too_large")
        self.names = {entry.filename for entry in entries}

    def part(self, name: str) -> bytes:
        """The bytes of a part; ``KeyError`` where there is none."""
        try:
            with self._zip.open(name) as opened:
                data = opened.read(PART_BYTES + 1)
        except KeyError:
            raise
        except (
            zipfile.BadZipFile,
            NotImplementedError,
            RuntimeError,
            EOFError,
            OSError,
            ValueError,
        ) as error:
            raise ReadingRefused("broken") from error
        except Exception as error:  # zlib.error and lzma's have no common base
            raise ReadingRefused("broken") from error
        if len(data) > PART_BYTES:
            raise ReadingRefused("too_large")
        return data

    def relations(self, name: str) -> list[tuple[str, str]]:
        """(last word of the type, part) of what an OPC part refers to inside the package; ``""`` is the
        package itself.
        """
        folder, _slash, file = name.rpartition("/")
        path = posixpath.join(folder, "_rels", f"{file}.rels")
        if path not in self.names:
            return []
        found = []
        for relation in tree(self.part(path)):
            if local_name(relation) != "Relationship" or relation.get("TargetMode") == "External":
                continue
            target = str(relation.get("Target", ""))
            whole = target if target.startswith("/") else posixpath.join("/", folder, target)
            kind = str(relation.get("Type", "")).rpartition("/")[2]
            found.append((kind, posixpath.normpath(whole).lstrip("/")))
        return found
