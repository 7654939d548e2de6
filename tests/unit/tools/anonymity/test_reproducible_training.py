"""The same sources give the same model, byte for byte, in every process."""

from __future__ import annotations

import os
import subprocess
import sys

from tools.anonymity.corpora import GoldSpan, Sentence
from tools.anonymity.demo_texts import ROOT
from tools.anonymity.evaluation import DRAWS, as_goals, losses

TINY_TRAINING = """
import hashlib
from itertools import product
from tools.anonymity import training
from tools.anonymity.corpora import GoldSpan, Sentence
from knowledge.anonymity.detector.lexicon import load_names
from tools.anonymity.wordlists import WordCounts

gold = []
people, places = ("Anna Huber", "Lukas Peters", "Andreas Jacobs"), ("Moosgrubing", "Bad Quellried", "Au")
for person, place in product(people, places):
    text = f"Frau {person} fuhr mit dem Bus der Brömelwerk AG nach {place}, weil es im Rathaus Streit gab."
    labels = ((person, "PER"), ("Brömelwerk AG", "ORG"), (place, "LOC"))
    spans = [GoldSpan(text.index(name), text.index(name) + len(name), label) for name, label in labels]
    ordered = tuple(sorted(spans, key=lambda span: span.start))
    gold.append(Sentence("x", text, ordered))
    gold.append(Sentence("x", f"Der Rat wartet {len(gold) - 1} Wochen auf den Bus.", ()))
names = load_names()
known = names.municipalities | names.first | names.countries
counts = WordCounts(names=known, handwritten=frozenset({"Rat", "Rathaus"}))
for sentence in gold:
    counts.add(sentence)
parameters = {**training._PARAMETERS, "max_iterations": 8}
model = training._train(training._with_copies(gold, counts), counts, names, parameters)
words = "".join(sorted(f"{word}{level}" for word, level in counts.levels().items()))
print(len(model), hashlib.sha256(model).hexdigest(), hashlib.sha256(words.encode()).hexdigest())
"""


def train_under(hash_seed: str) -> str:
    run = subprocess.run(
        [sys.executable, "-c", TINY_TRAINING],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": hash_seed, "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout


def test_a_model_trained_twice_is_the_same_whatever_the_order_of_sets() -> None:
    first, second = train_under("1"), train_under("4242")
    assert first == second
    assert int(first.split()[0]) > 1_000


def test_loss_is_measured_over_several_draws_of_invented_names() -> None:
    text = "Frau Anna Huber kam aus Moosgrubing."
    sentence = Sentence("x", text, (GoldSpan(5, 15, "PER"), GoldSpan(24, 35, "LOC")))
    drawn: list[str] = []

    def blind(given: str) -> list[object]:
        drawn.append(given)
        return []

    lost = losses([sentence, Sentence("x", "Der Rat wartet.", ())], blind)  # type: ignore[arg-type]
    assert lost == {label: [0.0] * (DRAWS + 1) for label in ("PER", "LOC", "ORG")}
    assert drawn[0] == text
    assert len(set(drawn[1:])) == DRAWS + 1


def test_card_shows_the_mean_the_one_draw_and_the_spread() -> None:
    figures = {
        "split": "dev", "sentences": 2, "register recall": 1, "register variants": 100_000,
        "intake recall": 1, "precision": 0.8, "seconds for 2,000 words": 0.2,
        "memory MB": 90, "model and lists MB": 4, "false alarms per 1,000 words, demo holdout": 7,
    }  # fmt: skip
    for label in ("PER", "LOC", "ORG"):
        loss = f"invented loss {label}"
        figures |= {
            f"recall {label}": 0.99,
            f"entities {label}": 9,
            f"{loss} (points)": 1.48,
            f"{loss}, mean (points)": -0.3,
        }
        figures |= {f"{loss}, spread": 0.7, f"{loss}, least": -1.2, f"{loss}, most": 1.5}
    table = as_goals(figures)
    assert "Personen, Mittel aus 12 Ziehungen (Punkte) | -0,3 | ≤ 1 | ja |" in table
    assert "in der einen Ziehung, mit der jede Fassung gemessen ist | 1,48 | ≤ 1 | **nein** |" in table
    assert "Personen -1,2 bis 1,5 (Standardabweichung 0,7)" in table
