"""A sentence that nobody has read yet is not said twice."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import ERROR, SUCCESS
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from knowledge.accounts.roles import ensure_demo_accounts, ensure_roles
from knowledge.models import HostSettings
from knowledge.web.messages import OnceStorage


def test_the_same_message_waits_once(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.session = {}
    storage = OnceStorage(request)
    storage.add(ERROR, "Kein Zugang.")
    storage.add(ERROR, "Kein Zugang.")
    response = HttpResponse()
    storage.update(response)
    following = rf.get("/")
    following.session = request.session
    following.COOKIES = {name: morsel.value for name, morsel in response.cookies.items()}
    later = OnceStorage(following)
    later.add(ERROR, "Kein Zugang.")
    later.add(SUCCESS, "Kein Zugang.")
    assert [(item.level, str(item)) for item in later] == [(ERROR, "Kein Zugang."), (SUCCESS, "Kein Zugang.")]


def test_what_was_read_is_said_again(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.session = {}
    storage = OnceStorage(request)
    storage.add(ERROR, "Kein Zugang.")
    assert len(list(storage)) == 1
    storage.update(HttpResponse())
    following = rf.get("/")
    following.session = request.session
    again = OnceStorage(following)
    again.add(ERROR, "Kein Zugang.")
    assert len(list(again)) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["alumna", "moderation"])
def test_a_closed_door_says_who_helps(who: str, client: Client) -> None:
    """An alumna at the administration, a facilitator at the settings of the host."""
    HostSettings.objects.create(contact_role="Redaktion im Hauptamt", contact_email="hilfe@example.org")
    ensure_roles()
    ensure_demo_accounts()
    client.force_login(User.objects.get(username=who), backend="django.contrib.auth.backends.ModelBackend")
    pk = HostSettings.objects.get().pk
    response = client.get(
        reverse("wagtailsettings:edit", args=["knowledge", "hostsettings", pk]), follow=True
    )
    assert "Redaktion im Hauptamt, hilfe@example.org" in response.text
