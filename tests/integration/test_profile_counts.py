"""The numbers beside the profile: in the form, on change, and in the gate."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases import gate
from cases.models import CaseMeeting, CasePage, ParticipantBand, PublicationRefused
from cases.profile import circle_of_case, profile_report, profile_values
from cases.sections import CaseText
from knowledge.models import PolicyField

pytestmark = pytest.mark.db


@pytest.fixture
def case(library: Any) -> CasePage:
    return library.page("F01")


def say(case: CasePage, words: str) -> CasePage:
    """The case as a draft in Bavaria below 2,000 inhabitants, in which ``words`` stand."""
    case.federal_state, case.size_band, case.finance_band, case.workforce_band = (
        "BY",
        "landgemeinde-klein",
        "",
        "",
    )
    case.key_question = words
    return case


def ask(client: Client, **values: Any) -> Any:
    return client.get(reverse("profile_counts"), values)


def test_form_of_the_case_shows_the_numbers_as_saved(case: CasePage, signed_in: Any) -> None:
    page = signed_in("redaktion").get(reverse("wagtailadmin_pages:edit", args=[case.pk])).text
    assert "Gemeinden des Registers zu" in page
    assert f'data-kzahlen="{reverse("profile_counts")}"' in page
    assert f'data-kzahlen-fall="{case.pk}"' in page
    assert "cases/profile.js" in page


def test_form_of_a_new_case_waits_for_a_choice(case: CasePage, signed_in: Any) -> None:
    address = reverse("wagtailadmin_pages:add", args=["cases", "casepage", case.get_parent().pk])
    assert "Sobald Land und Größe gewählt sind" in signed_in("redaktion").get(address).text


def test_bands_in_the_address_are_counted(signed_in: Any) -> None:
    response = ask(signed_in("redaktion"), federal_state="BY", size_band="kleinstadt-klein")
    assert "trifft auf 351 Gemeinden des Registers zu" in response.text
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
    assert "Sobald Land" in ask(signed_in("redaktion"), federal_state="BY").text


def test_too_little_comes_with_a_proposal(signed_in: Any) -> None:
    page = ask(
        signed_in("redaktion"),
        federal_state="BW",
        size_band="landkreis",
        finance_band="angespannt",
        workforce_band="ueber-200",
    ).text
    assert "zu wenig, nötig sind 20" in page
    assert "Gröber fassen: Süddeutschland" in page


def test_cycle_of_the_case_counts(case: CasePage, signed_in: Any) -> None:
    cycle = case.meeting_link.meeting.cycle
    ParticipantBand.objects.all().delete()
    ParticipantBand.objects.create(cycle=cycle, federal_state="BY", size_band=case.size_band, count=2)
    page = ask(signed_in("redaktion"), federal_state="BY", size_band=case.size_band, fall=case.pk).text
    assert "trifft auf 2 Kommunen der Staffel zu – zu wenig, nötig sind 3" in page
    meeting = ask(
        signed_in("redaktion"),
        federal_state="BY",
        size_band=case.size_band,
        treffen=case.meeting_link.meeting_id,
    ).text
    assert "2 Kommunen der Staffel" in meeting


def test_only_editors_of_the_case_may_ask(case: CasePage, signed_in: Any, client: Client) -> None:
    assert ask(client, fall=case.pk).status_code == 302
    assert ask(signed_in("alumna"), fall=case.pk).status_code == 302
    assert ask(signed_in("redaktion"), fall=10**9).status_code == 404


@pytest.mark.parametrize(("count", "codes"), [(2, {"k_alumni", "k_cycle"}), (4, {"k_alumni"}), (5, set())])
def test_gate_counts_the_participants_where_they_are_entered(
    count: int, codes: set[str], case: CasePage
) -> None:
    case.finance_band = case.workforce_band = ""
    cycle = case.meeting_link.meeting.cycle
    ParticipantBand.objects.all().delete()
    ParticipantBand.objects.create(cycle=cycle, federal_state="BY", size_band=case.size_band, count=count)
    found = [problem for problem in gate.problems(case) if problem.code.startswith("k")]
    assert {problem.code for problem in found} == codes
    assert all("zu wenig" in problem.message for problem in found)
    CaseMeeting.objects.filter(case=case).delete()
    codes = {problem.code for problem in gate.problems(CasePage.objects.get(pk=case.pk))}
    assert "k_cycle" not in codes and "k_cycle_unknown" in codes


def test_every_demo_case_knows_its_participants_and_fits_enough_of_them(library: Any) -> None:
    """Thirty of thirty: no number unknown, none short."""
    for case in CasePage.objects.live():
        text = CaseText.of(case)
        report = profile_report(
            profile_values(case), circle_of_case(case), text.type_mentions, text.fact_mentions
        )
        assert all(count.is_enough for count in report.counts), case.external_id
    assert CasePage.objects.live().count() == 30


def test_an_unknown_number_keeps_from_publishing_and_takes_nothing_off(case: CasePage) -> None:
    ParticipantBand.objects.all().delete()
    assert {problem.code for problem in gate.problems(case)} == {"k_alumni_unknown", "k_cycle_unknown"}
    gate.recheck(case=case)
    assert CasePage.objects.get(pk=case.pk).live
    case.takeaway += " Das gilt bis heute."
    with pytest.raises(PublicationRefused):
        case.save()


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("Was kann der Stadtrat tun?", {"k_kind"}),
        ("Was kann der Rat tun?", set()),
        ("Was kann der Gemeinderat tun?", set()),
    ],
)
def test_gate_counts_what_the_text_says_of_the_kind(words: str, codes: set[str], case: CasePage) -> None:
    found = {
        problem.code: problem
        for problem in gate.problems(say(case, words))
        if problem.code in {"k", "k_kind", "k_set"}
    }
    assert set(found) == codes
    for problem in found.values():
        assert problem.field == "Schlüsselfrage"
        assert "Mit „Stadtrat“ passt das Profil nur noch auf 14 Kommunen, nötig sind 20." in problem.message
        assert "„Rat“ statt „Stadtrat“" in problem.message


def test_terms_of_the_library_are_no_words_of_the_case(case: CasePage) -> None:
    term = PolicyField.objects.create(key="stadthalle", name="Stadthallen", sort_order=99)
    case.policy_fields.add(term)
    assert CaseText.of(say(case, "Was tun?")).type_mentions == ()
    assert [said.word for said in CaseText.of(say(case, "Was tut die Stadthalle?")).type_mentions] == [
        "Stadthalle"
    ]


def test_form_and_change_show_what_the_saved_text_says(case: CasePage, signed_in: Any) -> None:
    say(case, "Was kann der Stadtrat tun?").save_revision()
    page = signed_in("redaktion").get(reverse("wagtailadmin_pages:edit", args=[case.pk])).text
    assert "wer „Stadtrat“ im Text wörtlich nimmt, behält 14 Gemeinden des Registers" in page
    page = ask(signed_in("redaktion"), federal_state="BW", size_band="landgemeinde-klein", fall=case.pk).text
    assert "behält 3 Gemeinden des Registers" in page
    assert "„Rat“ statt „Stadtrat“" in page


def test_a_live_case_of_the_same_meeting_lends_its_words(case: CasePage) -> None:
    other = next(
        page
        for page in CasePage.objects.filter(live=True).exclude(pk=case.pk)
        if not CaseText.of(page).type_mentions
    )
    CaseMeeting.objects.update_or_create(case=other, defaults={"meeting": case.meeting_link.meeting})
    CaseMeeting.objects.exclude(case__in=[case, other]).delete()
    CasePage.objects.filter(pk=other.pk).update(
        federal_state="SUED", size_band="landgemeinde-klein", finance_band="", workforce_band=""
    )
    assert "k_set" not in {problem.code for problem in gate.problems(say(case, "Was tun?"))}
    CasePage.objects.filter(pk=other.pk).update(key_question="Was kann der Stadtrat tun?")
    assert "k_set" in {problem.code for problem in gate.problems(say(case, "Was tun?"))}
