"""``setup_library``: a library without demo content works, and a second run overwrites nothing."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from wagtail.models import Page, Site, Task, Workflow

from cases.admin.workflows import WORKFLOW_NAME
from cases.models import CaseIndexPage, CasePage, FourEyesTask
from knowledge.base import in_use
from knowledge.models import ChallengeArea, HomePage
from knowledge.operations import health
from search import engines
from tests import demo_copy
from tests.integration.conftest import Library, _forget_what_the_process_knows


@pytest.fixture(scope="module")
def library(django_db_setup: None, django_db_blocker: Any) -> Iterator[Library]:
    """Nothing of the demo, and nothing that migrations bring beside Wagtail's root."""
    with django_db_blocker.unblock(), transaction.atomic():
        _forget_what_the_process_knows()
        demo_copy.fill(())
        assert not HomePage.objects.exists()
        for model in (Workflow, Task, Group):
            model._default_manager.all().delete()
        yield Library(())
        transaction.set_rollback(True)
    _forget_what_the_process_knows()


def run(**options: Any) -> str:
    out = io.StringIO()
    call_command("setup_library", stdout=out, **options)
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
        return [
            finding.advice
            for finding in health.examine()
            if finding.area == "Datenbank" and finding.state == health.PROBLEM
        ]

    with in_use.deleting_everything():
        HomePage.objects.all().delete()
    assert any("setup_library" in advice for advice in database())
    run()
    assert database() == []
    Group.objects.get(name="Alumni").delete()
    assert any("setup_library" in advice for advice in database())


def test_the_site_record_is_the_public_address(settings: Any, client: Client) -> None:
    settings.PUBLIC_URL = "https://bibliothek.example.org"
    assert "https://bibliothek.example.org" in run()
    assert Site.objects.get(is_default_site=True).root_url == "https://bibliothek.example.org"
    assert "<loc>https://bibliothek.example.org/methoden/</loc>" in client.get("/sitemap.xml").text
    settings.PUBLIC_URL = "http://127.0.0.1:8107"
    run()
    assert Site.objects.get(is_default_site=True).root_url == "http://127.0.0.1:8107"


def test_an_address_that_cannot_be_is_refused_before_anything_is_made(settings: Any) -> None:
    settings.PUBLIC_URL = "bibliothek.example.org"
    with pytest.raises(CommandError, match="PUBLIC_URL"):
        run()
    assert not HomePage.objects.exists()


def test_it_makes_the_folder_of_the_files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "new" / "media")
    run()
    assert Path(settings.MEDIA_ROOT).is_dir()


def test_it_makes_the_first_administrator_and_names_it(
    monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    assert "--administrator" in run()
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "kurz")
    with pytest.raises(CommandError):
        run(administrator="leitung", email="leitung@example.org")
    assert not get_user_model().objects.exists()
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "ein langes eigenes kennwort")
    assert "Administration: leitung" in run(administrator="leitung", email="leitung@example.org")
    assert client.login(username="leitung", password="ein langes eigenes kennwort")
    assert get_user_model().objects.get().is_superuser
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "ein anderes langes kennwort")
    text = run(administrator="leitung")
    assert "bleibt, wie es ist" in text and "Administration: leitung" in text
    assert not client.login(username="leitung", password="ein anderes langes kennwort")


def test_without_a_terminal_a_password_must_be_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DJANGO_SUPERUSER_PASSWORD", raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    with pytest.raises(CommandError, match="DJANGO_SUPERUSER_PASSWORD"):
        run(administrator="leitung")
    assert not get_user_model().objects.exists()


def test_the_search_is_ready_at_once(settings: Any, tmp_path: Path) -> None:
    """Before the first start of the server: ``doctor`` would call a missing index a fault."""
    settings.SEARCH_ENGINE, settings.SEARCH_INDEX_DIR = "embedded", str(tmp_path / "index")
    engines.reset()
    run()
    assert engines.current().status().available
    engines.reset()
