"""Terms: what a newer detector doubts in a live case may be decided until a day, instead of taking the case
off over night. Reads only.

What names a person or place with certainty has no term, and no text that is published anew: there everything
must be decided first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone

from cases.gate.clearance import Judgement, judged
from cases.gate.findings import GateFinding, open_findings
from cases.gate.review import passed_marks, review_of
from cases.models import CasePage, FindingTerm, Problem
from cases.sealed import SealError
from cases.sections import CaseText
from knowledge.anonymity.detector import DetectorUnavailable

__all__ = ["EXPIRED", "Outlook", "Waiting", "outlook", "term_end", "waiting_cases"]

EXPIRED = "frist"
"""Code in the trail of a case that went off because nobody decided in time."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a recheck makes of a live case: why it goes off, and which doubtful findings have until when."""

    judgement: Judgement
    terms: tuple[tuple[GateFinding, date], ...]
    is_expired: bool

    @property
    def problems(self) -> list[Problem]:
        """Why it goes off."""
        return self.judgement.problems

    @property
    def due(self) -> date | None:
        """The first day on which something must be decided, while the case stays."""
        return min((due for _finding, due in self.terms), default=None) if not self.problems else None

    @property
    def codes(self) -> list[str]:
        """For the trail."""
        return [*([EXPIRED] if self.is_expired else []), *(problem.code for problem in self.problems)]


def term_end() -> date:
    """The day until which a finding of today must be decided."""
    return timezone.localdate() + timedelta(days=settings.ANONYMITY_DECISION_DAYS)


def _open(case: CasePage, text: CaseText) -> list[GateFinding]:
    """Open findings of the text that is read, or would be; none where the detector cannot run, which is a
    problem of its own.
    """
    try:
        return open_findings(case, text, passed_marks(review_of(case, text.digest)))
    except (DetectorUnavailable, SealError):
        return []


def outlook(case: CasePage, text: CaseText | None = None) -> Outlook:
    """What the present detector says of a live case, with the terms it has and those it would get."""
    text = text or CaseText.of(case)
    known: dict[str, date] = dict(FindingTerm.objects.filter(case_id=case.pk).values_list("mark", "due"))
    doubtful = {item.mark: item for item in _open(case, text) if not item.at_once}
    terms = tuple((item, known.get(mark, term_end())) for mark, item in doubtful.items())
    running = {item.mark for item, due in terms if due >= timezone.localdate()}
    return Outlook(judged(case, text, on_term=running), terms, is_expired=len(running) < len(terms))


@dataclass(frozen=True, slots=True)
class Waiting:
    """A live case with findings to decide, for the editors."""

    case: CasePage
    count: int
    due: date

    @property
    def is_urgent(self) -> bool:
        """Whether less than a week is left."""
        return self.due < timezone.localdate() + timedelta(days=7)


def waiting_cases(cases: Iterable[int] | None = None) -> list[Waiting]:
    """Live cases with open terms, the next to go off first."""
    rows: dict[int, list[FindingTerm]] = {}
    terms = FindingTerm.objects.filter(case__live=True).select_related("case")
    for term in terms if cases is None else terms.filter(case_id__in=list(cases)):
        rows.setdefault(term.case_id, []).append(term)
    found = [Waiting(terms[0].case, len(terms), min(term.due for term in terms)) for terms in rows.values()]
    return sorted(found, key=lambda item: (item.due, item.case.title))
