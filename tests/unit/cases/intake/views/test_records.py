"""Raw cases as records: listed without being opened, deleted by POST, with a log that stays."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from cases.intake.views.records import raw_delete, raw_index, raw_log
from cases.models import RawAccess, RawCase
from tests.factories import UserFactory


def test_the_list_opens_nothing(ask: Any, raw: RawCase) -> None:
    page = ask(raw_index)
    assert list(page.context["rows"]) == [raw]
    assert page.context["may_add"] and page.context["may_review"]
    assert not raw.accesses.filter(action=RawAccess.Action.OPENED).exists()


def test_looking_deletes_nothing_and_sending_does(ask: Any, raw: RawCase) -> None:
    assert ask(raw_delete, raw.pk).context["raw"] == raw
    assert RawCase.objects.exists()
    response = ask(raw_delete, raw.pk, data={})
    assert (response.status_code, "gelöscht" in response.told) == (302, True)
    assert not RawCase.objects.exists()
    assert RawAccess.objects.filter(code=raw.code, action=RawAccess.Action.DELETED).exists()


def test_the_log_says_who_was_there(ask: Any, raw: RawCase, somebody: Any) -> None:
    (row,) = ask(raw_log, raw.pk).context["rows"]
    assert (row.user, row.action) == (somebody, RawAccess.Action.CREATED)


@pytest.mark.parametrize("view", [raw_delete, raw_log])
def test_nobody_else_comes_in(ask: Any, raw: RawCase, view: Any) -> None:
    with pytest.raises(PermissionDenied):
        ask(view, raw.pk, user=UserFactory())
