"""The editors' page about release and review, form by form."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from cases import gate
from cases.admin.views import MOST_LINES, MOST_RISK, _answers, trail_of
from cases.models import AnonymityReview, CaseMeeting, CasePage, Consent, ParticipantBand
from cases.sections import CaseText
from knowledge.anonymity.retention import subject_of
from knowledge.models import AnonymityTrail
from tests.factories import CasePageFactory, UserFactory, WorkingMeetingFactory, found_nobody

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(draft: CasePage, admin_client: Client) -> Any:
    """Send a form of the page; the answer is the last thing that it says afterwards."""

    def send(**values: str) -> str:
        answer: Any = admin_client.post(reverse("case_release", args=[draft.pk]), values)
        assert answer.status_code == 302
        return [str(message).strip() for message in get_messages(answer.wsgi_request)][-1]

    return send


def test_nobody_without_the_right_to_edit_sees_it(draft: CasePage, client: Client) -> None:
    client.force_login(UserFactory(role="Alumni"))
    answer = client.get(reverse("case_release", args=[draft.pk]))
    assert answer.status_code in {302, 403} and draft.title not in answer.content.decode()


def test_answers_say_per_section_what_holds(draft: CasePage) -> None:
    text = CaseText.of(draft)
    scope = {
        "kern": {"level": "alumni", "hash": text.digests["kern"]},
        "frage": {"level": "nein", "hash": "anders"},
    }
    rows = {str(row["label"]): (row["level"], row["changed"]) for row in _answers(Consent(scope=scope), text)}
    assert rows == {"Titel und Kurzfassung": ("nur Alumni", False), "Schlüsselfrage": ("nein", True)}
    assert _answers(None, text) == []


def test_an_answer_to_the_whole_holds_for_every_section(draft: CasePage) -> None:
    text = CaseText.of(draft)
    whole = Consent(scope={gate.ALL_SECTIONS: "oeffentlich"}, version_hash=text.digest)
    rows = _answers(whole, text)
    assert {(row["level"], row["changed"]) for row in rows} == {("öffentlich", False)}


def test_a_link_is_shown_once_and_can_be_closed(draft: CasePage, admin_client: Client, post: Any) -> None:
    address = reverse("case_release", args=[draft.pk])
    made = admin_client.post(address, {"aktion": "link"})
    assert made.status_code == 302 and made.url == address, "reloading what follows makes no further link"
    assert "/freigabe/" not in str(dict(admin_client.session)), "kept sealed until it is shown"
    shown = str(admin_client.get(address).content.decode())
    token = re.search(r'value="http://testserver/freigabe/([^/"]+)/"', shown)
    assert token is not None and gate.release_link_for(token[1]) == draft.release_links.get()
    assert 'id="neuer-link"' not in admin_client.get(address).content.decode()
    link = draft.release_links.get()
    assert post(aktion="sperren", link=str(link.pk)) == "Der Link ist gesperrt."
    link.refresh_from_db()
    assert link.revoked_at is not None


def test_a_link_is_shown_with_its_own_case(draft: CasePage, admin_client: Client) -> None:
    other = CasePageFactory()
    admin_client.post(reverse("case_release", args=[draft.pk]), {"aktion": "link"})
    assert (
        'id="neuer-link"' not in admin_client.get(reverse("case_release", args=[other.pk])).content.decode()
    )
    assert 'id="neuer-link"' in admin_client.get(reverse("case_release", args=[draft.pk])).content.decode()


def test_open_fields_are_named_before_anybody_is_asked(draft: CasePage, admin_client: Client) -> None:
    CasePage.objects.filter(pk=draft.pk).update(kernel="", evidence_level="")
    page = admin_client.get(reverse("case_release", args=[draft.pk])).content.decode()
    assert "Bitte im Formular des Falls ausfüllen: Der Fall in 60 Sekunden, Beleglage." in page
    assert "Gefragt wird erst danach" in page
    assert "Freigabelink erstellen" not in page


def test_decided_findings_hold_nothing_up(draft: CasePage, admin_client: Client, second: Any) -> None:
    draft.takeaway = "Herr Meier vom Bauhof war dagegen."
    draft.save()
    address = reverse("case_release", args=[draft.pk])
    assert "Diese Funde halten den Fall auf" in admin_client.get(address).content.decode()
    text = CaseText.of(draft)
    marks = {finding.mark for finding, _words in gate.held_words(draft, text, [])}
    found_nobody(draft)
    gate.record_review(
        case=draft, reviewer=second, exceptions=[{"mark": mark, "reason": "erfunden"} for mark in marks]
    )
    page = admin_client.get(address).content.decode()
    assert "halten den Fall nicht auf" in page and "Diese Funde halten den Fall auf" not in page


def test_each_problem_says_where_it_is_mended(draft: CasePage, admin_client: Client) -> None:
    draft.takeaway = "Herr Meier vom Bauhof war dagegen. Unser Theater steht leer."
    draft.save()
    CasePage.objects.filter(pk=draft.pk).update(kernel="")
    page = admin_client.get(reverse("case_release", args=[draft.pk])).content.decode()
    assert "unter „Freigabe und Prüfung“" not in page, "the reader is there"
    missing = page.partition("Es fehlt:")[2].partition("</ul>")[0]
    found = re.findall(r'<a href="([^"]+)">([^<]+)</a>', missing)
    assert {way for way, _label in found} >= {"#freigabe", "#suchprobe", "#pruefung", "#angaben"}
    assert all(f'id="{way[1:]}"' in page for way, _label in found if way.startswith("#"))
    assert (reverse("wagtailadmin_pages:edit", args=[draft.pk]), "Zum Formular des Falls") in found


def test_participants_that_the_text_rules_out_lead_to_what_it_tells(
    draft: CasePage, admin_client: Client
) -> None:
    address = reverse("case_release", args=[draft.pk])
    draft.takeaway = "Wir haben ein Jugendamt."
    draft.save()
    found = {problem.code for problem in gate.problems(draft)}
    assert {"k_alumni", "k_cycle"} <= found
    way = r'nötig sind \d+\.[^<]*Das liegt an dem, was der Text erzählt[^<]*<a href="#angaben">'
    page = admin_client.get(address).content.decode()
    assert len(re.findall(way.replace("[^<]*<a", r"[^<]*\s*<a"), page)) >= 2
    ParticipantBand.objects.all().delete()
    ParticipantBand.objects.create(
        cycle=draft.meeting_link.meeting.cycle, federal_state="BY", size_band=draft.size_band, count=1
    )
    page = admin_client.get(address).content.decode()
    assert "Das liegt an dem" not in page, "without facts there are too few as well"


def test_a_case_that_was_taken_back_leads_to_where_it_is_taken_up_again(
    draft: CasePage, admin_client: Client
) -> None:
    gate.withdraw(case=draft)
    page = admin_client.get(reverse("case_release", args=[draft.pk])).content.decode()
    assert '<a href="#stand">Zum Stand des Falls</a>' in page and 'id="stand"' in page


def test_a_review_holds_for_the_text_that_was_read(draft: CasePage, post: Any) -> None:
    stale = post(aktion="pruefung", fassung="ein früherer", ergebnis="bestanden")
    assert "inzwischen geändert" in stale and not draft.reviews.exists()
    digest = CaseText.of(draft).digest
    assert "nicht bestanden" in post(aktion="pruefung", fassung=digest, ergebnis="befund")
    assert "vermerkt: bestanden" in post(aktion="pruefung", fassung=digest, ergebnis="bestanden")
    states = list(draft.reviews.order_by("pk").values_list("state", flat=True))
    assert states == [AnonymityReview.State.FINDING, AnonymityReview.State.PASSED]


def test_a_second_person_accepts_in_the_form_what_leaves_ten_to_twenty(draft: CasePage, post: Any) -> None:
    draft.federal_state, draft.size_band, draft.takeaway = "BY", "stadt-ab-20000", "Unser Theater steht leer."
    draft.save()
    text = CaseText.of(draft)
    (risk,) = [risk for risk in gate.open_risks(draft, text) if risk.code == "k_facts"]
    assert risk.words == "Unser Theater (15)"
    sent = {"aktion": "pruefung", "fassung": text.digest, "ergebnis": "bestanden", f"grund-{risk.mark}": ""}
    post(**sent)
    assert "k_facts" in {problem.code for problem in gate.problems(draft)}, "nobody chose a reason"
    post(**sent | {f"grund-{risk.mark}": "trifft-viele"})
    assert "k_facts" not in {problem.code for problem in gate.problems(draft)}
    draft.takeaway = "Unser Theater steht leer, und die Straßenbahn fährt."
    draft.save()
    assert not [one for one in gate.open_risks(draft, CaseText.of(draft)) if one.code == "k_facts"]
    assert "k_facts" in {problem.code for problem in gate.problems(draft)}, "below ten nobody may"


def test_the_risk_that_remains_is_kept_and_shown(draft: CasePage, post: Any, admin_client: Client) -> None:
    sent = {"aktion": "pruefung", "fassung": CaseText.of(draft).digest, "ergebnis": "bestanden"}
    post(**sent, restrisiko=" Wer beim Ortstermin war, kennt den Bauhof. " + "x" * MOST_RISK)
    (review,) = draft.reviews.all()
    assert review.residual_risk.startswith("Wer beim Ortstermin") and len(review.residual_risk) < MOST_RISK
    page = admin_client.get(reverse("case_release", args=[draft.pk])).content.decode()
    assert "verbleibendes Risiko: Wer beim Ortstermin war" in " ".join(page.split())


def test_a_meeting_is_one_of_the_list(draft: CasePage, post: Any) -> None:
    meeting = WorkingMeetingFactory()
    assert "bleibt intern" in post(aktion="treffen", treffen=str(meeting.pk))
    assert CaseMeeting.objects.get(case=draft).meeting_id == meeting.pk
    for wrong in ("99999", "x"):
        assert "aus der Liste" in post(aktion="treffen", treffen=wrong)
    assert "kein Treffen" in post(aktion="treffen", treffen="")
    assert not CaseMeeting.objects.filter(case=draft).exists()


def test_a_spoken_release_by_an_unknown_way_is_refused(draft: CasePage, post: Any) -> None:
    assert "Bitte Weg" in post(aktion="freigabe", weg="zuruf", stufe="oeffentlich")
    assert not draft.consents.exists()
    assert post(aktion="freigabe", weg="papier", stufe="oeffentlich") == "Die Freigabe ist vermerkt."
    assert draft.consents.get().channel == Consent.Channel.PAPER


def test_numbers_of_a_profile_are_for_who_may_edit(
    draft: CasePage, client: Client, admin_client: Client
) -> None:
    address = reverse("profile_counts")
    bands = {"federal_state": "SUED", "size_band": "kleinstadt"}
    shown = admin_client.get(address, bands | {"fall": str(draft.pk)}).content.decode()
    assert shown != admin_client.get(address).content.decode()
    client.force_login(UserFactory(role="Alumni"))
    assert client.get(address, bands | {"fall": str(draft.pk)}).status_code in {302, 403}


def test_the_trail_shows_the_newest_lines_of_this_case(draft: CasePage) -> None:
    key = subject_of(draft).key
    lines = [
        AnonymityTrail.objects.create(subject=key, action=AnonymityTrail.Action.RELEASED)
        for _number in range(MOST_LINES + 2)
    ]
    AnonymityTrail.objects.create(subject="ein anderer", action=AnonymityTrail.Action.RELEASED)
    assert [line.pk for line in trail_of(draft)] == [line.pk for line in reversed(lines)][:MOST_LINES]
