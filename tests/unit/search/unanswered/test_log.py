"""What people look for in vain, without anything about them."""

from __future__ import annotations

import datetime

import pytest
from django.db import DatabaseError
from django.utils import timezone

from search import registry
from search.models import UnansweredQuery
from search.unanswered import log

pytestmark = pytest.mark.django_db


def test_the_same_question_is_counted_once_per_day_whatever_its_capitals() -> None:
    for text in ("Quastenflosser züchten", "  QUASTENFLOSSER   ZÜCHTEN "):
        assert log.record(text)
    assert list(UnansweredQuery.objects.values_list("text", "day", "count")) == [
        ("quastenflosser züchten", timezone.localdate(), 2)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ab",
        "post@example.org",
        "www.example.org",
        "0821 123456",
        "Frau Muster",
        "Dr Muster",
        "Postleitzahl 86150",
    ],
)
def test_short_or_personal_texts_are_not_kept(text: str) -> None:
    assert not log.record(text)
    assert not UnansweredQuery.objects.exists()


def test_a_guard_of_an_app_can_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_guards", [lambda text: "geheim" not in text])
    assert not log.record("geheime Quelle geheim")
    assert log.record("offene Quelle")


def test_a_flood_cannot_fill_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "MAX_PER_DAY", 2)
    assert [log.record(text) for text in ("erste frage", "zweite frage", "dritte frage", "erste frage")] == [
        True,
        True,
        False,
        True,
    ]
    assert UnansweredQuery.objects.count() == 2


def test_long_texts_are_cut() -> None:
    log.record("wort " * 100)
    assert len(UnansweredQuery.objects.get().text) <= 120


def test_a_broken_table_breaks_no_search(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**kwargs: object) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setattr(UnansweredQuery.objects, "create", fail)
    assert not log.record("eine frage")


def test_old_rows_go() -> None:
    today = timezone.localdate()
    UnansweredQuery.objects.create(text="alt", day=today - datetime.timedelta(days=log.KEEP_DAYS + 1))
    UnansweredQuery.objects.create(text="jung", day=today - datetime.timedelta(days=log.KEEP_DAYS))
    assert log.forget_old() == 1
    assert UnansweredQuery.objects.get().text == "jung"
