"""The gate's answer: what keeps a case from being read, and whether it was let through. Reads only;
``actions.pass_gate`` writes the clearance.

A consent is the case giver's answer, section by section, to exactly these words. A case can be live with one
text while a newer draft is asked about; the answer to the draft does not touch the live text, unless it is a
"no" or "only alumni" to a section: that holds at once for what is live as well.

Fail closed: whatever cannot be proved is a problem. Each :class:`Problem` names the field and says what to
do.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.gate.completeness import NO, unfinished
from cases.gate.findings import finding_problems
from cases.gate.intruder import intruder_problems
from cases.gate.profile_rules import (
    ended_within,
    facts_of,
    method_problems,
    participant_report,
    period_problems,
    profile_problems,
    unknown_problems,
)
from cases.gate.review import authors, four_eyes_problem, passed_marks, review_of, review_problems
from cases.models import CasePage, Consent, FindingTerm, Problem, required_order
from cases.once import once
from cases.profile import Circle, ProfileReport, circle_of_case
from cases.sections import LISTED, SECTIONS, CaseText, Section, section_of
from knowledge.enums import AccessLevel

__all__ = [
    "ALL_SECTIONS",
    "LEVELS",
    "Judgement",
    "changed_sections",
    "decided_exceptions",
    "gives_all",
    "gives_anything",
    "is_cleared",
    "judged",
    "problems",
    "standing",
]

ALL_SECTIONS = "alles"
"""Key in the scope of a consent that was given for the whole text at once (paper, meeting, demo)."""

LEVELS = (AccessLevel.PUBLIC.value, AccessLevel.ALUMNI.value, NO)
"""Answers of the case giver to a section, the strictest last."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What keeps a case from being read, and the text and the consent this was judged for."""

    problems: list[Problem]
    text: CaseText
    consent: Consent | None = None


# --------------------------------------------------------------------------- consent


def changed_sections(consent: Consent, text: CaseText) -> list[Section]:
    """Sections whose present text the consent does not cover, in the order of the page."""
    if ALL_SECTIONS in consent.scope:
        return [] if consent.version_hash == text.digest else text.sections
    return [
        section
        for section in text.sections
        if consent.scope.get(section.key, {}).get("hash") != text.digests[section.key]
    ]


def gives_anything(consent: Consent | None) -> bool:
    """Whether somebody may ever read a word by this answer: it stands, and not every section got a "no"."""
    if consent is None or consent.withdrawn_at is not None:
        return False
    return bool(_levels_given(consent) - {NO})


def gives_all(consent: Consent) -> bool:
    """Whether no section got a "no"."""
    return NO not in _levels_given(consent)


def _levels_given(consent: Consent) -> set[str]:
    return {row["level"] if isinstance(row, dict) else str(row) for row in consent.scope.values()}


def _levels_of(consent: Consent, text: CaseText) -> dict[str, str]:
    """Level by section key, of the sections that say something."""
    if ALL_SECTIONS in consent.scope:
        return dict.fromkeys(text.digests, str(consent.scope[ALL_SECTIONS]))
    return {key: str(consent.scope.get(key, {}).get("level", "")) for key in text.digests}


def _standing_answer(given: list[Consent], text: CaseText) -> tuple[Consent | None, dict[str, str]]:
    """Of the answers given, newest first, the newest that covers these words, with the level of each section,
    as strict as any later answer.

    Where none covers them it is the newest one; ``None`` where the case giver never answered.
    """
    if not given or given[0].withdrawn_at is not None:
        return (given[0] if given else None), {}
    covering = next(
        (
            place
            for place, answer in enumerate(given)
            if answer.withdrawn_at is None and not changed_sections(answer, text)
        ),
        0,
    )
    levels = _levels_of(given[covering], text)
    for later in given[:covering]:
        for key, level in _levels_of(later, text).items():
            if level in LEVELS and levels[key] in LEVELS:
                levels[key] = max(level, levels[key], key=LEVELS.index)
    return given[covering], levels


def _consent_problems(
    case: CasePage, text: CaseText, consent: Consent | None, levels: dict[str, str]
) -> list[Problem]:
    field = _("Freigabe")
    if consent is None:
        return [
            Problem(
                "consent",
                field,
                _("Es fehlt die Freigabe der fallgebenden Person. Bitte einen Link erstellen und ihr geben."),
            )
        ]
    if consent.withdrawn_at is not None:
        return [Problem("withdrawn", field, _("Die fallgebende Person hat ihre Freigabe widerrufen."))]
    if consent.channel == Consent.Channel.DEMO and not settings.DEMO_CONTENT_ALLOWED:
        return [
            Problem(
                "demo",
                field,
                _(
                    "Die Freigabe als Beispielinhalt gilt nur in einer Vorführung. Hier ist eine echte"
                    " Freigabe nötig."
                ),
            )
        ]
    changed = changed_sections(consent, text)
    if changed:
        words = _(
            "Seit der Freigabe geändert: %(names)s. Bitte die fallgebende Person über den Link noch"
            " einmal fragen."
        )
        names = ", ".join(str(section.label) for section in changed)
        return [Problem("changed", field, words % {"names": names})]
    refused = _("Dieser Abschnitt wurde nicht freigegeben. Bitte leeren oder ändern und neu fragen.")
    found = [
        Problem("section", str(section.label), refused)
        for section in SECTIONS
        if levels.get(section.key, AccessLevel.PUBLIC) not in {AccessLevel.PUBLIC, AccessLevel.ALUMNI}
    ]
    for_alumni = [key for key, level in levels.items() if level == AccessLevel.ALUMNI]
    if any(not section_of(key).inner for key in for_alumni) and case.access_level == AccessLevel.PUBLIC:
        found.append(
            Problem(
                "access_level",
                _("Sichtbarkeit"),
                _(
                    "Mindestens ein Abschnitt ist nur für Alumni freigegeben. Bitte die Sichtbarkeit auf „Nur"
                    " Alumni“ stellen."
                ),
            )
        )
    return found


# --------------------------------------------------------------------------- the answer


def judged(
    case: CasePage,
    text: CaseText | None = None,
    *,
    on_term: Collection[str] = (),
    is_new: bool = False,
) -> Judgement:
    """The judgement about a case; ``text`` is its text where that is known already.

    ``on_term`` are marks of findings in a live case that may still be decided (``cases/gate/terms.py``);
    ``is_new``: this text is about to be published, so unknown numbers of participants hold it up.
    """
    text = text or CaseText.of(case)
    if case.alias_of_id is not None:
        message = _("Von einem Fall gibt es keine Alias-Seite: Die Freigabe gilt für eine einzige Adresse.")
        return Judgement([Problem("alias", _("Seite"), message)], text)
    if case.pk is None:
        return Judgement([Problem("new", _("Seite"), _("Ein neuer Fall beginnt als Entwurf."))], text)
    if case.is_withdrawn:
        message = _(
            "Dieser Fall wurde zurückgezogen. Erscheinen kann er erst, wenn er wieder aufgenommen ist."
        )
        return Judgement([Problem("withdrawn", _("Freigabe"), message)], text)
    given = once(("consents", case.pk), lambda: list(case.consents.order_by("-given_at", "-pk")))
    consent, levels = _standing_answer(given, text)
    review = once(("review", case.pk, text.digest), lambda: review_of(case, text.digest))
    passed, circle, facts = passed_marks(review), circle_of_case(case), facts_of(case, text)
    report = participant_report(case, text, circle, facts)
    is_demo = (
        consent is not None
        and consent.channel == Consent.Channel.DEMO
        and bool(settings.DEMO_CONTENT_ALLOWED)
    )
    found = [
        *finding_problems(case, text, {*passed, *on_term}),
        *profile_problems(case, text, passed, report, facts),
        *(_new_problems(case, report, passed, circle) if is_new else []),
        *_consent_problems(case, text, consent, levels),
        *review_problems(case, review, is_demo=is_demo),
        *intruder_problems(case, text.digest, is_demo=is_demo, is_new=is_new),
    ]
    return Judgement(found, text, consent)


def _new_problems(
    case: CasePage, report: ProfileReport | None, passed: Collection[str], circle: Circle
) -> list[Problem]:
    """What holds a text up that is about to be published and takes nothing off that is read already."""
    ended = set(ended_within(case.period_band).values_list("pk", flat=True))
    return [
        *unknown_problems(report, passed),
        *period_problems(case, ended),
        *method_problems(case, circle, ended),
    ]


_NOT_ASKED = frozenset({"alias", "new", "withdrawn"})
"""Where nothing is published whatever the form says."""


def problems(case: CasePage, *, reviewer: AbstractBaseUser | None = None) -> list[Problem]:
    """Everything that keeps this text of the case from being read; empty when it may be published.

    With ``reviewer``: what would keep it, had this person reviewed it now.
    """
    judgement = judged(case, is_new=True)
    found = judgement.problems
    if not {problem.code for problem in found} & _NOT_ASKED:
        found = [*unfinished(case, judgement.text, judgement.consent), *found]
    if reviewer is None:
        return found
    others = [problem for problem in found if problem.code not in {"review", "four_eyes"}]
    return others + (four_eyes_problem() if reviewer.pk in authors(case) else [])


def standing(case: CasePage, text: CaseText | None = None) -> Judgement:
    """What takes a live case with an unchanged text off now; findings whose term runs do not."""
    running = FindingTerm.objects.filter(case_id=case.pk, due__gte=timezone.localdate())
    return judged(case, text, on_term=set(running.values_list("mark", flat=True)))


def decided_exceptions(case: CasePage) -> list[dict[str, str]]:
    """Marks and reasons that the newest review of exactly this text let stand."""
    marks = passed_marks(review_of(case, CaseText.of(case).digest))
    return [{"mark": mark, "reason": reason} for mark, reason in marks.items()]


def is_cleared(case: CasePage) -> bool:
    """Whether the gate has cleared this case with a detector that is new enough, the consent stands, and what
    lists print of it is as it was then.

    The same rule as ``CasePage.objects.cleared()``; the whole text is compared when a page is served or
    indexed.
    """
    clearance = getattr(case, "clearance", None)
    return (
        clearance is not None
        and clearance.detector_order >= required_order()
        and clearance.consent.withdrawn_at is None
        and all(getattr(case, name) == getattr(clearance, name) for name in LISTED)
    )
