"""What the detector holds against a text, remembered without a word of it."""

from __future__ import annotations

from typing import Any

import pytest

from cases.gate import findings
from cases.gate.findings import GateFinding, finding_problems, found_words, held_words, intake_names, scan
from cases.models import CasePage, RawCase
from cases.sealed import SealError, seal
from cases.sections import CaseText
from knowledge.anonymity.detector import CERTAIN, LIKELY, DetectorUnavailable, IntakeName

pytestmark = pytest.mark.django_db

NAMED = "Danke an Frau Anna Schwarz aus Passau."


def named(draft: CasePage) -> CasePage:
    draft.takeaway = NAMED
    return draft


def test_a_text_without_names_is_held_up_by_nothing(draft: CasePage) -> None:
    assert scan(draft, CaseText.of(draft)) == []
    assert finding_problems(draft, CaseText.of(draft), ()) == []


def test_names_are_found_and_stored_as_marks(draft: CasePage) -> None:
    text = CaseText.of(named(draft))
    found = scan(draft, text)
    assert {"person", "place"} <= {item.kind for item in found}
    assert all(item.field == "takeaway" for item in found)
    assert "Schwarz" not in str(draft.scans.get().findings)
    assert {words for _finding, words in held_words(draft, text, ())} >= {"Passau"}
    problem = finding_problems(draft, text, ())[0]
    assert problem.code.startswith("finding:") and problem.field == "Was ich mitnehme"


def test_what_was_decided_is_no_problem(draft: CasePage) -> None:
    text = CaseText.of(named(draft))
    assert finding_problems(draft, text, [item.mark for item in scan(draft, text)]) == []


def test_a_known_text_is_not_read_again(draft: CasePage, monkeypatch: pytest.MonkeyPatch) -> None:
    text = CaseText.of(named(draft))
    first = scan(draft, text)
    monkeypatch.setattr(findings, "find_all", lambda *args, **options: pytest.fail("read again"))
    assert scan(draft, text) == first
    with pytest.raises(pytest.fail.Exception):
        scan(draft, text, afresh=True)


def test_a_detector_that_cannot_run_is_a_problem(draft: CasePage, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*args: Any, **options: Any) -> None:
        raise DetectorUnavailable

    monkeypatch.setattr(findings, "find_all", missing)
    assert [problem.code for problem in finding_problems(draft, CaseText.of(draft), ())] == ["detector"]


def test_names_of_the_intake_are_looked_for_while_they_are_kept(draft: CasePage) -> None:
    raw = RawCase.objects.create(
        case=draft, sealed_text=seal({}), sealed_names=seal({"persons": ["Bauhof"], "municipality": ""})
    )
    assert intake_names(draft) == [IntakeName("Bauhof")]
    assert any(item.at_once for item in scan(draft, CaseText.of(draft)))
    RawCase.objects.filter(pk=raw.pk).update(sealed_names="unlesbar")
    with pytest.raises(SealError):
        intake_names(draft)
    assert [problem.code for problem in finding_problems(draft, CaseText.of(draft), ())] == ["sealed"]
    RawCase.objects.filter(pk=raw.pk).update(sealed_names="")
    assert intake_names(draft) == []


def test_an_address_that_names_a_place_is_held_up(draft: CasePage) -> None:
    draft.slug = "fall-passau"
    (finding, words), *_others = held_words(draft, CaseText.of(draft), ())
    assert (finding.field, words, finding.is_certain) == ("slug", "passau", True)


def test_certainty_is_the_one_of_the_public_texts() -> None:
    assert GateFinding("kernel", "person", "m", certainty=CERTAIN).is_certain
    assert not GateFinding("kernel", "person", "m", certainty=LIKELY).is_certain


def test_hints_are_found_but_hold_nothing_up(draft: CasePage) -> None:
    draft.takeaway = "Ich nehme Mut mit."
    text = CaseText.of(draft)
    assert {finding.certainty >= LIKELY for _field, finding in found_words(text, ())} <= {False}
