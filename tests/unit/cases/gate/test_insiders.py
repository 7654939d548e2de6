"""Whom would an insider recognise, and what do all cases of one header have in common?"""

from __future__ import annotations

from typing import Any

import pytest

from cases.gate import insiders
from cases.gate.batches import released_together
from cases.gate.intruder import IntruderRecord, intruder_record, record_intruder_test
from cases.models import CaseMeeting, CasePage, IntruderTest
from knowledge.models import WorkingMeeting
from tests.factories import CasePageFactory

pytestmark = pytest.mark.django_db

ROWS = (("a b", "nichts"), ("c d", "nichts"), ("e f", "nichts"))


def answered(case: CasePage, **others: str) -> dict[str, str]:
    return {question.key: "nein" for question in insiders.insider_questions(case)} | others


@pytest.fixture
def live_beside(draft: CasePage, settings: Any) -> Any:
    """A live case with the header of the draft and this outcome and budget situation."""
    from cases.gate import release_demo

    settings.DEMO_CONTENT_ALLOWED = True

    def make(**values: str) -> CasePage:
        case = CasePageFactory(**values)
        CaseMeeting.objects.create(case=case, meeting=WorkingMeeting.objects.get())
        release_demo(case=case)
        with released_together():
            case.save_revision().publish()
        return case

    return make


@pytest.mark.parametrize("question", ["kollegin", "rat", "nachbarschaft", "dritte", "gleiches"])
def test_a_question_without_an_answer_is_no_verdict(draft: CasePage, second: Any, question: str) -> None:
    record = IntruderRecord(ROWS, answers=answered(draft, **{question: ""}))
    with pytest.raises(ValueError, match="alle Fragen"):
        record_intruder_test(case=draft, tester=second, minutes=20, verdict="niemand", record=record)
    assert not IntruderTest.objects.exists()


def test_who_would_be_recognised_points_to_nobody_only_with_a_reason(draft: CasePage) -> None:
    assert "allgemeiner" in insiders.unanswered(draft, answered(draft, dritte="ja"), "Weil.")
    accepted = answered(draft, rat="hinnehmbar")
    assert "begründen" in insiders.unanswered(draft, accepted, " ")
    assert insiders.unanswered(draft, accepted, "Der Rat hat es öffentlich beraten.") == ""
    assert insiders.unanswered(draft, answered(draft, rat="egal"), "Weil.")


def test_the_answers_are_kept_with_the_search(draft: CasePage, second: Any) -> None:
    record = IntruderRecord(ROWS, "Weil.", answered(draft, rat="hinnehmbar"))
    test = record_intruder_test(case=draft, tester=second, minutes=20, verdict="niemand", record=record)
    assert intruder_record(test).answers == record.answers
    assert "hinnehmbar" not in test.sealed_record


def test_a_case_alone_with_its_header_tells_all_it_shows(draft: CasePage) -> None:
    draft.outcome, draft.finance_band = "gescheitert", "konsolidierung"
    assert insiders.shared_by_header(draft) == ["Gescheitert", "Haushaltssicherung oder Konsolidierung"]


def test_what_all_cases_of_a_header_share_is_asked_about(draft: CasePage, live_beside: Any) -> None:
    draft.outcome = "begonnen"
    live_beside(outcome="begonnen")
    assert insiders.shared_by_header(draft) == ["Begonnen"]
    (asked,) = [each for each in insiders.insider_questions(draft) if each.key == "gleiches"]
    assert "Begonnen" in asked.words
    live_beside(outcome="umgesetzt")
    assert insiders.shared_by_header(draft) == []
    assert "gleiches" not in {each.key for each in insiders.insider_questions(draft)}
