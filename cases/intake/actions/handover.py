"""A draft is made of the guarded text of a raw case."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cases.gate import carry_reasons, remember
from cases.intake.actions.held import OutdatedRawCase, locked
from cases.intake.drafting import draft_of, text_to_take_over
from cases.intake.entities import as_found
from cases.intake.review import RawReview, guarded_text, review_of
from cases.models import (
    CaseIndexPage,
    CaseMeeting,
    CasePage,
    RawAccess,
    RawCase,
    RawDecision,
    deletion_date_after_release,
)
from cases.sealed import IntakeNames, names_in, note_access, read_text
from knowledge.anonymity.retention import subject_of, trail
from search.language import fold

__all__ = ["take_over"]


@transaction.atomic
def take_over(*, raw: RawCase, user: Any, version: int | None = None, smoothed: bool = False) -> CasePage:
    """Make a draft of the guarded text: the first revision that ever exists is clean. The deletion date comes
    nearer. ``smoothed`` gives roles their article instead of brackets.

    Raises ``ValueError`` while a finding is open or a name of the intake is left in the text,
    ``OutdatedRawCase`` when the text is not the one that was read (``version``).
    """
    raw = locked(raw)
    if version is not None and version != raw.version:
        raise OutdatedRawCase(
            _(
                "Inzwischen hat jemand anderes den Text geändert. Bitte lesen Sie ihn noch einmal, bevor Sie"
                " ihn übernehmen."
            )
        )
    review, names = review_of(raw), IntakeNames.opened(raw)
    if not review.is_complete:
        raise ValueError(
            _("Es sind noch %(count)s Funde offen.") % {"count": len(review.rows) - review.decided}
        )
    text = read_text(raw) | text_to_take_over(review, smoothed=smoothed)
    if _left_over(review, names):
        raise ValueError(
            _("Im Text steht noch ein Name der Aufnahme. Bitte den Ersatz an dieser Stelle ändern.")
        )
    index = CaseIndexPage.objects.first()
    if index is None:
        raise ValueError(_("Es fehlt die Seite „Fälle“, unter der ein Fall angelegt wird."))
    page = draft_of(text, user)
    index.add_child(instance=page)
    log(instance=page, action="wagtail.create", user=user)
    # What a draft may lack (short text, outcome) the form asks for later.
    try:
        page.save_revision(user=user, clean=False)
    except ValidationError as error:
        raise ValueError(error.messages[0]) from error
    if raw.meeting is not None:
        CaseMeeting.objects.create(case=page, meeting=raw.meeting)
    raw.case, raw.released_at = page, timezone.now()
    raw.delete_on = min(raw.delete_on, deletion_date_after_release())
    raw.save(update_fields=["case", "released_at", "delete_on"])
    note_access(raw=raw, user=user, action=RawAccess.Action.RELEASED)
    _carry_over(review, page, user)
    remember(page)
    carry_reasons(case=page, kept=_kept(review), user=user)
    return page


def _kept(review: RawReview) -> dict[str, str]:
    """Reason by folded spelling, of what stays as it is."""
    return {
        fold(form): row.decision.reason
        for row in review.rows
        if row.decision and row.decision.choice == RawDecision.Choice.IGNORE
        for form in as_found(row.forms)
    }


def _carry_over(review: RawReview, page: CasePage, user: Any) -> None:
    """The trail of the new case begins with how many findings of each kind were decided how: numbers, no
    marks, no code of the raw case.
    """
    counts = Counter(
        (row.kind, row.decision.choice, row.decision.reason) for row in review.rows if row.decision
    )
    for (kind, choice, reason), count in sorted(counts.items()):
        details = {"kind": str(kind), "decision": choice, "reason": reason}
        trail.note(subject=subject_of(page).key, action="uebernahme", details=details, count=count, user=user)


def _left_over(review: RawReview, names: IntakeNames) -> bool:
    """Whether a name of the intake is left."""
    return names_in("\n\n".join(guarded_text(review).values()), names)
