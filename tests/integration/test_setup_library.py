"""``setup_library``: a library without demo content works, and a second run overwrites nothing."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from wagtail.models import Page, Task, Workflow

from cases.models import CaseIndexPage, CasePage, FourEyesTask
from cases.workflows import WORKFLOW_NAME
from knowledge import health
from knowledge.models import ChallengeArea, HomePage


@pytest.fixture(autouse=True)
def empty(db: Any) -> None:
    """As after ``migrate``: other tests of this process may have loaded the demo."""
    for home in HomePage.objects.all():
        home.delete()
    for model in (Workflow, Task, ChallengeArea, Group, get_user_model()):
        model._default_manager.all().delete()


def run() -> str:
    out = io.StringIO()
    call_command("setup_library", stdout=out)
    return out.getvalue()


def test_an_empty_library_answers(client: Client, settings: Any) -> None:
    text = run()
    assert "createsuperuser" in text
    for address in ("/", "/faelle/", "/methoden/", "/themen/finanzen/", "/impressum/", "/suche/?q=haushalt"):
        assert client.get(address).status_code == 200, address
    assert not CasePage.objects.exists()
    assert not get_user_model().objects.exists(), "no demo account with a known password"
    assert set(Group.objects.values_list("name", flat=True)) == {"Redaktion", "Moderation", "Alumni"}


def test_cases_go_to_a_second_person_from_the_first_day() -> None:
    run()
    workflow = CaseIndexPage.objects.get().get_workflow()
    assert workflow.name == WORKFLOW_NAME
    assert isinstance(workflow.tasks.get().specific, FourEyesTask)


def test_a_second_run_leaves_what_editors_changed() -> None:
    run()
    home = HomePage.objects.get()
    home.title = "Unsere Bibliothek"
    home.save()
    ChallengeArea.objects.filter(slug="finanzen").update(name="Geld")
    own = Workflow.objects.create(name="Eigener Ablauf")
    pages, workflows = Page.objects.count(), Workflow.objects.count()
    assert "bleiben, wie sie sind" in run()
    assert HomePage.objects.get().title == "Unsere Bibliothek"
    assert ChallengeArea.objects.get(slug="finanzen").name == "Geld"
    assert Workflow.objects.get(pk=own.pk).name == "Eigener Ablauf"
    assert (Page.objects.count(), Workflow.objects.count()) == (pages, workflows)


def test_doctor_tells_what_is_missing() -> None:
    def database() -> list[str]:
        return [finding.advice for finding in health.examine() if finding.area == "Datenbank" and finding.state == health.PROBLEM]

    HomePage.objects.all().delete()
    assert any("setup_library" in advice for advice in database())
    run()
    assert database() == []
    Group.objects.get(name="Alumni").delete()
    assert any("setup_library" in advice for advice in database())
