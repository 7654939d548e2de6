"""From an observation to a draft by buttons, and the new version of an adapted lesson."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from knowledge.accounts.roles import ensure_roles
from knowledge.models import LessonPage, Observation
from tests.factories import HomePageFactory, LessonPageFactory, UserFactory
from tests.factories import cycles as make
from tests.factories.contributions import accepted, verdict

pytestmark = pytest.mark.django_db

SENTENCE = "Wenn viele schweigen, dann lassen Sie erst schreiben, weil Reden den Schnellen gehört."


@pytest.fixture
def client() -> Client:
    HomePageFactory()
    ensure_roles()
    browser = Client()
    browser.force_login(UserFactory(role="Redaktion"))
    return browser


def test_three_buttons_lead_from_what_was_noticed_to_the_form_of_a_draft(client: Client) -> None:
    LessonPageFactory()
    address = reverse("meeting_observations", args=[make.held().pk])
    client.post(address, {"aktion": "neu", "was": "In drei Runden schwieg die Hälfte."})
    row = Observation.objects.get()
    jumped = {"aktion": f"lehre-{row.pk}", f"satz-{row.pk}": SENTENCE, f"art-{row.pk}": "methodisch"}
    refused = client.post(address, jumped)
    assert refused.status_code == 200 and LessonPage.objects.count() == 1
    named = "Bürgermeister Hubert Wiesinger aus Rosenheim sprach zu lang."
    kept = client.post(address, {"aktion": f"verstehen-{row.pk}", f"warum-{row.pk}": named})
    assert f"{named}</textarea>" in kept.content.decode()
    client.post(address, {"aktion": f"verstehen-{row.pk}", f"warum-{row.pk}": "Wer schnell ist, redet."})
    drafted = client.post(address, jumped)
    lesson = LessonPage.objects.get(statement=SENTENCE)
    assert drafted["Location"] == reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    assert SENTENCE in client.get(address).content.decode()


def test_an_adapted_lesson_is_said_anew_once(client: Client) -> None:
    judged = accepted(verdict(LessonPageFactory(), kind="angepasst"))
    address = reverse("lesson_version", args=[judged.pk])
    same = client.post(address, {"satz": judged.lesson.statement})
    assert "noch der alte" in same.content.decode()
    made = client.post(address, {"satz": SENTENCE})
    new = LessonPage.objects.get(supersedes=judged.lesson)
    assert made["Location"] == reverse("wagtailadmin_pages:edit", args=[new.pk])
    assert client.get(address)["Location"] == made["Location"]


def test_who_may_create_no_lesson_drafts_none(client: Client) -> None:
    judged = accepted(verdict(LessonPageFactory(), kind="angepasst"))
    client.force_login(UserFactory(role="Alumni"))
    for address in (
        reverse("lesson_version", args=[judged.pk]),
        reverse("meeting_observations", args=[judged.meeting_id]),
    ):
        assert client.post(address, {"satz": SENTENCE}).status_code in {302, 403}
    assert LessonPage.objects.count() == 1
