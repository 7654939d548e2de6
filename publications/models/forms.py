"""The form of a publication: what must be there before readers see it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from knowledge.base import LibraryPageForm

__all__ = ["PDF_MISSING", "PublicationForm"]

PDF_MISSING = _(
    "Ohne PDF kann die Veröffentlichung nicht erscheinen. Bitte als Entwurf speichern und unter „PDF“ eine"
    " Datei hochladen oder es oben in der Seite mit „PDF bauen“ aus den Kapiteln bauen lassen."
)


class PublicationForm(LibraryPageForm):
    """A draft may still lack its PDF; what is published or submitted for review may not."""

    def clean(self) -> dict[str, Any]:
        """Ask for the PDF at its field."""
        cleaned: dict[str, Any] = super().clean()
        if not self.is_deferred_validation and cleaned.get("pdf") is None and "pdf" not in self.errors:
            self.add_error("pdf", PDF_MISSING)
        return cleaned
