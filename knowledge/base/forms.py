"""The form of every page in the administration."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.forms.pages import CopyForm
from wagtail.admin.widgets.slug import SlugInput

from knowledge.base.slugs import LETTERS, foreign_words

__all__ = ["LibraryCopyForm", "LibraryPageForm"]

MOST = 9_999
"""Of anything an editor counts: minutes, people, numbers of meetings, years."""

# Without it the limit is that of the column, on SQLite a number of nineteen digits.
register_form_field_override(models.PositiveSmallIntegerField, override={"max_value": MOST})


class LibraryPageForm(WagtailAdminPageForm):
    """Leaves the address to the library: an empty slug is derived (or drawn, for cases) when the page is
    checked. A new one says nothing that the titles do not say, since those are guarded and it outlives them.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            # What the browser makes of a title, as german_slug makes it on the server.
            self.fields["slug"].widget = SlugInput(formatters=LETTERS)

    def defer_required_fields(self) -> None:
        """A draft may lack whatever its table can do without: Wagtail knows that of columns alone, and asks
        for chosen terms, which stand in a table of their own. Rows that were opened for the editor and left
        empty are none.
        """
        if not self.is_deferred_validation:
            self._let_rows_be_empty()
            super().defer_required_fields()
            for name, field in self.fields.items():
                if field.required and isinstance(field, forms.ModelMultipleChoiceField):
                    field.required = False
                    self.deferred_required_fields.append(name)

    def _let_rows_be_empty(self) -> None:
        """A row without a key in which nothing was typed is checked no further and not saved. Its place among
        the rows is sent by the page, not typed.
        """
        for formset in self.formsets.values():
            for row in formset.forms:
                if row.instance.pk is None:
                    if "ORDER" in row.fields and (place := row["ORDER"].data or "").isdecimal():
                        row.initial["ORDER"] = int(place)
                    row.empty_permitted = True
                    if row.is_bound and not row.has_changed():
                        row.full_clean()
                        # Asked for of every row that the page thinks is saved.
                        row.cleaned_data = {"ORDER": row.initial.get("ORDER")}

    def clean(self) -> dict[str, Any]:
        """The address of a page is as public as its text, and former ones lead to it for ever."""
        cleaned: dict[str, Any] = super().clean()
        slug, initial = cleaned.get("slug") or "", self.initial.get("slug")
        titles = [str(cleaned.get(name) or "") for name in ("title", "short_name", "seo_title")]
        if slug != initial and (error := _foreign(slug, [initial or "", *titles])):
            self.add_error("slug", error)
        return cleaned


class LibraryCopyForm(CopyForm):
    """Wagtail's form for copying a page; the address of the copy is held to the same rule."""

    def clean(self) -> dict[str, Any]:
        """Compare it with the new title and the address of the original."""
        cleaned: dict[str, Any] = super().clean()
        texts = [self.page.slug, self.page.title, str(cleaned.get("new_title") or "")]
        if error := _foreign(cleaned.get("new_slug") or "", texts):
            self.add_error("new_slug", error)
        return cleaned


def _foreign(slug: str, texts: list[str]) -> ValidationError | None:
    """What an address says that the titles do not say."""
    foreign = foreign_words(slug, texts)
    sentence = _("Bitte nur Wörter aus dem Titel: „%(words)s“ steht dort nicht. Leer lassen genügt.")
    return ValidationError(sentence % {"words": ", ".join(foreign)}) if foreign else None
