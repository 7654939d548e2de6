"""The workflow of cases: what somebody submits, another person reads for anonymity and publishes."""

from __future__ import annotations

from django.contrib.auth.models import Group
from wagtail.models import Workflow, WorkflowPage, WorkflowTask

from cases.models import CaseIndexPage, FourEyesTask
from knowledge.permissions import Role

__all__ = ["WORKFLOW_NAME", "ensure_case_workflow"]

WORKFLOW_NAME = "Anonymitätsprüfung durch eine zweite Person"


def ensure_case_workflow() -> Workflow:
    """Everything below "Fälle" goes to a second person of the editors; running it again changes nothing."""
    workflow, _created = Workflow.objects.get_or_create(name=WORKFLOW_NAME)
    task = FourEyesTask.objects.filter(name=WORKFLOW_NAME).first() or FourEyesTask.objects.create(
        name=WORKFLOW_NAME
    )
    editors = Group.objects.filter(name=Role.EDITOR).first()
    if editors is not None:
        task.groups.add(editors)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task.task_ptr, defaults={"sort_order": 0})
    for index in CaseIndexPage.objects.all():
        # A workflow that the operator has chosen for this page stays.
        WorkflowPage.objects.get_or_create(page=index.page_ptr, defaults={"workflow": workflow})
    return workflow
