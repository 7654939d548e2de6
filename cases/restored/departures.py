"""Withdrawals, refusals and takings-off that a restored database does not know, from the file beside the
library (:mod:`knowledge.operations.withdrawals`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.db.models.signals import pre_delete
from django.utils import timezone
from wagtail.signals import page_unpublished

from cases.gate import gives_all, narrow_answers, restrict, take_down, withdraw
from cases.models import CaseClearance, CasePage, CaseTombstone, Consent
from knowledge.enums import AccessLevel
from knowledge.guard import SealError
from knowledge.operations import withdrawals
from knowledge.operations.withdrawals import Departure, LedgerUnreadable

__all__ = ["RESTORED", "Departed", "apply", "catch_up", "connect", "unwritten"]

RESTORED: Final = "restored"
"""Why a case was taken off, in the trail."""


@dataclass(frozen=True, slots=True)
class Departed:
    """How many cases left again, by how they left; ``unknown`` where nobody could tell and all went off."""

    counts: dict[Departure, int]
    unknown: bool = False


def connect() -> None:
    """Write down what leaves; withdrawals and refusals are written where they happen."""
    page_unpublished.connect(_off, sender=CasePage, dispatch_uid="cases.restored.unpublished")
    pre_delete.connect(_deleted, sender=CasePage, dispatch_uid="cases.restored.deleted")


def _off(sender: Any, instance: CasePage, **kwargs: Any) -> None:
    withdrawals.note(instance.translation_key.hex, Departure.OFF)


def _deleted(sender: Any, instance: CasePage, **kwargs: Any) -> None:
    if instance.first_published_at is not None:
        withdrawals.note(instance.translation_key.hex, Departure.OFF)


@transaction.atomic
def apply(*, path: Path, since: str | None = None) -> Departed:
    """Do again what the file tells, with ``since`` only what came after the backup of that mark. Where the
    file does not reach back to it, or its hashes cannot be read, every live case goes off: editors decide,
    and publish again what may be read, as a mixed batch.
    """
    try:
        if since == "":
            raise LedgerUnreadable(str(path))
        told = withdrawals.read(path, since=since or "")
        known = {withdrawals.mark_of(case.translation_key.hex): case for case in CasePage.objects.all()}
    except (LedgerUnreadable, SealError):
        live = CasePage.objects.filter(live=True).order_by("pk")
        for case in live:
            take_down(case=case, codes=[RESTORED])
        return Departed({Departure.OFF: len(live)} if live else {}, unknown=True)
    counts: Counter[Departure] = Counter()
    for mark, departures in told.items():
        if mark in known and (how := _leave(known[mark], departures)):
            counts[how] += 1
    CaseClearance.objects.filter(case__live=False).delete()  # of a restore that failed half-way
    return Departed({departure: counts[departure] for departure in Departure if counts[departure]})


def _leave(case: CasePage, departures: set[Departure]) -> Departure | None:
    """How it left, by the strictest; ``None`` where it had already. "Only for alumni" holds beside any other:
    what is published again later is not for everybody either.
    """
    if CaseTombstone.objects.filter(case_id=case.pk, reopened_on=None).exists():
        return None
    if Departure.WITHDRAWN in departures:
        withdraw(case=case)
        return Departure.WITHDRAWN
    narrowed = Departure.INNER in departures and restrict(case=case)
    if Departure.INNER in departures:
        narrow_answers(case=case)
    strictest = next(departure for departure in Departure if departure in departures)
    if strictest is not Departure.INNER and _go(case, strictest):
        return strictest
    return Departure.INNER if narrowed else None


def _go(case: CasePage, departure: Departure) -> bool:
    refused = departure is Departure.REFUSED and Consent.objects.filter(
        case_id=case.pk, withdrawn_at=None
    ).update(withdrawn_at=timezone.now())
    if case.live:
        take_down(case=case, codes=[RESTORED])
    return bool(refused) or case.live


def unwritten() -> list[tuple[str, Departure]]:
    """Keys of what left for good or went off and the file does not know, because it could not be written then
    or is a new one. Raises ``SealError``.
    """
    told = _told()
    taken_back = CaseTombstone.objects.filter(reopened_on=None)
    missing = [
        (tombstone.key, Departure.WITHDRAWN)
        for tombstone in taken_back
        if Departure.WITHDRAWN not in told.get(withdrawals.mark_of(tombstone.key), ())
    ]
    off = CasePage.objects.filter(live=False, first_published_at__isnull=False)
    for case in off.exclude(pk__in=taken_back.exclude(case=None).values("case")).prefetch_related("consents"):
        key = case.translation_key.hex
        if not told.get(withdrawals.mark_of(key), set()) - {Departure.INNER}:
            missing.append((key, Departure.REFUSED if _is_refused(case) else Departure.OFF))
    return missing


def _is_refused(case: CasePage) -> bool:
    """Whether the case giver said "no" last, or took every answer back."""
    answers = sorted(case.consents.all(), key=lambda answer: (answer.given_at, answer.pk))
    return bool(answers) and (answers[-1].withdrawn_at is not None or not gives_all(answers[-1]))


def _narrower() -> list[str]:
    """Keys of what not everybody may read and the file does not know as such; editors narrow, too."""
    told = _told()
    inner = CasePage.objects.exclude(access_level=AccessLevel.PUBLIC).filter(first_published_at__isnull=False)
    keys = [case.translation_key.hex for case in inner]
    return [key for key in keys if Departure.INNER not in told.get(withdrawals.mark_of(key), ())]


def _told() -> dict[str, set[Departure]]:
    try:
        return withdrawals.read(withdrawals.ledger_file())
    except LedgerUnreadable:
        return {}


def catch_up() -> None:
    """Write down what is missing in the file."""
    for key, departure in unwritten():
        withdrawals.note(key, departure)
    for key in _narrower():
        withdrawals.note(key, Departure.INNER)
