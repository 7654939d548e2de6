"""The audit trail: decisions about findings, the end of a key, the scrub. Keywords only, never a word of a
text.

An entry is undone with the transaction around it. A refusal undoes the transaction in which it happens, so
what tells of a refusal is a *lasting entry*: it survives a rollback. It waits in the thread and is written
when no transaction is open any more: at once, or at the end of the request. A script that refuses inside a
transaction of its own and ends there leaves the log line alone; its next refusal outside writes both.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import re
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.signals import request_finished
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from wagtail.models import Page

from knowledge.anonymity.detector import DETECTOR_VERSION

__all__ = [
    "LastingEntry",
    "Subject",
    "as_code",
    "connect",
    "destroy_key",
    "flush_lasting",
    "forget_lasting",
    "forget_old",
    "mark_words",
    "note",
    "note_finding",
    "note_lasting",
    "subject_of",
]

logger = logging.getLogger("knowledge.gate")


@dataclass(frozen=True, slots=True)
class Subject:
    """The record that is scrubbed. It may be gone already: then only its numbers are known."""

    key: str
    pk: int
    model: type[Page]
    label: str
    author_id: int | None = None

    @property
    def page(self) -> Any:
        """The page as the database holds it, or ``None``."""
        return self.model.objects.filter(pk=self.pk).first()

    @property
    def types(self) -> list[int]:
        """Ids of the content types under which traces of the page are kept: its own and plain ``Page``."""
        return [
            ContentType.objects.get_for_model(model, for_concrete_model=False).pk
            for model in (self.model, Page)
        ]


def subject_of(page: Any, *, author_id: int | None = None) -> Subject:
    """The subject of a page, also when it is about to be deleted; its label is its address, which says
    nothing."""
    return Subject(
        f"{page._meta.model_name}:{page.translation_key.hex}",
        page.pk,
        type(page),
        str(page.slug),
        author_id,
    )


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
    :func:`note_lasting`.

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


# --------------------------------------------------------------------------- entries that survive a rollback

MOST_LASTING = 200
"""A thread remembers no more lines than this; the log has the others."""


@dataclass(frozen=True, slots=True)
class LastingEntry:
    """One line to come: whom it is about, what happened, a code that says why, and the id of a user."""

    subject: str
    action: str
    reason: str
    user_id: int | None = None


_waiting = threading.local()


def _lasting() -> dict[LastingEntry, None]:
    """Lines of this thread in order, each once."""
    if not hasattr(_waiting, "entries"):
        _waiting.entries = {}
    entries: dict[LastingEntry, None] = _waiting.entries
    return entries


def note_lasting(*, subject: str, action: str, reasons: Iterable[str], user: Any = None) -> None:
    """Note one line per reason as soon as it can last. Raises ``ValueError`` for a reason that is not a
    code.
    """
    lines = _lasting()
    for reason in sorted(set(reasons)):
        if len(lines) < MOST_LASTING:
            lines[LastingEntry(subject, action, as_code("reason", reason), getattr(user, "pk", None))] = None
    if not connection.in_atomic_block:
        flush_lasting()


def flush_lasting(**kwargs: Any) -> int:
    """Write what is remembered and answer how many lines; keeps them where the database is away or the
    transaction lost.
    """
    lines = list(_lasting())
    if not lines or connection.needs_rollback:
        return 0
    try:
        with transaction.atomic():
            for line in lines:
                note(
                    subject=line.subject,
                    action=line.action,
                    details={"reason": line.reason},
                    user_id=line.user_id,
                )
    except DatabaseError:
        logger.exception("the trail could not be written, %s lines wait", len(lines))
        return 0
    _lasting().clear()
    return len(lines)


def forget_lasting() -> None:
    """Drop what waits; for tests, whose database changes under the thread."""
    _lasting().clear()


def connect() -> None:
    """Connect the end of a request once."""
    request_finished.connect(flush_lasting, dispatch_uid="knowledge.trail.finished")
