"""One click, two posts: what was published stays published, what was refused says so, and nothing older is
written over it.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import PageLogEntry
from wagtail.rich_text import RichText
from wagtail.test.utils.form_data import rich_text

from cases import gate as actions
from cases.models import CasePage, Consent
from knowledge.base import TEXT_FEATURES, LibraryPageForm
from knowledge.models import OutdatedPage
from methods.models import MethodCardPage
from tests.factories import found_nobody
from tests.integration.test_four_eyes import author, submitted, user  # noqa: F401 (fixtures)
from tests.unit.forms import form_class, posted

pytestmark = pytest.mark.usefixtures("in_its_batch")

RICH = ("history", "description")
AUTOSAVE = {"HTTP_ACCEPT": "application/json"}
APPROVE = {
    "action-workflow-action": "true",
    "workflow-action-name": "approve",
    "workflow-action-extra-data": "{}",
}


BLOCK = '<p data-block-key="a1b2c">Im Rathaus fehlt ein Plan, und niemand will anfangen.</p>'


def fields_of(page: Any, reader: Any) -> dict[str, Any]:
    """Everything the form of a page sends when nothing is changed."""
    instance = page.get_latest_revision_as_object()
    form = form_class(type(instance))(instance=instance, for_user=reader)
    rich = {
        name: rich_text(getattr(instance, name) or "", features=TEXT_FEATURES)
        for name in RICH
        if hasattr(instance, name)
    }
    if hasattr(instance, "initial_situation"):
        block = instance.initial_situation[0]
        rich |= {
            "initial_situation-0-value": rich_text(BLOCK, features=TEXT_FEATURES),
            "initial_situation-0-id": block.id,
        }
    newest = instance.latest_revision
    loaded = (
        {"loaded_revision_id": newest.pk, "loaded_revision_created_at": newest.created_at.isoformat()}
        if newest
        else {}
    )
    return {
        name: values if len(values) > 1 else values[0] for name, values in posted(form, rich | loaded).lists()
    }


@pytest.fixture
def ready(submitted: CasePage, author: Any) -> CasePage:
    """The same as its author has left it: saved by the form, so that opening and sending it again changes
    nothing.
    """
    submitted.current_workflow_state.cancel(user=author)
    draft = submitted.get_latest_revision_as_object()
    draft.initial_situation = [("paragraph", RichText(BLOCK))]
    draft.history = BLOCK
    draft.save_revision(user=author)
    found_nobody(draft)
    actions.record_spoken_release(case=draft, channel=Consent.Channel.PAPER, level="oeffentlich")
    page = CasePage.objects.get(pk=submitted.pk)
    page.get_workflow().start(page, author)
    return CasePage.objects.get(pk=submitted.pk)


def address_of(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


@pytest.fixture
def draft(library: Any) -> MethodCardPage:
    """A method card whose form is open somewhere while it is published elsewhere."""
    page = library.page("M01").specific
    page.unpublish()
    return MethodCardPage.objects.get(pk=page.pk)


# --------------------------------------------------------------------------- the model


def test_draft_read_before_publication_does_not_take_the_page_off(draft: MethodCardPage) -> None:
    stale = MethodCardPage.objects.get(pk=draft.pk).get_latest_revision_as_object()
    draft.save_revision().publish()
    with pytest.raises(OutdatedPage, match="inzwischen veröffentlicht"):
        stale.save()
    assert MethodCardPage.objects.get(pk=draft.pk).live


def test_case_keeps_its_clearance_too(ready: CasePage) -> None:
    stale = CasePage.objects.get(pk=ready.pk).get_latest_revision_as_object()
    state = ready.current_workflow_task_state
    state.task.specific.on_action(state, user("redaktion"), "approve")
    with pytest.raises(OutdatedPage):
        stale.save(clean=False)
    page = CasePage.objects.get(pk=ready.pk)
    assert page.live
    assert page.is_as_cleared


def test_taking_off_on_purpose_works_in_every_way(draft: MethodCardPage) -> None:
    draft.save_revision().publish()
    draft.refresh_from_db()
    draft.unpublish()
    assert not MethodCardPage.objects.get(pk=draft.pk).live
    draft.live = True
    draft.save()
    draft.live = False
    draft.save()
    assert not MethodCardPage.objects.get(pk=draft.pk).live


# --------------------------------------------------------------------------- the form


def test_autosave_decides_nothing(ready: CasePage, signed_in: Any) -> None:
    answer = signed_in("redaktion").post(
        address_of(ready), fields_of(ready, user("redaktion")) | APPROVE, **AUTOSAVE
    )
    assert answer.status_code == 400
    assert answer.json()["error_code"] == "invalid_revision"
    page = CasePage.objects.get(pk=ready.pk)
    assert (page.live, page.reviews.exists(), page.current_workflow_task is not None) == (False, False, True)


def test_autosave_that_is_slower_than_the_publication_loses(
    draft: MethodCardPage, signed_in: Any, monkeypatch: Any
) -> None:
    """Its page was read before, its row is written after."""
    client = signed_in("redaktion")
    sent = fields_of(draft, user("redaktion"))
    is_valid = LibraryPageForm.is_valid

    def overtaken(form: Any) -> bool:
        MethodCardPage.objects.get(pk=draft.pk).save_revision(user=user("admin")).publish(user=user("admin"))
        return bool(is_valid(form))

    monkeypatch.setattr(LibraryPageForm, "is_valid", overtaken)
    answer = client.post(address_of(draft), sent, **AUTOSAVE)
    assert answer.json()["error_code"] == "invalid_revision"
    assert "inzwischen veröffentlicht" in answer.json()["error_message"]
    assert MethodCardPage.objects.get(pk=draft.pk).live


def test_second_approval_says_that_it_is_published(ready: CasePage, signed_in: Any) -> None:
    client = signed_in("redaktion")
    sent = fields_of(ready, user("redaktion")) | APPROVE
    address = address_of(ready)
    assert client.post(address, sent).status_code == 302
    published = CasePage.objects.get(pk=ready.pk)
    assert published.live
    revisions = published.revisions.count()
    told = client.post(address, sent, follow=True).text
    assert "steht keine Prüfung mehr an" in told
    after = CasePage.objects.get(pk=ready.pk)
    assert (after.live, after.revisions.count(), after.has_unpublished_changes) == (True, revisions, False)
    assert PageLogEntry.objects.filter(page_id=after.pk, action="wagtail.publish").count() == 1


def test_approval_of_a_text_that_somebody_has_replaced_is_refused_in_words(
    ready: CasePage, author: Any, signed_in: Any
) -> None:
    client = signed_in("redaktion")
    sent = fields_of(ready, user("redaktion")) | APPROVE
    newer = CasePage.objects.get(pk=ready.pk).get_latest_revision_as_object()
    newer.kernel += " Und noch ein Satz."
    newer.save_revision(user=author)
    told = client.post(address_of(ready), sent, follow=True).text
    assert "neuere Fassung" in told
    page = CasePage.objects.get(pk=ready.pk)
    assert not page.live
    assert page.get_latest_revision_as_object().kernel.endswith("Und noch ein Satz.")
    assert not page.reviews.exists()


def test_refusal_of_the_gate_is_told_in_words(ready: CasePage, signed_in: Any, monkeypatch: Any) -> None:
    client = signed_in("redaktion")
    sent = (
        fields_of(ready, user("redaktion"))
        | APPROVE
        | {"kernel": "Anders als eingereicht. Die Lage war schwierig, die Runde half, es wurde besser."}
    )
    told = client.post(address_of(ready), sent, follow=True).text
    assert "Nicht genehmigt" in told
    assert "keine Berechtigung" not in told
    page = CasePage.objects.get(pk=ready.pk)
    assert not page.live
    # What was typed is kept as a draft.
    assert page.get_latest_revision_as_object().kernel.startswith("Anders als eingereicht")


def test_form_left_open_does_not_bring_a_withdrawn_text_back(
    ready: CasePage, author: Any, signed_in: Any
) -> None:
    client = signed_in("redaktion")
    sent = fields_of(ready, user("redaktion"))
    ready.current_workflow_state.cancel(user=author)
    stale = CasePage.objects.get(pk=ready.pk).get_latest_revision_as_object()
    actions.withdraw(case=ready)
    with pytest.raises(OutdatedPage, match="zurückgezogen"):
        stale.save(clean=False)
    assert client.post(address_of(ready), sent, **AUTOSAVE).status_code == 400
    client.post(address_of(ready), sent | {"action-publish": "1"})
    page = CasePage.objects.get(pk=ready.pk)
    assert (page.key_question, len(page.initial_situation), page.revisions.count(), page.actors.count()) == (
        "",
        0,
        0,
        0,
    )
