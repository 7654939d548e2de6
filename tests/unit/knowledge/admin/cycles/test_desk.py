"""The desk of a cycle."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.formats import date_format

from knowledge.accounts.roles import ensure_roles
from knowledge.models import ForumCycle
from tests.factories import ForumCycleFactory, HomePageFactory, UserFactory, WorkingMeetingFactory
from tests.factories import cycles as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_role() -> Any:
    HomePageFactory()
    ensure_roles()

    def client(role: str) -> Client:
        browser = Client()
        browser.force_login(UserFactory(role=role))
        return browser

    return client


def test_moderation_runs_a_cycle_and_alumni_do_not_see_it(as_role: Any) -> None:
    cycle = ForumCycleFactory()
    address = reverse("cycle_desk", args=[cycle.pk])
    assert as_role("Alumni").get(address).status_code == 302
    client = as_role("Moderation")
    page = client.get(address).content.decode()
    assert "Für „Ausschreiben“ fehlt noch:" in page and "Der Text der Ausschreibung fehlt." in page
    step = reverse("cycle_step", args=["staffel", cycle.pk])
    said = client.post(step, {"schritt": "ausschreiben", "staffel": cycle.pk}, follow=True).content.decode()
    assert "Die Leitfragen fehlen." in said
    cycle.refresh_from_db()
    assert cycle.state == "geplant"


def test_a_step_that_is_possible_is_taken_and_unknown_kinds_are_not(as_role: Any) -> None:
    cycle = make.announced()
    client = as_role("Moderation")
    client.post(reverse("cycle_step", args=["staffel", cycle.pk]), {"schritt": "zurueckziehen"})
    cycle.refresh_from_db()
    assert cycle.state == "geplant"
    assert client.post(reverse("cycle_step", args=["etwas", cycle.pk])).status_code == 404
    # A format is a matter of the editors.
    form = reverse("cycle_step", args=["format", cycle.format_id])
    assert client.post(form, {"schritt": "erproben"}).status_code == 302
    cycle.format.refresh_from_db()
    assert cycle.format.state == "entwurf"


def test_the_way_back_is_pale_and_asks_once_more(as_role: Any) -> None:
    page = as_role("Moderation").get(reverse("cycle_desk", args=[make.announced().pk])).content.decode()
    forward, back = page.index('value="beginnen" class="button"'), page.index('value="zurueckziehen"')
    assert forward < back
    assert page[:back].rindex("<details>") > forward, "it opens first"
    assert 'class="button button-secondary"' in page[back : back + 120]


def test_beginning_names_the_deadline_and_asks_before_the_call_ends(as_role: Any) -> None:
    cycle = make.announced()
    make.application(cycle, state="zugesagt")
    client = as_role("Moderation")
    day = date_format(cycle.apply_until, "j. F Y")
    sentence = f"Damit endet die Ausschreibung vor dem Anmeldeschluss am {day}"
    page = client.get(reverse("cycle_desk", args=[cycle.pk])).content.decode()
    assert sentence in page and "Ja: Beginnen" in page
    step = reverse("cycle_step", args=["staffel", cycle.pk])
    said = client.post(step, {"schritt": "beginnen"}, follow=True).content.decode()
    cycle.refresh_from_db()
    assert cycle.state == "ausgeschrieben" and "Bitte bestätigen Sie den Schritt" in said
    client.post(step, {"schritt": "beginnen", "ja": "1"})
    cycle.refresh_from_db()
    assert cycle.state == "laufend"


def test_the_next_cycle_is_one_button_and_says_how_far_its_days_moved(as_role: Any) -> None:
    cycle = make.announced(4)
    response = as_role("Moderation").post(reverse("cycle_next", args=[cycle.pk]), follow=True)
    new = ForumCycle.objects.get(number=5)
    assert response.redirect_chain[-1][0] == reverse("cycle_desk", args=[new.pk])
    page = response.content.decode()
    assert "um 52 Wochen verschoben" in page and date_format(new.starts, "j. F Y") in page


def test_a_step_leads_back_to_its_own_cycle(as_role: Any) -> None:
    cycles = [ForumCycleFactory(number=number) for number in (41, 42)]
    meeting = WorkingMeetingFactory(cycle=cycles[1], pk=cycles[0].pk)
    client = as_role("Moderation")
    step = reverse("cycle_step", args=["treffen", meeting.pk])
    for sent in ({}, {"staffel": "9" * 5000}, {"staffel": "999999"}):
        answer = client.post(step, {"schritt": "x"} | sent)
        assert answer["Location"] == reverse("cycle_desk", args=[cycles[1].pk])


def test_pressed_twice_the_next_cycle_is_one(as_role: Any) -> None:
    cycle = ForumCycleFactory(number=41)
    client = as_role("Moderation")
    for _press in range(2):
        said = client.post(reverse("cycle_next", args=[cycle.pk]), follow=True).content.decode()
    assert "Staffel 42 ist schon angelegt" in said
    assert ForumCycle.objects.count() == 2


def test_nothing_is_met_before_the_first_meeting(as_role: Any) -> None:
    cycle = make.announced()
    address = reverse("cycle_desk", args=[cycle.pk])
    client = as_role("Moderation")
    before = client.get(address).content.decode()
    assert ": noch nicht fällig" in before and "erfüllt" not in before
    cycle.meetings.update(state="durchgefuehrt")
    cycle.meetings.get().lessons_to_check.clear()
    assert ": erfüllt" in client.get(address).content.decode()
    WorkingMeetingFactory(cycle=cycle, number=7)
    assert ": bisher erfüllt" in client.get(address).content.decode()
