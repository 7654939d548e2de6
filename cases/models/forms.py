"""The form of a case: rules that need the page and its rows together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from cases.models.gate import gate
from cases.profile import Statute
from knowledge.base import LibraryPageForm
from knowledge.enums import EvidenceLevel, FederalState, Outcome
from knowledge.guard import strings_in

__all__ = [
    "MOST_FIELDS",
    "MOST_GOALS",
    "CaseForm",
    "loose_statutes",
    "too_many_terms",
    "unproven_figures",
    "unwarned_failure",
]

MOST_FIELDS = 2
MOST_GOALS = 3


def too_many_terms(*, fields: int, goals: int) -> Iterator[tuple[str, str]]:
    """(field, sentence) where there are more policy fields or goals than say something."""
    if fields > MOST_FIELDS:
        yield "policy_fields", _("Bitte höchstens zwei Handlungsfelder wählen.")
    if goals > MOST_GOALS:
        yield "sdgs", _("Bitte höchstens drei Nachhaltigkeitsziele wählen.")


def unwarned_failure(*, outcome: str, pitfalls: int) -> Iterator[tuple[str, str]]:
    """(field, sentence) for a failure that warns of nothing."""
    if outcome in {Outcome.FAILED, Outcome.ABANDONED} and not pitfalls:
        yield (
            "outcome",
            _(
                "Zu einem gescheiterten oder aufgegebenen Fall gehört mindestens ein Stolperstein: Vor"
                " welchem Fehler warnen Sie?"
            ),
        )


def unproven_figures(*, evidence: str, figures: int) -> Iterator[tuple[str, str]]:
    """(field, sentence) for a case that claims figures and shows none."""
    if evidence == EvidenceLevel.FIGURES and not figures:
        yield (
            "evidence_level",
            _("„Mit Zahlen belegt“ braucht mindestens eine Zahl mit ihrer Quelle, vorher und nachher."),
        )


def loose_statutes(*, land: str, named: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """(group, sentence) for statutes (with their paragraph) that tell the Land by the way, or another one
    than the profile, or say too little.
    """
    for value, paragraph in named:
        statute = Statute(value)
        if statute.hides_land and paragraph:
            yield (
                "legal_basis",
                _("Ohne Land keine Stelle: „%(paragraph)s“ verriete es.") % {"paragraph": paragraph},
            )
        elif not statute.hides_land and not paragraph:
            yield "legal_basis", _("%(statute)s: Bitte die Stelle nennen.") % {"statute": statute.label}
        elif statute.land and land not in {statute.land, FederalState.SUED}:
            yield (
                "legal_basis",
                _("%(statute)s passt nicht zum Land im Kommunenprofil.") % {"statute": statute.label},
            )


def _texts(value: Any) -> list[str]:
    """The words of a cleaned value: text, rich text, a stream of blocks."""
    if isinstance(value, str):
        return list(strings_in(value))
    raw = getattr(value, "raw_data", None)
    return list(strings_in(list(raw))) if raw is not None else []


class CaseForm(LibraryPageForm):
    """A failure names its pitfalls, figures are shown, and few terms say more than many."""

    def clean(self) -> dict[str, Any]:
        """Compare outcome and pitfalls. A draft may still be incomplete, but never over the limits."""
        cleaned: dict[str, Any] = super().clean()
        fields, goals = (len(cleaned.get(name) or ()) for name in ("policy_fields", "sdgs"))
        broken = [*too_many_terms(fields=fields, goals=goals)]
        if not self.is_deferred_validation:
            outcome = cleaned.get("outcome", "")
            broken += unwarned_failure(outcome=outcome, pitfalls=len(self._rows("pitfalls")))
            broken += unproven_figures(
                evidence=cleaned.get("evidence_level", ""), figures=len(self._rows("figures"))
            )
            statutes = [(row["statute"], row["paragraph"]) for row in self._rows("legal_basis")]
            broken += loose_statutes(land=cleaned.get("federal_state", ""), named=statutes)
        for name, sentence in [*broken, *self._named(cleaned)]:
            self.add_error(name if name in self.fields else None, sentence)
        return cleaned

    def _named(self, cleaned: dict[str, Any]) -> Iterator[tuple[str | None, str]]:
        """(field, sentence) where a name given at intake stands; of a row of an inline without the field."""
        texts: list[tuple[str | None, str]] = [
            (name, text) for name, value in cleaned.items() for text in _texts(value)
        ]
        for formset in self.formsets:
            texts += [
                (None, text)
                for row in self._rows(formset)
                for value in row.values()
                for text in _texts(value)
            ]
        sentence = _(
            "Hier steht ein Name, der bei der Aufnahme genannt wurde („%(words)s …“). Bitte ersetzen; auch"
            " ein Entwurf enthält ihn nicht."
        )
        named = gate.named(self.instance, [text for _name, text in texts])
        yield from {
            texts[place][0]: (texts[place][0], sentence % {"words": texts[place][1][:20]}) for place in named
        }.values()

    def _rows(self, name: str) -> list[dict[str, Any]]:
        """Filled rows of an inline that are not to be deleted."""
        formset = self.formsets.get(name)
        forms = formset.forms if formset else []
        return [
            form.cleaned_data
            for form in forms
            if form.is_valid() and form.cleaned_data and not form.cleaned_data.get("DELETE")
        ]
