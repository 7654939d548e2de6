"""What readers gave is looked at and deleted, never added or changed."""

from __future__ import annotations

import pytest

from knowledge.admin.private_snippets import LookAndDelete
from search.models import SavedSearch
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("action", "allowed"), [("view", True), ("delete", True), ("add", False), ("change", False)]
)
def test_all_permissions_allow_looking_and_deleting_only(action: str, allowed: bool) -> None:
    policy = LookAndDelete(SavedSearch)
    user = UserFactory(is_superuser=True)
    assert policy.user_has_permission(user, action) is allowed
    assert policy.user_has_any_permission(user, ["add", action]) is allowed


def test_looking_takes_the_permission() -> None:
    assert not LookAndDelete(SavedSearch).user_has_permission(UserFactory(), "view")
