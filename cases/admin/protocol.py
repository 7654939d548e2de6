"""The trail of a case in words: the table keeps codes, the page prints what they mean."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cases.gate import kind_name
from cases.models import AnonymityReview, CaseFact, Consent, IntruderTest, RawDecision
from cases.profile import fact_name
from knowledge.anonymity.detector import Kind
from knowledge.anonymity.profile import is_fact
from knowledge.models import AnonymityTrail

__all__ = ["DECISIONS", "REASONS", "result_of"]

DECISIONS = {
    RawDecision.Choice.REPLACE.value: gettext_noop("ersetzt"),
    RawDecision.Choice.IGNORE.value: gettext_noop("bleibt stehen"),
    RawDecision.Choice.JOIN.value: gettext_noop("mit einem anderen Fund zusammengelegt"),
    RawDecision.Choice.SPLIT.value: gettext_noop("getrennt"),
    RawDecision.Choice.MARK.value: gettext_noop("von Hand markiert"),
    "zurueckgenommen": gettext_noop("zurückgenommen"),
    "oeffentlich": gettext_noop("öffentlich"),
    "alumni": gettext_noop("nur Alumni"),
    "nein": gettext_noop("nein"),
    "veroeffentlicht": gettext_noop("bei der Veröffentlichung"),
    "zurueckgezogen": gettext_noop("beim Zurückziehen"),
    "sauber": gettext_noop("ohne Fund"),
    "zaehlt": gettext_noop("zählt"),
    "zaehlt-nicht": gettext_noop("zählt nicht"),
    "gelesen": gettext_noop("eingescannte Seiten gelesen"),
}
"""What was decided; states of a review have words of their own."""

REASONS = {
    # what the gate refuses, by the code of its problem
    "access_level": gettext_noop("Sichtbarkeit weiter als die Freigabe"),
    "alias": gettext_noop("Alias-Seite"),
    "batch": gettext_noop("erscheint nur mit einer gemischten Veröffentlichung"),
    "changed": gettext_noop("seit der Freigabe geändert"),
    "consent": gettext_noop("Freigabe fehlt"),
    "demo": gettext_noop("Freigabe nur als Beispielinhalt"),
    "detector": gettext_noop("Anonymitätsprüfung kann nicht laufen"),
    "form": gettext_noop("Regel des Formulars"),
    "four_eyes": gettext_noop("vier Augen fehlen"),
    "frist": gettext_noop("Frist verstrichen"),
    "gate": gettext_noop("Regeln nicht geladen"),
    "intruder": gettext_noop("Suchprobe fehlt oder führt zu jemandem"),
    "k": gettext_noop("Kommunenprofil zu eng"),
    "k_alumni": gettext_noop("Kommunenprofil zu eng: frühere Teilnehmende"),
    "k_alumni_unknown": gettext_noop("Zahl der früheren Teilnehmenden unbekannt"),
    "k_cycle": gettext_noop("Kommunenprofil zu eng: Staffel"),
    "k_cycle_unknown": gettext_noop("Zahl der Teilnehmenden der Staffel unbekannt"),
    "k_facts": gettext_noop("Kommunenprofil zu eng: Angaben im Text"),
    "k_kind": gettext_noop("Kommunenprofil zu eng: Wörter im Text"),
    "k_period": gettext_noop("Zeitraum verrät die Staffel"),
    "k_methods": gettext_noop("Methoden verraten die Staffel"),
    "k_set": gettext_noop("Kommunenprofil zu eng: Fälle desselben Treffens"),
    "missing": gettext_noop("Pflichtfelder fehlen"),
    "new": gettext_noop("neuer Fall"),
    "placeholder": gettext_noop("Platzhalter im Text"),
    "quelle": gettext_noop("Quelle zurückgezogen oder nur für Alumni"),
    "restored": gettext_noop("eine Sicherung wurde zurückgespielt"),
    "review": gettext_noop("Prüfung fehlt oder nicht bestanden"),
    "sealed": gettext_noop("Namen der Aufnahme nicht lesbar"),
    "section": gettext_noop("Abschnitt nicht freigegeben"),
    "withdrawn": gettext_noop("Freigabe widerrufen"),
    # how somebody had a hand in the text
    "angelegt": gettext_noop("hat den Fall angelegt"),
    "geschrieben": gettext_noop("hat am Text geschrieben"),
    "rohfall": gettext_noop("hat am Rohfall gearbeitet"),
    "suchprobe": gettext_noop("Suchprobe"),
    # what was scrubbed
    "admin-search": gettext_noop("Suche der Verwaltung"),
    "comments": gettext_noop("Kommentare"),
    "form-states": gettext_noop("Formulare der Vorschau"),
    "log": gettext_noop("Verlauf der Seite"),
    "media-titles": gettext_noop("Titel von Bildern und Dokumenten"),
    "query-log": gettext_noop("gemerkte Suchanfragen"),
    "redirects": gettext_noop("Weiterleitungen"),
    "release-comments": gettext_noop("Anmerkungen zur Freigabe"),
    "reviews": gettext_noop("frühere Prüfungen"),
    "revisions": gettext_noop("frühere Fassungen"),
    "scans": gettext_noop("frühere Funde"),
    "uploads": gettext_noop("halb fertige Uploads"),
    "workflow": gettext_noop("Arbeitsabläufe"),
}
"""Why, where it is no reason of a review and no channel of a release."""


def result_of(line: AnonymityTrail) -> str:
    """Kind, decision and reason of a line in one cell; a code that nobody knows any more stands as it is."""
    found, _colon, kind = line.reason.partition(":")
    kind, reason = (kind, "") if found in {"finding", "exact", "likely"} else (line.kind, line.reason)
    parts = (
        _kind(kind),
        _word(line.decision, DECISIONS, AnonymityReview.State, IntruderTest.Verdict),
        _word(reason, REASONS, AnonymityReview.Reason, Consent.Channel, CaseFact.Reason),
    )
    return " · ".join(part for part in parts if part)


def _kind(code: str) -> str:
    if code in REASONS:  # a number somebody let stand
        return _(REASONS[code])
    if is_fact(code):
        return fact_name(code)
    return kind_name(code) if code in {*Kind} else code


def _word(code: str, words: dict[str, str], *vocabularies: Any) -> str:
    if code in words:
        return _(words[code])
    return next((str(known(code).label) for known in vocabularies if code in known.values), code)
