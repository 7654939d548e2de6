"""What a record file names by a code: a meeting ("2-1"), another record ("F01"), a cycle by its number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from wagtail.models import Page

from knowledge.content.records import RecordError, read_record
from knowledge.enums import AccessLevel
from knowledge.models import ForumCycle, WorkingMeeting, record_models

__all__ = ["find_meeting", "inner_passages_of", "inner_rows", "page_of"]


def inner_passages_of(folder: Path, code: str) -> list[dict[str, Any]]:
    """What only some may read of a record, from the file beside it (``F05.inner.yaml``), as it is written
    there; empty without such a file.
    """
    path = folder / f"{code}.inner.yaml"
    return list(read_record(path).get("inner_passages", [])) if path.exists() else []


def inner_rows(passages: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The columns of such passages: for all alumni, or for those of the cycle with the number ``cycle``."""
    rows = []
    for row in passages:
        number = row.get("cycle")
        levels = (
            {"access_level": AccessLevel.CYCLE, "access_cycle": ForumCycle.objects.get(number=number)}
            if number is not None
            else {}
        )
        rows.append({"heading": row["heading"], "text": row["text"].strip(), **levels})
    return rows


def find_meeting(code: str) -> WorkingMeeting:
    """The meeting behind "2-1" (cycle 2, meeting 1).

    Raises :class:`RecordError` when there is none.
    """
    cycle, _dash, number = str(code).partition("-")
    known = WorkingMeeting.objects.select_related("cycle")
    meeting = (
        known.filter(cycle__number=cycle, number=number).first()
        if cycle.isdecimal() and number.isdecimal()
        else None
    )
    if meeting is None:
        raise RecordError(
            f"Das Arbeitstreffen „{code}“ gibt es nicht; erwartet wird „Staffel-Treffen“, zum Beispiel „2-1“."
        )
    return meeting


def page_of(code: str) -> Page:
    """The page of a record id such as "F01".

    Raises :class:`RecordError` when it was not loaded.
    """
    for model in record_models():
        if page := model.objects.filter(external_id=code).first():
            return page
    raise RecordError(f"Der Datensatz „{code}“ ist nicht geladen; bitte Kennung prüfen.")
