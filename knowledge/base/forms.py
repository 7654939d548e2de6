"""The form of every record in the administration."""

from __future__ import annotations

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm

__all__ = ["LibraryPageForm"]


class LibraryPageForm(WagtailAdminPageForm):
    """Leaves the address to the library: an empty slug is derived (or drawn, for cases) when the page is
    checked.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
