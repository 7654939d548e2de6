"""A publication appears with its PDF or not at all; a draft may lack it."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone
from wagtail.admin.views.pages.bulk_actions.publish import PublishBulkAction

from publications.models import PublicationPage
from publications.pdf.actions import is_built
from tests.factories import PublicationPageFactory
from tests.integration.conftest import Library
from tests.unit.forms import form_class, posted


@pytest.fixture
def draft(library: Library) -> PublicationPage:
    """A publication that is ready but for its PDF."""
    parent = library.page("P01").get_parent()
    groups = list(library.page("P01").target_groups.all())
    page: PublicationPage = PublicationPageFactory(parent=parent, live=False, target_groups=groups)
    page.save_revision()
    return page


def is_live(page: PublicationPage) -> bool:
    return bool(PublicationPage.objects.get(pk=page.pk).live)


def submit(page: PublicationPage, *, draft: bool, **changes: Any) -> Any:
    form, parent = form_class(PublicationPage), page.get_parent()
    # The chapters are left out: they are judged on their own.
    bound = form(
        posted(form(instance=page, parent_page=parent), {"sections-count": 0, **changes}),
        instance=page,
        parent_page=parent,
    )
    if draft:
        bound.defer_required_fields()
    bound.is_valid()
    return bound


def test_the_form_says_what_to_do(draft: PublicationPage, library: Library) -> None:
    message = str(submit(draft, draft=False).errors["pdf"])
    assert "als Entwurf speichern" in message
    assert "hochladen" in message
    assert "PDF bauen" in message
    assert "pdf" not in submit(draft, draft=True).errors
    assert "pdf" not in submit(draft, draft=False, pdf=library.page("P01").pdf.pk).errors


def test_no_other_way_publishes_it_either(draft: PublicationPage) -> None:
    with pytest.raises(ValidationError, match="Ohne PDF"):
        draft.get_latest_revision().publish()
    with pytest.raises(ValidationError, match="Ohne PDF"):
        PublishBulkAction.execute_action([draft])
    assert not is_live(draft)


def test_publishing_many_says_which_one_lacks_it(draft: PublicationPage, signed_in: Any) -> None:
    address = f"/admin/bulk/wagtailcore/page/publish/?id={draft.pk}&next=/admin/"
    response = signed_in("redaktion").post(address, {"include_descendants": ""}, follow=True)
    assert f"„{draft.title}“: Ohne PDF" in response.content.decode()
    assert not is_live(draft)


def test_a_scheduled_one_goes_back_to_draft_and_the_run_goes_on(
    draft: PublicationPage, library: Library
) -> None:
    due = timezone.now() - timedelta(hours=1)
    other = PublicationPageFactory(
        parent=draft.get_parent(), live=False, title="Zweiter", slug="zweiter", pdf=library.page("P01").pdf
    )
    for page in (draft, other):
        page.save_revision(approved_go_live_at=due)
    call_command("publish_scheduled", stdout=io.StringIO())
    assert (is_live(draft), is_live(other)) == (False, True)
    assert not draft.revisions.exclude(approved_go_live_at=None).exists()


def test_the_command_builds_it_for_drafts_and_leaves_them_drafts(
    draft: PublicationPage, library: Library
) -> None:
    PublicationPage.objects.exclude(pk=draft.pk).update(live=False)
    call_command("build_publication_pdfs", stdout=io.StringIO())
    page = PublicationPage.objects.get(pk=draft.pk)
    assert not page.live
    built = page.get_latest_revision_as_object()
    assert is_built(built)
    page.get_latest_revision().publish()
    assert is_live(draft)
    assert PublicationPage.objects.get(pk=draft.pk).pdf == built.pdf


def test_the_guide_keeps_its_pdf_when_published_again(library: Library) -> None:
    guide = library.page("P01")
    guide.save_revision().publish()
    assert is_live(guide)
    assert is_built(PublicationPage.objects.get(pk=guide.pk))


@pytest.mark.parametrize("way", ["page", "dialogue"])
def test_approval_without_pdf_is_told_and_nothing_is_approved(
    draft: PublicationPage, signed_in: Any, django_user_model: Any, way: str
) -> None:
    """An approved text whose PDF was deleted meanwhile: the workflow waits, the editor reads what to do."""
    editor = signed_in("redaktion")
    draft.get_workflow().start(draft, django_user_model.objects.get(username="moderation"))
    task = PublicationPage.objects.get(pk=draft.pk).current_workflow_task_state
    address = f"/admin/pages/workflow/action/{draft.pk}/approve/{task.pk}/"
    headers = {"x-requested-with": "XMLHttpRequest"} if way == "dialogue" else {}
    response = editor.post(address, {"comment": "Gern"}, headers=headers)
    assert (
        response.json()["redirect"] if way == "dialogue" else response.url
    ) == f"/admin/pages/{draft.pk}/edit/"
    assert (
        "Ohne PDF kann die Veröffentlichung nicht erscheinen"
        in editor.get(f"/admin/pages/{draft.pk}/edit/").text
    )
    assert not is_live(draft)
    assert PublicationPage.objects.get(pk=draft.pk).current_workflow_task_state == task
