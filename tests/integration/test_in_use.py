"""What others point to is not deleted: pages, snippets, terms, files; in forms, in bulk and in the shell."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from cases import gate as actions
from cases.models import CaseMeeting, CasePage, CaseTombstone
from knowledge.base.in_use import InUse, refused, uses_of
from knowledge.models import (
    ChallengeArea,
    ForumCycle,
    HomePage,
    LessonPage,
    LibraryDocument,
    PolicyField,
    TargetGroup,
    WorkingMeeting,
)
from methods.models import MethodCardPage
from publications.models import PublicationPage


@pytest.fixture
def admin(signed_in: Any, monkeypatch: pytest.MonkeyPatch) -> Client:
    """A client whose requests end their own transaction when they fail, as they do outside of a test."""
    monkeypatch.setitem(connection.settings_dict, "ATOMIC_REQUESTS", True)
    client: Client = signed_in("admin")
    return client


def live_cases() -> int:
    return CasePage.objects.cleared().count()


def used_card() -> MethodCardPage:
    """A card that cases and session plans use."""
    return MethodCardPage.objects.filter(case_uses__isnull=False, session_blocks__isnull=False).first()


def used_field() -> PolicyField:
    return PolicyField.objects.filter(cases__isnull=False).first()


def unused_case(library: Any) -> CasePage:
    """A draft that nothing names yet."""
    copy = library.page("F01").copy(keep_live=False, update_attrs={"slug": "fall-u5n6d", "external_id": ""})
    assert not uses_of(copy)
    return CasePage.objects.get(pk=copy.pk)


# --------------------------------------------------------------------------- the shell


def test_shell_refuses_a_used_method_and_nothing_changes(library: Any) -> None:
    card, before = used_card(), live_cases()
    parent = card.get_parent()
    with pytest.raises(InUse) as refusal, transaction.atomic():
        card.delete()
    assert card.title in str(refusal.value)
    assert f"{card.case_uses.count()} Beratungsf" in str(refusal.value)
    assert "Veröffentlichung aufheben" in str(refusal.value)
    assert MethodCardPage.objects.filter(pk=card.pk).exists()
    assert live_cases() == before
    with pytest.raises(InUse), transaction.atomic():
        Page.objects.get(pk=card.pk).delete()
    with pytest.raises(InUse), transaction.atomic():
        MethodCardPage.objects.filter(pk=card.pk).delete()
    assert Page.objects.get(pk=parent.pk).numchild == parent.get_children().count()


def records(name: str) -> Any:
    """A used record of each kind."""
    return {
        "case named by a case": lambda: CasePage.objects.filter(related_from__isnull=False).first(),
        "policy field": used_field,
        "goal": lambda: CasePage.objects.filter(sdgs__isnull=False).first().sdgs.first(),
        "target group": lambda: TargetGroup.objects.filter(lessons__isnull=False).first(),
        "challenge area": lambda: ChallengeArea.objects.first(),
        "lesson to be checked": lambda: LessonPage.objects.filter(checked_in__isnull=False).first(),
        "lesson that was replaced": lambda: LessonPage.objects.filter(superseded_by__isnull=False).first(),
        "cycle": lambda: ForumCycle.objects.first(),
        "meeting": lambda: WorkingMeeting.objects.filter(usage_reports__isnull=False).first(),
        "format": lambda: ForumCycle.objects.first().format,
        "document": lambda: LibraryDocument.objects.get(
            pk=PublicationPage.objects.exclude(pdf=None).first().pdf_id
        ),
    }[name]()


NAMES = [
    "case named by a case",
    "policy field",
    "goal",
    "target group",
    "challenge area",
    "lesson to be checked",
    "lesson that was replaced",
    "cycle",
    "meeting",
    "format",
    "document",
]


@pytest.mark.parametrize("name", NAMES)
def test_shell_refuses_whatever_is_used(name: str, library: Any) -> None:
    record = records(name)
    assert record is not None
    assert uses_of(record)
    with pytest.raises(InUse), transaction.atomic():
        record.delete()
    assert type(record)._default_manager.filter(pk=record.pk).exists()


def test_case_of_the_month_and_links_in_texts_are_uses(library: Any) -> None:
    case = unused_case(library)
    home = HomePage.objects.get()
    home.case_of_the_month = case
    home.save()
    assert [use.pk for use in uses_of(case)] == [home.pk]
    home.case_of_the_month = None
    home.save()
    lesson = library.page("L01")
    lesson.insight = f'<p>Siehe <a linktype="page" id="{case.pk}">dort</a>.</p>'
    lesson.save()
    assert [use.pk for use in uses_of(case)] == [lesson.pk]


def test_newest_draft_counts_as_a_use(library: Any) -> None:
    """Its publication would bring a row without its card, or fail."""
    from methods.models import MethodCombination

    card = library.page("M01").copy(keep_live=False, update_attrs={"slug": "ungenutzt", "external_id": ""})
    assert not refused([card])
    other = library.page("M02")
    other.combinations.add(MethodCombination(other=MethodCardPage.objects.get(pk=card.pk), position="davor"))
    other.save_revision()
    with pytest.raises(InUse, match="1 Methodenkarte"):
        card.delete()


def test_unused_records_go(library: Any) -> None:
    field = PolicyField.objects.create(key="neu", name="Neu", name_en="New")
    field.delete()
    assert not PolicyField.objects.filter(key="neu").exists()
    card = library.page("M01").copy(keep_live=False, update_attrs={"slug": "ungenutzt", "external_id": ""})
    card.delete()
    assert not Page.objects.filter(slug="ungenutzt").exists()


def test_what_goes_together_does_not_hold_itself(library: Any) -> None:
    """Cases name each other; their listing goes as a whole where nothing else needs one of them."""
    index = CasePage.objects.first().get_parent()
    inside = {case.pk for case in CasePage.objects.all()}
    found = {use.pk for _record, uses in refused([index]) for use in uses if isinstance(use, Page)}
    assert found
    assert not found & inside


# --------------------------------------------------------------------------- the administration


@pytest.mark.parametrize("method", ["get", "post"])
def test_page_delete_says_who_needs_it(method: str, admin: Client, library: Any) -> None:
    card, before = used_card(), live_cases()
    response = getattr(admin, method)(reverse("wagtailadmin_pages:delete", args=[card.pk]))
    assert response.status_code == 409
    assert "wird noch gebraucht" in response.text
    case = card.case_uses.first().case
    assert case.title in response.text
    assert reverse("wagtailadmin_pages:edit", args=[case.pk]) in response.text
    assert reverse("wagtailadmin_pages:unpublish", args=[card.pk]) in response.text
    assert MethodCardPage.objects.filter(pk=card.pk).exists()
    assert live_cases() == before


@pytest.mark.parametrize("method", ["get", "post"])
def test_snippet_delete_says_who_needs_it(method: str, admin: Client, library: Any) -> None:
    field = used_field()
    response = getattr(admin, method)(
        reverse(PolicyField.snippet_viewset.get_url_name("delete"), args=[field.pk])
    )
    assert response.status_code == 409
    assert f"„{field}“ wird noch gebraucht ({field.cases.count()} " in response.text
    assert PolicyField.objects.filter(pk=field.pk).exists()


@pytest.mark.parametrize("label", ["wagtailcore/page", "knowledge/policyfield", "knowledge/librarydocument"])
def test_bulk_delete_says_who_needs_it(label: str, admin: Client, library: Any) -> None:
    record = {
        "wagtailcore/page": used_card,
        "knowledge/policyfield": used_field,
        "knowledge/librarydocument": lambda: records("document"),
    }[label]()
    response = admin.post(f"/admin/bulk/{label}/delete/?id={record.pk}&next=/admin/")
    assert response.status_code == 409
    assert "wird noch gebraucht" in response.text
    assert type(record)._default_manager.filter(pk=record.pk).exists()


def test_document_delete_says_who_needs_it(admin: Client, library: Any) -> None:
    document = records("document")
    response = admin.post(reverse("wagtaildocs:delete", args=[document.pk]))
    assert response.status_code == 409
    assert "1 Veröffentlichung" in response.text
    assert LibraryDocument.objects.filter(pk=document.pk).exists()


def test_meeting_of_a_case_is_counted_and_never_named(admin: Client, library: Any) -> None:
    """Which case was consulted where is the most dangerous fact of the library; a refusal is no place for
    it.
    """
    link = CaseMeeting.objects.select_related("case", "meeting").first()
    response = admin.post(
        reverse(WorkingMeeting.snippet_viewset.get_url_name("delete"), args=[link.meeting_id])
    )
    assert response.status_code == 409
    assert "Arbeitstreffen" in response.text
    assert link.case.title not in response.text
    assert f">{link}<" not in response.text


def test_meeting_dropped_from_the_form_of_its_cycle_is_refused_with_a_page(
    admin: Client, library: Any
) -> None:
    """Inlines are deleted without a question: what the database layer refuses there is no error page
    either.
    """
    from wagtail.test.utils.form_data import inline_formset, nested_form_data

    cycle = WorkingMeeting.objects.filter(case_links__isnull=False).first().cycle
    meetings = [
        {"id": row.pk, "number": row.number, "mode": row.mode, "DELETE": "on"} for row in cycle.meetings.all()
    ]
    names = (
        "number",
        "title",
        "organisers",
        "federal_states",
        "venue_band",
        "capacity_band",
        "call_text",
        "places",
        "costs",
        "confidentiality",
        "commitment",
        "evaluation",
    )
    form = {name: getattr(cycle, name) for name in names} | {
        "format": cycle.format_id,
        "starts": str(cycle.starts),
        "ends": str(cycle.ends),
    }
    form |= {"questions": inline_formset([]), "call_texts": inline_formset([])}
    form["meetings"] = inline_formset(meetings, initial=len(meetings))
    response = admin.post(
        reverse(ForumCycle.snippet_viewset.get_url_name("edit"), args=[cycle.pk]), nested_form_data(form)
    )
    assert response.status_code == 409
    assert "wird noch gebraucht" in response.text
    assert cycle.meetings.count() == len(meetings)


# --------------------------------------------------------------------------- what still goes


def test_deleted_withdrawn_case_still_answers_410(library: Any, client: Client) -> None:
    case = unused_case(library)
    address = case.url
    actions.withdraw(case=case)
    assert client.get(address).status_code == 410
    CasePage.objects.get(pk=case.pk).delete()
    assert not Page.objects.filter(pk=case.pk).exists()
    assert CaseTombstone.objects.filter(slug=case.slug, case=None).exists()
    response = client.get(address)
    assert response.status_code == 410
    assert response["Cache-Control"] == "private, no-store"
    assert client.get("/faelle/fall-gibtsnicht/").status_code == 404
