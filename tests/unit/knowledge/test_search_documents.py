"""What the core app wants found: states in words, entry terms in both languages."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.enums import CycleState
from knowledge.models import CyclePage, ForumCycle
from knowledge.search_documents import CycleSource, LessonDocumentSource, entry_terms
from search.contract import ACCESS_FACET, Audience, Document
from tests.factories import ChallengeAreaFactory


def lesson(**display: str) -> Document:
    return Document(
        key="lesson:1",
        kind="lesson",
        title="Wenn",
        url="/lehren/wenn/",
        audience=Audience.PUBLIC,
        display=display,
    )


def test_remark_says_state_and_counts() -> None:
    assert LessonDocumentSource().remark(lesson(state="vorlaeufig")) == "Vorläufige Lehre"
    said = LessonDocumentSource().remark(lesson(state="strittig", confirmed="2", refuted="1"))
    assert said.startswith("Strittig. ")
    assert "2" in said
    assert "1" in said


@pytest.mark.django_db
def test_entry_terms_of_both_languages_lead_to_their_area() -> None:
    ChallengeAreaFactory(slug="finanzen", entry_terms="klamm\n\npleite", entry_terms_en="broke")
    found = {entry.term: entry for entry in entry_terms()}
    assert set(found) == {"klamm", "pleite", "broke"}
    assert found["broke"].words[0] == "Finanzen"
    assert found["klamm"].words == ()


def test_cycles_have_no_facet_but_who_reads_them_and_nothing_to_remark() -> None:
    cycle = Document(key="cycle:1", kind="cycle", title="S1", url="/", audience=Audience.PUBLIC)
    assert CycleSource().remark(cycle) == ""
    assert CycleSource().facets == (ACCESS_FACET,)


@pytest.mark.django_db
@pytest.mark.parametrize(("ends", "said"), [(2021, "2020–2021"), (2020, "2020")])
def test_a_cycle_within_a_year_names_it_once(ends: int, said: str) -> None:
    cycle = ForumCycle(starts=date(2020, 3, 1), ends=date(ends, 9, 1), state=CycleState.CLOSED)
    [period] = [fact for fact in CycleSource().facts(CyclePage(cycle=cycle)) if fact.name == "period"]
    assert period.value == said
