"""A link of a mail ends, counts once, and opens to nobody who only knows the database."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import override_settings
from django.utils import timezone

from cases.models import FollowUpLink
from methods.models import ReportRequest
from tests.factories import MethodCardPageFactory, WorkingMeetingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def link() -> ReportRequest:
    return ReportRequest.objects.create(
        card=MethodCardPageFactory(),
        meeting=WorkingMeetingFactory(),
        planned_minutes=45,
        expires_on=timezone.localdate(),
    )


def test_the_key_alone_opens_nothing_nor_does_the_token_of_another_kind(link: ReportRequest) -> None:
    assert ReportRequest.by_token(link.token) == link
    for forged in (link.key.hex, f"{link.key.hex}.falsch", link.token[:-1], "", "\0", "ä" * 40):
        assert ReportRequest.by_token(forged) is None
    assert FollowUpLink.by_token(link.token) is None
    token = link.token
    with override_settings(SECRET_KEY="ein-anderes-geheimnis"):
        assert ReportRequest.by_token(token) is None


def test_it_counts_once_and_not_after_its_day(link: ReportRequest) -> None:
    held = ReportRequest.objects.get()
    assert link.closed == ""
    assert link.use() and not held.use()
    assert link.closed == "beantwortet"
    yesterday = timezone.localdate() - timedelta(days=1)
    ReportRequest.objects.update(used_at=None, expires_on=yesterday)
    assert not held.use()
    held.refresh_from_db()
    assert held.closed == "vorbei"
