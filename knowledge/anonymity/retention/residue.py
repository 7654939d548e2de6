"""Looks for names everywhere an installation keeps bytes: every table, every file of the media folder, the
index, the database file.

Only reads. The result says where, never what. ``scrub`` removes; this proves.
"""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, quote_plus

from django.conf import settings
from django.db import connection

from knowledge.anonymity.files import pdf_text
from search.language import fold

__all__ = ["Residue", "search_residue"]

_CHUNK = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Residue:
    """A place that still holds a name: ``table.column`` or a path, and in how many rows or files."""

    where: str
    count: int


def _spellings(names: Sequence[str]) -> list[str]:
    """Every way a name may be written in bytes: as it is, folded, escaped for JSON, addresses and forms;
    letters of any size.
    """
    found: set[str] = set()
    plain = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "s", "Ä": "A", "Ö": "O", "Ü": "U"})
    for name in names:
        for form in {
            name,
            fold(name),
            name.translate(plain),
            re.sub(r"\s+", "-", name),
            re.sub(r"\s+", "_", name),
        }:
            found |= {form, json.dumps(form)[1:-1], quote(form), quote_plus(form)}
    ascii_only = {re.sub("[A-Z]", lambda match: match[0].lower(), form) for form in found}
    return sorted({form for form in {item.lower() for item in found} | ascii_only if len(form) > 2})


def _in_bytes(content: bytes, needles: Sequence[str]) -> bool:
    """Whether raw bytes hold a needle in any of the common encodings; ``bytes.lower`` folds ASCII only, so
    both foldings are tried.
    """
    lowered = content.lower()
    for needle in needles:
        for code in ("utf-8", "utf-16-le", "utf-16-be", "latin-1"):
            form = needle.encode(code, "ignore")
            if len(form) > 2 and form in lowered:
                return True
    return False


def _unpacked(text: str) -> str:
    """The content of a signed, compressed value such as a session; empty where it is none."""
    head = text.partition(":")[0]
    packed = head.startswith(".")
    try:
        raw = base64.urlsafe_b64decode(head.lstrip(".") + "=" * (-len(head.lstrip(".")) % 4))
        return (zlib.decompress(raw) if packed else raw).decode("utf-8", "replace")
    except (ValueError, zlib.error):
        return ""


def _tables(needles: Sequence[str]) -> Iterator[Residue]:
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
    for table in sorted(tables):
        with connection.cursor() as cursor:
            name = connection.ops.quote_name(table)
            cursor.execute(f"SELECT * FROM {name}")  # noqa: S608 - from the schema
            columns = [column[0] for column in cursor.description]
            counts = dict.fromkeys(columns, 0)
            while rows := cursor.fetchmany(500):
                for row in rows:
                    for column, value in zip(columns, row, strict=True):
                        counts[column] += _holds(value, needles, table)
        yield from (Residue(f"{table}.{column}", count) for column, count in counts.items() if count)


def _holds(value: object, needles: Sequence[str], table: str) -> bool:
    if value is None or isinstance(value, int | float):
        return False
    if isinstance(value, bytes | memoryview):
        return _in_bytes(bytes(value), needles)
    text = str(value)
    if table.endswith("session"):
        text += _unpacked(text)
    lowered = text.lower()
    return any(needle in lowered for needle in needles)


def _files(folder: Path, needles: Sequence[str]) -> Iterator[Residue]:
    """Files whose name or raw bytes hold a name; PDFs also by their text, because streams in them are
    compressed.
    """
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        named = any(needle in path.name.lower() for needle in needles)
        if named or (path.is_file() and _file_holds(path, needles)):
            yield Residue(str(path.relative_to(folder.parent)) if not named else f"{folder.name}/…", 1)


def _file_holds(path: Path, needles: Sequence[str]) -> bool:
    overlap = max(len(needle) for needle in needles) * 4
    tail = b""
    with path.open("rb") as handle:
        while block := handle.read(_CHUNK):
            if _in_bytes(tail + block, needles):
                return True
            tail = block[-overlap:]
    if path.suffix.lower() == ".pdf":
        return _in_bytes(pdf_text(path.read_bytes()).encode(), needles)
    return False


def search_residue(names: Sequence[str], *, folders: Sequence[Path] = ()) -> list[Residue]:
    """Every place that holds one of the names, in any spelling; empty when nothing is left.

    Looks into all tables (sessions unpacked), the media folder, the index folder, the files of an SQLite
    database with its write-ahead log, and further ``folders`` (logs, dumps). Takes seconds for a small
    library, minutes for a large one.
    """
    needles = _spellings(names)
    if not needles:
        return []
    found = list(_tables(needles))
    for folder in (Path(settings.MEDIA_ROOT), Path(settings.SEARCH_INDEX_DIR), *folders):
        found += _files(folder, needles)
    if connection.vendor == "sqlite":
        base = Path(str(connection.settings_dict["NAME"]))
        found += [
            Residue(path.name, 1)
            for path in (base, base.with_name(base.name + "-wal"), base.with_name(base.name + "-journal"))
            if path.is_file() and _file_holds(path, needles)
        ]
    return found
