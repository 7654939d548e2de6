"""The workflow of cases exists once and leaves what the operator chose."""

from __future__ import annotations

import pytest
from wagtail.models import Workflow, WorkflowPage

from cases.admin.workflows import WORKFLOW_NAME, ensure_case_workflow
from cases.models import FourEyesTask
from tests.factories import CaseIndexPageFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_running_it_again_changes_nothing() -> None:
    index = CaseIndexPageFactory()
    UserFactory(role="Redaktion")
    first = ensure_case_workflow()
    assert ensure_case_workflow() == first
    assert Workflow.objects.filter(name=WORKFLOW_NAME).count() == FourEyesTask.objects.count() == 1
    assert [group.name for group in FourEyesTask.objects.get().groups.all()] == ["Redaktion"]
    assert WorkflowPage.objects.get(page=index).workflow == first


def test_a_workflow_that_the_operator_chose_stays() -> None:
    index, chosen = CaseIndexPageFactory(), Workflow.objects.create(name="Eigener")
    WorkflowPage.objects.create(page=index.page_ptr, workflow=chosen)
    ensure_case_workflow()
    assert WorkflowPage.objects.get(page=index).workflow == chosen
