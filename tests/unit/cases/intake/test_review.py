"""One row per thing found, one decision for all its mentions, and the text as it will be."""

from __future__ import annotations

from typing import Any

import pytest

from cases.intake import review
from cases.intake.review import Decision, Mention, RawReview, ReviewRow, guarded_text
from knowledge.anonymity.detector import Finding, Kind


def row(certainty: float = 0.95, **changes: Any) -> ReviewRow:
    values: dict[str, Any] = {
        "mark": "m",
        "kind": "person",
        "certainty": certainty,
        "reason": "",
        "words": "Huber",
        "forms": ("Huber",),
        "mentions": [Mention("title", 0, 5)],
        "suggestion": "[Person A]",
        "is_intake": False,
    }
    return ReviewRow(**values | changes)


def replaced(text: str) -> Decision:
    return Decision("ersetzen", "", text, "")


@pytest.mark.parametrize(
    ("certainty", "level"),
    [(1.0, "sicher"), (0.9, "sicher"), (0.89, "wahrscheinlich"), (0.5, "wahrscheinlich"), (0.49, "hinweis")],
)
def test_levels_follow_the_borders_of_the_detector(certainty: float, level: str) -> None:
    assert row(certainty).level == level


def test_only_certain_undecided_rows_with_a_proposal_are_accepted_at_once() -> None:
    sure = {"kind": "place", "suggestion": "[Nachbarort]"}
    assert row(**sure).is_sure_proposal
    assert row(suggestion="[Kämmerei]").is_sure_proposal
    assert not row(0.8, **sure).is_sure_proposal
    assert not row(**sure | {"suggestion": "[…]"}).is_sure_proposal
    assert not row(**sure | {"suggestion": ""}).is_sure_proposal
    assert not row(decision=replaced("x"), **sure).is_sure_proposal


@pytest.mark.parametrize(
    "changes",
    [
        {"suggestion": "[Person A]"},
        {"suggestion": "[eine nahestehende Person]"},
        {"kind": "sensitive", "suggestion": "[x]"},
    ],
    ids=["third person", "relative", "special category"],
)
def test_nobody_who_was_not_asked_is_decided_with_others(changes: dict[str, str]) -> None:
    each = row(1.0, **changes)
    assert (each.is_sure_proposal, each.is_taken_with_its_kind) == (False, False)
    given = row(1.0, is_intake=True)
    assert (given.is_sure_proposal, given.is_taken_with_its_kind) == (True, True)


def test_every_mention_is_replaced_and_what_stays_is_as_it_was() -> None:
    texts = {"title": "Huber und Huber", "ideas": "Rat"}
    rows = [
        row(mentions=[Mention("title", 0, 5), Mention("title", 10, 15)], decision=replaced("[Person A]")),
        row(mark="n", mentions=[Mention("ideas", 0, 3)], decision=Decision("ignorieren", "x", "", "")),
    ]
    assert guarded_text(RawReview(texts, rows)) == {"title": "[Person A] und [Person A]", "ideas": "Rat"}


def test_a_review_is_complete_when_nothing_is_open() -> None:
    state = RawReview({}, [row(), row(mark="n", decision=replaced("x"))])
    assert (state.decided, state.is_complete) == (1, False)
    assert state.row("n") is state.rows[1]
    assert state.row("?") is None
    assert RawReview({}, []).is_complete


def test_a_name_in_a_quotation_goes_with_it_and_a_sentence_begins_with_a_capital_letter() -> None:
    texts = {"title": "Ja. 412 Leute: „Huber soll gehen.“"}
    rows = [
        row(mark="n", mentions=[Mention("title", 4, 13)], decision=replaced("mehrere hundert Leute")),
        row(mark="q", mentions=[Mention("title", 15, 34)], decision=replaced("[Zitat]")),
        row(mentions=[Mention("title", 16, 21)], decision=replaced("[Person A]")),
    ]
    assert guarded_text(RawReview(texts, rows)) == {"title": "Ja. Mehrere hundert Leute: [Zitat]"}
    rows[1].decision = Decision("bleibt", "x", "", "")
    assert "„[Person A] soll" in guarded_text(RawReview(texts, rows))["title"]


def test_two_who_hold_one_role_have_two_cover_names() -> None:
    rows = [row(suggestion="[Kämmerei]"), row(mark="n", kind="office", suggestion="[Kämmerei]")]
    review._tell_apart(rows, {"m": "person A", "n": "office B"})
    assert [item.suggestion for item in rows] == ["[Kämmerei A]", "[Kämmerei B]"]


def test_a_further_inflection_keeps_the_mark_and_the_key_changes_it() -> None:
    assert review._mark("k", "person", ["Hubers", "Huber"]) == review._mark("k", "person", ["Huber"])
    assert review._mark("k", "person", ["Huber"]) != review._mark("l", "person", ["Huber"])
    assert review._mark("k", "person", ["Huber"]) != review._mark("k", "place", ["Huber"])


def test_letters_go_on_behind_z() -> None:
    assert [review._letter(number) for number in (0, 25, 26, 52)] == ["A", "Z", "AA", "AAA"]


def test_a_finding_is_cut_at_the_end_of_its_field() -> None:
    document, offsets = review._join({"a": "Text", "b": "Huber"})
    assert document == "Text\n\nHuber\n\n"
    assert review._locate(offsets, Finding(6, 13, Kind.PERSON, "", 1, "", "", "")) == Mention("b", 0, 5)
    assert review._locate(offsets, Finding(4, 6, Kind.PERSON, "", 1, "", "", "")) is None
