"""The glossary's edit form shows what the search makes of an entry, so that nobody has to guess which forms it covers."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import Panel

__all__ = ["UnderstoodPanel"]


class UnderstoodPanel(Panel):
    """ "So versteht die Suche diesen Eintrag": normal form, root and parts of each word, rendered by the server."""

    class BoundPanel(Panel.BoundPanel):
        """The panel of one entry; a new one has nothing to show yet."""

        template_name = "knowledge/admin/glossary_understood.html"

        def is_shown(self) -> bool:
            """Once there is an entry."""
            return self.instance.pk is not None

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            """``rows``: line and its words (:class:`search.language.Word`)."""
            return {**(super().get_context_data(parent_context) or {}), "rows": self.instance.understood()}
