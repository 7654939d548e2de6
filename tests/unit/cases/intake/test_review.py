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


def finding(text: str, words: str, kind: Kind = Kind.PERSON, layer: str = "titled") -> Finding:
    start = text.index(words)
    return Finding(start, start + len(words), kind, words, 0.9, "", "", layer)


@pytest.mark.parametrize(
    ("certainty", "level"),
    [(1.0, "sicher"), (0.9, "sicher"), (0.89, "wahrscheinlich"), (0.5, "wahrscheinlich"), (0.49, "hinweis")],
)
def test_levels_follow_the_borders_of_the_detector(certainty: float, level: str) -> None:
    assert row(certainty).level == level


def test_only_certain_undecided_rows_with_a_proposal_are_accepted_at_once() -> None:
    assert row().is_sure_proposal
    assert not row(0.8).is_sure_proposal
    assert not row(suggestion="[…]").is_sure_proposal
    assert not row(suggestion="").is_sure_proposal
    assert not row(decision=replaced("x")).is_sure_proposal


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


@pytest.mark.parametrize(
    ("kind", "one", "other", "same"),
    [
        (Kind.PERSON, "huber", "hubers", True),
        (Kind.PERSON, "anna huber", "huber", True),
        (Kind.PERSON, "anna huber", "anna", False),
        (Kind.PLACE, "dachau", "dachauer", True),
        (Kind.PLACE, "rothausen", "rothauser", True),
        (Kind.PERSON, "roth", "rothmann", False),
        (Kind.NUMBER, "1000", "1000s", False),
        (Kind.PERSON, "li", "lis", False),
    ],
)
def test_two_forms_of_one_name(kind: Kind, one: str, other: str, same: bool) -> None:
    assert review._same(kind, one, other) is same


def test_a_role_belongs_to_the_name_behind_it() -> None:
    text = "Da kam Kämmerer Berger."
    (found,) = review._with_roles(text, [finding(text, "Berger")])
    assert found.text == "Kämmerer Berger"


def test_inflected_names_are_one_group_and_sure_kinds_are_kept_apart() -> None:
    text = "Huber sprach. Hubers Plan für Berg."
    found = [finding(text, "Huber"), finding(text, "Hubers"), finding(text, "Berg", Kind.PLACE, "register")]
    assert [[item.text for item in group] for group in review._groups(found)] == [
        ["Huber", "Hubers"],
        ["Berg"],
    ]


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
