"""When a case is scrubbed, and what the tables of the cases keep of it beside what every page keeps
(knowledge/anonymity/retention/scrub.py).

At publication, at withdrawal and at deletion, after the commit: Wagtail still works on the page while it
publishes. What fails then is done by ``manage.py scrub_cases`` in the night.
"""

from __future__ import annotations

import logging
import threading
from typing import Any

from django.db import transaction
from django.db.models.signals import pre_delete
from wagtail.signals import page_published

from cases.gate.review import author_of
from cases.models import AnonymityReview, AnonymityScan, CaseClearance, CasePage, Consent, IntruderTest
from cases.sealed import IntakeNames
from cases.sections import CaseText
from knowledge.anonymity.detector import find
from knowledge.anonymity.retention import Subject, scrub, subject_of

__all__ = [
    "PUBLISHED",
    "RETIRED",
    "connect",
    "scrub_case",
    "scrub_later",
    "subject_of_case",
    "use_names_once_more",
]

logger = logging.getLogger("knowledge.scrub")

PUBLISHED, RETIRED = "veroeffentlicht", "zurueckgezogen"

_waiting = threading.local()


def subject_of_case(case: CasePage) -> Subject:
    """The case as the scrub knows it, with somebody who wrote its text and may not review it later either."""
    return subject_of(case, author_id=author_of(case))


def use_names_once_more(case: CasePage, raw: Any) -> None:
    """Called right before the names of the intake are destroyed: what nothing but a name ties to the case is
    looked for now.
    """
    names = [entry.name for entry in IntakeNames.opened(raw).dictionary()] if raw.has_names else []
    if names:
        scrub.run_by_names(subject=subject_of(case), occasion=PUBLISHED, names=names)


def scrub_case(*, case: CasePage, occasion: str, names: tuple[str, ...] = (), user: Any = None) -> int:
    """Scrub one case now; returns the number of rows touched. ``names`` are those of the intake, while they
    are known.
    """
    return sum(scrub.run(subject=subject_of_case(case), occasion=occasion, names=names, user=user).values())


def scrub_later(subject: Subject, occasion: str) -> None:
    """Scrub after the commit; many cases of one transaction are compacted once."""
    queue: dict[str, tuple[Subject, str]] = _waiting.__dict__.setdefault("queue", {})
    queue[subject.key] = (subject, occasion)
    transaction.on_commit(_scrub_waiting, robust=True)


def _scrub_waiting() -> None:
    queue: dict[str, tuple[Subject, str]] = _waiting.__dict__.setdefault("queue", {})
    if not queue:
        return
    waiting = list(queue.values())
    queue.clear()
    for subject, occasion in waiting:
        scrub.run(subject=subject, occasion=occasion)
    if any(occasion == RETIRED for _subject, occasion in waiting):
        _forget_in_index()
    scrub.compact()


def _forget_in_index() -> None:
    """A segment of the index keeps the words of a removed document until it is merged; a new generation does
    not.
    """
    from search import engines
    from search.contract import EngineUnavailable
    from search.index import apply

    try:
        # Twice: the generation before the live one stays on disk for readers that still hold it.
        for _generation in range(2 if engines.current().name == "embedded" else 1):
            apply.rebuild()
    except EngineUnavailable as error:
        logger.warning("index not rebuilt: %s", error)


# --------------------------------------------------------------------------- steps


@scrub.register_step("scans")
def _scans(subject: Subject, names: tuple[str, ...]) -> int:
    """Marks of what was found in earlier texts."""
    case = subject.page if subject.model is CasePage else None
    if case is None:
        return 0
    live = [scan.pk for scan in case.scans.order_by("-scanned_at", "-pk")[:1]] if case.live else []
    deleted, _models = AnonymityScan.objects.filter(case=case).exclude(pk__in=live).delete()
    return deleted


@scrub.register_step("release-comments")
def _release_comments(subject: Subject, names: tuple[str, ...]) -> int:
    """What the case giver wrote beside the release has been answered."""
    return (
        Consent.objects.filter(case=subject.pk).exclude(comment="").update(comment="")
        if subject.model is CasePage
        else 0
    )


@scrub.register_step("reviews")
def _reviews(subject: Subject, names: tuple[str, ...]) -> int:
    """Exceptions of earlier texts, and remarks on the residual risk that name somebody."""
    case = subject.page if subject.model is CasePage else None
    if case is None:
        return 0
    texts = {
        CaseText.of(case).digest,
        *CaseClearance.objects.filter(case=case).values_list("cleared_hash", flat=True),
    }
    touched = (
        AnonymityReview.objects.filter(case=case)
        .exclude(version_hash__in=texts)
        .exclude(exceptions=[])
        .update(exceptions=[])
    )
    # A search of an earlier text may name whom it found.
    searches, _models = IntruderTest.objects.filter(case=case).exclude(version_hash__in=texts).delete()
    touched += searches
    for review in AnonymityReview.objects.filter(case=case).exclude(residual_risk=""):
        if any(finding.is_certain for finding in find(review.residual_risk, dictionary=names)):
            touched += AnonymityReview.objects.filter(pk=review.pk).update(residual_risk="")
    return touched


# --------------------------------------------------------------------------- occasions


def _published(sender: Any, instance: CasePage, **kwargs: Any) -> None:
    if instance.live:
        scrub_later(subject_of_case(instance), PUBLISHED)


def _deleted(sender: Any, instance: CasePage, **kwargs: Any) -> None:
    scrub_later(subject_of(instance), RETIRED)


def connect() -> None:
    """Connect the occasions once."""
    page_published.connect(_published, sender=CasePage, dispatch_uid="cases.scrub.published")
    pre_delete.connect(_deleted, sender=CasePage, dispatch_uid="cases.scrub.deleted")
