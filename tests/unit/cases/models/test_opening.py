"""What the page of a case says first."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from cases.models.opening import Became, became, lead, to_take_over
from knowledge.enums import Outcome


def rows(*found: Any) -> Any:
    return SimpleNamespace(all=lambda: list(found))


def told(status: str, text: str, effects: str = "") -> Any:
    return SimpleNamespace(
        status=status, text=text, effects=effects, get_after_display=lambda: "nach etwa einem Jahr"
    )


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("Eins. Zwei. Drei.", 11, "Eins. Zwei."),
        ("Ein langer Satz ohne Ende. Noch einer.", 5, "Ein langer Satz ohne Ende."),
        ("„Nein!“ Das war es. Ende.", 20, "„Nein!“ Das war es."),
        ("Um 9.30 Uhr, z.B. dienstags. Danach nie.", 30, "Um 9.30 Uhr, z.B. dienstags."),
        ("Kein Punkt", 3, "Kein Punkt"),
        ("", 3, ""),
    ],
)
def test_a_lead_is_made_of_whole_sentences(text: str, most: int, expected: str) -> None:
    assert lead(text, most) == expected


def test_the_newest_follow_up_is_said_first_and_its_effect_before_its_story() -> None:
    case = SimpleNamespace(effects_text="Am Anfang gut.")
    assert became(case, [], "offen") == Became("offen", "", "Am Anfang gut.")
    early, late = told("begonnen", "Es fing an."), told("gescheitert", "Lange Geschichte.", "Es ist vorbei.")
    assert became(case, [early], "offen") == Became("begonnen", "nach etwa einem Jahr", "Es fing an.")
    assert became(case, [early, late], "offen").text == "Es ist vorbei."


def test_three_things_to_take_over_one_of_each_kind_where_there_is_one() -> None:
    case = SimpleNamespace(
        shown_outcome="umgesetzt",
        ideas=rows(
            SimpleNamespace(status="verworfen", text="Nein"),
            SimpleNamespace(status="aufgegriffen", text="Ja"),
            SimpleNamespace(status="aufgegriffen", text="Auch"),
        ),
        preconditions=rows(
            SimpleNamespace(must=False, text="Hilft"), SimpleNamespace(must=True, text="Muss")
        ),
        pitfalls=rows(SimpleNamespace(text="Zu spät fragen")),
    )
    assert [thing.text for thing in to_take_over(case)] == ["Ja", "Muss", "Zu spät fragen"]
    case.preconditions = rows()
    assert [thing.text for thing in to_take_over(case)] == ["Ja", "Auch", "Zu spät fragen"]
    case.ideas = case.pitfalls = rows()
    assert to_take_over(case) == []


@pytest.mark.parametrize("outcome", ["offen", "gescheitert", "aufgegeben", "unbekannt"])
def test_an_idea_that_did_not_carry_comes_last_and_says_so(outcome: str) -> None:
    case = SimpleNamespace(
        shown_outcome=outcome,
        ideas=rows(SimpleNamespace(status="aufgegriffen", text="Das wollte der Rat nicht")),
        preconditions=rows(SimpleNamespace(must=True, text="Muss")),
        pitfalls=rows(),
    )
    first, second = to_take_over(case)
    assert first.text == "Muss"
    assert second.label == f"Wurde versucht (Ausgang: {Outcome(outcome).label})"
