"""Two finds are one, one is several, a passage was overlooked; each is taken back like a decision."""

from __future__ import annotations

from typing import Any

import pytest

from cases.intake import actions
from cases.intake.corrections import Correction, passages, regrouped, with_overlooked
from cases.intake.entities import Entity
from cases.intake.review import guarded_text, review_of
from cases.intake.suggestions import Sort
from cases.intake.training import training_record
from cases.models import RawCase, RawDecision
from cases.sealed import IntakeNames
from knowledge.anonymity.detector import Finding, Harm, Kind
from tests.factories import UserFactory

JOIN, SPLIT, MARK = RawDecision.CORRECTIONS


def finding(start: int, text: str, layer: str = "model") -> Finding:
    return Finding(start, start + len(text), Kind.PERSON, text, 0.9, "", "", layer)


def group(*names: str) -> Entity:
    members = [finding(10 * number, name) for number, name in enumerate(names)]
    return Entity(Sort.PERSON, members, {name.casefold() for name in names})


def marked(found: Any, taken: Any) -> list[tuple[str, Entity]]:
    return [(f"{entity.members[0].text}{entity.members[0].start}", entity) for entity in found]


def texts(groups: list[tuple[str, Entity]]) -> list[list[str]]:
    return [[member.text for member in entity.members] for _mark, entity in groups]


def test_joined_findings_are_one_group() -> None:
    groups = [("a", group("Huber")), ("b", group("der Wirt"))]
    assert texts(regrouped(groups, [Correction(JOIN, "b", "", "a")], marked)) == [["Huber", "der Wirt"]]


def test_a_group_is_split_by_names_and_then_by_places() -> None:
    groups = [("a", group("Huber", "Hubers", "Huber"))]
    apart = regrouped(groups, [Correction(SPLIT, "a", "", "")], marked)
    assert texts(apart) == [["Huber", "Huber"], ["Hubers"]]
    again = [Correction(SPLIT, "a", "", ""), Correction(SPLIT, "Huber0", "", "")]
    assert texts(regrouped(groups, again, marked)) == [["Huber"], ["Huber"], ["Hubers"]]


def test_a_correction_of_what_is_gone_says_nothing() -> None:
    groups = [("a", group("Huber"))]
    corrections = [
        Correction(JOIN, "a", "", "x"),
        Correction(SPLIT, "x", "", ""),
        Correction(JOIN, "a", "", "a"),
    ]
    assert texts(regrouped(groups, corrections, marked)) == [["Huber"]]


def test_a_passage_is_found_across_lines_and_only_as_whole_words() -> None:
    assert passages("Der rote\nHahn kräht, rote Hahnenfüße.", "rote Hahn") == [(4, 13)]
    assert passages("Der Hahn.", "  ") == []


def test_a_marked_passage_takes_in_what_it_touches_and_a_given_name_stays_one() -> None:
    text = "Beim roten Hahn von Huber, im roten Hahn."
    found = with_overlooked(
        text, [finding(20, "Huber", "intake")], [Correction(MARK, "m", "place", "Hahn von Huber")]
    )
    assert [(item.text, item.layer, item.harm) for item in found] == [
        ("Hahn von Huber", "intake", Harm.DIRECT)
    ]
    twice = with_overlooked(text, [], [Correction(MARK, "m", "place", "roten Hahn")])
    assert [item.layer for item in twice] == ["marked", "marked"]


@pytest.fixture
def raw(db: None) -> RawCase:
    text = training_record()[0] | {"title": "Herr Huber und Frau Huber", "situation": "Der rote Hahn kräht."}
    for name in ("key_question", "actors", "hypotheses", "ideas", "methods", "next_steps"):
        text[name] = ""
    return actions.take_in(text=text, names=IntakeNames(), meeting=None, user=UserFactory())


def correct(raw: RawCase, choice: str, mark: str = "", value: str = "", kind: str = "") -> None:
    correction = Correction(choice, mark, kind, value)
    review = review_of(raw)
    actions.correct(raw=raw, review=review, correction=correction, user=raw.created_by, seen=review.step)


def test_each_correction_changes_the_rows_and_is_taken_back(raw: RawCase) -> None:
    before = [row.forms for row in review_of(raw).rows]
    correct(raw, MARK, value="rote Hahn", kind="place")
    rows = review_of(raw).rows
    assert ("rote Hahn",) in [row.forms for row in rows]
    huber = next(row for row in rows if "Huber" in row.words)
    assert len(huber.mentions) == 2
    correct(raw, SPLIT, huber.mark)
    apart = [row for row in review_of(raw).rows if "Huber" in row.words]
    assert [len(row.mentions) for row in apart] == [1, 1]
    assert len({row.mark for row in apart} | {row.suggestion for row in apart}) == 4
    correct(raw, JOIN, apart[1].mark, apart[0].mark)
    assert [len(row.mentions) for row in review_of(raw).rows if "Huber" in row.words] == [2]
    for _step in range(3):
        assert actions.undo(raw=raw, user=raw.created_by, seen=review_of(raw).step) == 1
    assert [row.forms for row in review_of(raw).rows] == before


def test_a_marked_passage_is_decided_like_a_finding_and_its_words_lie_sealed(raw: RawCase) -> None:
    correct(raw, MARK, value="rote Hahn", kind="unique")
    review = review_of(raw)
    row = next(row for row in review.rows if row.words == "rote Hahn")
    assert (row.suggestion, row.level) == ("[Besonderheit]", "sicher")
    choice = actions.ReviewChoice(row.mark, "ersetzen", row.suggestion)
    actions.decide(raw=raw, review=review, choices=[choice], user=raw.created_by)
    assert guarded_text(review_of(raw))["situation"] == "Der [Besonderheit] kräht."
    assert not any("Hahn" in str(value) for row in raw.decisions.values() for value in row.values())


@pytest.mark.parametrize(
    ("choice", "value", "kind"),
    [
        (MARK, "blaue Hahn", "place"),
        (MARK, "", "place"),
        (MARK, "rote Hahn", "office"),
        (JOIN, "x", ""),
        (SPLIT, "", ""),
    ],
)
def test_a_correction_of_nothing_is_refused(raw: RawCase, choice: str, value: str, kind: str) -> None:
    mark = "" if choice == MARK else "unknown"
    with pytest.raises(ValueError, match=r"\w"):
        correct(raw, choice, mark, value, kind)
    assert not raw.decisions.exists()


def test_nobody_corrects_what_somebody_else_has_moved(raw: RawCase) -> None:
    review = review_of(raw)
    correct(raw, MARK, value="rote Hahn", kind="place")
    correction = Correction(MARK, "", "place", "kräht")
    with pytest.raises(actions.OutdatedRawCase):
        actions.correct(
            raw=raw, review=review_of(raw), correction=correction, user=raw.created_by, seen=review.step
        )
