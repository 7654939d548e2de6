"""``load_demo``: repeatable, tells what it does, multiplies, resets, refuses foreign content."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from wagtail.models import Page, ReferenceIndex

from cases.models import CaseMeeting, CasePage, Consent
from knowledge.accounts import DEMO_ACCOUNTS
from knowledge.content import RecordError, find_meeting, loading, page_of
from knowledge.models import ForumCycle, HomePage, LessonPage, WorkingMeeting, record_models
from methods.models import SessionBlock
from publications.models import PublicationPage
from tests.factories import LessonPageFactory
from tests.integration.conftest import Library


def run(*args: str) -> str:
    out = io.StringIO()
    call_command("load_demo", *args, stdout=out)
    return out.getvalue()


def state() -> dict[str, Any]:
    """What a second run must not change."""
    models = [
        *record_models(),
        ForumCycle,
        WorkingMeeting,
        SessionBlock,
        CaseMeeting,
        Consent,
        get_user_model(),
    ]
    counts = {model._meta.label: model._default_manager.count() for model in models}
    pages = sorted(Page.objects.values_list("pk", "url_path", "title", "live"))
    return {"counts": counts, "pages": pages, "references": ReferenceIndex.objects.count()}


@pytest.fixture
def without_records(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loading has no parts, for what it does before and after them."""
    monkeypatch.setattr(loading, "parts", list)


#: Kinds of records that a test loads: the quick ones, and in a drill all.
KINDS = [
    pytest.param(("Staffeln", "Methoden", "Ablaufpläne"), id="some"),
    pytest.param((), id="all", marks=pytest.mark.drill),
]


def only(kinds: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """Loads ``kinds`` and what they stand on; all of them where none is named."""
    if kinds:
        parts = [part for part in loading.parts() if part.foundation or part.label in kinds]
        assert len(parts) > len(kinds)
        monkeypatch.setattr(loading, "parts", lambda: parts)


@pytest.mark.parametrize("kinds", KINDS)
def test_a_second_run_changes_nothing_but_what_was_edited(
    library: Library, kinds: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    only(kinds, monkeypatch)
    page = library.page("M01")
    page.purpose = "Verstellt."
    page.save()
    user = get_user_model().objects.get(username="redaktion")
    user.set_password("ein anderes, langes Passwort")
    user.save()
    before, hashes = (
        state(),
        {case.pk: case.clearance.cleared_hash for case in CasePage.objects.select_related("clearance")},
    )
    out = run()
    assert library.page("M01").purpose != "Verstellt."
    assert get_user_model().objects.get(username="redaktion").check_password("ein anderes, langes Passwort")
    assert state() == before
    assert {
        case.pk: case.clearance.cleared_hash for case in CasePage.objects.select_related("clearance")
    } == hashes
    assert "neu:" not in out
    assert "aktualisiert: " in out and "28 Methodenkarten" in out
    assert ("30 Beratungsfälle" in out) is not bool(kinds)
    assert [line for line in out.splitlines() if line.endswith(" ...")][:3] == [
        "Taxonomien ...",
        "Seiten ...",
        "Rollen ...",
    ]
    assert f"{len(library.documents)} Dokumente im Index" in out
    assert len(library.documents) == 96


@pytest.mark.drill
def test_size_multiplies_the_cases_once(library: Library, without_records: None) -> None:
    assert "30 Kopien" in run("--size", "2")
    assert CasePage.objects.count() == 60
    copies = CasePage.objects.filter(external_id__endswith="-2")
    assert copies.live().count() == 30
    assert not CaseMeeting.objects.filter(case__in=copies).exists()
    assert "Kopien:" not in run("--size", "2")
    assert CasePage.objects.count() == 60


@pytest.mark.parametrize("kinds", KINDS)
def test_reset_begins_anew_with_the_same_addresses(
    library: Library, kinds: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cases, lessons and publications, which take longest, come back in the long form."""
    only(kinds, monkeypatch)
    addresses = Page.objects.filter(depth__gt=1).values_list("url_path", flat=True)
    before = set(addresses.not_exact_type(CasePage, LessonPage, PublicationPage) if kinds else addresses)
    blocks = SessionBlock.objects.exclude(method=None).count()
    stray = LessonPageFactory(external_id="L98")
    out = run("--reset")
    assert "Alte Seiten werden gelöscht" in out
    assert not LessonPage.objects.filter(pk=stray.pk).exists()
    assert set(addresses) == before
    assert HomePage.objects.count() == 1
    assert SessionBlock.objects.exclude(method=None).count() == blocks > 0
    assert CasePage.objects.cleared().count() == (0 if kinds else 30)


def test_own_content_is_not_mixed_with_the_demo(library: Library, without_records: None) -> None:
    LessonPageFactory()
    with pytest.raises(CommandError, match="1 eigene Inhalte"):
        run()
    assert "Dokumente im Index" in run("--force")


@pytest.mark.parametrize("size", ["0", "-3"])
def test_an_impossible_size_is_refused(library: Library, size: str) -> None:
    with pytest.raises(CommandError, match="ab 1"):
        run("--size", size)


def test_an_incomplete_record_loads_nothing(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    before = state()
    parts = [part for part in loading.parts() if part.foundation or part.label == "Methoden"]
    assert len(parts) > 3
    monkeypatch.setattr(loading, "parts", lambda: parts)
    monkeypatch.setattr("methods.demo_loader.find_meeting", lambda code: find_meeting("9-9"))
    with pytest.raises(CommandError, match="Das Arbeitstreffen „9-9“ gibt es nicht"):
        run()
    assert state() == before


def test_unknown_records_are_named(library: Library) -> None:
    with pytest.raises(RecordError, match="F77"):
        page_of("F77")
    with pytest.raises(RecordError, match="zum Beispiel „2-1“"):
        find_meeting("zweites Treffen")


def test_every_role_can_sign_in(library: Library) -> None:
    for account in DEMO_ACCOUNTS:
        user = get_user_model().objects.get(username=account.username)
        assert user.check_password(account.password)
        assert user.is_superuser is account.superuser
        assert account.superuser or list(user.groups.values_list("name", flat=True)) == [account.role]
