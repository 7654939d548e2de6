"""Measures the detector on labelled paragraphs of the library's own kind: facts touched, covered, holding
the gate.

A fact is covered where every letter and digit of it lies in a finding; it holds where a finding on it is
harmful, or sure. Texts without ``entities`` give false alarms.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from knowledge.anonymity.detector import Finding, find

__all__ = [
    "Facts",
    "as_lines",
    "as_table",
    "false_alarms",
    "leak_rate",
    "leaked_tokens",
    "measure",
    "read_paragraphs",
]

Detector = Callable[[str], list[Finding]]


@dataclass(slots=True)
class Facts:
    """Counts of facts: all, touched, covered, holding; in total and by kind."""

    kinds: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0, 0]))
    documents: list[tuple[int, int]] = field(default_factory=list)
    """(facts, facts that hold) of each paragraph."""

    def add(self, kind: str, touched: bool, covered: bool, holding: bool) -> None:
        """Count one fact."""
        for place, value in enumerate((True, touched, covered, holding)):
            self.kinds[kind][place] += value

    @property
    def total(self) -> list[int]:
        """Facts, touched, covered, holding."""
        return [sum(counts[place] for counts in self.kinds.values()) for place in range(4)]

    @property
    def shares(self) -> tuple[float, float, float]:
        """Shares touched, covered and holding; 0 without facts."""
        count, touched, covered, holding = self.total
        most = max(1, count)
        return touched / most, covered / most, holding / most

    @property
    def whole_documents(self) -> float:
        """Share of the paragraphs of which every fact holds."""
        return sum(held == count for count, held in self.documents) / max(1, len(self.documents))


def read_paragraphs(path: Path) -> list[dict[str, Any]]:
    """The rows of a JSONL file with ``id``, ``text`` and perhaps ``entities``. Raises ``ValueError`` for"
    " others."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    if not all(isinstance(row, dict) and isinstance(row.get("text"), str) for row in rows):
        raise ValueError(f"{path}: every line needs „text“.")
    return rows


def _letters(text: str, start: int, end: int) -> set[int]:
    return {index for index in range(start, end) if text[index].isalnum()}


def measure(rows: Sequence[dict[str, Any]], detect: Detector = find) -> Facts:
    """The facts of labelled paragraphs against the findings."""
    facts = Facts()
    for row in rows:
        findings = detect(row["text"])
        held = 0
        for fact in row["entities"]:
            near = [item for item in findings if item.start < fact["end"] and item.end > fact["start"]]
            covered = {index for item in near for index in range(item.start, item.end)}
            holds = any(item.is_harmful or item.is_certain for item in near)
            letters = _letters(row["text"], fact["start"], fact["end"])
            facts.add(fact["kind"], bool(near), letters <= covered, holds)
            held += holds
        facts.documents.append((len(row["entities"]), held))
    return facts


def leaked_tokens(rows: Sequence[dict[str, Any]], detect: Detector = find) -> list[tuple[int, int]]:
    """(words, words of facts outside every finding) of each paragraph."""
    counts = []
    for row in rows:
        covered = {index for item in detect(row["text"]) for index in range(item.start, item.end)}
        leaked = 0
        for fact in row["entities"]:
            position = fact["start"]
            for word in fact["surface"].split(" "):
                letters = _letters(row["text"], position, min(position + len(word), fact["end"]))
                leaked += bool(letters) and not letters <= covered
                position += len(word) + 1
        counts.append((len(row["text"].split()), leaked))
    return counts


def leak_rate(
    counts: Sequence[tuple[int, int]], draws: int = 2_000, seed: int = 2026
) -> tuple[float, float, float]:
    """Leaked words per 1,000 words with a 95 % interval: paragraphs drawn with replacement (bootstrap)."""
    chance = random.Random(seed)  # noqa: S311 (no secrets here)

    def rate(rows: Sequence[tuple[int, int]]) -> float:
        return 1000 * sum(leaked for _words, leaked in rows) / max(1, sum(words for words, _leaked in rows))

    drawn = sorted(rate(chance.choices(counts, k=len(counts))) for _draw in range(draws))
    return rate(counts), drawn[int(0.025 * draws)], drawn[int(0.975 * draws)]


def as_table(rows: Sequence[dict[str, Any]], detect: Detector = find) -> str:
    """The German table of the model card: a line per kind, the sum, whole paragraphs, leaked words."""
    facts = measure(rows, detect)
    lines = ["| Art | Angaben | berührt | ganz gedeckt | hält auf |", "|---|---|---|---|---|"]
    lines += [f"| {kind} | {' | '.join(map(str, counts))} |" for kind, counts in sorted(facts.kinds.items())]
    shares = " | ".join(f"{share:.3f}".replace(".", ",") for share in facts.shares)
    rate, low, high = (f"{value:.1f}".replace(".", ",") for value in leak_rate(leaked_tokens(rows, detect)))
    whole = f"{facts.whole_documents:.3f}".replace(".", ",")
    return "\n".join(
        [
            *lines,
            f"| **alle** | {facts.total[0]} | {shares} |",
            "",
            f"Absätze, in denen jede Angabe aufhält: {whole} von {len(rows)}.",
            f"Durchgerutschte Wörter je 1.000: {rate} (95 %: {low} bis {high}, Bootstrap über Absätze).",
        ]
    )


def false_alarms(texts: Sequence[str], detect: Detector = find) -> tuple[float, float]:
    """(findings, findings that hold a text back) per 1,000 words of texts without facts."""
    words = max(1, sum(len(text.split()) for text in texts))
    findings = [item for text in texts for item in detect(text)]
    return len(findings) * 1000 / words, sum(item.holds for item in findings) * 1000 / words


def as_lines(name: str, facts: Facts) -> list[str]:
    """A line per kind that is not whole, the worst first, and the sum."""
    rows = sorted(facts.kinds.items(), key=lambda row: (row[1][2] / row[1][0], row[0]))
    lines = [
        f"  {kind:<26}{count:>3}  touched {touched}  covered {covered}  holding {holding}"
        for kind, (count, touched, covered, holding) in rows
        if min(touched, covered, holding) < count
    ]
    touched, covered, holding = facts.shares
    return [
        *lines,
        (
            f"{name}: {facts.total[0]} facts, touched {touched:.3f}, covered {covered:.3f}, holding"
            f" {holding:.3f},"
            f" paragraphs held whole {facts.whole_documents:.3f}"
        ),
    ]
