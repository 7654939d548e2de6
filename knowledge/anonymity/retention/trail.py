"""What leaves a trail: decisions about findings, the end of a key, the scrub. Atomic, keywords only, never a
word of a text.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from knowledge.anonymity.detector import DETECTOR_VERSION
from knowledge.anonymity.retention.scrub import Step, Subject, scrub_steps

__all__ = [
    "as_code",
    "destroy_key",
    "forget_old",
    "mark_words",
    "note",
    "note_finding",
    "scrub",
    "scrub_by_names",
]

logger = logging.getLogger("knowledge.scrub")


def _model(name: str) -> Any:
    """Models below write into the trail as well (files), so it knows them by name."""
    return apps.get_model("knowledge", name)


_CODE = re.compile(r"[a-z0-9][a-z0-9:._-]{0,63}|")


def as_code(name: str, value: str) -> str:
    """Codes only: a trail that takes sentences would sooner or later hold a name. Raises ``ValueError``."""
    if not _CODE.fullmatch(value):
        raise ValueError(f"{name} must be a code of small letters, digits and hyphens")
    return value


@transaction.atomic
def mark_words(*, subject: str, words: str) -> str:
    """Keyed hash of words under the key of this record, which is made when first needed."""
    key, _created = _model("AnonymityKey").objects.get_or_create(subject=subject)
    return hmac.new(bytes.fromhex(key.secret), words.encode(), hashlib.sha256).hexdigest()


@transaction.atomic
def note(
    *,
    subject: str,
    action: str,
    details: Mapping[str, str] | None = None,
    count: int = 1,
    user: Any = None,
    user_id: int | None = None,
) -> None:
    """Write one line of the trail. ``details``: ``kind``, ``decision``, ``reason``, ``mark``; codes, never
    words.

    It is undone with the transaction around it; what must outlive a refusal goes through
    :mod:`knowledge.anonymity.retention.lasting_entries`.

    Raises ``ValueError`` for anything that is not a code.
    """
    _model("AnonymityTrail").objects.create(
        subject=subject,
        action=_model("AnonymityTrail").Action(action),
        detector=DETECTOR_VERSION,
        count=count,
        user_id=getattr(user, "pk", None) or user_id,
        **{name: as_code(name, value) for name, value in (details or {}).items()},
    )


@transaction.atomic
def note_finding(*, subject: str, words: str, details: Mapping[str, str], user: Any = None) -> None:
    """Write the decision about a finding; the words become a hash that nobody can try names against after the
    release.
    """
    note(
        subject=subject,
        action="fund",
        details={**details, "mark": mark_words(subject=subject, words=words)},
        user=user,
    )


@transaction.atomic
def forget_old() -> int:
    """Delete lines older than ``ANONYMITY_TRAIL_DAYS``: they name a user, and nobody asks for them any more.
    Answers how many.
    """
    deleted, _models = (
        _model("AnonymityTrail")
        .objects.filter(at__lt=timezone.now() - timedelta(days=settings.ANONYMITY_TRAIL_DAYS))
        .delete()
    )
    return deleted


@transaction.atomic
def destroy_key(*, subject: str) -> bool:
    """From now on the hashes of this record say nothing. ``False`` where there was no key."""
    deleted, _models = _model("AnonymityKey").objects.filter(subject=subject).delete()
    if deleted:
        note(subject=subject, action="schluessel")
    return bool(deleted)


def _run_steps(
    steps: Iterable[Step], subject: Subject, occasion: str, names: Sequence[str], user: Any
) -> Counter[str]:
    counts: Counter[str] = Counter()
    for step in steps:
        touched = step.run(subject, tuple(names))
        if touched:
            counts[step.code] += touched
            note(
                subject=subject.key,
                action="bereinigt",
                details={"decision": occasion, "reason": step.code},
                count=touched,
                user=user,
            )
    logger.info("%s scrubbed at %s: %s", subject.key, occasion, dict(counts))
    return counts


@transaction.atomic
def scrub_by_names(*, subject: Subject, occasion: str, names: Sequence[str]) -> Counter[str]:
    """The last use of the names of the intake before they are destroyed: only the steps that look for
    them.
    """
    return _run_steps(scrub_steps(by_name=True), subject, occasion, names, None)


@transaction.atomic
def scrub(*, subject: Subject, occasion: str, names: Sequence[str] = (), user: Any = None) -> Counter[str]:
    """Remove what the work on a record has left behind, at its release, withdrawal or deletion; one line in
    the trail per kind of residue.

    ``names`` are the names given at intake, if they are still known: they are also looked for where no record
    is tied to the row (query log, files). Returns how many rows each step touched. Compaction of the files on
    disk (``scrub.compact``) comes after the commit.
    """
    counts = _run_steps(scrub_steps(), subject, occasion, names, user)
    destroy_key(subject=subject.key)
    return counts
