"""The form of a case: rules that need the page and its rows together."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from knowledge.base import LibraryPageForm
from knowledge.enums import Outcome

__all__ = ["MOST_FIELDS", "MOST_GOALS", "CaseForm"]

MOST_FIELDS = 2
MOST_GOALS = 3


class CaseForm(LibraryPageForm):
    """A failure names its pitfalls, and few terms say more than many."""

    def clean(self) -> dict[str, Any]:
        """Compare outcome and pitfalls. A draft may still be incomplete, but never over the limits."""
        cleaned: dict[str, Any] = super().clean()
        if len(cleaned.get("policy_fields") or ()) > MOST_FIELDS:
            self.add_error("policy_fields", _("Bitte höchstens zwei Handlungsfelder wählen."))
        if len(cleaned.get("sdgs") or ()) > MOST_GOALS:
            self.add_error("sdgs", _("Bitte höchstens drei Nachhaltigkeitsziele wählen."))
        if not self.is_deferred_validation:
            self._compare_outcome(cleaned.get("outcome", ""))
        return cleaned

    def _compare_outcome(self, outcome: str) -> None:
        if outcome in {Outcome.FAILED, Outcome.ABANDONED} and not self._rows("pitfalls"):
            self.add_error(
                "outcome",
                _(
                    "Zu einem gescheiterten oder aufgegebenen Fall gehört mindestens ein Stolperstein: Vor"
                    " welchem Fehler warnen Sie?"
                ),
            )

    def _rows(self, name: str) -> list[dict[str, Any]]:
        """Filled rows of an inline that are not to be deleted."""
        formset = self.formsets.get(name)
        forms = formset.forms if formset else []
        return [
            form.cleaned_data
            for form in forms
            if form.is_valid() and form.cleaned_data and not form.cleaned_data.get("DELETE")
        ]
