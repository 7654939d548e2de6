"""What a reader is told of a match, how much of the query it answers, and when nothing answers."""

from __future__ import annotations

import pytest

from search.contract import Document, Near, Passage, ScoredKey, SearchRequest
from search.language import thesaurus
from search.language.spelling import WordList
from search.query.expansion import Understood, understand
from search.query.parser import Grammar, parse
from search.query.vocabulary import IndexWords
from search.results.explanation import (
    MAX_REASONS,
    NO_ANSWER_BELOW,
    NO_ANSWER_BELOW_SIMILARITY,
    Explained,
    Explainer,
    confidence,
    is_unanswered,
    suggestion,
    threshold,
)

KNOWN = IndexWords({"gemeinderat": 3, "hallenbad": 1}, WordList({"gemeinderat": 3, "hallenbad": 1}), 10)


def understood(text: str) -> Understood:
    return understand(parse(text, Grammar()), thesaurus.bundled(), KNOWN)


def explained(text: str, title: str, body: str, near: Near | None = None) -> Explained:
    document = Document("case:1", "case", title, "/", passages=(Passage(body, anchor="lage"),))
    return Explainer(understood(text), semantic=near is not None).explain(
        ScoredKey("case:1", 1.0, document, near)
    )


def test_snippet_reason_and_anchor() -> None:
    found = explained("Hallenbad", "Kosten", "Das Hallenbad bleibt.")
    assert found.hit.snippet == "Das <mark>Hallenbad</mark> bleibt."
    assert [reason.text for reason in found.hit.reasons] == ["enthält „Hallenbad“"]
    assert (found.hit.anchor, found.coverage) == ("lage", 1.0)


def test_a_rare_word_covers_more_of_the_query_than_a_common_one() -> None:
    rare = explained("Gemeinderat Hallenbad", "Hallenbad", "Nichts weiter.")
    common = explained("Gemeinderat Hallenbad", "Gemeinderat", "Nichts weiter.")
    assert rare.coverage > 0.5 > common.coverage


def test_a_passage_found_by_meaning_stands_as_it_is() -> None:
    found = explained("Hallenbad", "Kosten", "Im Ort.", Near(0.6, "Das Freibad ist zu.", "frage"))
    assert (found.hit.snippet, found.hit.anchor, found.similarity) == ("Das Freibad ist zu.", "frage", 0.6)
    assert [reason.text for reason in found.hit.reasons] == ["ähnlicher Sinn"]


def test_reasons_are_few() -> None:
    text = "Gemeinderat Hallenbad Kosten Vereine Schule Straße Haushalt"
    assert len(explained(text, text, text).hit.reasons) == MAX_REASONS


def test_the_spelling_that_the_best_hits_use_is_suggested() -> None:
    asked = understood("Gemeindrat")
    found = explained("Gemeindrat", "Gemeinderat", "Nichts weiter.")
    assert suggestion(asked, [found]) == "Gemeinderat"
    assert suggestion(understood("Gemeinderat"), [explained("Gemeinderat", "Gemeinderat", "x")]) is None


@pytest.mark.parametrize(
    ("coverage", "unanswered"), [(NO_ANSWER_BELOW, False), (NO_ANSWER_BELOW - 0.01, True)]
)
def test_too_little_of_the_query_is_no_answer(coverage: float, unanswered: bool) -> None:
    hit = explained("Hallenbad", "Hallenbad", "x").hit
    found = [Explained(hit, coverage, {})]
    assert (threshold(found), confidence(found)) == (NO_ANSWER_BELOW, coverage)
    assert is_unanswered(SearchRequest("Hallenbad"), understood("Hallenbad"), found, 1) is unanswered


def test_meaning_has_a_threshold_of_its_own() -> None:
    hit = explained("Hallenbad", "Hallenbad", "x").hit
    assert threshold([Explained(hit, 0.0, {}, 0.9)]) == NO_ANSWER_BELOW_SIMILARITY
    assert confidence([Explained(hit, 1.0, {}, -0.2)]) == 0.0


def test_phrases_later_pages_and_empty_texts_are_not_judged() -> None:
    hit = explained("Hallenbad", "Hallenbad", "x").hit
    weak = [Explained(hit, 0.0, {})]
    assert not is_unanswered(SearchRequest('"Hallenbad"'), understood('"Hallenbad"'), weak, 1)
    assert not is_unanswered(SearchRequest("Hallenbad", offset=7), understood("Hallenbad"), weak, 9)
    assert not is_unanswered(SearchRequest(""), understood(""), [], 0)
    assert is_unanswered(SearchRequest("Hallenbad"), understood("Hallenbad"), [], 0)
