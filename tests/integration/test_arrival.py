"""A concern returns what the library knows already."""

from __future__ import annotations

from typing import Any

from knowledge.cycle.call import already_known


def test_a_question_of_a_case_finds_this_case_and_a_strange_one_nothing(library: Any) -> None:
    case = library.page("F01")
    known = already_known(case.key_question)
    assert case.title in [hit.title for hit in known.cases]
    assert len(known.cases) <= 3 and len(known.lessons) <= 2
    assert all(record.standing for record in (*known.cases, *known.lessons)), "outcome, or state"
    assert all("/faelle/" in record.url for record in known.cases)
    assert all("/lehren/" in record.url for record in known.lessons)
    assert already_known("Wie baue ich eine Raumstation auf dem Neptun ohne Treibstoff?").is_empty
