"""What somebody collected, in their order and with their remarks, as it stands in an address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from search.query import clean

__all__ = ["MOST", "Choice", "Selection"]

MOST = 40
"""So many records a dossier takes; an address has to fit into a mail."""

NOTE_LENGTH = 280
TITLE_LENGTH = 120

_KEY = re.compile(r"[a-z]+:[0-9a-f]{32}(?:#[a-z0-9-]{1,60})?|[A-Z]\d{1,3}(?:#[a-z0-9-]{1,60})?")


@dataclass(frozen=True, slots=True)
class Choice:
    """A record by its key (``case:`` and 32 digits, a chapter with ``#anchor``), and a remark on it."""

    key: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Selection:
    """Records in their order, and what the dossier is to be. ``problems`` are keys that are none."""

    choices: tuple[Choice, ...] = ()
    title: str = ""
    audience: str = "gemeinderat"
    pages: int = 4
    problems: tuple[str, ...] = ()

    @classmethod
    def of(cls, query: QueryDict, audiences: Sequence[str], lengths: Sequence[int]) -> Selection:
        """Read an address: ``key`` and ``notiz`` (in the same order, repeated), ``titel``, ``fuer``,
        ``seiten``. What is unknown there is the default.
        """
        keys = [clean(key)[:120] for key in query.getlist("key")]
        notes = [clean(note)[:NOTE_LENGTH] for note in query.getlist("notiz")]
        made = cls.from_pairs(zip_longest(keys, notes[: len(keys)], fillvalue=""))
        pages = query.get("seiten", "")
        return replace(
            made,
            title=clean(query.get("titel", ""))[:TITLE_LENGTH],
            audience=query.get("fuer", "") if query.get("fuer", "") in audiences else made.audience,
            pages=int(pages) if pages in {str(length) for length in lengths} else made.pages,
        )

    @classmethod
    def from_pairs(cls, pairs: Iterable[tuple[str, str]]) -> Selection:
        """Keys with their remarks; a key that comes twice counts once."""
        chosen: dict[str, Choice] = {}
        problems = []
        for key, note in pairs:
            if not key:
                continue
            if _KEY.fullmatch(key) is None:
                problems.append(key[:60])
            elif key not in chosen and len(chosen) < MOST:
                chosen[key] = Choice(key, note)
        return cls(tuple(chosen.values()), problems=tuple(dict.fromkeys(problems))[:MOST])

    @classmethod
    def of_keys(cls, keys: Iterable[str], **wanted: Any) -> Selection:
        """These records, without remarks; ``wanted`` are the other fields."""
        return replace(cls.from_pairs((key, "") for key in keys), **wanted)

    def query(self) -> str:
        """The same as parameters of an address, always in one form."""
        pairs = [("key", choice.key) for choice in self.choices]
        if any(choice.note for choice in self.choices):
            pairs += [("notiz", choice.note) for choice in self.choices]
        if self.title:
            pairs.append(("titel", self.title))
        return urlencode([*pairs, ("fuer", self.audience), ("seiten", str(self.pages))])

    def moved(self, place: int) -> Selection:
        """With the record at ``place`` one step further up."""
        chosen = list(self.choices)
        if 0 < place < len(chosen):
            chosen[place - 1], chosen[place] = chosen[place], chosen[place - 1]
        return replace(self, choices=tuple(chosen))

    def without(self, place: int) -> Selection:
        """Without the record at ``place``."""
        return replace(self, choices=self.choices[:place] + self.choices[place + 1 :])

    def without_notes(self) -> Selection:
        """The same records without what was remarked on them."""
        return replace(self, choices=tuple(Choice(choice.key) for choice in self.choices))

    def with_key(self, key: str) -> Selection:
        """With one more at the end."""
        pairs = [*((choice.key, choice.note) for choice in self.choices), (key, "")]
        added = Selection.from_pairs(pairs)
        return replace(self, choices=added.choices, problems=self.problems + added.problems)
