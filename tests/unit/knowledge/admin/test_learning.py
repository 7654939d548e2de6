"""The way from what nobody found to the record that answers it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from knowledge.admin import learn_address, may_learn
from knowledge.models import EntryPhrase, OpenQuestion
from tests.factories import LessonPageFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_the_address_names_question_or_topic_and_the_record() -> None:
    page, question = LessonPageFactory(), OpenQuestion.objects.create(text="Wie teilt man einen Bauhof?")
    assert learn_address(question=question) == f"{reverse('learn')}?frage={question.pk}"
    assert learn_address(topic="bauhof teilen", page=page).endswith(f"thema=bauhof+teilen&eintrag={page.pk}")


def test_a_question_takes_the_permission_for_questions() -> None:
    page, question = LessonPageFactory(), OpenQuestion.objects.create(text="Wie teilt man einen Bauhof?")
    user, client = UserFactory(), Client()
    wanted = ["access_admin", "change_entryphrase"]
    user.user_permissions.set(Permission.objects.filter(codename__in=wanted))
    client.force_login(user)
    assert may_learn(user)
    assert client.get(reverse("learn"), {"frage": question.pk}).status_code in {302, 403}
    sent = client.post(reverse("learn"), {"thema": "bauhof", "satz": "bauhof teilen", "eintrag": page.pk})
    assert sent.url == reverse("learned", args=[EntryPhrase.objects.get().pk])
    again = client.post(reverse("learn"), {"thema": "bauhof", "satz": "BAUHOF TEILEN", "eintrag": page.pk})
    assert again.status_code == 422 and "schon" in again.content.decode()
    assert client.post(sent.url).url == reverse("search_radar")
    assert not EntryPhrase.objects.exists()
