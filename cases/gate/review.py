"""The review by a second person: what was decided about exactly this text, and who had a hand in it and may
therefore neither review it nor note that its consent was spoken. Two people suffice, but it takes two.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cases.models import AnonymityReview, CasePage, Problem, RawAccess, raw_of
from cases.sections import stored_words
from knowledge.anonymity.retention import subject_of, trail
from knowledge.models import AnonymityTrail

__all__ = [
    "author_of",
    "authors",
    "four_eyes_problem",
    "hands_in",
    "objection",
    "passed_marks",
    "reasons_given",
    "remember",
    "review_of",
    "review_problems",
]

_CREATED, _RAW, _WROTE = "angelegt", "rohfall", "geschrieben"

_REASONS = {
    _CREATED: gettext_noop("Sie haben den Fall angelegt."),
    _RAW: gettext_noop(
        "Sie haben am Rohfall gearbeitet: ihn aufgenommen, geändert oder über Funde entschieden."
    ),
    _WROTE: gettext_noop("Sie haben an diesem Text oder an einer früheren Fassung geschrieben."),
}

MOST_NAMES = 5
"""So many other people are named in a refusal."""


def review_of(case: CasePage, digest: str) -> AnonymityReview | None:
    """The newest review of the text with this checksum."""
    return case.reviews.filter(version_hash=digest).order_by("-created_at", "-pk").first()


def passed_marks(review: AnonymityReview | None) -> dict[str, str]:
    """Reason by mark of what a review lets stand; empty without a review."""
    rows = review.exceptions if review else []
    return {
        row["mark"]: row["reason"]
        for row in rows
        if row.get("mark") and row.get("reason") in AnonymityReview.Reason.values
    }


def reasons_given(case: CasePage) -> dict[str, str]:
    """Reason by mark, the newest counts, of what somebody let stand in any text of this case: at its handover
    or in a review. They are proposed to whoever reviews, and decide nothing.
    """
    return {
        mark: reason
        for review in case.reviews.order_by("created_at", "pk")
        for mark, reason in passed_marks(review).items()
    }


def review_problems(case: CasePage, review: AnonymityReview | None, *, is_demo: bool) -> list[Problem]:
    """Why the review does not count, or that there is none. Invented content needs no second person."""
    if review is None:
        return _open(
            "review",
            _(
                "Dieser Text ist noch nicht geprüft. Bitte eine zweite Person die Anonymitätsprüfung machen"
                " lassen."
            ),
        )
    if review.state != AnonymityReview.State.PASSED:
        return _open(
            "review",
            _(
                "Die Prüfung dieses Textes ist nicht bestanden. Bitte den Befund beheben und neu prüfen"
                " lassen."
            ),
        )
    if is_demo:
        return []
    if review.reviewer_id is None:
        return _open(
            "four_eyes", _("Es ist nicht mehr nachweisbar, wer geprüft hat. Bitte neu prüfen lassen.")
        )
    if review.reviewer_id in authors(case, until=review.created_at):
        return four_eyes_problem()
    return []


def four_eyes_problem() -> list[Problem]:
    """The reviewer wrote the text."""
    return _open(
        "four_eyes",
        _(
            "Geprüft hat dieselbe Person, die den Text geschrieben hat. Bitte eine andere Person"
            " prüfen lassen."
        ),
    )


def _open(code: str, message: str) -> list[Problem]:
    return [Problem(code, _("Anonymitätsprüfung"), message)]


# --------------------------------------------------------------------------- who wrote it


Hands = list[tuple[str, set[int | None]]]
"""Reason and ids of users."""


def hands_in(
    case: CasePage, *, until: datetime | None = None, remembered: Hands | None = None
) -> dict[int, str]:
    """Why by user id: whoever created the case, worked on its raw case, or changed its words in any revision.

    ``until`` leaves out what came later: a review stays good when its reviewer writes the next draft.
    ``remembered`` is what the trail says, where that is known already.
    """
    found: dict[int, str] = {}
    for reason, users in (
        (_WROTE, _writers(case, until)),
        (_RAW, _raw_workers(case)),
        *(_remembered(case, until) if remembered is None else remembered),
        (_CREATED, {case.owner_id}),
    ):
        found |= {user: reason for user in users if user is not None}
    return found


def authors(case: CasePage, *, until: datetime | None = None) -> set[int]:
    """Ids of those with a hand in the text."""
    return set(hands_in(case, until=until))


def _writers(case: CasePage, until: datetime | None) -> set[int | None]:
    """Who saved a revision that says something else than the one before; publishing a text as it is does not
    make an author.
    """
    revisions = case.revisions.order_by("created_at", "pk")
    if until is not None:
        revisions = revisions.filter(created_at__lte=until)
    users: set[int | None] = set()
    before: dict[str, Any] | None = None
    for revision in revisions:
        words = stored_words(type(case), revision.content)
        if words != before:
            users.add(revision.user_id)
        before = words
    return users


def _raw_workers(case: CasePage) -> set[int | None]:
    raw = raw_of(case)
    if raw is None:
        return set()
    worked = {
        RawAccess.Action.CREATED,
        RawAccess.Action.CHANGED,
        RawAccess.Action.REVIEWED,
        RawAccess.Action.UNDONE,
        RawAccess.Action.RELEASED,
    }
    return {
        raw.created_by_id,
        *raw.decisions.values_list("decided_by", flat=True),
        *raw.accesses.filter(action__in=worked).values_list("user", flat=True),
    }


def _remembered(case: CasePage, until: datetime | None) -> Hands:
    lines = AnonymityTrail.objects.filter(subject=subject_of(case).key, action=AnonymityTrail.Action.WRITTEN)
    if until is not None:
        lines = lines.filter(at__lte=until)
    return [
        (reason if reason in _REASONS else _WROTE, {user})
        for reason, user in lines.values_list("reason", "user")
    ]


def author_of(case: CasePage) -> int | None:
    """Somebody who wrote the text; the trail knows it after a publication. The owner where nobody else
    did.
    """
    remembered = {user for _reason, users in _remembered(case, None) for user in users}
    others = (remembered or authors(case)) - {case.owner_id, None}
    return next(iter(sorted(user for user in others if user)), case.owner_id)


def remember(case: CasePage) -> None:
    """Write into the trail who had a hand in the text: revisions are scrubbed at publication, raw cases are
    deleted on their day.
    """
    remembered = _remembered(case, None)
    known = {user for _reason, users in remembered for user in users}
    for user, reason in sorted(hands_in(case, remembered=remembered).items()):
        if user not in known:
            trail.note(
                subject=subject_of(case).key,
                action=AnonymityTrail.Action.WRITTEN,
                details={"reason": reason},
                user_id=user,
            )


def objection(case: CasePage, user: Any) -> str:
    """Why this person may neither review the text nor note its spoken release, and who may; empty for
    somebody else.
    """
    hands = hands_in(case)
    reason = hands.get(user.pk) if user is not None else None
    if reason is None:
        return ""
    return " ".join(
        [
            _(_REASONS[reason]),
            _("Prüfen und eine mündliche Freigabe vermerken muss eine andere Person."),
            _others(set(hands)),
        ]
    )


def _others(hands: set[int]) -> str:
    backend = "django.contrib.auth.backends.ModelBackend"
    people = (
        get_user_model()
        .objects.with_perm("cases.add_anonymityreview", backend=backend)
        .exclude(pk__in=hands)
        .order_by("username")
    )
    names = [person.get_full_name() or person.get_username() for person in people[:MOST_NAMES]]
    if not names:
        return _(
            "Außer den Beteiligten hat niemand das Recht dazu; bitte die Administration, es einer zweiten"
            " Person zu geben."
        )
    return _("Das Recht dazu hat: %(names)s.") % {"names": ", ".join(names)}
