"""A raw case is taken in and corrected: sealed, and never over somebody else's words."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases.intake.actions.held import OutdatedRawCase, locked
from cases.models import RawAccess, RawCase
from cases.sealed import IntakeNames, note_access, seal
from search.public_forms import Limit

__all__ = ["SentTwice", "change", "take_in"]


class SentTwice(ValueError):
    """The same form with the same text made a raw case already; nothing is written."""


_TAKEN_IN = Limit("aufnahme", 1, 24 * 3600, rotates=False)


@transaction.atomic
def take_in(
    *,
    text: Mapping[str, Any],
    names: IntakeNames,
    meeting: Any,
    user: Any,
    form_key: str = "",
    source_mark: str = "",
) -> RawCase:
    """A new raw case, sealed. ``form_key`` is drawn with each empty form: sent again with another text, as
    after "back", it makes another raw case. ``source_mark`` is what a file of cases calls it, hashed.

    Raises ``SentTwice`` for the same form with the same text.
    """
    written = json.dumps([dict(text), _plain(names)], sort_keys=True, default=str)
    if form_key and _TAKEN_IN.take(form_key, written) is not None:
        raise SentTwice(_("Dieser Fall ist schon gespeichert; er wurde zweimal abgeschickt."))
    raw = RawCase.objects.create(
        sealed_text=seal(dict(text)),
        sealed_names=seal(_plain(names)),
        sealed_key=seal(secrets.token_hex(32)),
        source_mark=source_mark,
        meeting=meeting,
        created_by=user,
    )
    note_access(raw=raw, user=user, action=RawAccess.Action.CREATED)
    return raw


@transaction.atomic
def change(
    *,
    raw: RawCase,
    text: Mapping[str, Any],
    names: IntakeNames,
    meeting: Any,
    user: Any,
    version: int | None = None,
) -> None:
    """Correct a raw case that no case was made of. ``version`` is the one that was on the screen.

    Raises ``ValueError`` once there is a case, ``OutdatedRawCase`` when somebody else has saved since.
    """
    newest = locked(raw)
    if version is not None and version != newest.version:
        raise OutdatedRawCase(_("Inzwischen hat jemand anderes diesen Rohfall gespeichert."))
    raw.sealed_text, raw.sealed_names, raw.meeting, raw.version = (
        seal(dict(text)),
        seal(_plain(names)),
        meeting,
        newest.version + 1,
    )
    raw.save(update_fields=["sealed_text", "sealed_names", "meeting", "version"])
    note_access(raw=raw, user=user, action=RawAccess.Action.CHANGED)


def _plain(names: IntakeNames) -> dict[str, Any]:
    return {
        "municipality": names.municipality,
        "persons": list(names.persons),
        "organisations": list(names.organisations),
    }
