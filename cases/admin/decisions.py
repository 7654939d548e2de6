"""Rows of the page about release and review: what somebody has to decide, what is only shown. Reads only."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from cases import gate
from cases.models import AnonymityReview, CasePage, FindingTerm
from cases.sealed import SealError, unreported_words
from cases.sections import CaseText, field_label
from knowledge.anonymity.detector import NAME_KINDS, DetectorUnavailable
from search.language import fold

__all__ = ["finding_rows", "hint_rows"]


def finding_rows(case: CasePage, text: CaseText) -> list[dict[str, Any]]:
    """One row per field and wording, with its mark, the sure ones first; empty where the detector cannot run
    (the problems say so).
    """
    try:
        found = gate.held_words(case, text, gate.intake_names(case))
        ordinary = unreported_words()
    except (DetectorUnavailable, SealError):
        return []
    reasons = {row["mark"]: row["reason"] for row in gate.decided_exceptions(case)}
    given = gate.reasons_given(case)
    terms = dict(FindingTerm.objects.filter(case_id=case.pk).values_list("mark", "due"))
    unique = {
        finding.mark: (finding, words)
        for finding, words in sorted(found, key=lambda item: (item[0].harm, not item[0].is_certain))
    }
    return [
        {
            "mark": mark,
            "field": field_label(CasePage, finding.field),
            "kind": gate.kind_name(finding.kind),
            "words": words,
            "is_certain": finding.is_certain,
            "harm": gate.harm_name(finding.harm),
            "reason": reasons.get(mark, ""),
            **_proposed(given.get(mark, ""), ordinary.get(fold(words), ""), finding.kind, mark in reasons),
            "due": terms.get(mark),
        }
        for mark, (finding, words) in unique.items()
    ] + _risks(case, text, reasons, given)


def _proposed(given: str, ordinary: str, kind: str, is_decided: bool) -> dict[str, str]:
    """The reason that stands in the list to begin with, and where it comes from; none for what is decided.
    One that was given before is only named: who reviews chooses it or another.
    """
    if is_decided:
        return {}
    if given:
        words = _("Grund aus einer früheren Prüfung: „%(reason)s“. Bitte nachsehen.")
        return {"proposed_by": words % {"reason": AnonymityReview.Reason(given).label}}
    if ordinary and kind in NAME_KINDS:
        return {"proposed": ordinary, "proposed_by": _("steht auf der Liste der nie gemeldeten Wörter")}
    return {}


def _risks(
    case: CasePage, text: CaseText, reasons: dict[str, str], given: dict[str, str]
) -> list[dict[str, Any]]:
    """Numbers that a second person may let stand, as rows to decide; none for what must be rewritten."""
    facts = _("Angaben, die zusammen wenige Kommunen übrig lassen")
    return [
        {
            "mark": risk.mark,
            "field": _("Kommunenprofil"),
            "kind": facts if risk.code == "k_facts" else _("Teilnehmerzahl unbekannt"),
            "words": risk.words,
            "harm": gate.harm_name("exact"),
            "is_certain": False,
            "reason": reasons.get(risk.mark, ""),
            **_proposed(given.get(risk.mark, ""), "", "", risk.mark in reasons),
        }
        for risk in gate.open_risks(case, text)
    ]


def hint_rows(case: CasePage, text: CaseText) -> list[dict[str, str]]:
    """What is hardly more than a guess, once per field and wording: to look at, never to hold anything up."""
    try:
        found = gate.found_words(text, gate.intake_names(case))
    except (DetectorUnavailable, SealError):
        return []
    unique = {(field, finding.text): finding for field, finding in found if not finding.holds}
    return [
        {
            "field": field_label(CasePage, field),
            "kind": gate.kind_name(str(finding.kind)),
            "words": words,
            "reason": finding.reason,
            "suggestion": finding.suggestion,
        }
        for (field, words), finding in unique.items()
    ]
