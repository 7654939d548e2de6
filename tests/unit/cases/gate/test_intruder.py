"""The search of a motivated intruder: queries of the case itself, a record kept sealed, and the gate."""

from __future__ import annotations

from typing import Any

import pytest

from cases.gate import consents, insiders, intruder
from cases.gate.clearance import problems, standing
from cases.gate.intruder import IntruderRecord
from cases.models import CasePage, IntruderTest
from cases.sealed import seal
from cases.sections import CaseText
from knowledge.anonymity.detector import Finding, Harm, Kind

pytestmark = pytest.mark.django_db

NOTHING = IntruderRecord((("a b", "nichts"), ("c d", "nichts"), ("e f", "viele"), ("", "leer"), ("g", " ")))


def codes(case: CasePage) -> set[str]:
    return {problem.code for problem in problems(CasePage.objects.get(pk=case.pk))}


def searched(case: CasePage, by: Any, **values: Any) -> IntruderTest:
    wanted: dict[str, Any] = {"minutes": 20, "verdict": "niemand", "record": NOTHING} | values
    asked = wanted["record"]
    if not asked.answers:
        answers = {question.key: "nein" for question in insiders.insider_questions(case)}
        wanted["record"] = IntruderRecord(asked.rows, asked.note, answers)
    return intruder.record_intruder_test(case=case, tester=by, **wanted)


def test_queries_are_made_of_what_the_case_tells(draft: CasePage) -> None:
    draft.title, draft.key_question = "Wärmeverbund im Altbau", "Wie finde ich Anschlussnehmer?"
    draft.federal_state = "BY"
    draft.initial_situation = [("paragraph", "<p>„Das Blockheizkraftwerk rechnet sich nie im Leben“</p>")]
    queries = intruder.intruder_queries(draft, CaseText.of(draft))
    assert queries[0] == "Anschlussnehmer Wärmeverbund Altbau Bayern"
    assert queries[-1] == '"Das Blockheizkraftwerk rechnet sich nie im Leben"'


def test_without_a_search_that_found_nobody_nothing_is_read(draft: CasePage, second: Any) -> None:
    assert "intruder" in codes(draft)
    searched(draft, second, verdict="vermutung")
    assert "intruder" in codes(draft)
    searched(draft, second)
    assert "intruder" not in codes(draft)
    draft.key_question = "Und jetzt?"
    draft.save(clean=False)
    assert "intruder" in codes(draft), "a search holds for its text alone"


def test_what_was_asked_and_found_is_sealed_and_goes_with_the_case(draft: CasePage, second: Any) -> None:
    record = IntruderRecord((("Kurbad Quellenrode", "Treffer"), *NOTHING.rows), "Das war Quellenrode.")
    test = searched(draft, second, record=record)
    assert "Quellenrode" not in str(IntruderTest.objects.values_list())
    kept = intruder.intruder_record(test)
    assert kept.rows[0] == ("Kurbad Quellenrode", "Treffer") and kept.note == "Das war Quellenrode."
    assert len(kept.rows) == 4, "without an answer nothing was asked"
    consents.withdraw(case=draft)
    assert not IntruderTest.objects.exists()


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"record": IntruderRecord(NOTHING.rows[:2])}, "mindestens 3"),
        ({"minutes": 0}, "Minuten"),
        ({"minutes": 19}, "19 Minuten; „niemand zu erkennen“ gilt erst nach 20"),
        ({"verdict": "weiss-nicht"}, "Urteil"),
    ],
)
def test_half_a_search_is_none(draft: CasePage, second: Any, values: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        searched(draft, second, **values)
    assert not IntruderTest.objects.exists()


def test_who_found_somebody_may_stop(draft: CasePage, second: Any) -> None:
    assert searched(draft, second, minutes=2, verdict="erkannt").minutes == 2


def test_a_short_search_of_former_days_publishes_nothing_and_takes_nothing_off(
    draft: CasePage, second: Any
) -> None:
    searched(draft, second)
    IntruderTest.objects.update(minutes=15)
    assert "intruder" in codes(draft)
    assert "intruder" not in {problem.code for problem in standing(draft).problems}


@pytest.mark.parametrize("lost", ["rows", "answers", "note"])
def test_half_a_search_that_came_another_way_publishes_nothing(
    draft: CasePage, second: Any, lost: str
) -> None:
    answers = {question.key: "nein" for question in insiders.insider_questions(draft)} | {"rat": "hinnehmbar"}
    whole = {
        "rows": [list(row) for row in NOTHING.rows[:3]],
        "answers": answers,
        "note": "Steht im Protokoll.",
    }
    test = searched(draft, second, record=IntruderRecord(NOTHING.rows, whole["note"], answers))
    assert "intruder" not in codes(draft)
    kept = {name: value for name, value in whole.items() if name != lost}
    IntruderTest.objects.filter(pk=test.pk).update(sealed_record=seal(kept))
    assert "intruder" in codes(draft)
    assert "intruder" not in {problem.code for problem in standing(draft).problems}


def test_a_question_that_came_up_since_is_asked(draft: CasePage, second: Any, monkeypatch: Any) -> None:
    searched(draft, second)
    assert "intruder" not in codes(draft)
    monkeypatch.setitem(insiders._ALWAYS, "verwandte", "Eine Tante?")
    assert "intruder" in codes(draft)


def test_who_wrote_the_text_does_not_search(draft: CasePage, writer: Any) -> None:
    with pytest.raises(ValueError, match="andere Person"):
        searched(draft, writer)


def test_only_names_of_the_register_lead_somewhere() -> None:
    def place(layer: str) -> Finding:
        return Finding(0, 3, Kind.PLACE, "Ort", 0.95, "", "", layer, Harm.DIRECT)

    assert intruder._places([place("register"), place("model")]) == ["Ort"]
