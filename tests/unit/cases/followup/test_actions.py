"""A question to a case giver from its plan to its answer."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from cases.followup import answer, ask_due, forget_addresses, plan_follow_ups, reseal_addresses
from cases.gate import withdraw
from cases.models import CaseFollowUp, CasePage, FollowUpLink
from knowledge.models import WorkingMeeting

pytestmark = pytest.mark.django_db

TOLD = {"status": "umgesetzt", "text": "Es trägt.", "effects": "", "cost_band": ""}


@pytest.fixture
def asked(draft: CasePage) -> str:
    """The token of a question that was sent half a year after the meeting."""
    half_a_year_ago = timezone.localdate() - timedelta(days=190)
    WorkingMeeting.objects.filter(pk=draft.meeting_link.meeting_id).update(date=half_a_year_ago)
    assert [row.after for row in plan_follow_ups(case=draft, email="a@rathaus.example", user=None)] == [
        6,
        12,
        24,
    ]
    assert (ask_due(), ask_due()) == (1, 0)
    return str(re.search(r"/verlauf/([^/]+)/\?stand=umgesetzt", mail.outbox[0].body)[1])


def test_one_mail_with_a_link_per_state_and_nothing_in_the_clear(asked: str) -> None:
    [message] = mail.outbox
    assert message.to == ["a@rathaus.example"]
    assert message.body.count("?stand=") == 5
    assert "List-Unsubscribe" not in message.extra_headers
    stored = " ".join(str(value) for row in FollowUpLink.objects.values() for value in row.values())
    assert asked not in stored and "rathaus" not in stored


def test_an_answer_counts_once_waits_for_an_editor_and_forgets_the_address(asked: str) -> None:
    link = FollowUpLink.by_token(asked)
    assert link is not None
    told = answer(link=link, **TOLD)
    assert (told.state, told.origin, told.after) == ("eingegangen", "link", 6)
    assert FollowUpLink.objects.get(pk=link.pk).sealed_email == ""
    with pytest.raises(ValidationError, match="nicht mehr offen"):
        answer(link=link, **TOLD)
    assert CaseFollowUp.objects.count() == 1


def test_what_is_over_takes_nothing_and_its_address_is_forgotten(asked: str) -> None:
    FollowUpLink.objects.update(expires_on=timezone.localdate() - timedelta(days=1), due_on="2020-01-01")
    link = FollowUpLink.by_token(asked)
    assert link is not None and link.is_over
    with pytest.raises(ValidationError):
        answer(link=link, **TOLD)
    assert forget_addresses() == 3
    assert ask_due() == 0


def test_a_new_address_replaces_the_one_that_waits_and_a_new_key_opens_it(
    asked: str, draft: CasePage
) -> None:
    before = dict(FollowUpLink.objects.values_list("after", "sealed_email"))
    plan_follow_ups(case=draft, email="b@rathaus.example", user=None)
    after = dict(FollowUpLink.objects.values_list("after", "sealed_email"))
    assert before[6] == after[6] and before[12] != after[12]
    assert reseal_addresses() == 3


def test_the_questions_go_with_the_case(asked: str, draft: CasePage) -> None:
    withdraw(case=draft)
    assert not FollowUpLink.objects.exists() and FollowUpLink.by_token(asked) is None
    with pytest.raises(ValidationError, match="zurückgezogen"):
        plan_follow_ups(case=CasePage.objects.get(pk=draft.pk), email="a@rathaus.example", user=None)
