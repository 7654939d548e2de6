"""Which writes end what is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db import connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from knowledge.cache import PageChange, change, current, generation
from knowledge.cache.generation import _SILENT
from knowledge.models import ChallengeArea, LessonPage
from knowledge.operations.sqlite.base import DatabaseWrapper
from tests.factories import LessonPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def changes() -> Callable[[Callable[[], Any]], bool]:
    """Whether something, as a transaction of its own, ends what is kept."""

    def asked(work: Callable[[], Any]) -> bool:
        connection.run_on_commit.clear()  # the test itself is one transaction
        before = current()
        work()
        return current() != before

    return asked


@pytest.fixture
def outside() -> Iterator[BaseDatabaseWrapper]:
    """A SQLite database of its own that stands in no transaction of the test."""
    usual = connections["default"]
    own = DatabaseWrapper({**usual.settings_dict, "NAME": ":memory:", "OPTIONS": {}}, alias="default")
    connections["default"] = own
    try:
        with own.schema_editor() as editor:
            editor.create_model(PageChange)
        yield own
    finally:
        own.close()
        connections["default"] = usual


def test_every_way_to_write_counts(changes: Any) -> None:
    lesson = LessonPageFactory()
    assert changes(lambda: LessonPage.objects.filter(pk=lesson.pk).update(statement="Anders."))
    assert changes(lambda: ChallengeArea.objects.bulk_create([ChallengeArea(name="Neu", slug="neu")]))
    assert changes(lambda: connection.cursor().execute("UPDATE knowledge_challengearea SET name = 'x'"))
    assert changes(lambda: ChallengeArea.objects.all().delete())
    assert changes(lambda: lesson.save_revision().publish())
    assert changes(lesson.unpublish)


def test_what_no_page_prints_ends_nothing(changes: Any) -> None:
    lesson = LessonPageFactory()
    assert not changes(lambda: list(LessonPage.objects.all()))
    later = timezone.now() + timedelta(days=1)
    assert not changes(lambda: Session.objects.create(session_key="x", session_data="", expire_date=later))
    assert not changes(lambda: get_user_model().objects.create_user("a@example.org"))
    lesson.statement = "Ein Entwurf."
    assert not changes(lesson.save_revision), "an editor types, and readers' pages stay"


def test_a_transaction_writes_one_row(changes: Any) -> None:
    lesson = LessonPageFactory()
    connection.run_on_commit.clear()
    before = PageChange.objects.count()
    with transaction.atomic():
        for number in range(3):
            LessonPage.objects.filter(pk=lesson.pk).update(statement=str(number))
    assert PageChange.objects.count() == before + 1


def test_what_was_rolled_back_takes_its_row_along(changes: Any) -> None:
    lesson = LessonPageFactory()

    def first_in_vain() -> None:
        with pytest.raises(RuntimeError), transaction.atomic():
            LessonPage.objects.update(statement="vergeblich")
            raise RuntimeError
        LessonPage.objects.filter(pk=lesson.pk).update(statement="doch")

    assert changes(first_in_vain)


def test_a_transaction_that_ends_late_is_seen() -> None:
    early = PageChange.objects.create(token="a")
    PageChange.objects.create(token="b")
    with_both = current()
    early.delete()  # as if its transaction had not ended yet
    assert current() != with_both


def test_rows_do_not_pile_up() -> None:
    for _number in range(450):
        connection.run_on_commit.clear()
        change()
    assert PageChange.objects.count() <= 400


def test_rows_go_outside_of_a_transaction_too(
    monkeypatch: pytest.MonkeyPatch, outside: BaseDatabaseWrapper
) -> None:
    """SQLite ends no transaction while an INSERT has keys left to hand on, so clearing must begin none."""
    monkeypatch.setattr(generation, "_KEPT_ROWS", 1)
    with outside.cursor() as cursor:
        cursor.execute("CREATE TABLE thing (id INTEGER PRIMARY KEY)")
        for number in (1, 2, 3):
            cursor.execute("INSERT INTO thing DEFAULT VALUES RETURNING id")
            assert cursor.fetchone() == (number,)
    assert PageChange.objects.count() == 1


def test_tables_that_are_left_out_are_there() -> None:
    assert set(connection.introspection.table_names()) >= _SILENT, "or somebody renamed one"
