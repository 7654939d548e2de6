"""Groups, workflow and demo accounts: made once, repaired when run again, never taken from an operator."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from wagtail.models import Workflow

from knowledge.accounts import DEMO_ACCOUNTS, ensure_demo_accounts, ensure_roles, ensure_workflow
from knowledge.permissions import Role
from tests.factories import HomePageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def roles() -> None:
    HomePageFactory()
    ensure_roles()


def codes(role: str) -> set[str]:
    return {
        f"{app}.{code}"
        for app, code in Group.objects.get(name=role).permissions.values_list(
            "content_type__app_label", "codename"
        )
    }


def test_facilitators_take_cases_in_and_do_not_open_them(roles: None) -> None:
    assert {"cases.view_rawcase", "cases.add_rawcase"} <= codes(Role.FACILITATOR)
    assert not codes(Role.FACILITATOR) & {"cases.review_rawcase", "cases.delete_rawcase"}
    assert "cases.review_rawcase" in codes(Role.EDITOR)
    assert codes(Role.ALUMNI) == set()


def test_second_run_gives_back_what_is_missing(roles: None) -> None:
    before = codes(Role.EDITOR)
    Group.objects.get(name=Role.EDITOR).permissions.clear()
    ensure_roles()
    assert codes(Role.EDITOR) == before


def test_workflow_takes_the_place_of_the_sample(roles: None) -> None:
    ensure_workflow()
    ensure_workflow()
    assert Workflow.objects.filter(active=True).count() == 1
    assert not Group.objects.filter(name__in=["Editors", "Moderators"]).exists()


def test_demo_account_keeps_a_password_that_was_changed(roles: None) -> None:
    ensure_demo_accounts()
    user = get_user_model().objects.get(username="redaktion")
    user.set_password("ein anderes Kennwort")
    user.save()
    ensure_demo_accounts()
    user.refresh_from_db()
    assert user.check_password("ein anderes Kennwort")
    assert get_user_model().objects.filter(is_superuser=True).count() == 1
    assert get_user_model().objects.count() == len(DEMO_ACCOUNTS)
