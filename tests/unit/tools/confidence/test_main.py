"""How the weights of the confidence are fitted, on numbers that can be worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from search.operations.questions import GradedQuestion
from search.results import ConfidenceWeights
from tools.confidence import __main__ as fitting
from tools.confidence.__main__ import Example


def example(text: str, answering: bool = True) -> Example:
    """The record "A" has the feature; it answers, or nothing does."""
    question = GradedQuestion(text, "g", {"A": 2.0} if answering else {}, is_null=not answering)
    rows = np.array([[1.0 if answering else 0.2], [0.0]])
    return Example(question, ["A", "B"], rows, np.ones(2), np.ones(2), np.array([2.0 * answering, 0.0]))


EXAMPLES = [example(f"q{number}", number % 3 > 0) for number in range(24)]
WEIGHTS = ConfidenceWeights(("a",), -2.0, np.array([4.0]), 0.1, 0.1, 0.3)


def test_a_reader_is_shown_what_passes_or_everything_as_perhaps() -> None:
    sure = [fitting.probabilities(one, WEIGHTS.weights, WEIGHTS.intercept) for one in EXAMPLES[:2]]
    nothing, right = fitting.answers(EXAMPLES[:2], sure, WEIGHTS)
    assert (right.hits, right.no_answer) == (("A",), False)
    assert nothing.hits == ("A", "B")
    (none,) = fitting.answers(
        [Example(EXAMPLES[0].question, [], np.zeros((0, 0)), np.zeros(0), np.zeros(0), np.zeros(0))],
        [np.zeros(0)],
        WEIGHTS,
    )
    assert (none.hits, none.no_answer) == ((), True)


def test_limits_tell_answers_from_nothing() -> None:
    sure = [fitting.probabilities(one, WEIGHTS.weights, WEIGHTS.intercept) for one in EXAMPLES]
    chosen = fitting.limits(EXAMPLES, sure, WEIGHTS)
    assert all(one.no_answer == one.question.is_null for one in fitting.answers(EXAMPLES, sure, chosen))


def test_what_answers_gets_the_weight() -> None:
    pytest.importorskip("sklearn")
    weights, intercept = fitting.fitted([(one, 1.0) for one in EXAMPLES])
    assert weights[0] > 1 and intercept < 0
    sure = fitting.cross_validated(EXAMPLES, [])
    assert all((found[0] > found[1]) for found in sure)
