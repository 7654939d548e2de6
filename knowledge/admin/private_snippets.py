"""Snippets without a chooser: Wagtail's choosers ask for no permission, so whoever may enter the
administration reads what they list.
"""

from __future__ import annotations

from typing import Any

from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

__all__ = ["PrivateSnippetViewSet"]


class _NoChooser(SnippetChooserViewSet):
    """No form chooses such a record, so there is no address to choose it at."""

    register_widget = False

    def get_urlpatterns(self) -> list[Any]:
        """None."""
        return []


class PrivateSnippetViewSet(SnippetViewSet):
    """Records that only those may see who have a permission for them."""

    chooser_viewset_class = _NoChooser
