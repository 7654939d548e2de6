"""What people wrote down about who may find what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

__all__ = ["FILE", "Channel", "Expectations", "read_expectations"]

FILE: Final = Path(__file__).parent / "expected.yaml"

_ANSWERS: Final = {"x": True, "-": False, ".": None}


@dataclass(frozen=True, slots=True)
class Channel:
    """A way to records: the table it answers to, whether it may miss some, and readers it does not exist
    for.
    """

    name: str
    table: str
    may_miss: bool = False
    but: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Expectations:
    """The tables by name: for each record and reader ``True`` (has to be found), ``False`` (must not be) or
    ``None`` (not asked).
    """

    readers: tuple[str, ...]
    channels: tuple[Channel, ...]
    tables: Mapping[str, Mapping[str, Mapping[str, bool | None]]]

    @property
    def records(self) -> tuple[str, ...]:
        """Names of the planted records."""
        return tuple(self.tables["pages"])


def read_expectations(path: Path = FILE) -> Expectations:
    """Read the tables. Raises ``ValueError`` for a row that is too short, an unknown sign, or a record that
    one of the tables forgets.
    """
    data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    readers = tuple(data.pop("readers"))
    channels = tuple(
        Channel(name, row["table"], row.get("may_miss", False), tuple(row.get("but", ())))
        for name, row in data.pop("channels").items()
    )
    tables = {
        name: {record: _row(f"{name}.{record}", signs, readers) for record, signs in rows.items()}
        for name, rows in data.items()
    }
    names = {frozenset(rows) for rows in tables.values()}
    if len(names) != 1:
        raise ValueError("every table has to name every record")
    return Expectations(readers, channels, tables)


def _row(name: str, signs: str, readers: tuple[str, ...]) -> dict[str, bool | None]:
    row = str(signs).split()
    if len(row) == 1:
        row *= len(readers)
    if len(row) != len(readers) or not set(row) <= set(_ANSWERS):
        raise ValueError(f"{name}: one sign (x, - or .) for each of {', '.join(readers)}")
    return {reader: _ANSWERS[sign] for reader, sign in zip(readers, row, strict=True)}
