"""The form of every page in the administration."""

from __future__ import annotations

from typing import Any

from django.db import models
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets.slug import SlugInput

from knowledge.base.slugs import LETTERS

__all__ = ["LibraryPageForm"]

MOST = 9_999
"""Of anything an editor counts: minutes, people, numbers of meetings, years."""

# Without it the limit is that of the column, on SQLite a number of nineteen digits.
register_form_field_override(models.PositiveSmallIntegerField, override={"max_value": MOST})


class LibraryPageForm(WagtailAdminPageForm):
    """Leaves the address to the library: an empty slug is derived (or drawn, for cases) when the page is
    checked.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            # What the browser makes of a title, as german_slug makes it on the server.
            self.fields["slug"].widget = SlugInput(formatters=LETTERS)
