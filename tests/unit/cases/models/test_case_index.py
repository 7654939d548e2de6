"""The address of a case that was taken back answers 410, also when its page is gone."""

from __future__ import annotations

import pytest
from django.test import RequestFactory
from django.utils import timezone

from cases.models import CaseIndexPage, CaseTombstone
from tests.factories import CaseIndexPageFactory

pytestmark = pytest.mark.django_db


def test_a_withdrawn_case_without_a_page_is_gone(rf: RequestFactory) -> None:
    index: CaseIndexPage = CaseIndexPageFactory()
    CaseTombstone.objects.create(slug="fall-7k3qx", key="x", withdrawn_on=timezone.localdate())
    found = index.route(rf.get("/"), ["fall-7k3qx"])
    assert found.kwargs == {"is_gone": True}
    response = index.serve(rf.get("/"), **found.kwargs)
    assert response.status_code == 410 and "no-store" in response["Cache-Control"]
