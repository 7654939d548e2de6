"""The editors' way with a contribution: a short form, a list by state, a page to decide on."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from knowledge.admin.contributions import add_buttons, received
from knowledge.admin.inbox import ROWS
from methods.models import UsageReport
from tests.factories import MethodCardPageFactory, UserFactory
from tests.factories.contributions import accepted, usage_report

pytestmark = pytest.mark.django_db
VIEWS = UsageReport.snippet_viewset  # type: ignore[attr-defined]


def address(view: str, *args: int) -> str:
    return reverse(VIEWS.get_url_name(view), args=args)


def signed_in(**values: bool) -> Client:
    client = Client()
    client.force_login(UserFactory(**values))
    return client


@pytest.fixture
def editor() -> Client:
    return signed_in(is_superuser=True)


@pytest.fixture
def report() -> UsageReport:
    row = usage_report(MethodCardPageFactory())
    row.save()
    return row


def test_form_begins_with_the_card_and_needs_four_numbers(editor: Client) -> None:
    card = MethodCardPageFactory()
    form = editor.get(f"{address('add')}?card={card.pk}").context["form"]
    assert form.instance.card_id == card.pk
    assert form["planned_minutes"].value() == 20
    required = [name for name, field in form.fields.items() if field.required]
    assert sorted(required) == ["actual_minutes", "card", "participants", "planned_minutes", "worked"]
    sent = {"card": card.pk, "participants": 8, "planned_minutes": 20, "actual_minutes": 25, "worked": 4}
    response = editor.post(address("add"), sent)
    row = UsageReport.objects.get()
    assert response.url == address("inspect", row.pk)
    assert (row.state, row.submitted_by.username) == ("eingegangen", response.wsgi_request.user.username)


def test_decided_on_the_page_where_it_is_read(editor: Client, report: UsageReport) -> None:
    page = editor.get(address("inspect", report.pk))
    where = page.context["decide_url"]
    for wish, state in (("annehmen", "angenommen"), ("zurueck", "eingegangen")):
        assert editor.post(where, {"entscheidung": wish}).url == address("inspect", report.pk)
        report.refresh_from_db()
        assert report.state == state
    shown = editor.post(where, {"entscheidung": "ablehnen", "decision": " "}, follow=True)
    assert "warum der Beitrag abgelehnt wird" in shown.text
    editor.post(where, {"entscheidung": "ablehnen", "decision": "Doppelt."})
    report.refresh_from_db()
    assert (report.state, report.decision) == ("abgelehnt", "Doppelt.")
    assert "Diese Entscheidung gibt es nicht" in editor.post(where, follow=True).text


def test_findings_are_shown_and_may_stand_with_a_reason(editor: Client, report: UsageReport) -> None:
    report.adapted = "Wir sind 4.312 Einwohner."
    report.save()
    page = editor.get(address("inspect", report.pk))
    (row,) = page.context["rows"]
    assert f"grund-{row['mark']}" in page.text
    where = page.context["decide_url"]
    assert "4.312" in editor.post(where, {"entscheidung": "annehmen"}, follow=True).text
    editor.post(where, {"entscheidung": "annehmen", f"grund-{row['mark']}": "trifft-viele"})
    report.refresh_from_db()
    assert report.is_accepted


def test_nobody_decides_without_the_permission(report: UsageReport) -> None:
    user = UserFactory()
    user.user_permissions.add(
        *Permission.objects.filter(codename__in=["access_admin", "view_usagereport", "add_usagereport"])
    )
    client = Client()
    client.force_login(user)
    page = client.get(address("inspect", report.pk))
    assert page.status_code == 200 and 'value="annehmen"' not in page.text
    assert client.post(page.context["decide_url"], {"entscheidung": "annehmen"}).status_code in {302, 403}
    report.refresh_from_db()
    assert report.is_received
    assert received(user) == []
    assert Client().post(page.context["decide_url"]).status_code == 403


def test_only_contributions_are_decided_here(editor: Client, report: UsageReport) -> None:
    where = reverse("decide_contribution", args=["knowledge", "format", 1])
    assert editor.post(where, {"entscheidung": "annehmen"}).status_code == 404
    assert (
        editor.get(reverse("decide_contribution", args=["methods", "usagereport", report.pk])).status_code
        == 405
    )


def test_inbox_counts_all_and_names_the_oldest(report: UsageReport) -> None:
    chief = UserFactory(is_superuser=True)
    for _number in range(ROWS + 1):
        usage_report(report.card).save()
    (kind,) = received(chief)
    assert (kind.count, len(kind.rows)) == (ROWS + 2, ROWS)
    oldest = kind.rows[0]
    assert (oldest.url, oldest.about) == (address("inspect", report.pk), str(report.card))
    assert kind.url.endswith("?state=eingegangen")
    assert received(UserFactory()) == []


def test_page_of_a_card_leads_to_the_form(report: UsageReport) -> None:
    chief = UserFactory(is_superuser=True)
    (tried, taken_over, said) = add_buttons(Page.objects.get(pk=report.card_id), chief)
    assert tried.url == f"{address('add')}?card={report.card_id}"
    assert taken_over.url.endswith(f"?page={report.card_id}"), "of every record it is told what became of it"
    assert "pagefeedback" in said.url and said.url.endswith(f"?page={report.card_id}"), (
        "as heard on the phone"
    )
    assert list(add_buttons(Page.get_first_root_node(), chief)) == []
    assert list(add_buttons(Page.objects.get(pk=report.card_id), UserFactory())) == []


def test_list_filters_by_state_and_leads_to_reading(editor: Client, report: UsageReport) -> None:
    page = editor.get(f"{address('list')}?state=eingegangen&card={report.card_id}")
    assert address("inspect", report.pk) in page.text
    assert address("inspect", report.pk) not in editor.get(f"{address('list')}?state=angenommen").text


def test_second_saver_sees_both_texts_and_decides(editor: Client, report: UsageReport) -> None:
    form = editor.get(address("edit", report.pk)).context["form"]
    sent = {name: form[name].value() if form[name].value() is not None else "" for name in form.fields}
    report.adapted = "Dritte Phase weggelassen."
    report.save()
    mine = sent | {"adapted": "Kürzer gefasst."}
    page = editor.post(address("edit", report.pk), mine)
    assert page.status_code == 200
    assert "Dritte Phase weggelassen." in str(page.context["form"].errors["adapted"])
    assert page.context["form"]["adapted"].value() == "Kürzer gefasst."
    again = mine | {"stand": page.context["form"]["stand"].value()}
    assert editor.post(address("edit", report.pk), again).url == address("inspect", report.pk)
    report.refresh_from_db()
    assert report.adapted == "Kürzer gefasst."


def test_form_of_what_is_shown_refuses_a_name_at_its_field(editor: Client, report: UsageReport) -> None:
    accepted(report)
    form = editor.get(address("edit", report.pk)).context["form"]
    sent = {name: form[name].value() if form[name].value() is not None else "" for name in form.fields}
    page = editor.post(address("edit", report.pk), sent | {"adapted": "Frau Anna Schwarz aus Passau."})
    assert page.status_code == 200
    assert "Schwarz" in str(page.context["form"].errors["adapted"])
