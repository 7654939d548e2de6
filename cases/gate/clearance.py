"""The gate's rules: what keeps a case from being read. Reads only; ``actions.pass_gate`` writes the
clearance.

Fail closed: whatever cannot be proved is a problem. Each :class:`Problem` names the field and says what to
do.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext as _

from cases.gate.authorship import authors
from cases.gate.consents import changed_sections, standing_answer
from cases.gate.profile_rules import k_of_case, profile_problems
from cases.models.gate import Problem, PublicationRefused
from cases.sealed.contents import IntakeNames
from cases.sealed.sealing import SealError
from cases.sections import SECTIONS, case_data, case_hash, case_texts, field_label, shorter_texts, text_as
from knowledge.anonymity.detector import CERTAIN, DETECTOR_VERSION, Finding, IntakeName, Kind, find
from knowledge.anonymity.register import municipalities
from knowledge.classification import FieldClass, field_class
from knowledge.enums import AccessLevel
from knowledge.guard import finding_mark, kind_name
from search.language import fold

__all__ = [
    "GateFinding",
    "Problem",
    "PublicationRefused",
    "decided_exceptions",
    "demo_allowed",
    "detector_order",
    "finding_mark",
    "found_words",
    "held_words",
    "intake_names",
    "is_cleared",
    "is_demo",
    "judged",
    "k_of_case",
    "kind_name",
    "open_findings",
    "passed_marks",
    "problems",
    "required_order",
    "scan",
    "touches_text",
]

_AT_ONCE = frozenset({Kind.PERSON, Kind.PLACE, Kind.CONTACT, Kind.ADDRESS, Kind.URL, Kind.NUMBER})
"""Kinds that name somebody by themselves: found with certainty in a live case they take it off without delay.
"""

_STATE_FIELDS = frozenset({"live", "access_level", "alias_of", "slug"})


@dataclass(frozen=True, slots=True)
class GateFinding:
    """A finding that holds a case up, without its text: the mark is a keyed hash of field and words."""

    field: str
    kind: str
    mark: str
    certainty: float = 1.0
    at_once: bool = True
    """Whether a live case goes off for it without a term: it names a person or place with certainty, or was
    given at intake.
    """

    @property
    def is_certain(self) -> bool:
        """Whether the detector is sure."""
        return self.certainty >= CERTAIN


# --------------------------------------------------------------------------- settings


def detector_order(version: str) -> int:
    """Rank of a detector version such as ``2026.1``; 0 for anything else, so that it counts as too old."""
    match = re.fullmatch(r"(\d{4})\.(\d{1,3})", version)
    return int(match[1]) * 1000 + int(match[2]) if match else 0


def required_order() -> int:
    """Rank of the oldest detector version whose clearance still counts (setting
    ``ANONYMITY_DETECTOR_LEAST``).
    """
    return detector_order(settings.ANONYMITY_DETECTOR_LEAST)


def demo_allowed() -> bool:
    """Whether invented demo content counts as released (setting ``DEMO_CONTENT_ALLOWED``)."""
    return bool(settings.DEMO_CONTENT_ALLOWED)


def is_demo(case: Any) -> bool:
    """Whether the case is invented content in a place where such content may be shown."""
    newest = case.consents.order_by("-given_at", "-pk").first()
    return newest is not None and newest.channel == type(newest).Channel.DEMO and demo_allowed()


def touches_text(update_fields: Iterable[str] | None) -> bool:
    """Whether a save with these ``update_fields`` can change what readers see; the columns of a draft
    cannot.
    """
    from cases.models import CasePage

    if update_fields is None:
        return True
    return any(
        name in _STATE_FIELDS or field_class(CasePage, name) is not FieldClass.INTERNAL
        for name in update_fields
    )


# --------------------------------------------------------------------------- the detector


@cache
def _place_slugs() -> frozenset[str]:
    names = (re.split(r"[,(/]", item.name)[0].strip().lower() for item in municipalities())
    return frozenset(
        form for name in names for form in (name.replace(" ", "-"), fold(name).replace(" ", "-"))
    )


def intake_names(case: Any) -> list[IntakeName]:
    """The names given at intake of this case, while they are kept. Raises ``SealError`` where no key opens
    them.
    """
    from cases.models import RawCase

    raw = RawCase.objects.filter(case_id=case.pk).exclude(sealed_names="").first() if case.pk else None
    return IntakeNames.opened(raw).dictionary() if raw else []


def found_words(case: Any, data: dict[str, Any] | None = None) -> list[tuple[str, Finding]]:
    """(field, finding) of everything the detector sees, sure or not. Raises as :func:`held_words` does."""
    names = intake_names(case)
    return [
        (field, finding) for field, text in case_texts(case, data) for finding in find(text, dictionary=names)
    ]


def _gate_finding(field: str, finding: Finding) -> GateFinding:
    at_once = finding.layer == "intake" or (finding.is_certain and finding.kind in _AT_ONCE)
    return GateFinding(
        field, str(finding.kind), finding_mark(field, finding.text), finding.certainty, at_once
    )


def held_words(case: Any, data: dict[str, Any] | None = None) -> list[tuple[GateFinding, str]]:
    """Findings that hold the case up with their words, for the eyes of a reviewer only.

    The names given at intake are looked for as long as they are kept. Raises ``FileNotFoundError`` where the
    detector's model is missing, ``SealError`` where those names cannot be opened.
    """
    held = [
        (_gate_finding(field, finding), finding.text)
        for field, finding in found_words(case, data)
        if finding.is_likely
    ]
    address = case.slug.removeprefix("fall-")
    if address in _place_slugs():
        held.append((GateFinding("slug", "place", finding_mark("slug", address)), address))
    return held


def scan(case: Any, *, data: dict[str, Any] | None = None, afresh: bool = False) -> list[GateFinding]:
    """What the present detector holds against the text, remembered by detector version and text (never the
    text).

    Raises ``FileNotFoundError`` where the detector's model is missing.
    """
    data = case_data(case) if data is None else data
    digest = case_hash(case, data | {"slug": case.slug, "intake": len(intake_names(case))})
    known = (
        None
        if afresh or case.pk is None
        else case.scans.filter(detector=DETECTOR_VERSION, text_hash=digest).first()
    )
    if known is not None:
        return [GateFinding(**row) for row in known.findings]
    found = [finding for finding, _words in held_words(case, data)]
    if case.pk is not None:
        values = {
            "certain": sum(item.is_certain for item in found),
            "findings": [asdict(item) for item in found],
        }
        case.scans.update_or_create(detector=DETECTOR_VERSION, text_hash=digest, defaults=values)
    return found


def passed_marks(review: Any) -> dict[str, str]:
    """Reason by mark of what a review lets stand; empty without a review."""
    rows = review.exceptions if review else []
    return {
        row["mark"]: row["reason"]
        for row in rows
        if row.get("mark") and row.get("reason") in type(review).Reason.values
    }


def _review_of(case: Any, digest: str) -> Any:
    return case.reviews.filter(version_hash=digest).order_by("-created_at", "-pk").first()


def decided_exceptions(case: Any) -> list[dict[str, str]]:
    """Marks and reasons that the newest review of exactly this text let stand."""
    return [
        {"mark": mark, "reason": reason}
        for mark, reason in passed_marks(_review_of(case, case_hash(case))).items()
    ]


def open_findings(case: Any) -> list[GateFinding]:
    """What nobody has decided yet in the text that is read, or would be. Raises as :func:`scan` does."""
    data = (text_as(case, case.clearance.cleared_hash) if _has(case, "clearance") else None) or case_data(
        case
    )
    passed = passed_marks(_review_of(case, case_hash(case, data)))
    return [item for item in scan(case, data=data) if item.mark not in passed]


def _finding_problems(case: Any, data: dict[str, Any], passed: Collection[str]) -> list[Problem]:
    try:
        found = scan(case, data=data)
    except FileNotFoundError:
        return [
            Problem(
                "detector",
                _("Anonymitätsprüfung"),
                _(
                    "Die Prüfung kann nicht laufen, weil ihr Modell fehlt. Bitte die Betreuung der Bibliothek"
                    " benachrichtigen."
                ),
            )
        ]
    except SealError as error:
        return [Problem("sealed", _("Anonymitätsprüfung"), str(error))]
    counts: Counter[tuple[str, str, bool]] = Counter(
        (item.field, item.kind, item.is_certain) for item in found if item.mark not in passed
    )
    sure = _(
        "%(kind)s (%(count)s-mal). Bitte ersetzen oder in der Anonymitätsprüfung mit einem Grund übergehen."
    )
    likely = _(
        "wohl %(kind)s (%(count)s-mal). Bitte ersetzen, in eine Spanne fassen oder in der Anonymitätsprüfung"
        " mit einem Grund stehen lassen."
    )
    return [
        Problem(
            f"{'finding' if is_certain else 'likely'}:{kind}",
            field_label(type(case), field),
            (sure if is_certain else likely) % {"kind": kind_name(kind), "count": count},
        )
        for (field, kind, is_certain), count in counts.items()
    ]


# --------------------------------------------------------------------------- release, review


def _consent_problems(case: Any, data: dict[str, Any], consent: Any, levels: dict[str, str]) -> list[Problem]:
    field = _("Freigabe")
    if consent is None:
        return [
            Problem(
                "consent",
                field,
                _(
                    "Es fehlt die Freigabe der fallgebenden Person. Bitte unter „Freigabe und Prüfung“ einen"
                    " Link erstellen und ihr geben."
                ),
            )
        ]
    if consent.withdrawn_at is not None:
        return [Problem("withdrawn", field, _("Die fallgebende Person hat ihre Freigabe widerrufen."))]
    if consent.channel == type(consent).Channel.DEMO and not demo_allowed():
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
    changed = changed_sections(consent, data)
    if changed:
        names = ", ".join(str(section.label) for section in changed)
        return [
            Problem(
                "changed",
                field,
                _(
                    "Seit der Freigabe geändert: %(names)s. Bitte die fallgebende Person über den Link noch"
                    " einmal fragen."
                )
                % {"names": names},
            )
        ]
    found = []
    for section in SECTIONS:
        if section.key in levels and levels[section.key] not in {AccessLevel.PUBLIC, AccessLevel.ALUMNI}:
            found.append(
                Problem(
                    "section",
                    str(section.label),
                    _("Dieser Abschnitt wurde nicht freigegeben. Bitte leeren oder ändern und neu fragen."),
                )
            )
    if AccessLevel.ALUMNI in levels.values() and case.access_level == AccessLevel.PUBLIC:
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


def _review_problems(case: Any, review: Any, *, is_demo: bool) -> list[Problem]:
    field = _("Anonymitätsprüfung")
    if review is None:
        return [
            Problem(
                "review",
                field,
                _(
                    "Dieser Text ist noch nicht geprüft. Bitte eine zweite Person unter „Freigabe und"
                    " Prüfung“ prüfen lassen."
                ),
            )
        ]
    if review.state != type(review).State.PASSED:
        return [
            Problem(
                "review",
                field,
                _(
                    "Die Prüfung dieses Textes ist nicht bestanden. Bitte den Befund beheben und neu prüfen"
                    " lassen."
                ),
            )
        ]
    if is_demo:
        return []
    if review.reviewer_id is None:
        return [
            Problem(
                "four_eyes",
                field,
                _("Es ist nicht mehr nachweisbar, wer geprüft hat. Bitte neu prüfen lassen."),
            )
        ]
    if review.reviewer_id in authors(case, until=review.created_at):
        return [
            Problem(
                "four_eyes",
                field,
                _(
                    "Geprüft hat dieselbe Person, die den Text geschrieben hat. Bitte eine andere Person"
                    " prüfen lassen."
                ),
            )
        ]
    return []


# --------------------------------------------------------------------------- the answer


def judged(case: Any, *, on_term: Collection[str] = ()) -> tuple[list[Problem], dict[str, Any]]:
    """What keeps the case from being read, and the text this was judged for.

    A follow-up that has come since is no reason to take the rest off: it waits, unseen, until it is released
    and reviewed itself.
    """
    data = case_data(case)
    found = _judge(case, data, on_term)
    for text in shorter_texts(case, data) if found else ():
        review = _review_of(case, case_hash(case, text))
        if (
            review is not None
            and review.state == type(review).State.PASSED
            and not _judge(case, text, on_term)
        ):
            return [], text
    return found, data


def problems(case: Any, *, on_term: Collection[str] = ()) -> list[Problem]:
    """Everything that keeps this text of the case from being read; empty when it may be published.

    ``on_term`` are marks of findings in a live case that may still be decided (``cases/gate/terms.py``).
    """
    if case.alias_of_id is not None:
        return [
            Problem(
                "alias",
                _("Seite"),
                _("Von einem Fall gibt es keine Alias-Seite: Die Freigabe gilt für eine einzige Adresse."),
            )
        ]
    if case.pk is None:
        return [Problem("new", _("Seite"), _("Ein neuer Fall beginnt als Entwurf."))]
    if _has(case, "tombstone"):
        return [
            Problem("withdrawn", _("Freigabe"), _("Dieser Fall wurde zurückgezogen und kommt nicht wieder."))
        ]
    return judged(case, on_term=on_term)[0]


def _judge(case: Any, data: dict[str, Any], on_term: Collection[str]) -> list[Problem]:
    digest = case_hash(case, data)
    consent, levels = standing_answer(case, data)
    review = _review_of(case, digest)
    is_demo = consent is not None and consent.channel == type(consent).Channel.DEMO and demo_allowed()
    return [
        *_finding_problems(case, data, {*passed_marks(review), *on_term}),
        *profile_problems(case, data),
        *_consent_problems(case, data, consent, levels),
        *_review_problems(case, review, is_demo=is_demo),
    ]


def _has(case: Any, name: str) -> bool:
    try:
        return getattr(case, name) is not None
    except ObjectDoesNotExist:
        return False


def is_cleared(case: Any) -> bool:
    """Whether the gate has cleared this case with a detector that is new enough, and the release stands.

    The same rule as ``CasePage.objects.cleared()``; the text itself is compared when a page is served or
    indexed.
    """
    cached = case._state.fields_cache.get("clearance")
    clearance = (
        cached
        or case._meta.get_field("clearance")
        .related_model.objects.select_related("consent")
        .filter(case=case.pk)
        .first()
    )
    if clearance is None:
        return False
    case._state.fields_cache["clearance"] = clearance
    return clearance.detector_order >= required_order() and clearance.consent.withdrawn_at is None
