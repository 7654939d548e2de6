"""The plan to print: for those who may see plans, kept by no cache."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import RequestFactory

from methods.views import session_plan_print
from tests.factories import SessionPlanFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_plan_is_printed_for_facilitators_only(rf: RequestFactory) -> None:
    plan = SessionPlanFactory()
    request = rf.get("/")
    request.user = UserFactory()
    with pytest.raises(PermissionDenied):
        session_plan_print(request, plan.pk)
    request.user = UserFactory(is_superuser=True)
    response = session_plan_print(request, plan.pk)
    assert plan.title in response.content.decode()
    assert response["Cache-Control"] == "private, no-store"
    with pytest.raises(Http404):
        session_plan_print(request, plan.pk + 1)
