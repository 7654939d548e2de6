"""The workflow of cases: who wrote a text cannot approve it, and approving is the anonymity review."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from wagtail.models import Workflow

from cases import actions
from cases.models import AnonymityReview, CasePage, Consent, FourEyesTask
from cases.workflows import WORKFLOW_NAME, ensure_case_workflow


def user(name: str) -> Any:
    return get_user_model().objects.get(username=name)


@pytest.fixture
def author(library: Any) -> Any:
    from django.contrib.auth.models import Group

    person = get_user_model().objects.create_user("zweite", password="geheim-und-lang")
    person.groups.add(Group.objects.get(name="Redaktion"))
    return person


@pytest.fixture
def submitted(library: Any, author: Any, settings: Any) -> CasePage:
    """A released case that its author has submitted."""
    page = library.page("F01").copy(keep_live=False, copy_revisions=False, user=author, update_attrs={"slug": "fall-v4r8t", "external_id": ""})
    settings.DEMO_CONTENT_ALLOWED = False
    page = CasePage.objects.get(pk=page.pk)
    page.owner = author
    page.save()
    page.save_revision(user=author)
    page = CasePage.objects.get(pk=page.pk)
    actions.record_spoken_release(case=page.get_latest_revision_as_object(), channel=Consent.Channel.PAPER, level="oeffentlich")
    page.get_workflow().start(page, author)
    return CasePage.objects.get(pk=page.pk)


def names(page: CasePage, person: Any) -> list[str]:
    return [name for name, _label, _more in page.current_workflow_task.get_actions(page, person)]


def test_cases_go_to_a_second_person_and_other_pages_do_not(library: Any) -> None:
    assert library.page("F01").get_workflow().name == WORKFLOW_NAME
    assert library.page("M01").get_workflow().name != WORKFLOW_NAME
    before = Workflow.objects.count()
    ensure_case_workflow()
    assert Workflow.objects.count() == before
    assert FourEyesTask.objects.count() == 1


def test_author_may_send_back_but_not_approve(submitted: CasePage, author: Any) -> None:
    assert names(submitted, author) == ["reject"]
    state = submitted.current_workflow_task_state
    with pytest.raises(PermissionDenied):
        state.task.specific.on_action(state, author, "approve")
    assert not submitted.reviews.exists()


def test_even_the_administration_does_not_approve_its_own_text(submitted: CasePage) -> None:
    admin = user("admin")
    assert names(submitted, admin) == ["reject", "approve"]
    CasePage.objects.filter(pk=submitted.pk).update(owner=admin)
    assert names(CasePage.objects.get(pk=submitted.pk), admin) == ["reject"]


def test_second_person_approves_and_the_case_appears(submitted: CasePage, signed_in: Any) -> None:
    assert names(submitted, user("redaktion")) == ["reject", "approve"]
    state = submitted.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[submitted.pk, "approve", state.pk])
    response = signed_in("redaktion").post(address)
    assert response.status_code in {200, 302}
    page = CasePage.objects.get(pk=submitted.pk)
    assert page.live
    review = page.reviews.get()
    assert (review.state, review.reviewer) == (AnonymityReview.State.PASSED, user("redaktion"))
    assert page.clearance.cleared_detector


def test_missing_release_leaves_only_sending_back(submitted: CasePage) -> None:
    Consent.objects.filter(case=submitted).delete()
    assert names(submitted, user("redaktion")) == ["reject"]
    state = submitted.current_workflow_task_state
    with pytest.raises(PermissionDenied):
        state.task.specific.on_action(state, user("redaktion"), "approve")


def test_text_changed_after_submission_is_not_approved_by_the_former(submitted: CasePage, author: Any) -> None:
    state = submitted.current_workflow_task_state
    draft = submitted.get_latest_revision_as_object()
    newer = draft.save_revision(user=author)
    assert newer.pk != state.revision_id or submitted.current_workflow_task_state.revision_id == newer.pk
    state.revision = submitted.revisions.order_by("pk").first()
    with pytest.raises(PermissionDenied):
        state.task.specific.on_action(state, user("redaktion"), "approve")


def test_facilitators_and_strangers_have_no_say(submitted: CasePage) -> None:
    assert names(submitted, user("moderation")) == []
    assert names(submitted, user("alumna")) == []


def test_editor_sees_the_german_words(submitted: CasePage, signed_in: Any) -> None:
    page = signed_in("redaktion").get(reverse("wagtailadmin_pages:edit", args=[submitted.pk])).text
    assert "Ganz gelesen: geprüft und freigeben" in page
    assert "Zur Überarbeitung zurückgeben" in page
