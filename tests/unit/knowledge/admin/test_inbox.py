"""What came in and waits: who may handle it sees its number and the way there."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission

from knowledge.admin.inbox import ROWS, InboxRow, arrived, inbox_kind
from knowledge.models import BarrierReport, OpenQuestion
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

LABELS = {"change_openquestion": "Offene Fragen", "view_barrierreport": "Gemeldete Barrieren"}


def somebody(*permissions: str) -> Any:
    user = UserFactory()
    user.user_permissions.add(*Permission.objects.filter(codename__in=permissions))
    return user


@pytest.fixture
def waiting() -> OpenQuestion:
    BarrierReport.objects.create(text="Die Tabelle liest niemand vor.", contact="jemand@rathaus.example")
    for state in OpenQuestion.State.values:
        OpenQuestion.objects.create(text=f"Wer fährt den Bürgerbus ({state})?", state=state, reply="Niemand.")
    return OpenQuestion.objects.get(state=OpenQuestion.State.REPORTED)


def test_nobody_sees_what_they_may_not_handle(waiting: OpenQuestion) -> None:
    assert arrived(somebody()) == []
    for permission, label in LABELS.items():
        assert [kind.label for kind in arrived(somebody(permission))] == [label]


def test_a_question_waits_until_somebody_takes_it_up(waiting: OpenQuestion) -> None:
    (kind,) = arrived(somebody("change_openquestion"))
    assert (kind.count, [row.title for row in kind.rows]) == (1, [waiting.text])
    assert kind.rows[0].url.endswith(f"/openquestion/edit/{waiting.pk}/")
    assert kind.url.endswith("?state=gemeldet")
    waiting.state = OpenQuestion.State.CONFIRMED
    waiting.save()
    assert arrived(somebody("change_openquestion")) == []


def test_a_barrier_is_named_by_its_day_alone(waiting: OpenQuestion) -> None:
    (kind,) = arrived(somebody("view_barrierreport"))
    (row,) = kind.rows
    assert "Tabelle" not in row.title and "@" not in row.title
    assert "/barrierreport/inspect/" in row.url


def test_the_number_is_that_of_all_and_the_rows_are_the_oldest(django_assert_num_queries: Any) -> None:
    for number in range(ROWS + 2):
        OpenQuestion.objects.create(text=f"Frage {number}?")
    with django_assert_num_queries(2):
        (kind,) = inbox_kind(
            OpenQuestion.objects.order_by("created", "pk"),
            label="Fragen",
            url="/",
            row=lambda one: InboxRow(one.text, "/", "", one.created),
        )
    assert (kind.count, [row.title for row in kind.rows]) == (ROWS + 2, [f"Frage {n}?" for n in range(ROWS)])
