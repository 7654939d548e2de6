"""A lost second factor goes with its emergency codes and every session."""

from __future__ import annotations

import io

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import CommandError, call_command

from knowledge.accounts import ensure_roles, without_second_factor
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_app_codes_and_sessions_of_one_account_go_and_no_other() -> None:
    ensure_roles()
    lost, other = UserFactory(role="Redaktion"), UserFactory(role="Redaktion")
    stores = {}
    for user in (lost, other):
        for kind in (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES):
            Authenticator.objects.create(user=user, type=kind, data={})
        stores[user] = SessionStore()
        stores[user].create()
        UserSession.objects.create(
            user=user, ip="127.0.0.1", session_key=stores[user].session_key, user_agent="", data={}
        )
    said = io.StringIO()
    call_command("remove_second_factor", lost.get_username(), stdout=said)
    assert "neu ein" in said.getvalue()
    assert without_second_factor() == [lost.get_username()]
    assert not Authenticator.objects.filter(user=lost).exists()
    assert Authenticator.objects.filter(user=other).count() == 2
    assert not SessionStore().exists(stores[lost].session_key)
    assert SessionStore().exists(stores[other].session_key)


def test_a_wrong_name_and_an_account_without_one_are_told() -> None:
    user = UserFactory(role="Redaktion")
    with pytest.raises(CommandError, match="hat keinen zweiten Faktor"):
        call_command("remove_second_factor", user.get_username())
    with pytest.raises(CommandError, match="Es gibt kein Konto"):
        call_command("remove_second_factor", "niemand-xy")
