"""The scrub removes what the CMS keeps, leaves a line per kind of residue, and destroys the key."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Comment, Page, PageLogEntry, Revision

from knowledge.anonymity.retention import Subject, scrub, subject_of, trail
from knowledge.models import AnonymityKey, AnonymityTrail, ContentPage
from search.models import UnansweredQuery

pytestmark = pytest.mark.django_db

SUBJECT = "casepage:0123456789abcdef0123456789abcdef"
NAME = "Zwirnlein"


@pytest.fixture
def page() -> Any:
    """A page that was never public, with everything the work on it leaves behind."""
    made = ContentPage(title=f"Bericht von {NAME}", slug="bericht", live=False)
    Page.objects.get(depth=1).add_child(instance=made)
    made.save_revision(clean=False)
    made.save_revision(clean=False)
    return made


def test_scrub_notes_what_it_touched_and_destroys_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scrub, "_steps", {})
    scrub.register_step("eins")(lambda subject, names: 3)
    scrub.register_step("nichts")(lambda subject, names: 0)
    trail.mark_words(subject=SUBJECT, words="Zwirnlein")
    counts = scrub.run(subject=Subject(SUBJECT, 1, ContentPage, "fall-x"), occasion="widerruf")
    assert counts == {"eins": 3}
    lines = AnonymityTrail.objects.values_list("action", "decision", "reason", "count")
    assert list(lines) == [("bereinigt", "widerruf", "eins", 3), ("schluessel", "", "", 1)]
    assert not AnonymityKey.objects.exists()


def test_log_data_lose_texts_and_keep_numbers() -> None:
    data = {
        "title": {"old": "Zwirnlein", "new": "Neu"},
        "revision": {"id": 7, "created": "2026-01-01T00:00:00Z"},
        "comment": {"contents": ["Zwirnlein"]},
    }
    clean = scrub.without_words(data)
    assert "Zwirnlein" not in str(clean)
    assert clean["revision"] == data["revision"]
    assert set(clean) == set(data)


def test_a_step_that_looks_for_names_runs_while_they_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[str, tuple[str, ...]]] = []
    monkeypatch.setattr(scrub, "_steps", {})
    scrub.register_step("immer")(lambda subject, names: seen.append(("immer", names)) or 0)
    scrub.register_step("namen", by_name=True)(lambda subject, names: seen.append(("namen", names)) or 0)
    trail.mark_words(subject=SUBJECT, words=NAME)
    scrub.run_by_names(
        subject=Subject(SUBJECT, 1, ContentPage, "fall-x"), occasion="veroeffentlicht", names=[NAME]
    )
    assert seen == [("namen", (NAME,))]
    assert AnonymityKey.objects.exists()


def test_a_draft_keeps_neither_revisions_nor_comments_nor_redirects(
    page: Any, django_user_model: Any
) -> None:
    user = django_user_model.objects.create(username="wer")
    Comment.objects.create(page=page, user=user, text=NAME, contentpath="title")
    Redirect.objects.create(old_path="/zwirnlein", redirect_page=page)
    scrub.run(subject=subject_of(page), occasion="zurueckgezogen")
    assert not Revision.objects.filter(object_id=str(page.pk)).exists()
    assert not Comment.objects.exists()
    assert not Redirect.objects.exists()
    page.refresh_from_db()
    assert page.latest_revision is None


def test_every_log_calls_the_page_by_its_address(page: Any, django_user_model: Any) -> None:
    PageLogEntry.objects.log_action(page, "wagtail.edit", data={"title": {"old": NAME}})
    LogEntry.objects.create(
        user=django_user_model.objects.create(username="wer"),
        content_type=ContentType.objects.get_for_model(ContentPage),
        object_id=str(page.pk),
        object_repr=NAME,
        action_flag=2,
    )
    scrub.run(subject=subject_of(page), occasion="zurueckgezogen")
    assert set(PageLogEntry.objects.filter(page=page.pk).values_list("label", flat=True)) == {"bericht"}
    assert NAME not in str(list(PageLogEntry.objects.values_list("data", flat=True)))
    assert LogEntry.objects.get().object_repr == "bericht"


def test_queries_that_name_somebody_go_and_others_stay(page: Any) -> None:
    for text in ("zwirnleins Plan", "Plan ohne Geld"):
        UnansweredQuery.objects.create(text=text, day=date(2026, 1, 2))
    scrub.run(subject=subject_of(page), occasion="zurueckgezogen", names=[NAME, "Li"])
    assert list(UnansweredQuery.objects.values_list("text", flat=True)) == ["Plan ohne Geld"]


def test_a_page_that_is_gone_is_scrubbed_by_its_numbers(page: Any) -> None:
    subject = subject_of(page)
    page.delete()
    scrub.run(subject=subject, occasion="zurueckgezogen")
    assert not Revision.objects.filter(object_id=str(subject.pk)).exists()
    assert subject.page is None


def test_nothing_is_compacted_inside_a_transaction() -> None:
    assert scrub.compact() is False
