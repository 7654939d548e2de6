"""The form of every page in the administration."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets.slug import SlugInput

from knowledge.base.slugs import LETTERS, foreign_words

__all__ = ["LibraryPageForm"]

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

    def clean(self) -> dict[str, Any]:
        """The address of a page is as public as its text, and former ones lead to it for ever."""
        cleaned: dict[str, Any] = super().clean()
        slug, initial = cleaned.get("slug") or "", self.initial.get("slug")
        titles = [str(cleaned.get(name) or "") for name in ("title", "short_name", "seo_title")]
        foreign = foreign_words(slug, [initial or "", *titles]) if slug != initial else []
        if foreign:
            sentence = _("Bitte nur Wörter aus dem Titel: „%(words)s“ steht dort nicht. Leer lassen genügt.")
            self.add_error("slug", ValidationError(sentence % {"words": ", ".join(foreign)}))
        return cleaned
