"""The page of the batch is for those who may publish; what it does: tests/integration/test_batches.py."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory

from cases.admin.batches import release_batch


@pytest.mark.django_db
def test_who_may_publish_no_case_is_turned_away(rf: RequestFactory, admin_user: Any) -> None:
    request = rf.get("/")
    request.user = admin_user  # there is no list of cases yet
    with pytest.raises(PermissionDenied):
        release_batch(request)
