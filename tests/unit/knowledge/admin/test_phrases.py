"""The short form of a page's entry phrases."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from knowledge.admin import may_phrase
from knowledge.models import EntryPhrase
from tests.factories import LessonPageFactory, UserFactory

pytestmark = pytest.mark.django_db


def signed_in(*codes: str) -> tuple[Client, Any]:
    user, client = UserFactory(), Client()
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *codes]))
    client.force_login(user)
    return client, user


def test_it_takes_its_own_permission_and_a_page_of_the_library() -> None:
    page = LessonPageFactory()
    client, user = signed_in()
    assert client.get(reverse("entry_phrases", args=[page.pk])).status_code in {302, 403}
    assert not may_phrase(user, page)
    _client, editor = signed_in("change_entryphrase")
    assert may_phrase(editor, page)
    assert not may_phrase(editor, Page.get_first_root_node())


def test_one_line_is_one_sentence_and_what_is_refused_stays_in_the_field() -> None:
    page = LessonPageFactory()
    client, _user = signed_in("change_entryphrase")
    address = reverse("entry_phrases", args=[page.pk])
    stand = client.get(address).context["version"]
    sent = {"saetze": "kein geld mehr da\r\n\r\nwie fangen wir an?\r\n", "stand": stand}
    assert client.post(address, sent).status_code == 302
    assert EntryPhrase.objects.of(page).texts() == ["kein geld mehr da", "wie fangen wir an?"]
    outdated = client.post(address, sent | {"saetze": "etwas anderes"})
    assert outdated.status_code == 422
    assert "kein geld mehr da / wie fangen wir an?" in outdated.content.decode()
    assert outdated.context["typed"] == "etwas anderes"
    again = client.post(address, {"saetze": "etwas anderes", "stand": outdated.context["version"]})
    assert again.status_code == 302
    named = "Fragen Sie Frau Petra Kestenholz aus Passau"
    stand = client.get(address).context["version"]
    refused = client.post(address, {"saetze": named, "stand": stand, "keine_namen": "on"})
    assert refused.status_code == 422 and refused.context["typed"] == named
    assert EntryPhrase.objects.of(page).texts() == ["etwas anderes"]
