"""Whoever writes while a role is taken away gets the text back; what has no text is answered as ever."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from knowledge.accounts.owner_marks import owner_mark
from tests.integration.conftest import Library

TEXT = "Der Rat will nicht,\nund niemand weiß warum."
OWN = {"HTTP_ORIGIN": "http://testserver"}


def addresses(library: Library) -> dict[str, tuple[str, str]]:
    """Forms of the administration, each with a field for words."""
    return {
        "page": (reverse("wagtailadmin_pages:edit", args=[library.page("L01").pk]), "statement"),
        "term": (reverse("wagtailsnippets_knowledge_policyfield:add"), "name"),
        "question": (reverse("wagtailsnippets_knowledge_openquestion:add"), "text"),
        "raw case": (reverse("raw_new"), "situation"),
    }


@pytest.mark.parametrize("other", ["", "Alumni"], ids=["no-role", "alumni"])
@pytest.mark.parametrize("kind", ["page", "term", "question", "raw case"])
def test_the_text_of_a_form_comes_back_when_its_role_is_gone(
    kind: str, other: str, client: Client, library: Library
) -> None:
    user = get_user_model().objects.get(username="redaktion")
    client.force_login(user)
    address, field = addresses(library)[kind]
    user.groups.set(user.groups.model.objects.filter(name=other))
    answer = client.post(address, {field: TEXT, "konto": owner_mark(user)}, **OWN)
    assert answer.status_code == 403
    assert TEXT in answer.text and "nicht mehr speichern" in answer.text
    assert "<form" not in answer.text.split("<main", 1)[1].split("</main>", 1)[0]
    assert "no-store" in answer["Cache-Control"]


def test_the_text_of_a_form_that_a_smaller_role_may_not_send_comes_back(
    client: Client, library: Library
) -> None:
    user = get_user_model().objects.get(username="redaktion")
    client.force_login(user)
    user.groups.set(user.groups.model.objects.filter(name="Moderation"))
    address, field = addresses(library)["term"]
    answer = client.post(address, {field: TEXT, "konto": owner_mark(user)}, **OWN)
    assert (answer.status_code, TEXT in answer.text) == (403, True)


def test_another_account_does_not_read_it(client: Client, library: Library) -> None:
    users = get_user_model().objects
    client.force_login(users.get(username="alumna"))
    address, field = addresses(library)["term"]
    sent = {field: TEXT, "konto": owner_mark(users.get(username="redaktion"))}
    answer = client.post(address, sent, **OWN)
    assert TEXT not in answer.text


def test_a_form_without_words_is_led_away_as_ever(client: Client, library: Library) -> None:
    client.force_login(get_user_model().objects.get(username="alumna"))
    answer = client.post(addresses(library)["term"][0], {"name": "kurz"}, **OWN)
    assert answer.status_code == 302
