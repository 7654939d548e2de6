"""k in words, against register, all participants, and the participants of one cycle."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest

from cases.models import ParticipantBand
from cases.profile import circle_of
from cases.profile.counts import profile_report, widened
from knowledge.anonymity.profile.municipality_types import mentions_in
from knowledge.anonymity.profile.uniqueness import k_of, parse_profile
from knowledge.enums import FederalState, FinanceBand, SizeBand, WorkforceBand
from knowledge.models import Format, ForumCycle

pytestmark = pytest.mark.django_db


def profile(
    state: str = "BY", size: str = "kleinstadt-klein", finance: str = "", admin: str = ""
) -> dict[str, str]:
    return {"state": state, "size_band": size, "finance_band": finance, "admin_size": admin}


@pytest.fixture
def cycle() -> ForumCycle:
    kind = Format.objects.create(key="forum", name="Forum", purpose="Beraten")
    return ForumCycle.objects.create(
        format=kind, number=9, title="Staffel", starts=date(2024, 1, 1), ends=date(2024, 12, 1)
    )


def test_numbers_are_told_in_words() -> None:
    register, alumni, own = profile_report(profile()).counts
    assert register.words == "trifft auf 351 Gemeinden des Registers zu"
    assert register.k == 351
    assert alumni.words.startswith("Wie viele frühere Teilnehmende passen, ist unbekannt")
    assert own.k is None
    assert not own.is_enough
    assert own.words.endswith("Es ist kein Treffen eingetragen.")


def test_which_half_is_missing_is_said(cycle: ForumCycle) -> None:
    *_others, own = profile_report(profile(), circle_of(cycle.pk)).counts
    assert own.k is None and own.words.endswith("Es ist nicht eingetragen, wer an ihr teilgenommen hat.")


def test_unknown_participants_are_never_enough_but_refuse_nothing() -> None:
    report = profile_report(profile())
    assert not report.is_short
    assert [count.is_enough for count in report.counts] == [True, False, False]


def test_too_few_of_the_cycle_propose_the_coarser_land(cycle: ForumCycle) -> None:
    for state, count in (("BY", 2), ("BW", 4)):
        ParticipantBand.objects.create(
            cycle=cycle, federal_state=state, size_band="kleinstadt-klein", count=count
        )
    report = profile_report(profile(), circle_of(cycle.pk))
    alumni, own = report.counts[1:]
    assert (alumni.k, own.k) == (2, 2)
    assert own.words == "trifft auf 2 Kommunen der Staffel zu – zu wenig, nötig sind 3"
    assert report.proposal is not None
    assert (report.proposal.federal_state, report.proposal.size_band) == ("SUED", "kleinstadt-klein")
    assert (
        report.proposal_words
        == "Gröber fassen: Süddeutschland · Kleine Kleinstadt 5.000 bis 10.000 · ohne Haushaltslage · ohne"
        " Verwaltungsgröße."
    )
    assert not profile_report(profile("SUED"), circle_of(cycle.pk)).is_short


def counts(cycle: ForumCycle, values: dict[str, str], *mentions: Any) -> list[int | None]:
    return [count.k for count in profile_report(values, circle_of(cycle.pk), mentions).counts[-2:]]


def test_finance_and_staff_count_as_the_list_states_them(cycle: ForumCycle) -> None:
    """A share of a quarter would leave three of twelve, whoever they are."""
    for finance, staff, count in (("angespannt", "15-50", 5), ("angespannt", "", 4), ("", "", 3)):
        ParticipantBand.objects.create(
            cycle=cycle, federal_state="BY", size_band="kleinstadt",
            finance_band=finance, workforce_band=staff, count=count,
        )  # fmt: skip
    assert counts(cycle, profile(size="kleinstadt")) == [12, 12]
    assert counts(cycle, profile(size="kleinstadt", finance="angespannt")) == [9, 9]
    assert counts(cycle, profile(size="kleinstadt", finance="angespannt", admin="15-50")) == [5, 5]
    assert counts(cycle, profile(size="kleinstadt", finance="ausgeglichen")) == [0, 0]


def test_what_the_list_lacks_is_said(cycle: ForumCycle) -> None:
    ParticipantBand.objects.create(cycle=cycle, federal_state="BY", size_band="kleinstadt", count=12)
    *_others, own = profile_report(
        profile(size="kleinstadt", finance="angespannt"), circle_of(cycle.pk)
    ).counts
    assert own.words.endswith(
        "nötig sind 3; bei 12 fehlen in der Liste Rechtsform, Haushaltslage oder Verwaltungsgröße"
    )


def test_the_legal_type_counts_where_the_text_tells_it(cycle: ForumCycle) -> None:
    town, council = mentions_in(["Der Stadtrat."])[0], mentions_in(["Der Gemeinderat."])[0]
    for state, legal_type, count in (("BY", "Stadt", 4), ("BY", "Gemeinde", 5), ("BW", "Stadt", 6)):
        ParticipantBand.objects.create(
            cycle=cycle, federal_state=state, size_band="kleinstadt", legal_type=legal_type, count=count
        )
    ParticipantBand.objects.create(cycle=cycle, federal_state="BY", size_band="kleinstadt", count=1)
    assert counts(cycle, profile(size="kleinstadt"), town) == [4, 4]
    assert counts(cycle, profile("SUED", size="kleinstadt"), town) == [10, 10]
    assert counts(cycle, profile("SUED", size="kleinstadt"), council) == [11, 11]


def test_where_nothing_helps_it_says_so(cycle: ForumCycle) -> None:
    ParticipantBand.objects.create(cycle=cycle, federal_state="BY", size_band="landkreis", count=1)
    report = profile_report(profile(size="landkreis"), circle_of(cycle.pk))
    assert report.proposal is None
    assert "bleibt die Kommune erkennbar" in report.proposal_words


def test_thresholds_come_from_the_settings(cycle: ForumCycle, settings: Any) -> None:
    ParticipantBand.objects.create(cycle=cycle, federal_state="BY", size_band="kleinstadt-klein", count=4)
    circle = circle_of(cycle.pk)
    assert [count.is_short for count in profile_report(profile(), circle).counts] == [
        False,
        True,
        False,
    ]
    settings.ANONYMITY_K_REGISTER, settings.ANONYMITY_K_ALUMNI, settings.ANONYMITY_K_CYCLE = 400, 4, 5
    circle = circle_of(cycle.pk)
    assert [count.is_short for count in profile_report(profile(), circle).counts] == [
        True,
        False,
        True,
    ]


def test_widened_keeps_what_the_list_carries(cycle: ForumCycle) -> None:
    """The demo takes its headers from it: finance goes first where three of the cycle do not share it."""
    for finance, count in (("angespannt", 2), ("ausgeglichen", 4)):
        ParticipantBand.objects.create(
            cycle=cycle, federal_state="BY", size_band="kleinstadt", finance_band=finance, count=count
        )
    circle = circle_of(cycle.pk)
    tense = parse_profile(profile(size="kleinstadt", finance="angespannt"))
    assert widened(tense, circle) == replace(tense, finance_band="")
    assert widened(replace(tense, size_band="landkreis"), circle) is None


def test_every_profile_of_the_form_is_safe_or_gets_a_safe_proposal() -> None:
    """By exhaustion: all Länder, sizes, finance and staff bands the form offers."""
    for state, size, finance, admin in product(
        FederalState.values, SizeBand.values, ["", *FinanceBand.values], ["", *WorkforceBand.values]
    ):
        report = profile_report(profile(state, size, finance, admin))
        if report.is_short:
            assert report.proposal is not None
            assert report.proposal.size_band
            assert k_of(report.proposal) >= 20


@pytest.mark.parametrize("values", [profile(state="NW"), profile(size=""), profile(size="dorf")])
def test_profile_that_cannot_be_counted_is_an_error(values: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"Land|state|size_band"):
        profile_report(values)


def test_words_of_the_text_are_a_number_of_their_own_with_advice() -> None:
    mentions = mentions_in(["Der Stadtrat zögert, die Stadthalle bleibt zu."])
    report = profile_report(profile(size="landgemeinde-klein"), mentions=mentions)
    register, kinds = report.counts[:2]
    assert (register.k, register.is_enough, kinds.k) == (722, True, 14)
    assert (
        kinds.words
        == "wer „Stadtrat“, „Stadthalle“ im Text wörtlich nimmt, behält 14 Gemeinden des Registers – zu"
        " wenig, nötig sind 20"
    )
    assert report.is_short
    assert "„Rat“ statt „Stadtrat“" in report.proposal_words
    assert "Gröber" not in report.proposal_words


def test_words_that_narrow_nothing_add_no_number() -> None:
    mentions = mentions_in(["Der Gemeinderat zögert."])
    assert [count.key for count in profile_report(profile("BW"), mentions=mentions).counts] == [
        "register",
        "alumni",
        "cycle",
    ]
    assert [count.key for count in profile_report(profile(size="landkreis"), mentions=mentions).counts] == [
        "register",
        "alumni",
        "cycle",
    ]


def test_profile_and_words_too_narrow_get_both_pieces_of_advice() -> None:
    report = profile_report(
        profile("BW", "landkreis", "angespannt", "ueber-200"), mentions=mentions_in(["Der Stadtrat."])
    )
    assert "Gröber fassen" in report.proposal_words
    report = profile_report(
        profile("BW", "stadt-ab-20000", "angespannt", "ueber-200"),
        mentions=mentions_in(["Die Gemeindeverwaltung."]),
    )
    assert "Gröber fassen" in report.proposal_words
    assert "„Rat“ statt „Stadtrat“" in report.proposal_words
