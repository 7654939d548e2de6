"""What a raw case holds when it is opened: its capture fields, and the names given at intake."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from cases.models import RawCase
from knowledge.anonymity.detector import IntakeName, Kind, find
from knowledge.guard import open_sealed

__all__ = ["IntakeNames", "names_in", "read_text"]


@dataclass(frozen=True, slots=True)
class IntakeNames:
    """IntakeNames given at intake."""

    municipality: str = ""
    persons: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()

    @classmethod
    def opened(cls, raw: RawCase) -> IntakeNames:
        """The names of a raw case; none when they were destroyed."""
        value = open_sealed(raw.sealed_names) or {}
        return cls(
            value.get("municipality", ""),
            tuple(value.get("persons", ())),
            tuple(value.get("organisations", ())),
        )

    def dictionary(self) -> list[IntakeName]:
        """For the detector."""
        places = [
            IntakeName(name.strip(), Kind.PLACE)
            for name in re.split(r"[\n;]", self.municipality)
            if name.strip()
        ]
        return [
            *places,
            *(IntakeName(name) for name in self.persons),
            *(IntakeName(name, Kind.ORGANISATION) for name in self.organisations),
        ]


def read_text(raw: RawCase) -> dict[str, Any]:
    """The capture fields of a raw case."""
    value: dict[str, Any] = open_sealed(raw.sealed_text) or {}
    return value


def names_in(text: str, names: IntakeNames) -> bool:
    """Whether a text still holds a name given at intake."""
    dictionary = names.dictionary()
    return bool(dictionary) and any(
        finding.layer == "intake" for finding in find(text, dictionary=dictionary)
    )
