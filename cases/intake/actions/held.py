"""A raw case held for one deed, and what is refused then."""

from __future__ import annotations

from django.utils.translation import gettext as _

from cases.models import RawCase

__all__ = ["OutdatedRawCase", "locked", "trail_key"]


class OutdatedRawCase(ValueError):
    """Somebody else has saved or decided since the page was opened; nothing is written."""


def trail_key(raw: RawCase) -> str:
    """How the trail calls a raw case: by its random code."""
    return f"rawcase:{raw.code}"


def locked(raw: RawCase) -> RawCase:
    """The raw case as it stands now, held until the end of the transaction. Raises ``ValueError`` once a case
    was made of it.
    """
    newest = RawCase.objects.select_for_update().get(pk=raw.pk)
    _require_open(newest)
    return newest


def _require_open(raw: RawCase) -> None:
    if raw.is_released:
        raise ValueError(
            _("Aus diesem Rohfall ist schon ein Fall geworden; er lässt sich nicht mehr ändern.")
        )
