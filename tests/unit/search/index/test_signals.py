"""What editors do becomes rows of the outbox; what changes nothing public does not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page

from search import service
from search.models import GlossaryEntry, IndexJob
from tests.factories import MethodCardPageFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.db]


@pytest.fixture
def card() -> Any:
    """A live card whose own jobs are gone."""
    page = MethodCardPageFactory()
    IndexJob.objects.all().delete()
    return page


def jobs() -> set[tuple[str, str]]:
    return set(IndexJob.objects.values_list("kind", "action"))


def test_publishing_and_unpublishing_write_a_job(card: Any) -> None:
    card.purpose = "Anders."
    card.save_revision().publish()
    assert jobs() == {("method", "upsert")}
    IndexJob.objects.all().delete()
    card.unpublish()
    assert jobs() == {("method", "upsert")}


def test_the_bare_page_of_a_record_counts_as_the_record(card: Any) -> None:
    """As Wagtail's timer and its bulk actions unpublish, publish and delete."""
    bare = Page.objects.get(pk=card.pk)
    assert type(bare) is Page
    bare.unpublish(set_expired=True)
    assert jobs() == {("method", "upsert")}
    IndexJob.objects.all().delete()
    (bare.get_latest_revision() or bare.specific.save_revision()).publish()
    assert jobs() == {("method", "upsert")}
    IndexJob.objects.all().delete()
    Page.objects.get(pk=card.get_parent().pk).delete()
    assert jobs() == {("method", "remove")}


def test_a_bare_page_that_is_published_by_the_timer_is_found(card: Any) -> None:
    card.unpublish()
    revision = card.save_revision(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    IndexJob.objects.all().delete()
    call_command("publish_scheduled")
    assert jobs() == {("method", "upsert")}
    card.refresh_from_db()
    assert card.live and card.live_revision_id == revision.pk
    Page.objects.filter(pk=card.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    IndexJob.objects.all().delete()
    call_command("publish_scheduled")
    card.refresh_from_db()
    assert card.expired and jobs() == {("method", "upsert")}


def test_a_draft_changes_nothing_public(card: Any) -> None:
    card.purpose = "Nur ein Entwurf."
    card.save_revision()
    assert jobs() == set()


def test_deleting_removes(card: Any) -> None:
    card.delete()
    assert ("method", "remove") in jobs()


def test_moving_a_folder_touches_every_page_below(card: Any) -> None:
    index = card.get_parent()
    other = Page.get_first_root_node().add_child(instance=Page(title="Anderswo", slug="anderswo"))
    IndexJob.objects.all().delete()
    Page.objects.get(pk=index.pk).move(other, pos="last-child")
    assert jobs() == {("method", "upsert")}


def test_records_nobody_searches_write_nothing() -> None:
    UserFactory()
    Group.objects.create(name="x").delete()
    assert jobs() == set()


def test_a_fixture_writes_nothing(source: Any) -> None:
    from django.core import serializers

    made = Group(pk=4711, name="public|a|b")
    text = serializers.serialize("json", [made])
    for item in serializers.deserialize("json", text):
        item.save()
    assert not IndexJob.objects.exists()


def test_the_glossary_is_forgotten_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    monkeypatch.setattr(service, "forget", lambda: calls.append(1))
    entry = GlossaryEntry.objects.create(term="x", equivalents="y")
    entry.delete()
    assert calls == [1, 1]
    assert jobs() == set()
