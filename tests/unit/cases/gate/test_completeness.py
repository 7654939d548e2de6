"""An unfinished text is nobody's to release: open fields and placeholders are named."""

from __future__ import annotations

import pytest

from cases.gate.clearance import judged, problems
from cases.gate.completeness import unfinished
from cases.models import CasePage, Consent
from cases.sections import CaseText

pytestmark = pytest.mark.django_db


def found(case: CasePage) -> list[tuple[str, str, str]]:
    return [(item.code, item.field, item.message) for item in unfinished(case, CaseText.of(case))]


def test_mandatory_fields_are_named_first_of_all(draft: CasePage) -> None:
    draft.kernel = draft.evidence_level = ""
    first = problems(draft)[0]
    assert (first.code, first.field) == ("missing", "Pflichtfelder")
    assert "Der Fall in 60 Sekunden, Beleglage" in first.message


def test_what_the_case_giver_keeps_may_be_empty(draft: CasePage) -> None:
    draft.hypotheses = []
    refused = Consent(scope={"hypothesen": {"level": "nein", "hash": "x"}})
    assert [item.code for item in unfinished(draft, CaseText.of(draft))] == ["missing"]
    assert unfinished(draft, CaseText.of(draft), refused) == []
    assert unfinished(draft, CaseText.of(draft), Consent(scope={"alles": "oeffentlich"}))


def test_a_broken_rule_of_the_form_is_a_problem(draft: CasePage) -> None:
    draft.key_question = "Wir teilen den Bauhof."
    assert [(code, field) for code, field, _said in found(draft)] == [("form", "Schlüsselfrage")]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Rufen Sie [Person B] an: [Telefonnummer].", "[Person B], [Telefonnummer]"),
        ("Schreiben Sie an [Kontakt]@[Ort C].", "[Kontakt], [Ort C]"),
    ],
)
def test_a_placeholder_is_named_with_its_field(draft: CasePage, words: str, said: str) -> None:
    draft.takeaway = words
    ((code, field, message),) = found(draft)
    assert (code, field) == ("placeholder", "Was ich mitnehme") and said in message
    draft.takeaway = ""
    draft.ideas = [type(draft.ideas.first())(text=words, effort="S", status="aufgegriffen")]
    assert [(code, field) for code, field, _said in found(draft)] == [("placeholder", "Lösungsideen")]


def test_an_omission_in_a_quotation_is_none(draft: CasePage) -> None:
    draft.takeaway = "„Es war […] ein langer Weg [...].“"
    assert found(draft) == []


def test_what_is_unfinished_takes_nothing_off_that_is_read(draft: CasePage) -> None:
    draft.takeaway = "Mit [Person B]."
    codes = {problem.code for problem in judged(draft).problems}
    assert "placeholder" not in codes and "placeholder" in {item.code for item in problems(draft)}
