"""One probability per match: what it is made of, and what it decides."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from search.contract import Document, FusedScore, Near, NumberRange, Passage, ScoredKey
from search.language import thesaurus
from search.query.expansion import Understood, understand
from search.query.parser import Grammar, parse
from search.query.vocabulary import IndexWords
from search.results.confidence import (
    FEATURES,
    FILE,
    MEANING,
    ConfidenceWeights,
    Judged,
    carrying,
    features,
    of_file,
)
from search.results.matching import Matcher

KNOWN = IndexWords({"gemeinderat": 3, "hallenbad": 1}, documents=10)


def understood(text: str) -> Understood:
    return understand(parse(text, Grammar()), thesaurus.bundled(), KNOWN)


def rows(text: str, *matches: ScoredKey) -> list[dict[str, float]]:
    asked = understood(text)
    matcher = Matcher(asked.terms)
    made = features([Judged(match, matcher.read(match.document)) for match in matches], asked)
    return [dict(zip((*FEATURES, *MEANING), row, strict=False)) for row in made.tolist()]


def match(title: str, body: str = "", score: float = 1.0, **options: object) -> ScoredKey:
    """A record with this title and one passage."""
    return ScoredKey("k", score, Document("k", "case", title, "/", passages=(Passage(body),), **options))  # type: ignore[arg-type]


def test_a_rare_word_covers_more_of_the_query_than_a_common_one() -> None:
    rare, common = rows("Gemeinderat Hallenbad", match("Hallenbad"), match("Gemeinderat"))
    assert rare["title"] > 0.5 > common["title"]
    assert rare["signed_key"] == 1.0
    assert common["signed_key"] == 0.0


def test_a_title_that_says_more_than_the_query_has_less_in_common_with_it() -> None:
    same, longer = rows("Hallenbad", match("Hallenbad"), match("Hallenbad und Rathaus und Schule"))
    assert same["title"] == longer["title"] == same["title_both"] == 1.0
    assert longer["title_both"] < 0.7


def test_the_phrase_that_is_most_like_the_query_counts() -> None:
    phrases = ("Wer zahlt die Kita?", "Das Hallenbad im Gemeinderat")
    (found,) = rows("Hallenbad Gemeinderat", match("Kosten", entry_phrases=phrases))
    assert found["asked"] == found["asked_both"] == 1.0
    assert found["title"] == 0.0


def test_place_and_score_count_relative_to_the_best() -> None:
    first, second = rows("Hallenbad", match("Hallenbad", score=4.0), match("Hallenbad", score=1.0))
    assert (first["top"], first["rank"]) == (1.0, 1.0)
    assert (second["top"], second["rank"]) == (0.25, 0.5)


def test_equals_share_their_place() -> None:
    first, second, third = rows(
        "Hallenbad", match("Hallenbad", score=4.0), match("Hallenbad", score=4.0), match("Bad", score=1.0)
    )
    assert (first["rank"], second["rank"], third["rank"]) == (1.0, 1.0, 1 / 3)


def test_general_words_carry_no_hit() -> None:
    """A general word tells next to nothing, a word that no record has is asked for all the same."""
    general, telling = rows("Neue Spaghetti", match("Neue Schule"), match("Spaghetti in der Schule"))
    assert general["signed"] < 0.1 < 0.9 < telling["signed"]
    assert general["unknown"] == telling["unknown"] > 0.9


def test_only_reasons_that_would_be_signed_count_as_such() -> None:
    asked = understood("Hallenbadkonzept")
    matcher = Matcher(asked.terms)
    part, whole, none = (
        Judged(m, matcher.read(m.document))
        for m in (match("Klimakonzept"), match("Hallenbadkonzepte"), match("Rathaus"))
    )
    assert [one.has_reason(asked) for one in (part, whole, none)] == [False, True, False]


@pytest.mark.parametrize(
    ("record", "carried"),
    [
        (match("Der Gemeinderat streitet", "Nebenan liegt das Hallenbad."), True),
        (match("Der Gemeinderat streitet"), False),
        (match("Das Schwimmbad schließt"), True),
        (match("Der Gemeinderat streitet", "Nebenan liegt ein Schwimmbad."), False),
        (match("Wer geht", entry_phrases=("Das Schwimmbad ist zu",)), True),
    ],
)
def test_only_what_the_query_is_about_carries_a_hit(record: ScoredKey, carried: bool) -> None:
    """The telling word anywhere, a relative of it only where the record says what it is about."""
    asked = understood("Der Gemeinderat will ein Hallenbad")
    judged = Judged(record, Matcher(asked.terms).read(record.document))
    assert judged.has_reason(asked)
    assert judged.carries(asked) is carried


def test_what_the_query_is_about_comes_before_what_is_beside_it_and_denies_nothing() -> None:
    """A telling word that no record has says nothing of the records: people have words of their own."""
    asked = understood("Der Gemeinderat will ein Hallenbad")
    about, beside = (
        Judged(record, Matcher(asked.terms).read(record.document))
        for record in (match("Hallenbad"), match("Der Gemeinderat streitet"))
    )
    assert carrying([beside, about], asked) == [about]
    assert carrying([beside], asked) == [beside]
    assert carrying([], asked) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [("Schwimmbad Zebrastreifen", False), ("Schwimmbad Gemeinderat", True), ("Schwimmbad", True),
     ("Hallenbad Zebrastreifen", True)],
)  # fmt: skip
def test_a_relative_is_no_reason_beside_a_word_that_nobody_has(text: str, told: bool) -> None:
    """ "Mutter Gottes" is not answered by a record about parents."""
    asked, record = understood(text), match("Das Hallenbad schließt")
    assert Judged(record, Matcher(asked.terms).read(record.document)).has_reason(asked) is told


def test_one_incidental_word_does_not_count_as_fitting_beside_what_fits() -> None:
    asked = understood("Hallenbad Zebrastreifen")
    about, incidental, more = (
        Judged(record, Matcher(asked.terms).read(record.document))
        for record in (
            match("Hallenbad"),
            match("Rathaus", "Nebenan liegt das Hallenbad."),
            match("Rathaus", "Vor dem Hallenbad ist ein Zebrastreifen."),
        )
    )
    assert carrying([incidental, about, more], asked) == [about, more]
    assert carrying([incidental], asked) == [incidental]
    alone = understood("Hallenbad")
    assert carrying([about, incidental], alone) == [about, incidental]


@pytest.mark.parametrize(("similarity", "carried"), [(0.9, True), (0.1, False)])
def test_what_means_the_same_carries_a_hit(similarity: float, carried: bool) -> None:
    asked, one = understood("Hallenbad"), match("Rathaus")
    near = ScoredKey("k", 2.5, one.document, Near(similarity), fused=FusedScore(1.0, 1.5, 0.0, 4.0))
    assert Judged(near, Matcher(asked.terms).read(one.document)).carries(asked) is carried


def test_a_meaning_is_a_reason() -> None:
    asked = understood("Hallenbad")
    one = match("Rathaus")
    near = ScoredKey("k", 2.5, one.document, Near(0.6), fused=FusedScore(1.0, 1.5, 0.0, 4.0))
    assert Judged(near, Matcher(asked.terms).read(one.document)).has_reason(asked)


def test_a_wished_number_is_met_roughly() -> None:
    fits = [
        rows("Hallenbad 10 Minuten", match("Hallenbad", numbers={"min": NumberRange(low, 60)}))[0]["fits"]
        for low in (15, 20)
    ]
    assert fits == [1.0, 0.0]
    assert rows("Hallenbad 10 Minuten", match("Hallenbad"))[0]["fits"] == 0.0


def test_meaning_counts_where_it_took_part() -> None:
    one = match("Hallenbad")
    near = ScoredKey("k", 2.5, one.document, Near(0.6), fused=FusedScore(1.0, 1.5, 0.0, 4.0))
    assert rows("Hallenbad", near)[0] | {"similarity": 0.6, "standing": 1.5} == rows("Hallenbad", near)[0]
    assert "similarity" not in rows("Hallenbad", one)[0]


def test_the_probability_grows_with_what_speaks_for_a_record() -> None:
    weights, problem = of_file()
    assert problem == ""
    asked = understood("Hallenbad Gemeinderat")
    matcher = Matcher(asked.terms)
    found = [match("Hallenbad im Gemeinderat", score=9.0), match("Kita", "Im Gemeinderat.", score=2.0)]
    judged = [Judged(m, matcher.read(m.document)) for m in found]
    best, other = weights[False].of(features(judged, asked)).tolist()
    assert 0 < other < weights[False].no_answer_below < best < 1
    assert weights[False].passing(best, best)
    assert not weights[False].passing(other, best)


def test_a_record_passes_from_a_floor_and_a_share_of_the_best_on() -> None:
    weights = ConfidenceWeights(("a",), 0.0, np.zeros(1), 0.2, floor=0.1, share=0.5)
    assert weights.passing(0.3, 0.6)
    assert not weights.passing(0.29, 0.6)
    assert not weights.passing(0.09, 0.1)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"words": {"weights": {"word": 1}, "intercept": 0}}'])
def test_weights_that_do_not_fit_are_said(tmp_path: Path, text: str) -> None:
    path = tmp_path / "confidence.json"
    path.write_text(text)
    weights, problem = of_file(path)
    assert weights == {}
    assert problem.startswith("confidence.json: ")


def test_the_file_names_its_recipe_and_is_for_these_features() -> None:
    made = json.loads(FILE.read_text(encoding="utf-8"))
    assert made["recipe"] == "python -m tools.confidence"
    assert list(made["words"]["weights"]) == list(FEATURES)
