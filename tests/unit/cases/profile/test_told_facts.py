"""The tick list: what a person decided about a fact holds for the sentences it was decided about."""

from __future__ import annotations

import pytest

from cases.models import CaseFact, CasePage
from cases.profile import FACT_NAMES, counted, fact_name, tick_list
from knowledge.anonymity.profile import FACTS, FactMention, fact_mentions_in, sentences_telling
from knowledge.guard import finding_mark
from tests.factories import CasePageFactory

pytestmark = pytest.mark.django_db

TEXT = ["Unsere Studie kam von einer Stelle, die Universität heißt.", "Die Straßenbahn fährt dort."]


def keys(case: CasePage, texts: list[str] = TEXT) -> list[str]:
    mentions = counted(case, fact_mentions_in(texts), lambda key: sentences_telling(key, texts))
    return [mention.key for mention in mentions]


def untick(case: CasePage, key: str, texts: list[str] = TEXT) -> None:
    CaseFact.objects.create(
        case=case,
        key=key,
        counts=False,
        reason=CaseFact.Reason.OTHER_PLACE,
        mark=finding_mark("fact", sentences_telling(key, texts)),
    )


def test_every_fact_has_a_name_for_people() -> None:
    assert {fact.key for fact in FACTS} | {"unlisted:rare"} == set(FACT_NAMES)
    assert fact_name("council:16") == "hat 16 Sitze im Rat"
    assert fact_name("neighbour:20000-")


def test_an_unticked_fact_counts_again_with_the_next_sentence_that_tells_it() -> None:
    case = CasePageFactory(live=False)
    assert keys(case) == ["tram", "university"]
    untick(case, "university")
    assert keys(case) == ["tram"]
    assert keys(case, [*TEXT, "Ganz anderes."]) == ["tram"]
    assert keys(case, [*TEXT, "Die Universität zahlt mit."]) == ["tram", "university"]


def test_what_the_text_paraphrases_is_added() -> None:
    case = CasePageFactory(live=False)
    CaseFact.objects.create(case=case, key="bishop", counts=True, reason=CaseFact.Reason.PARAPHRASED)
    *_found, added = tick_list(case, fact_mentions_in(TEXT), lambda key: "")
    assert added.counts and not added.is_found and added.mention == FactMention("bishop", "ist Bischofssitz")


def test_without_a_mark_nothing_is_unticked() -> None:
    case = CasePageFactory(live=False)
    CaseFact.objects.create(case=case, key="tram", counts=False, reason=CaseFact.Reason.OTHER_PLACE)
    assert keys(case) == ["tram", "university"]
