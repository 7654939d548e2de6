"""What must hold whatever happened in a year. Each answers with sentences about what does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Q
from django.utils import timezone

from cases.models import AnonymityReview, CasePage, Consent, RawCase
from knowledge.cycle.gate import open_requirements
from knowledge.enums import ContributionState, CycleState, LessonState, VerdictKind
from knowledge.lessons import SECURED_BY_CYCLES
from knowledge.models import Application, BallotSlip, ForumCycle, LessonPage, LessonVerdict
from publications.coverage.counts import matrices
from publications.cycle_report import public_report
from search.contract import Viewer

__all__ = ["broken"]


def broken(mails: Iterable[Any], *, made: Iterable[int]) -> list[str]:
    """Every invariant that does not hold. ``made`` are the keys of the cases of this year."""
    found: list[str] = []
    for rule in (_verdicts, _secured, _closed, _gone, _small_counts):
        found += rule()
    found += _cases(made)
    found += [f"a mail was sent twice: {key}" for key, count in _keys(mails).items() if count > 1]
    return found


def _keys(mails: Iterable[Any]) -> Counter[str]:
    return Counter(str(mail.extra_headers.get("Message-ID")) for mail in mails)


def _verdicts() -> Iterator[str]:
    """No verdict without a meeting, one per lesson and cycle, none with more votes than people."""
    kept = LessonVerdict.objects.exclude(state=ContributionState.REJECTED)
    yield from (f"verdict {row.pk} has no meeting" for row in kept.filter(meeting=None))
    pairs = Counter(kept.values_list("lesson", "cycle"))
    yield from (f"{count} verdicts on lesson {key}" for key, count in pairs.items() if count > 1)
    for row in kept.filter(meeting__ballot__isnull=False).select_related("meeting__ballot"):
        if row.meeting and row.n_yes + row.n_part + row.n_no > row.meeting.ballot.cast:
            yield f"verdict {row.pk} has more votes than ballots"


def _secured() -> Iterator[str]:
    """Secured by the rule only: recounted from the rows."""
    for lesson in LessonPage.objects.live():
        accepted = lesson.verdicts.filter(state=ContributionState.ACCEPTED, kind=VerdictKind.CONFIRMED)
        cycles = len(set(accepted.values_list("cycle", flat=True)))
        lesson.read_inside = True
        enough = cycles >= SECURED_BY_CYCLES or (
            cycles == SECURED_BY_CYCLES - 1 and lesson.confidence.effect > 0
        )
        if lesson.state == LessonState.SECURED and not enough:
            yield f"lesson {lesson.pk} is secured by {cycles} cycles"
        if lesson.confirming_cycles != cycles:
            yield f"lesson {lesson.pk} prints {lesson.confirming_cycles} cycles, the rows say {cycles}"


def _closed() -> Iterator[str]:
    """No closed cycle with an open requirement that its own rounds have set."""
    for cycle in ForumCycle.objects.filter(state__in=[CycleState.CLOSED, CycleState.ARCHIVED]):
        if cycle.meetings.filter(ballot__isnull=False).exists():
            for requirement, missing in open_requirements(cycle):
                yield from (f"cycle {cycle.number} is closed, {requirement.name}: {item}" for item in missing)


def _gone() -> Iterator[str]:
    """What has its day is gone on it."""
    today = timezone.localdate()
    for model, late in (
        (Application, Q(delete_on__lt=today)),
        (RawCase, Q(delete_on__lt=today)),
        (BallotSlip, Q(ballot__closed_at__isnull=False)),
    ):
        if count := model.objects.filter(late).count():
            yield f"{count} rows of {model.__name__} outlived their day"


def _cases(made: Iterable[int]) -> Iterator[str]:
    """No public case without a release of exactly its text and a review by somebody who did not write it."""
    for case in CasePage.objects.filter(pk__in=list(made), live=True):
        clearance = case.clearance
        if not Consent.objects.filter(
            case=case, withdrawn_at=None, version_hash=clearance.cleared_hash
        ).exists():
            yield f"case {case.pk} is public without a release of its text"
        reviewers = set(
            case.reviews.filter(state=AnonymityReview.State.PASSED).values_list("reviewer", flat=True)
        )
        if not reviewers - {case.owner_id}:
            yield f"case {case.pk} is public and one person saw it"


def _small_counts() -> Iterator[str]:
    """No public count below three that could be told apart from none, in coverage and in reports."""
    for cycle in ForumCycle.objects.all():
        report = public_report(cycle)
        for kind, count in report.verdicts if report else ():
            if count is not None and 0 < count < 3:
                yield f"the report of cycle {cycle.number} names {count} for {kind}"
    for matrix in matrices(Viewer()):
        for row in matrix.rows:
            yield from (
                f"a public count of {cell.count} stands in {matrix.title}"
                for cell in row.cells
                if cell.count is not None and 0 < cell.count < 3
            )
