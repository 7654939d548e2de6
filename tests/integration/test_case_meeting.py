"""The internal meeting of a case that was made without an intake: kept in one table, set by editors, never in
the page.
"""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import PageLogEntry

from cases import gate as actions
from cases.models import CaseMeeting, CasePage, CaseTombstone, ParticipantBand
from knowledge.models import WorkingMeeting
from tests.factories import unreleased_copy


@pytest.fixture
def case(library: Any) -> CasePage:
    """A draft that came without an intake, with a revision."""
    page: CasePage = unreleased_copy(library.page("F01"), "fall-m3t4k")
    CaseMeeting.objects.filter(case=page).delete()
    page.save_revision()
    return page


@pytest.fixture
def meeting(library: Any) -> WorkingMeeting:
    return WorkingMeeting.objects.get(cycle__number=3, number=2)


def save(client: Client, case: CasePage, chosen: object) -> Any:
    return client.post(
        reverse("case_release", args=[case.pk]), {"aktion": "treffen", "treffen": chosen}, follow=True
    )


def test_it_is_stored_in_its_table_only(case: CasePage, meeting: WorkingMeeting, signed_in: Any) -> None:
    before = CasePage.objects.filter(pk=case.pk).values().get()
    revisions = list(case.revisions.values_list("pk", "content"))
    entries = PageLogEntry.objects.filter(page=case.pk).count()
    html = save(signed_in("redaktion"), case, meeting.pk).text
    assert "Das Treffen ist gespeichert. Es bleibt intern." in html
    assert re.search(rf'<option value="{meeting.pk}"\s+selected>', html)
    assert CaseMeeting.objects.get(case=case).meeting == meeting
    assert CasePage.objects.filter(pk=case.pk).values().get() == before
    assert list(case.revisions.values_list("pk", "content")) == revisions
    assert PageLogEntry.objects.filter(page=case.pk).count() == entries


def test_a_later_revision_does_not_hold_it(case: CasePage, meeting: WorkingMeeting, signed_in: Any) -> None:
    save(signed_in("redaktion"), case, meeting.pk)
    content = CasePage.objects.get(pk=case.pk).save_revision().content
    assert not [name for name in content if "meeting" in name or "treffen" in name]
    assert str(meeting) not in json.dumps(content, ensure_ascii=False, default=str)


def test_it_can_be_changed_and_forgotten(case: CasePage, meeting: WorkingMeeting, signed_in: Any) -> None:
    other = WorkingMeeting.objects.exclude(pk=meeting.pk).first()
    assert other
    editor = signed_in("redaktion")
    save(editor, case, meeting.pk)
    save(editor, case, other.pk)
    assert CaseMeeting.objects.get(case=case).meeting == other
    assert "kein Treffen gespeichert" in save(editor, case, "").text
    assert not CaseMeeting.objects.filter(case=case).exists()


@pytest.mark.parametrize("chosen", ["0", "abc", "-1", "²"])
def test_only_a_meeting_of_the_list(case: CasePage, chosen: str, signed_in: Any) -> None:
    assert "aus der Liste wählen" in save(signed_in("redaktion"), case, chosen).text
    assert not CaseMeeting.objects.filter(case=case).exists()


def test_moderation_neither_sees_nor_sets_it(case: CasePage, meeting: WorkingMeeting, signed_in: Any) -> None:
    CaseMeeting.objects.create(case=case, meeting=meeting)
    moderation = signed_in("moderation")
    page = moderation.get(reverse("case_release", args=[case.pk]))
    assert page.status_code == 200
    assert 'name="treffen"' not in page.text
    assert str(meeting) not in page.text
    for chosen in ("", WorkingMeeting.objects.exclude(pk=meeting.pk)[0].pk):
        # Wagtail answers a refused permission with its home page and a message.
        answer = moderation.post(
            reverse("case_release", args=[case.pk]), {"aktion": "treffen", "treffen": chosen}
        )
        assert answer.status_code in {302, 403}
        assert answer.get("Location", "") != reverse("case_release", args=[case.pk])
    assert CaseMeeting.objects.get(case=case).meeting == meeting


@pytest.mark.parametrize("who", ["moderation", "redaktion"])
def test_no_problem_leads_to_a_part_of_the_page_that_is_not_printed(
    case: CasePage, who: str, signed_in: Any
) -> None:
    case.takeaway = "Herr Meier vom Bauhof war dagegen."
    case.save_revision()
    page = signed_in(who).get(reverse("case_release", args=[case.pk])).text
    missing = page.partition("Es fehlt:")[2].partition("</ul>")[0]
    ways = set(re.findall(r'<a href="#([^"]+)">', missing))
    assert "pruefung" in ways and all(f'id="{way}"' in page for way in ways)
    assert ("treffen-titel" in ways) == ("suchprobe" in ways) == (who == "redaktion")
    assert "Teilnehmerzahl unbekannt" in missing and "Suchprobe" in missing, "said all the same"


@pytest.mark.parametrize("username", ["alumna", None])
def test_nobody_else_reaches_the_form(
    case: CasePage, meeting: WorkingMeeting, username: str | None, signed_in: Any
) -> None:
    client = signed_in(username) if username else Client()
    client.post(reverse("case_release", args=[case.pk]), {"aktion": "treffen", "treffen": meeting.pk})
    assert not CaseMeeting.objects.filter(case=case).exists()


def test_readers_never_see_it(library: Any, meeting: WorkingMeeting, signed_in: Any) -> None:
    live = library.page("F01")
    ParticipantBand.objects.create(
        cycle=meeting.cycle,
        federal_state="BY",
        size_band="kleinstadt",
        count=9,
        workforce_band="50-200",
        finance_band="angespannt",
    )
    before = Client().get(live.url).text
    save(signed_in("redaktion"), live, meeting.pk)
    assert CaseMeeting.objects.get(case=live).meeting == meeting
    assert Client().get(live.url).text == before


def test_a_live_case_that_the_meeting_gives_away_comes_off(
    library: Any, meeting: WorkingMeeting, signed_in: Any
) -> None:
    live = library.page("F01")
    ParticipantBand.objects.filter(cycle=meeting.cycle).delete()
    ParticipantBand.objects.create(cycle=meeting.cycle, federal_state="BY", size_band=live.size_band, count=1)
    html = save(signed_in("redaktion"), live, meeting.pk).text
    assert "er ist jetzt wieder ein Entwurf" in html
    assert CaseMeeting.objects.get(case=live).meeting == meeting
    assert not CasePage.objects.get(pk=live.pk).live


def test_a_case_that_was_taken_back_gets_none(case: CasePage, meeting: WorkingMeeting) -> None:
    CaseTombstone.objects.create(
        key=case.translation_key.hex, case=case, slug=case.slug, withdrawn_on="2026-01-01"
    )
    with pytest.raises(ValueError, match="zurückgezogen"):
        actions.set_meeting(case=case, meeting=meeting)
    assert not CaseMeeting.objects.filter(case=case).exists()
