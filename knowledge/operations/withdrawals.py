"""What left the public since a backup: a small file beside the library that only grows, in no archive.

A line is a keyed hash and a word, never a key or a text; each backup leaves a line as well, so that a restore
knows where to go on, and whether the file goes on at all. The key of the hashes lies sealed in the database,
so it comes back with the archive.
"""

from __future__ import annotations

import enum
import logging
import os
import re
import secrets
import tempfile
from collections import defaultdict
from functools import partial
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction

from knowledge.guard import SealError, marks

__all__ = [
    "Departure",
    "LedgerUnreadable",
    "ledger_file",
    "mark_of",
    "note",
    "note_backup",
    "read",
    "take_over",
]

logger = logging.getLogger("knowledge.gate")

_BACKUP: Final = "sicherung"
_LINE = re.compile(r"([0-9a-f]{32}) (\S+)")


class Departure(enum.StrEnum):
    """How a record left the public, the strictest first."""

    WITHDRAWN = "zurueckgezogen"
    REFUSED = "abgelehnt"
    OFF = "abgenommen"
    INNER = "intern"


class LedgerUnreadable(Exception):
    """The file is not there, ends before the backup, or no key opens its hashes."""


def ledger_file() -> Path:
    """Where this installation writes."""
    return Path(settings.WITHDRAWALS_FILE)


def mark_of(key: str) -> str:
    """The hash by which the file knows a record. Raises ``SealError``."""
    return marks.finding_mark("withdrawals", key)


def note(key: str, departure: Departure) -> None:
    """Write it down after the commit. A file that cannot be written keeps nobody from withdrawing; the log
    and ``doctor`` say so, and the night writes it again.
    """
    transaction.on_commit(partial(_write, key, departure))


def _write(key: str, departure: Departure) -> None:
    try:
        _append(f"{mark_of(key)} {departure}")
    except (OSError, SealError):
        logger.exception("a withdrawal was not written to %s", settings.WITHDRAWALS_FILE)


def note_backup() -> str:
    """A line for a backup that is about to be made; returns its mark. Raises ``OSError``."""
    mark = secrets.token_hex(16)
    _append(f"{mark} {_BACKUP}")
    return mark


def _append(line: str) -> None:
    path = ledger_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "ab+", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        end = file.seek(0, os.SEEK_END)
        file.seek(max(0, end - 1))
        # A line that was cut ends here, so that it does not swallow the next one.
        torn = b"\n" if file.read(1) not in {b"", b"\n"} else b""
        file.write(torn + line.encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def take_over(old: Path) -> None:
    """The lines of another machine's file come before those of this one, once. Raises ``OSError``."""
    path = ledger_file()
    here = path.read_bytes() if path.exists() else b""
    lines = old.read_bytes()
    if lines and not lines.endswith(b"\n"):
        lines += b"\n"
    if here.startswith(lines):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".widerrufe-", delete=False) as file:
        file.write(lines + here)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(path)


def read(path: Path, *, since: str = "") -> dict[str, set[Departure]]:
    """How records left, by hash, after the backup of that mark; without one, ever. Raises
    :class:`LedgerUnreadable`.
    """
    try:
        lines = path.read_text("ascii", "replace").splitlines()
    except OSError as error:
        raise LedgerUnreadable(str(path)) from error
    found: defaultdict[str, set[Departure]] = defaultdict(set)
    reached = not since
    for match in filter(None, map(_LINE.fullmatch, lines)):
        mark, word = match.groups()
        if word == _BACKUP:
            reached = reached or mark == since
        elif reached and word in set(Departure):
            found[mark].add(Departure(word))
    if not reached:
        raise LedgerUnreadable(str(path))
    return dict(found)
