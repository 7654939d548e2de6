"""Limits of signing in: what an attempt counts for, and who gets it back."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory
from django.utils import translation

from knowledge.accounts import logins
from knowledge.jobs import Job

pytestmark = pytest.mark.django_db


def attempt(rf: RequestFactory, account: str = "redaktion", address: str = "192.0.2.7") -> object:
    request = rf.post("/konto/anmelden/", REMOTE_ADDR=address)
    logins.LoginLimit().authenticate(request, username=account, password="falsch")
    return request


def test_sixth_attempt_from_one_place_is_refused_with_a_moment(rf: RequestFactory) -> None:
    for _number in range(5):
        assert attempt(rf).login_counted  # type: ignore[attr-defined]
    request = rf.post("/konto/anmelden/", REMOTE_ADDR="192.0.2.7")
    with pytest.raises(PermissionDenied):
        logins.LoginLimit().authenticate(request, username=" Redaktion ", password="falsch")
    assert isinstance(request.login_closed_until, datetime.datetime)
    assert attempt(rf, account="moderation").login_counted  # type: ignore[attr-defined]


def test_form_says_from_when_on(rf: RequestFactory) -> None:
    form = logins.LoginForm(rf.post("/konto/anmelden/"))
    assert form.get_invalid_login_error().code == "invalid_login"
    form.request.login_closed_until = datetime.datetime(2026, 1, 2, 11, 30, tzinfo=datetime.UTC)
    error = form.get_invalid_login_error()
    assert error.code == "closed"
    assert "12:30 Uhr" in str(error)


def test_shell_has_no_limit() -> None:
    for _number in range(40):
        assert logins.LoginLimit().authenticate(None, username="redaktion", password="x") is None


def reset(rf: RequestFactory, email: str) -> Job:
    form = logins.PasswordResetForm({"email": email})
    assert form.is_valid()
    with translation.override("en"):
        form.save(request=rf.post("/", REMOTE_ADDR="192.0.2.9"), use_https=False)
    return Job.objects.first()  # type: ignore[return-value]


def test_a_link_is_written_by_a_job_in_the_language_of_the_reader(
    rf: RequestFactory, settings: Any, django_user_model: Any
) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://bibliothek.example"
    user = django_user_model.objects.create_user("anna", "anna@example.org", "ein langes kennwort")
    job = reset(rf, "Anna@example.org")
    assert (job.state, job.arguments) == (Job.State.DONE, [1, user.pk])
    (message,) = mail.outbox
    assert message.to == ["anna@example.org"]
    assert "https://bibliothek.example/admin/password_reset/confirm/" in message.body
    assert "Please follow the link" in message.body


def test_an_unknown_address_leaves_a_job_like_any_other(rf: RequestFactory) -> None:
    assert reset(rf, "niemand@example.org").arguments == [1]
    assert mail.outbox == []


def test_the_login_of_the_administration_asks_in_german() -> None:
    with translation.override("de"):
        labels = {name: str(field.label) for name, field in logins.EditorLoginForm().fields.items()}
    assert (labels["username"], labels["password"]) == ("Benutzername", "Passwort")
