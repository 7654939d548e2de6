"""What a record file names by a code: a meeting ("2-1"), another record ("F01")."""

from __future__ import annotations

from wagtail.models import Page

from knowledge.content.records import RecordError
from knowledge.models import WorkingMeeting, record_models

__all__ = ["find_meeting", "page_of"]


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
