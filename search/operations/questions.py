"""Measuring the search on the library's own questions, graded by people: the figures of the goal table.

A set is a file of JSON lines ``{"query", "group", "relevant": [names], "related": [names], "null": bool}``:
``relevant`` answer the question (grade 2), ``related`` help (grade 1), ``null`` says that nothing of the
library answers it. ``keys.json`` beside the sets maps the address of a record to its name. A hit that has
none, and is no part of one that has, is no record and counts neither way.
"""

from __future__ import annotations

import json
import random
import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from search import engines, registry
from search.contract import Document, SearchRequest
from search.ingest import prepare
from search.operations.evaluation import answered, bootstrap, ndcg, vector_cache
from search.service import SearchService, over
from search.vectors import throwaway_ranker

__all__ = [
    "FIGURES",
    "GradedAnswer",
    "GradedQuestion",
    "QuestionSet",
    "ask",
    "difference",
    "documents",
    "figures",
    "grouped",
    "interval",
    "reader",
    "service_over",
    "write",
]

#: So many hits a reader sees first.
SHOWN = 7
#: Names of the figures, in the order of the goal table; each is a mean over the questions it concerns.
FIGURES = ("success@1", "success@3", "ndcg@7", "precision", "null recognised", "null false")
_ROUNDS = 1_000


@dataclass(frozen=True, slots=True)
class GradedQuestion:
    """A question with the grade of each record that answers it (2) or helps (1)."""

    text: str
    group: str
    grades: Mapping[str, float]
    is_null: bool = False

    @property
    def is_answerable(self) -> bool:
        """Whether some record answers it."""
        return max(self.grades.values(), default=0) == 2


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions of one file, with the name of each record by its address."""

    name: str
    questions: tuple[GradedQuestion, ...]
    names: Mapping[str, str]

    @classmethod
    def read(cls, path: Path) -> QuestionSet:
        """A file of JSON lines; raises ``ValueError`` or ``OSError`` where it cannot be read."""
        names = json.loads((path.parent / "keys.json").read_text(encoding="utf-8"))
        with path.open(encoding="utf-8") as lines:
            questions = tuple(_question(json.loads(line)) for line in lines if line.strip())
        return cls(path.stem, questions, names)

    def name_of(self, url: str) -> str:
        """The name of the record at an address, or of the one that it is a part of; empty where there is
        none.
        """
        address = url.partition("?")[0].partition("#")[0]
        while address.strip("/"):
            if address in self.names:
                return self.names[address]
            address = address.rstrip("/").rpartition("/")[0] + "/"
        return ""


def _question(row: Mapping[str, Any]) -> GradedQuestion:
    grades = dict.fromkeys(row["related"], 1.0) | dict.fromkeys(row["relevant"], 2.0)
    return GradedQuestion(row["query"], row["group"], grades, bool(row["null"]))


@dataclass(frozen=True, slots=True)
class GradedAnswer:
    """What the search showed first for a question, by names, and whether it said that nothing answers."""

    question: GradedQuestion
    hits: tuple[str, ...]
    no_answer: bool

    def values(self) -> dict[str, float]:
        """What this answer adds to each figure that it concerns."""
        question, grades = self.question, self.question.grades
        made: dict[str, float] = {}
        if question.is_answerable:
            right = [grades.get(hit) == 2 for hit in self.hits]
            made |= {
                "success@1": float(right[:1] == [True]),
                "success@3": float(any(right[:3])),
                "ndcg@7": ndcg(self.hits, grades, SHOWN),
                "null false": float(self.no_answer),
            }
        if question.is_null:
            made["null recognised"] = float(self.no_answer)
        return made

    def shown(self) -> tuple[int, int]:
        """Hits that count for the precision, and how many of them are of use: not those under an honest "no
        answer", nor those of a question that no record has to do with.
        """
        if not self.question.grades or (self.question.is_null and self.no_answer):
            return 0, 0
        return len(self.hits), sum(hit in self.question.grades for hit in self.hits)


def ask(service: SearchService, questions: QuestionSet) -> list[GradedAnswer]:
    """Every question of a set, as the public asks it."""
    made = []
    for question in questions.questions:
        response, _milliseconds = answered(service, SearchRequest(text=question.text, limit=SHOWN))
        named = (questions.name_of(hit.url) for hit in response.hits)
        hits = tuple(dict.fromkeys(name for name in named if name))
        made.append(GradedAnswer(question, hits, response.no_answer))
    return made


def figures(answers: Sequence[GradedAnswer]) -> dict[str, float | None]:
    """The figures of the goal table; ``None`` where no question concerns one."""
    made: dict[str, float | None] = {}
    values = [answer.values() for answer in answers]
    for name in FIGURES:
        known = [value[name] for value in values if name in value]
        made[name] = statistics.fmean(known) if known else None
    shown = [answer.shown() for answer in answers]
    total = sum(count for count, _good in shown)
    made["precision"] = sum(good for _count, good in shown) / total if total else None
    return made


def interval(answers: Sequence[GradedAnswer], name: str, seed: int = 1) -> tuple[float, float] | None:
    """95 % interval of a figure over questions drawn with replacement."""
    generator = random.Random(seed)  # noqa: S311
    drawn = (figures(generator.choices(answers, k=len(answers)))[name] for _round in range(_ROUNDS))
    means = sorted(value for value in drawn if value is not None)
    return (means[int(len(means) * 0.025)], means[int(len(means) * 0.975)]) if means else None


def difference(
    before: Sequence[GradedAnswer], now: Sequence[GradedAnswer], name: str
) -> tuple[float, float, float]:
    """Paired bootstrap of a figure that is a mean over questions: now minus before, and its 95 % interval."""
    pairs = [(a.values(), b.values()) for a, b in zip(before, now, strict=True)]
    both = [(a[name], b[name]) for a, b in pairs if name in a and name in b]
    return bootstrap([a for a, _b in both], [b for _a, b in both])


def grouped(answers: Iterable[GradedAnswer]) -> dict[str, list[GradedAnswer]]:
    """Answers by the group of their question."""
    made: dict[str, list[GradedAnswer]] = {}
    for answer in answers:
        made.setdefault(answer.question.group, []).append(answer)
    return made


# --------------------------------------------------------------------------- running


def documents() -> list[Document]:
    """Every public record of this installation, from the database."""
    return [source.build(record) for source in registry.sources() for record in source.public()]


def service_over(engine_name: str, mode: str, corpus: Sequence[Document]) -> SearchService:
    """The search of this installation over a throw-away index of these records; ``mode`` is ``lexical`` or
    ``hybrid``.
    """
    engine = engines.create(engine_name)
    engine.rebuild(prepare(document) for document in corpus)
    ranker = throwaway_ranker(corpus, vector_cache(), engine) if mode == "hybrid" else None
    return replace(over(engine), semantic=lambda: ranker)


def write(answers: Mapping[str, Sequence[GradedAnswer]], path: Path) -> None:
    """Hits per question, so that a later run can be compared with this one."""
    rows = (
        {"set": name, "query": a.question.text, "hits": a.hits, "no_answer": a.no_answer}
        for name, of_set in answers.items()
        for a in of_set
    )
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def reader(path: Path) -> Callable[[str, GradedAnswer], GradedAnswer]:
    """What an earlier run (:func:`write`) answered to the question of an answer; ``KeyError`` where it was
    not asked.
    """
    with path.open(encoding="utf-8") as lines:
        rows = {(row["set"], row["query"]): row for row in map(json.loads, lines)}

    def before(name: str, answer: GradedAnswer) -> GradedAnswer:
        row = rows[name, answer.question.text]
        return GradedAnswer(answer.question, tuple(row["hits"]), row["no_answer"])

    return before
