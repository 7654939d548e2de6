"""Derives the shipped word and name lists from the licence-clean sources. Used by train_anonymity only."""

import csv
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.anonymity.corpora import Sentence
from knowledge.anonymity.lexicon import DATA
from knowledge.anonymity.tokens import tokenise

__all__ = ["WordCounts", "build_name_lists", "build_word_list", "level_of", "municipal_texts", "ordinary_words", "write_list"]

_ADDRESS_SIGNS = frozenset("@/._#&=?%")
_TITLE_WORDS = re.compile(r",.*$")


def level_of(count: int) -> int:
    """0 unseen, 1 once, 2 up to four times, 3 more often."""
    return 0 if count <= 0 else 1 if count == 1 else 2 if count < 5 else 3


def _is_word(text: str) -> bool:
    return len(text) > 1 and text.replace("-", "").isalpha()


@dataclass(slots=True)
class WordCounts:
    """How often each word stands outside and inside of names."""

    outside: Counter[str] = field(default_factory=Counter)
    inside: Counter[str] = field(default_factory=Counter)
    names: frozenset[str] = frozenset()
    """Words of the name lists: they count as ordinary only where they often and mostly stand outside of names."""
    handwritten: frozenset[str] = frozenset()

    def add(self, sentence: Sentence) -> None:
        """Count the words of one sentence."""
        self.outside.update(ordinary_words(sentence))
        self.inside.update(name_words(sentence))

    def level(self, word: str, own_outside: int = 0, own_inside: int = 0) -> int:
        """Level of a word, without the counts of the sentence it stands in; 0 where it is mostly a name."""
        if word in self.handwritten:
            return 3
        outside, inside = self.outside[word] - own_outside, self.inside[word] - own_inside
        if word in self.names:
            return 3 if outside > max(4, inside) else 0
        return level_of(outside) if 6 * outside > inside else 0

    def levels(self) -> dict[str, int]:
        """All ordinary words with their levels."""
        words = {*self.outside, *self.handwritten}
        return {word: level for word in words if (level := self.level(word))}


def name_words(sentence: Sentence) -> list[str]:
    """The words of persons, places and organisations in one sentence."""
    return [
        token.text
        for token in tokenise(sentence.text)
        if any(s.start < token.end and token.start < s.end and s.label in {"PER", "LOC", "ORG"} for s in sentence.spans)
    ]


def ordinary_words(sentence: Sentence) -> list[str]:
    """The words of one sentence that stand outside every name; the first only in lower case."""
    out = []
    previous = ""
    for index, token in enumerate(tokenise(sentence.text)):
        inside = any(span.start < token.end and token.start < span.end for span in sentence.spans if span.label != "LAW")
        initial = index == 0 or previous in '.:!?"„“»«›‹#@•–-'
        address = sentence.text[max(0, token.start - 1) : token.start] in _ADDRESS_SIGNS or re.match(r"[@/_]|\.\w", sentence.text[token.end :])
        plain = _is_word(token.text) and not token.text.isupper() and not (initial and token.text[0].isupper())
        if plain and not inside and not address:
            out.append(token.text)
        previous = token.text
    return out


def municipal_texts(folder: Path) -> list[str]:
    """The texts of the outside collections (Landkreis pages, questions to authorities) below ``relevance/``."""
    texts = []
    for name in ("omos", "covidfaq"):
        path = folder / "relevance" / name / "corpus.jsonl"
        if path.exists():
            texts += [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return texts


def write_list(name: str, lines: Iterable[str], folder: Path = DATA) -> int:
    """Write sorted lines gzipped without time stamp (same input, same bytes); gives the size in bytes."""
    content = "\n".join(sorted(set(lines))) + "\n"
    packed = gzip.compress(content.encode("utf-8"), 9, mtime=0)
    (folder / f"{name}.txt.gz").write_bytes(packed)
    return len(packed)


def build_word_list(counts: WordCounts) -> int:
    """Write the ordinary words with their levels; gives the size in bytes."""
    return write_list("words", (f"{word}\t{level}" for word, level in counts.levels().items()))


def _single_words(names: Iterable[str]) -> set[str]:
    return {word for name in names for word in re.split(r"[ /()]", name) if len(word) > 3 and word[0].isupper()}


def build_name_lists(folder: Path) -> dict[str, int]:
    """Write the compact name lists from ``folder/names`` and ``folder/register``; gives their sizes in bytes."""
    names, register = folder / "names", folder / "register"
    first = [
        row.split("\t")[0]
        for row in (names / "vornamen_de_opendata.tsv").read_text(encoding="utf-8").splitlines()
        if int(row.split("\t")[1]) > 2 and " " not in row.split("\t")[0]
    ]
    municipalities = set()
    for line in (register / "GV100AD_30112023.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("60"):
            municipalities.add(re.sub(r"\s*\(.*?\)", "", _TITLE_WORDS.sub("", line[22:72].strip())))
    sizes = {
        "first_names": write_list("first_names", first),
        "surnames": write_list("surnames", _lines(names / "personennamen.list")),
        "landscapes": write_list("landscapes", _single_words(_lines(names / "landschaftsbezeichnungen.list"))),
        "municipalities_de": write_list("municipalities_de", municipalities),
        "countries": write_list("countries", _lines(names / "laendernamen.list")),
    }
    rows = list(csv.reader((register / "gemeinden_by_bw.csv").open(encoding="utf-8")))
    with (DATA / "gemeinden_by_bw.csv").open("w", encoding="utf-8", newline="") as target:
        csv.writer(target, lineterminator="\n").writerows(rows)
    return sizes


def _lines(path: Path) -> list[str]:
    return [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
