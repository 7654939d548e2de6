"""What a reader fills in to hear of news by mail."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from search import registry
from search.models import SavedSearch
from search.public_forms import PublicForm
from search.query import SearchForm
from search.saved.alerts import form_of, title_of

__all__ = ["SavedSearchForm"]

_NO_ADDRESS = _("Das ist keine Mailadresse. Sie sieht so aus: name@rathaus.example")
_NO_RHYTHM = _("Bitte wählen Sie, wie oft Sie Post bekommen möchten.")


class SavedSearchForm(PublicForm):
    """The search (``suche``, its query string as in the address of the results), an address, a rhythm."""

    purpose = "merken"
    no_search = _("Es fehlt die Suche. Suchen Sie zuerst etwas und speichern Sie die Suche dann.")

    suche = forms.CharField(required=False, widget=forms.HiddenInput)
    mail = forms.EmailField(
        label=_("Ihre Mailadresse"),
        max_length=254,
        help_text=_(
            "Wir schreiben Ihnen zuerst, damit Sie die Adresse bestätigen. Jede Mail enthält einen Link, mit"
            " dem Sie die Post beenden; dann löschen wir die Adresse."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages=dict.fromkeys(("required", "invalid", "max_length"), _NO_ADDRESS),
    )
    rhythmus = forms.ChoiceField(
        label=_("Wie oft höchstens?"),
        choices=SavedSearch.Rhythm.choices,
        initial=SavedSearch.Rhythm.WEEKLY,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _NO_RHYTHM),
    )

    @cached_property
    def search(self) -> SearchForm:
        """The search that is saved; an empty one where nothing was searched."""
        return form_of(self["suche"].value() or "")

    @property
    def title(self) -> str:
        """The search in words."""
        return title_of(self.search)

    def clean(self) -> dict[str, Any] | None:
        """Raises ``ValidationError`` for a search that may not be stored."""
        cleaned = super().clean()
        typed = "\n".join(filter(None, (self.search.text, *self.search.literal)))
        if typed and (sentence := registry.objection_to(typed)):
            raise ValidationError(sentence)
        return cleaned

    def clean_suche(self) -> str:
        """The search in its one spelling. Raises ``ValidationError`` where there is none."""
        if self.search.is_empty:
            raise ValidationError(self.no_search)
        return self.search.address()
