"""Measures the detector: recall per entity, precision, invented names, false alarms, speed, memory, sizes.

An entity counts as found where a finding overlaps it, and as covered where all its
capitalised words lie in findings. Precision is the share of name findings that touch a
labelled name; findings that touch only spans which do not count (works, laws, derivations)
are left out of it.
"""

import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.anonymity.detector import DETECTOR_VERSION, NAME_KINDS, Finding, IntakeName, Kind, find
from knowledge.anonymity.detector.lexicon import DATA, load_lexicon, read_list
from knowledge.anonymity.detector.places import find_places
from knowledge.anonymity.detector.preprocessing import tokenise
from knowledge.anonymity.register import municipalities
from tools.anonymity.corpora import Sentence, read_corpora, split_of
from tools.anonymity.demo_texts import demo_texts
from tools.anonymity.invented import InventedNames, IsOrdinary, with_invented_names
from tools.anonymity.surface_forms import sentences_with, surface_forms

__all__ = ["DRAWS", "Figures", "as_goals", "as_table", "evaluate", "losses"]

Figures = dict[str, float | int | str]

_SEED = 4711
"""Of the one draw of invented names that every version was measured with."""
DRAWS = 12
"""Draws of invented names whose mean is judged: with some 340 persons one draw is a matter of luck (0.3
points a person).
"""
Detector = Callable[[str], list[Finding]]


@dataclass(slots=True)
class Tally:
    """Counts of a run over labelled sentences."""

    found: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    covered: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    total: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    right: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    wrong: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))

    def recall(self, label: str) -> float:
        """Share of entities found; 0 where there are none."""
        return round(self.found[label] / max(1, self.total[label]), 4)

    def precision(self, corpus: str = "all") -> float:
        """Share of name findings that touch a labelled name."""
        return round(self.right[corpus] / max(1, self.right[corpus] + self.wrong[corpus]), 4)


def _name_words(sentence: Sentence, start: int, end: int) -> list[tuple[int, int]]:
    inside = [token for token in tokenise(sentence.text) if start <= token.start < end]
    return [(token.start, token.end) for token in inside if token.text[0].isupper()]


def tally(sentences: Iterable[Sentence], detect: Detector = find) -> Tally:
    """Run the detector over labelled sentences, each on its own."""
    counts = Tally()
    for sentence in sentences:
        findings = detect(sentence.text)
        for span in sentence.spans:
            if not span.counted:
                continue
            hits = [finding for finding in findings if finding.start < span.end and span.start < finding.end]
            words = _name_words(sentence, span.start, span.end)
            whole = all(any(hit.start <= start and end <= hit.end for hit in hits) for start, end in words)
            for key in (span.label, f"{sentence.corpus} {span.label}"):
                counts.total[key] += 1
                counts.found[key] += bool(hits)
                counts.covered[key] += bool(hits) and whole
        for finding in findings:
            if finding.kind not in NAME_KINDS or finding.layer == "pattern":
                continue
            touched = [
                span for span in sentence.spans if finding.start < span.end and span.start < finding.end
            ]
            for key in ("all", sentence.corpus):
                counts.right[key] += any(span.counted for span in touched)
                counts.wrong[key] += not touched
    return counts


def invented_copies(sentences: Sequence[Sentence], seed: int = _SEED) -> list[Sentence]:
    """The sentences that have names, with all of them replaced; another seed than in training."""
    inventor = InventedNames([*read_list("surnames")[3::7], *read_list("municipalities_de")[2::5]], seed)
    lexicon = load_lexicon()
    ordinary = IsOrdinary({word: 2 for word, level in lexicon.levels.items() if level > 1})
    return [
        with_invented_names(item, inventor, ordinary)
        for item in sentences
        if any(span.counted for span in item.spans)
    ]


def losses(sentences: Sequence[Sentence], detect: Detector = find) -> dict[str, list[float]]:
    """By kind of name: points of recall lost when all names are invented, the draw of ``_SEED`` first, then
    :data:`DRAWS` further ones.
    """
    named = [sentence for sentence in sentences if any(span.counted for span in sentence.spans)]
    same, found = tally(named, detect), defaultdict(list)
    for seed in (_SEED, *range(_SEED + 1, _SEED + 1 + DRAWS)):
        copies = tally(invented_copies(named, seed), detect)
        for label in ("PER", "LOC", "ORG"):
            found[label].append(round(100 * (same.recall(label) - copies.recall(label)), 2))
    return dict(found)


def false_alarms(texts: Sequence[str], detect: Detector = find) -> tuple[float, int, list[Finding]]:
    """(findings per 1,000 words, words, findings) in texts free of names."""
    words = sum(len(text.split()) for text in texts)
    findings = [finding for text in texts for finding in detect(text)]
    return round(len(findings) * 1000 / max(1, words), 2), words, findings


def register_recall() -> tuple[float, int, list[str]]:
    """(recall, variants, missed variants) of all municipality names in all their forms, alone and in a
    sentence.
    """
    missed, total = [], 0
    for municipality in municipalities():
        for form in surface_forms(municipality.name):
            for sentence in sentences_with(form):
                total += 1
                if next(iter(find_places(sentence, tokenise(sentence))), None) is None:
                    missed.append(sentence)
    return round(1 - len(missed) / total, 6), total, missed


def intake_recall(count: int = 1500) -> float:
    """Share of mentions found of names given at intake: real surnames and municipalities, inflected and in
    compounds.
    """
    persons = read_list("surnames")[:: max(1, 112_000 // count)]
    places = [municipality.name for municipality in municipalities()][:: max(1, 3157 // count)]
    found = total = 0
    for names, kind in ((persons, Kind.PERSON), (places, Kind.PLACE)):
        for name in names:
            core = name.split(" a.")[0].split(" i.")[0].split(" (")[0]
            for frame in (
                "{}",
                "Der Plan von {} kam spät.",
                "{}s Plan",
                "der {}-Plan",
                "Das war {}.",
                "die {}sche Idee",
            ):
                text = frame.format(core)
                start = text.index(core)
                hits = find(text, dictionary=[IntakeName(name, kind)])
                found += any(hit.start < start + len(core) and start < hit.end for hit in hits)
                total += 1
    return round(found / total, 5)


def speed_and_memory(text: str) -> tuple[float, float]:
    """(processor seconds for 2,000 words after start, megabytes of a fresh process that ran the detector
    once).
    """
    words = text.split()
    sample = " ".join((words * (2000 // max(1, len(words)) + 1))[:2000])
    find(sample[:500])
    start = time.process_time()  # what the detector costs, however busy the machine is
    find(sample)
    seconds = time.process_time() - start
    code = (  # the peak of getrusage would be the one of this process: a child inherits it
        "import sys; from pathlib import Path; from knowledge.anonymity.detector import find;"
        " find(sys.stdin.read()); print(next(line.split()[1] for line in"
        " Path('/proc/self/status').read_text().splitlines() if line.startswith('VmHWM')))"
    )
    run = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code], input=sample, capture_output=True, text=True, check=True
    )
    return round(seconds, 3), round(int(run.stdout) / 1024, 1)


def evaluate(folder: Path, split: str = "dev") -> Figures:
    """All figures on one split of the corpora below ``folder``; takes about two minutes."""
    sentences = [sentence for sentence in read_corpora(folder) if split_of(sentence.text) == split]
    plain = tally(sentences)
    lost = losses(sentences)
    figures: Figures = {"split": split, "sentences": len(sentences)}
    for label in ("PER", "LOC", "ORG"):
        figures[f"recall {label}"] = plain.recall(label)
        figures[f"covered {label}"] = round(plain.covered[label] / max(1, plain.total[label]), 4)
        figures[f"entities {label}"] = plain.total[label]
        one, *further = lost[label]
        figures[f"invented loss {label} (points)"] = one
        figures[f"invented loss {label}, mean (points)"] = round(statistics.mean(further), 2)
        figures[f"invented loss {label}, spread"] = round(statistics.stdev(further), 2)
        figures[f"invented loss {label}, least"], figures[f"invented loss {label}, most"] = (
            min(further),
            max(further),
        )
    figures["precision"] = plain.precision()
    for corpus in ("germeval", "smartdata", "ler", "mobie"):
        figures[f"precision {corpus}"] = plain.precision(corpus)
        for label in ("PER", "LOC", "ORG"):
            figures[f"recall {corpus} {label}"] = plain.recall(f"{corpus} {label}")
    for half in ("tuning", "thresholds", "holdout"):
        rate, words, _findings = false_alarms(demo_texts(half))
        figures[f"false alarms per 1,000 words, demo {half}"] = rate
        figures[f"words, demo {half}"] = words
    recall, variants, missed = register_recall()
    figures |= {"register variants": variants, "register recall": recall, "register missed": len(missed)}
    figures["intake recall"] = intake_recall()
    seconds, megabytes = speed_and_memory(" ".join(demo_texts()))
    figures |= {"seconds for 2,000 words": seconds, "memory MB": megabytes}
    figures["model and lists MB"] = round(sum(path.stat().st_size for path in DATA.iterdir()) / 1e6, 2)
    return figures


def as_table(figures: Figures) -> str:
    """The figures as a Markdown table."""
    lines = ["| Messwert | Ergebnis |", "|---|---|"]
    return "\n".join([*lines, *(f"| {key} | {value} |" for key, value in figures.items())])


_GOALS: tuple[tuple[str, str, str, bool], ...] = (
    ("Gemeindenamen des Registers in allen Schreibweisen, Trefferquote", "register recall", "1,000", True),
    ("… geprüfte Schreibweisen", "register variants", "≥ 100.000", True),
    ("Namen der Aufnahme, Trefferquote", "intake recall", "1,000", True),
    ("unbekannte Personen je Nennung, Trefferquote", "recall PER", "≥ 0,985", True),
    ("unbekannte Orte je Nennung, Trefferquote", "recall LOC", "≥ 0,985", True),
    ("unbekannte Organisationen je Nennung, Trefferquote", "recall ORG", "≥ 0,95", True),
    ("Genauigkeit der Namensfunde", "precision", "≥ 0,72", True),
    (
        "Verlust bei erfundenen Namen, Personen, Mittel aus 12 Ziehungen (Punkte)",
        "invented loss PER, mean (points)",
        "≤ 1",
        False,
    ),
    ("… in der einen Ziehung, mit der jede Fassung gemessen ist", "invented loss PER (points)", "≤ 1", False),
    (
        "Verlust bei erfundenen Namen, Orte, Mittel aus 12 Ziehungen (Punkte)",
        "invented loss LOC, mean (points)",
        "≤ 1",
        False,
    ),
    ("… in der einen Ziehung, mit der jede Fassung gemessen ist", "invented loss LOC (points)", "≤ 1", False),
    (
        "Verlust bei erfundenen Namen, Organisationen, Mittel aus 12 Ziehungen (Punkte)",
        "invented loss ORG, mean (points)",
        "≤ 1",
        False,
    ),
    ("… in der einen Ziehung, mit der jede Fassung gemessen ist", "invented loss ORG (points)", "≤ 1", False),
    (
        "Fehlalarme je 1.000 Wörter, nur gemessene Hälfte der Demo",
        "false alarms per 1,000 words, demo holdout",
        "≤ 8",
        False,
    ),
    ("2.000 Wörter (Rechensekunden auf einem Kern)", "seconds for 2,000 words", "≤ 1", False),
    ("Speicher eines frischen Prozesses (MB)", "memory MB", "≤ 150", False),
    ("Modell und Listen (MB)", "model and lists MB", "≤ 8", False),
)


def _german(value: float | str) -> str:
    return f"{float(value):g}".replace(".", ",")


def _number(text: str) -> float:
    return float(text.removeprefix("≥").removeprefix("≤").strip().replace(".", "").replace(",", "."))


def as_goals(figures: Figures) -> str:
    """The figures beside their goals as a German Markdown table: what is met and what is not."""
    counts = ", ".join(
        f"{figures[f'entities {label}']} {word}"
        for label, word in (("PER", "Personen"), ("LOC", "Orte"), ("ORG", "Organisationen"))
    )
    lines = [
        (
            f"Gemessen am Teil „{figures['split']}“ ({figures['sentences']} Sätze; {counts}), Prüfung"
            f" {DETECTOR_VERSION}."
        ),
        "",
        "| Messwert | Ergebnis | Ziel | erreicht |",
        "|---|---|---|---|",
    ]
    for label, key, goal, least in _GOALS:
        value = float(figures[key])
        met = value >= _number(goal) if least else value <= _number(goal)
        lines.append(f"| {label} | {_german(value)} | {goal} | {'ja' if met else '**nein**'} |")
    spreads = [
        f"{word} {_german(figures[f'invented loss {label}, least'])} bis"
        f" {_german(figures[f'invented loss {label}, most'])} (Standardabweichung"
        f" {_german(figures[f'invented loss {label}, spread'])})"
        for label, word in (("PER", "Personen"), ("LOC", "Orte"), ("ORG", "Organisationen"))
    ]
    return "\n".join(
        [*lines, "", f"Verlust bei erfundenen Namen über {DRAWS} Ziehungen: {'; '.join(spreads)}."]
    )
