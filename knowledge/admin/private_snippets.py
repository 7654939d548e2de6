"""Snippets without a chooser, and the right to look and delete alone. Wagtail's choosers ask for no
permission, so whoever may enter the administration reads what they list.
"""

from __future__ import annotations

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

__all__ = ["LookAndDelete", "PrivateSnippetViewSet"]


class _NoChooser(SnippetChooserViewSet):
    """No form chooses such a record, so there is no address to choose it at."""

    register_widget = False

    def get_urlpatterns(self) -> list[Any]:
        """None."""
        return []


class PrivateSnippetViewSet(SnippetViewSet):
    """Records that only those may see who have a permission for them."""

    chooser_viewset_class = _NoChooser


class LookAndDelete(ModelPermissionPolicy):
    """Whoever has the permissions may look and delete; nobody may add or change."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Nothing but looking and deleting."""
        return action in {"view", "delete"} and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """The same for one of several."""
        return any(self.user_has_permission(user, action) for action in actions)
