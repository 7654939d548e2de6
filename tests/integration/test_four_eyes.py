"""The workflow of cases: who wrote a text cannot approve it, and approving is the anonymity review."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from wagtail.models import Workflow

from cases import gate as actions
from cases.admin.workflows import WORKFLOW_NAME, ensure_case_workflow
from cases.gate import problems
from cases.gate.review import authors, objection
from cases.models import AnonymityReview, CasePage, Consent, FourEyesTask, RawAccess, RawCase, RawDecision
from cases.sealed import note_access
from tests.factories import found_nobody, unreleased_copy

pytestmark = pytest.mark.usefixtures("in_its_batch")


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
    page = unreleased_copy(library.page("F01"), "fall-v4r8t", user=author)
    settings.DEMO_CONTENT_ALLOWED = False
    page.owner = author
    page.save()
    page.save_revision(user=author)
    page = CasePage.objects.get(pk=page.pk)
    actions.record_spoken_release(
        case=page.get_latest_revision_as_object(), channel=Consent.Channel.PAPER, level="oeffentlich"
    )
    found_nobody(page.get_latest_revision_as_object())
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


def test_text_changed_after_submission_is_not_approved_by_the_former(
    submitted: CasePage, author: Any
) -> None:
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
    assert "Ganz gelesen: geprüft und genehmigen" in page
    assert "Zur Überarbeitung zurückgeben" in page


# --------------------------------------------------------------------------- who had a hand in the text


def person(name: str) -> Any:
    from django.contrib.auth.models import Group

    someone = get_user_model().objects.create_user(name, password="geheim-und-lang")
    someone.groups.add(Group.objects.get(name="Redaktion"))
    return someone


@pytest.fixture
def draft(submitted: CasePage) -> CasePage:
    """The same case before anybody answered."""
    Consent.objects.filter(case=submitted).delete()
    return CasePage.objects.get(pk=submitted.pk)


def note_decider(page: CasePage, decider: Any) -> RawCase:
    raw = RawCase.objects.create(sealed_text="x", case=page)
    values = {
        "mark": "m",
        "kind": "person",
        "certainty": 1.0,
        "detector": "2026.1",
        "choice": RawDecision.Choice.REPLACE,
        "batch": "b",
    }
    RawDecision.objects.create(raw_case=raw, decided_by=decider, **values)
    note_access(raw=raw, user=decider, action=RawAccess.Action.REVIEWED)
    return raw


def by_decision(page: CasePage) -> Any:
    decider = person("entscheidet")
    note_decider(page, decider)
    return decider


def by_earlier_revision(page: CasePage) -> Any:
    """Somebody else has changed the text since; it is still largely theirs."""
    writer, other = person("vorherige"), person("nachfolgende")
    page.takeaway = "Von der ersten Hand."
    page.save_revision(user=writer)
    page.takeaway = "Von der zweiten Hand."
    page.save_revision(user=other)
    return writer


def by_owning(page: CasePage) -> Any:
    return page.owner


@pytest.mark.parametrize("way", [by_decision, by_earlier_revision, by_owning])
def test_whoever_had_a_hand_neither_reviews_nor_notes_the_release(way: Any, draft: CasePage) -> None:
    someone = way(draft)
    case = CasePage.objects.get(pk=draft.pk).get_latest_revision_as_object()
    with pytest.raises(ValueError, match="muss eine andere Person") as refusal:
        found_nobody(case)
        actions.record_review(case=case, reviewer=someone)
    assert "redaktion" in str(refusal.value).lower(), "says who may"
    assert someone.username not in str(refusal.value)
    with pytest.raises(ValueError, match="muss eine andere Person"):
        actions.record_spoken_release(
            case=case, channel=Consent.Channel.PAPER, level="oeffentlich", recorder=someone
        )
    assert not case.reviews.exists()
    assert not case.consents.exists()
    assert "approve" not in names(CasePage.objects.get(pk=draft.pk), someone)


def test_a_no_is_noted_by_anybody(draft: CasePage, author: Any) -> None:
    actions.record_spoken_release(case=draft, channel=Consent.Channel.PAPER, level="nein", recorder=author)
    assert {problem.code for problem in problems(CasePage.objects.get(pk=draft.pk))} >= {"section"}


def test_two_people_suffice(draft: CasePage, author: Any, signed_in: Any) -> None:
    """One wrote and decided; the other reviews, notes the release and publishes."""
    note_decider(draft, author)
    from cases.sections import CaseText

    case = CasePage.objects.get(pk=draft.pk).get_latest_revision_as_object()
    address = reverse("case_release", args=[draft.pk])
    second = signed_in("redaktion")
    assert "muss eine andere Person" not in second.get(address).text
    second.post(address, {"aktion": "freigabe", "weg": "papier", "stufe": "oeffentlich"})
    second.post(address, {"aktion": "pruefung", "ergebnis": "bestanden", "fassung": CaseText.of(case).digest})
    found_nobody(case)
    assert problems(case) == []
    # The second person publishes through the form: a revision of theirs that says the same makes no author of
    # them.
    case.save_revision(user=user("redaktion")).publish(user=user("redaktion"))
    assert CasePage.objects.get(pk=draft.pk).live
    assert user("redaktion").pk not in authors(CasePage.objects.get(pk=draft.pk))


def test_refusal_is_told_on_the_page_and_nothing_is_stored(draft: CasePage, author: Any) -> None:
    from django.test import Client

    from cases.sections import CaseText

    client = Client()
    client.force_login(author)
    address = reverse("case_release", args=[draft.pk])
    page = client.get(address).text
    assert "Sie haben den Fall angelegt." in page
    assert 'value="bestanden"' not in page
    case = CasePage.objects.get(pk=draft.pk).get_latest_revision_as_object()
    for form in (
        {"aktion": "pruefung", "ergebnis": "bestanden", "fassung": CaseText.of(case).digest},
        {"aktion": "freigabe", "weg": "papier", "stufe": "oeffentlich"},
    ):
        answer = client.post(address, form, follow=True)
        assert "Prüfen und eine mündliche Freigabe vermerken muss eine andere Person." in answer.text
    assert not AnonymityReview.objects.filter(case=draft).exists()
    assert not Consent.objects.filter(case=draft).exists()


def test_hands_are_remembered_after_publication_and_after_the_raw_case(draft: CasePage, author: Any) -> None:
    """Publishing scrubs the revisions, the raw case is deleted on its day; the next draft still needs
    somebody else.
    """
    decider, writer = by_decision(draft), by_earlier_revision(draft)
    case = CasePage.objects.get(pk=draft.pk).get_latest_revision_as_object()
    actions.record_spoken_release(
        case=case, channel=Consent.Channel.PAPER, level="oeffentlich", recorder=user("redaktion")
    )
    found_nobody(case)
    actions.record_review(case=case, reviewer=user("redaktion"))
    CasePage.objects.get(pk=draft.pk).get_latest_revision().publish(user=user("redaktion"))
    page = CasePage.objects.get(pk=draft.pk)
    page.revisions.all().delete()
    RawCase.objects.filter(case=page).delete()
    assert {author.pk, decider.pk, writer.pk} <= authors(CasePage.objects.get(pk=draft.pk))
    assert objection(page, decider)
    assert not objection(page, user("redaktion"))


def test_reviewer_who_writes_the_next_draft_does_not_take_the_live_case_off(draft: CasePage) -> None:
    case = CasePage.objects.get(pk=draft.pk).get_latest_revision_as_object()
    reviewer = user("redaktion")
    actions.record_spoken_release(
        case=case, channel=Consent.Channel.PAPER, level="oeffentlich", recorder=reviewer
    )
    found_nobody(case)
    actions.record_review(case=case, reviewer=reviewer)
    CasePage.objects.get(pk=draft.pk).get_latest_revision().publish(user=reviewer)
    page = CasePage.objects.get(pk=draft.pk)
    page.takeaway = "Ein neuer Schluss."
    page.save_revision(user=reviewer)
    actions.recheck(case=CasePage.objects.get(pk=draft.pk))
    assert CasePage.objects.get(pk=draft.pk).live
    with pytest.raises(ValueError, match="muss eine andere Person"):
        found_nobody(page)
        actions.record_review(case=page, reviewer=reviewer)
