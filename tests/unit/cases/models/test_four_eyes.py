"""Approving in a workflow is the review of exactly the text that was submitted."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied

from cases.models import AnonymityReview, CasePage, FourEyesTask, approved
from cases.sections import CaseText
from tests.factories import found_nobody
from tests.unit.cases.gate.test_clearance import consent

pytestmark = pytest.mark.django_db


@pytest.fixture
def submitted(draft: CasePage, second: Any) -> CasePage:
    """A draft with its consent; somebody else has the right to review it."""
    draft.save_revision()
    consent(draft)
    found_nobody(draft)
    second.user_permissions.add(Permission.objects.get(codename="add_anonymityreview"))
    return CasePage.objects.get(pk=draft.pk)


def test_a_second_person_with_the_right_may_approve(submitted: CasePage, writer: Any, second: Any) -> None:
    task = FourEyesTask(name="Prüfung")
    assert task.may_approve(submitted, second)
    writer.user_permissions.add(Permission.objects.get(codename="add_anonymityreview"))
    assert not task.may_approve(submitted, writer)


def test_nobody_approves_while_something_else_is_missing(draft: CasePage, second: Any) -> None:
    draft.save_revision()
    second.is_superuser = True
    assert not FourEyesTask(name="Prüfung").may_approve(draft, second)


def test_other_pages_are_left_to_wagtail(second: Any) -> None:
    assert FourEyesTask(name="Prüfung").may_approve(object(), second)


def test_an_approval_of_another_revision_is_refused(submitted: CasePage, second: Any) -> None:
    state = SimpleNamespace(revision=submitted.latest_revision, revision_id=0)
    with pytest.raises(PermissionDenied):
        FourEyesTask(name="Prüfung").on_action(state, second, "approve")
    assert not AnonymityReview.objects.exists()


def test_the_gate_records_an_approval_as_a_review(submitted: CasePage, second: Any) -> None:
    approved.send(sender=FourEyesTask, case=submitted, user=second)
    review = AnonymityReview.objects.get()
    assert (review.reviewer, review.version_hash) == (second, CaseText.of(submitted).digest)
