"""The gate's rules: what keeps a case from being read. Reads only; ``actions.pass_gate`` writes the clearance.

Fail closed: whatever cannot be proved is a problem. Each :class:`Problem` names the field and says what to do.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cases.gate import Problem, PublicationRefused
from cases.intake.review import Names
from cases.intake.sealing import SealError
from cases.linked_cases import joint_k_of_case, profile_of_case
from cases.profile_counts import cycle_of, profile_report, profile_values
from cases.release import SECTIONS, case_data, case_hash, case_texts, field_label, section_hashes
from cases.said_kinds import advice, fields_that_say, said_in_case, words_of
from knowledge.anonymity import uniqueness
from knowledge.anonymity.classification import FieldClass, field_class
from knowledge.anonymity.detectors import DETECTOR_VERSION, Finding, IntakeName, find
from knowledge.anonymity.register import municipalities
from knowledge.enums import AccessLevel

__all__ = [
    "CERTAIN",
    "CertainFinding",
    "Problem",
    "PublicationRefused",
    "authors",
    "certain_words",
    "changed_sections",
    "demo_allowed",
    "detector_order",
    "finding_mark",
    "found_words",
    "intake_names",
    "is_cleared",
    "is_demo",
    "k_of_case",
    "kind_name",
    "problems",
    "required_order",
    "scan",
    "touches_text",
]

CERTAIN = 0.9
"""From this certainty on a finding must be mended or justified; below it a person looks and decides."""

ALL_SECTIONS = "alles"
"""Key in the scope of a release that was given for the whole text at once (paper, meeting, demo)."""

_STATE_FIELDS = frozenset({"live", "access_level", "alias_of", "slug"})


@dataclass(frozen=True, slots=True)
class CertainFinding:
    """A certain finding without its text: the mark is a keyed hash of field and words."""

    field: str
    kind: str
    mark: str


# --------------------------------------------------------------------------- settings


def _k_threshold() -> int:
    return int(getattr(settings, "ANONYMITY_K_REGISTER", uniqueness.THRESHOLD))


def detector_order(version: str) -> int:
    """Rank of a detector version such as ``2026.1``; 0 for anything else, so that it counts as too old."""
    match = re.fullmatch(r"(\d{4})\.(\d{1,3})", version)
    return int(match[1]) * 1000 + int(match[2]) if match else 0


def required_order() -> int:
    """Rank of the oldest detector version whose clearance still counts (setting ``ANONYMITY_DETECTOR_LEAST``)."""
    return detector_order(str(getattr(settings, "ANONYMITY_DETECTOR_LEAST", "2026.1")))


def demo_allowed() -> bool:
    """Whether invented demo content counts as released: in a demo installation, in development and under test."""
    from django.test import utils

    chosen = getattr(settings, "DEMO_CONTENT_ALLOWED", None)
    return bool(settings.DEBUG or settings.DEMO_BANNER or hasattr(utils._TestState, "saved_data")) if chosen is None else bool(chosen)


def is_demo(case: Any) -> bool:
    """Whether the case is invented content in a place where such content may be shown."""
    newest = case.consents.order_by("-given_at", "-pk").first()
    return newest is not None and newest.channel == type(newest).Channel.DEMO and demo_allowed()


def touches_text(update_fields: Iterable[str] | None) -> bool:
    """Whether a save with these ``update_fields`` can change what readers see; the columns of a draft cannot."""
    from cases.models import CasePage

    if update_fields is None:
        return True
    return any(name in _STATE_FIELDS or field_class(CasePage, name) is not FieldClass.INTERNAL for name in update_fields)


# --------------------------------------------------------------------------- the detector


def finding_mark(field: str, words: str) -> str:
    """Keyed hash that recognises a finding again without keeping its words."""
    return hmac.new(settings.SECRET_KEY.encode(), f"{field}\0{words}".encode(), hashlib.sha256).hexdigest()[:32]


@cache
def _place_slugs() -> frozenset[str]:
    umlauts = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
    names = (re.split(r"[,(/]", item.name)[0].strip().lower() for item in municipalities())
    return frozenset(form for name in names for form in (name.replace(" ", "-"), name.translate(umlauts).replace(" ", "-")))


def intake_names(case: Any) -> list[IntakeName]:
    """The names given at intake of this case, while they are kept. Raises ``SealError`` where no key opens them."""
    from cases.models import RawCase

    raw = RawCase.objects.filter(case_id=case.pk).exclude(sealed_names="").first() if case.pk else None
    return Names.opened(raw).dictionary() if raw else []


def found_words(case: Any, data: dict[str, Any] | None = None) -> list[tuple[str, Finding]]:
    """(field, finding) of everything the detector sees, sure or not. Raises as :func:`certain_words` does."""
    names = intake_names(case)
    return [(field, finding) for field, text in case_texts(case, data) for finding in find(text, dictionary=names)]


def certain_words(case: Any, data: dict[str, Any] | None = None) -> list[tuple[CertainFinding, str]]:
    """Certain findings with their words, for the eyes of a reviewer only.

    The names given at intake are looked for as long as they are kept. Raises ``FileNotFoundError`` where the detector's
    model is missing, ``SealError`` where those names cannot be opened.
    """
    words = [(field, str(finding.kind), finding.text) for field, finding in found_words(case, data) if finding.certainty >= CERTAIN]
    address = case.slug.removeprefix("fall-")
    if address in _place_slugs():
        words.append(("slug", "place", address))
    return [(CertainFinding(field, kind, finding_mark(field, text)), text) for field, kind, text in words]


def scan(case: Any, *, data: dict[str, Any] | None = None, afresh: bool = False) -> list[CertainFinding]:
    """Certain findings of the present detector, remembered by detector version and text (never the text).

    Raises ``FileNotFoundError`` where the detector's model is missing.
    """
    data = case_data(case) if data is None else data
    digest = case_hash(case, data | {"slug": case.slug, "intake": len(intake_names(case))})
    known = None if afresh or case.pk is None else case.scans.filter(detector=DETECTOR_VERSION, text_hash=digest).first()
    if known is not None:
        return [CertainFinding(**row) for row in known.findings]
    found = [finding for finding, _words in certain_words(case, data)]
    if case.pk is not None:
        rows = [{"field": item.field, "kind": item.kind, "mark": item.mark} for item in found]
        case.scans.update_or_create(detector=DETECTOR_VERSION, text_hash=digest, defaults={"certain": len(found), "findings": rows})
    return found


_KIND_NAMES = {
    "person": gettext_noop("Name einer Person"),
    "place": gettext_noop("Name eines Ortes"),
    "organisation": gettext_noop("Name einer Einrichtung"),
    "contact": gettext_noop("Kontaktangabe"),
    "number": gettext_noop("genaue Zahl"),
    "date": gettext_noop("genaues Datum"),
    "address": gettext_noop("Anschrift"),
    "url": gettext_noop("Internetadresse"),
    "office": gettext_noop("Amt einer erkennbaren Person"),
    "unique": gettext_noop("Einmaliges"),
}


def kind_name(kind: str) -> str:
    """The kind of a finding in words."""
    return _(_KIND_NAMES[kind])


def _finding_problems(case: Any, data: dict[str, Any], review: Any) -> list[Problem]:
    try:
        found = scan(case, data=data)
    except FileNotFoundError:
        return [
            Problem(
                "detector",
                _("Anonymitätsprüfung"),
                _("Die Prüfung kann nicht laufen, weil ihr Modell fehlt. Bitte die Betreuung der Bibliothek benachrichtigen."),
            )
        ]
    except SealError as error:
        return [Problem("sealed", _("Anonymitätsprüfung"), str(error))]
    passed = {row.get("mark") for row in review.exceptions if row.get("reason") in type(review).Reason.values} if review else set()
    counts: dict[tuple[str, str], int] = {}
    for item in found:
        if item.mark not in passed:
            counts[item.field, item.kind] = counts.get((item.field, item.kind), 0) + 1
    return [
        Problem(
            f"finding:{kind}",
            field_label(type(case), field),
            _("%(kind)s (%(count)s-mal). Bitte ersetzen oder in der Anonymitätsprüfung mit einem Grund übergehen.") % {"kind": kind_name(kind), "count": count},
        )
        for (field, kind), count in counts.items()
    ]


# --------------------------------------------------------------------------- k, release, review


def k_of_case(case: Any) -> int:
    """How many municipalities of the register fit the profile and what the text says of their kind.

    Raises ``ValueError`` for a profile that cannot be counted.
    """
    return uniqueness.k_of(profile_of_case(case))


def _profile_problems(case: Any, data: dict[str, Any]) -> list[Problem]:
    field = _("Kommunenprofil")
    try:
        profile = profile_of_case(case, data)
    except ValueError:
        return [Problem("k", field, _("Land und Größe müssen angegeben sein."))]
    k = uniqueness.k_of(replace(profile, kinds=frozenset()))
    if k < _k_threshold():
        hint = _("Bitte gröber fassen: „Süddeutschland“ statt des Landes, oder Haushaltslage und Verwaltungsgröße weglassen.")
        return [Problem("k", field, _("Das Profil trifft nur auf %(k)s Kommunen zu, nötig sind %(least)s.") % {"k": k, "least": _k_threshold()} + " " + hint)]
    return [*(_kind_problems(case, data, profile) or _linkage_problems(case)), *_participant_problems(case, data)]


def _kind_problems(case: Any, data: dict[str, Any], profile: uniqueness.Profile) -> list[Problem]:
    """The header is wide enough, and "Stadtrat" in the text makes it too narrow."""
    k = uniqueness.k_of(profile)
    if k >= _k_threshold():
        return []
    text = _("Mit %(words)s passt das Profil nur noch auf %(k)s Kommunen, nötig sind %(least)s.")
    values = {"words": words_of(said_in_case(case, data)), "k": k, "least": _k_threshold()}
    return [Problem("k_kind", fields_that_say(case, data), text % values + " " + advice() + " " + _("Oder das Profil gröber fassen."))]


def _linkage_problems(case: Any) -> list[Problem]:
    """Each header may be wide enough and two of one meeting together too narrow."""
    least, others = joint_k_of_case(case)
    if least >= _k_threshold():
        return []
    text = _(
        "Zusammen mit %(others)s schon veröffentlichten Fällen desselben Treffens trifft das Profil nur auf %(k)s Kommunen zu, nötig sind %(least)s. "
        "Bitte dieselben Angaben machen wie dort oder Haushaltslage und Verwaltungsgröße weglassen."
    )
    return [Problem("k_set", _("Kommunenprofil"), text % {"others": others, "k": least, "least": _k_threshold()})]


def _participant_problems(case: Any, data: dict[str, Any]) -> list[Problem]:
    """Too few participants fit the profile; only where somebody entered who took part."""
    report = profile_report(profile_values(case), cycle_of(case), said_in_case(case, data))
    advice = f" {report.proposal_words}" if report.proposal_words else ""
    return [
        Problem(f"k_{count.key}", _("Kommunenprofil"), f"{count.words}.{advice}")
        for count in report.counts
        if count.is_short and count.key in {"alumni", "cycle"}
    ]


def changed_sections(consent: Any, data: dict[str, Any]) -> list[Any]:
    """Sections whose present text the release does not cover, in the order of the page."""
    if ALL_SECTIONS in consent.scope:
        return [] if consent.version_hash == case_hash(None, data) else [section for section in SECTIONS if section.key in section_hashes(data)]
    present = section_hashes(data)
    return [section for section in SECTIONS if section.key in present and consent.scope.get(section.key, {}).get("hash") != present[section.key]]


def _levels(consent: Any, data: dict[str, Any]) -> dict[str, str]:
    """Level by section key, of the sections that say something."""
    present = section_hashes(data)
    if ALL_SECTIONS in consent.scope:
        return dict.fromkeys(present, str(consent.scope[ALL_SECTIONS]))
    return {key: str(consent.scope.get(key, {}).get("level", "")) for key in present}


def _consent_problems(case: Any, data: dict[str, Any], consent: Any) -> list[Problem]:
    field = _("Freigabe")
    if consent is None:
        return [
            Problem(
                "consent", field, _("Es fehlt die Freigabe der fallgebenden Person. Bitte unter „Freigabe und Prüfung“ einen Link erstellen und ihr geben.")
            )
        ]
    if consent.withdrawn_at is not None:
        return [Problem("withdrawn", field, _("Die fallgebende Person hat ihre Freigabe widerrufen."))]
    if consent.channel == type(consent).Channel.DEMO and not demo_allowed():
        return [Problem("demo", field, _("Die Freigabe als Beispielinhalt gilt nur in einer Vorführung. Hier ist eine echte Freigabe nötig."))]
    changed = changed_sections(consent, data)
    if changed:
        names = ", ".join(str(section.label) for section in changed)
        return [
            Problem(
                "changed", field, _("Seit der Freigabe geändert: %(names)s. Bitte die fallgebende Person über den Link noch einmal fragen.") % {"names": names}
            )
        ]
    levels = _levels(consent, data)
    found = []
    for section in SECTIONS:
        if section.key in levels and levels[section.key] not in {AccessLevel.PUBLIC, AccessLevel.ALUMNI}:
            found.append(Problem("section", str(section.label), _("Dieser Abschnitt wurde nicht freigegeben. Bitte leeren oder ändern und neu fragen.")))
    if AccessLevel.ALUMNI in levels.values() and case.access_level == AccessLevel.PUBLIC:
        found.append(
            Problem(
                "access_level",
                _("Sichtbarkeit"),
                _("Mindestens ein Abschnitt ist nur für Alumni freigegeben. Bitte die Sichtbarkeit auf „Nur Alumni“ stellen."),
            )
        )
    return found


def authors(case: Any, digest: str = "") -> set[int]:
    """Who wrote this text: the owner, and whoever saved the oldest of the latest revisions with exactly these words."""
    digest = digest or case_hash(case)
    author = None
    for revision in case.revisions.order_by("-created_at", "-pk")[:20]:
        if author is not None and case_hash(revision.as_object()) != digest:
            break
        author = revision.user_id
    return {user for user in (case.owner_id, author) if user is not None}


def _review_problems(case: Any, digest: str, review: Any, *, is_demo: bool) -> list[Problem]:
    field = _("Anonymitätsprüfung")
    if review is None:
        return [Problem("review", field, _("Dieser Text ist noch nicht geprüft. Bitte eine zweite Person unter „Freigabe und Prüfung“ prüfen lassen."))]
    if review.state != type(review).State.PASSED:
        return [Problem("review", field, _("Die Prüfung dieses Textes ist nicht bestanden. Bitte den Befund beheben und neu prüfen lassen."))]
    if is_demo:
        return []
    if review.reviewer_id is None:
        return [Problem("four_eyes", field, _("Es ist nicht mehr nachweisbar, wer geprüft hat. Bitte neu prüfen lassen."))]
    if review.reviewer_id in authors(case, digest):
        return [Problem("four_eyes", field, _("Geprüft hat dieselbe Person, die den Text geschrieben hat. Bitte eine andere Person prüfen lassen."))]
    return []


# --------------------------------------------------------------------------- the answer


def problems(case: Any) -> list[Problem]:
    """Everything that keeps this text of the case from being read; empty when it may be published."""
    if case.alias_of_id is not None:
        return [Problem("alias", _("Seite"), _("Von einem Fall gibt es keine Alias-Seite: Die Freigabe gilt für eine einzige Adresse."))]
    if case.pk is None:
        return [Problem("new", _("Seite"), _("Ein neuer Fall beginnt als Entwurf."))]
    if _has(case, "tombstone"):
        return [Problem("withdrawn", _("Freigabe"), _("Dieser Fall wurde zurückgezogen und kommt nicht wieder."))]
    data = case_data(case)
    digest = case_hash(case, data)
    consent = case.consents.order_by("-given_at", "-pk").first()
    review = case.reviews.filter(version_hash=digest).order_by("-created_at", "-pk").first()
    is_demo = consent is not None and consent.channel == type(consent).Channel.DEMO and demo_allowed()
    return [
        *_finding_problems(case, data, review),
        *_profile_problems(case, data),
        *_consent_problems(case, data, consent),
        *_review_problems(case, digest, review, is_demo=is_demo),
    ]


def _has(case: Any, name: str) -> bool:
    try:
        return getattr(case, name) is not None
    except ObjectDoesNotExist:
        return False


def is_cleared(case: Any) -> bool:
    """Whether the gate has cleared this case with a detector that is new enough, and the release stands.

    The same rule as ``CasePage.objects.cleared()``; the text itself is compared when a page is served or indexed.
    """
    cached = case._state.fields_cache.get("clearance")
    clearance = cached or case._meta.get_field("clearance").related_model.objects.select_related("consent").filter(case=case.pk).first()
    if clearance is None:
        return False
    case._state.fields_cache["clearance"] = clearance
    return clearance.detector_order >= required_order() and clearance.consent.withdrawn_at is None
