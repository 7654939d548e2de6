"""Asks every reader on every channel for every record, and compares with what was expected."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.test import Client

from publications.leaks.channels import BY_RECORD, FOR_ALL, SAME_FOR_EVERYBODY
from publications.leaks.expectations import Channel, Expectations, read_expectations
from publications.leaks.planting import Planted, readers

__all__ = ["LeakCell", "Report", "measure"]


@dataclass(frozen=True, slots=True)
class LeakCell:
    """One answer: what had to be, and what was."""

    reader: str
    record: str
    channel: str
    expected: bool
    found: bool

    @property
    def is_leak(self) -> bool:
        """Found by somebody who must not find it."""
        return self.found and not self.expected

    def __str__(self) -> str:
        return f"{self.reader} / {self.record} / {self.channel}"


@dataclass(frozen=True, slots=True)
class Report:
    """All cells that were asked. ``lost`` are records that had to be found and were not, on channels that may
    miss none: a channel that shows nothing would never leak.
    """

    cells: tuple[LeakCell, ...]
    lost: tuple[LeakCell, ...]
    silent: tuple[str, ...]
    """Channels on which nobody found anything, though somebody should."""

    @property
    def leaks(self) -> tuple[LeakCell, ...]:
        """What was found by somebody who must not find it."""
        return tuple(cell for cell in self.cells if cell.is_leak)

    def as_json(self) -> dict[str, Any]:
        """Figures and the names of whatever is wrong."""
        return {
            "cells": len(self.cells),
            "leaks": [str(cell) for cell in self.leaks],
            "lost": [str(cell) for cell in self.lost],
            "silent": list(self.silent),
            "readers": len({cell.reader for cell in self.cells}),
            "records": len({cell.record for cell in self.cells}),
            "channels": len({cell.channel for cell in self.cells}),
        }


def measure(
    planted: Sequence[Planted],
    *,
    only_readers: Collection[str] = (),
    only_channels: Collection[str] = (),
    expectations: Expectations | None = None,
) -> Report:
    """Ask. Without ``only_...`` every reader and every channel of the file is asked."""
    expected = expectations or read_expectations()
    cells: list[LeakCell] = []
    asked = [c for c in expected.channels if not only_channels or c.name in only_channels]
    made: dict[str, str] = {}
    for reader, user in readers().items():
        if only_readers and reader not in only_readers:
            continue
        client = Client()
        if user is not None:
            client.force_login(user)
        for channel in asked:
            if reader not in channel.but:
                cells += _cells(client, reader, channel, expected, planted, made)
    may_miss = {channel.name for channel in asked if channel.may_miss}
    lost = [c for c in cells if c.expected and not c.found and c.channel not in may_miss]
    speaking = {cell.channel for cell in cells if cell.found}
    due = {cell.channel for cell in cells if cell.expected}
    return Report(tuple(cells), tuple(lost), tuple(sorted(due - speaking)))


def _cells(
    client: Client,
    reader: str,
    channel: Channel,
    expected: Expectations,
    planted: Sequence[Planted],
    made: dict[str, str],
) -> Iterator[LeakCell]:
    rows = expected.tables[channel.table]
    shared = FOR_ALL.get(channel.name)
    answer = made.get(channel.name, "")
    if shared and not answer:
        answer = shared(client, planted[0].area, planted[0].card)
    if channel.name in SAME_FOR_EVERYBODY:
        made[channel.name] = answer
    for record in planted:
        due = rows[record.name][reader]
        if due is None:
            continue
        text = answer if shared else BY_RECORD[channel.name](client, record)
        yield LeakCell(reader, record.name, channel.name, due, _shows(text, record, channel.name))


_BY_ADDRESS = frozenset({"sitemap"})
"""Channels that name addresses and no words."""


def _shows(text: str, record: Planted, channel: str) -> bool:
    if channel in _BY_ADDRESS:
        return record.is_page and record.url in text
    return record.mark in text
