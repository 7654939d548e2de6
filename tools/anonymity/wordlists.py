"""Derives the shipped word and name lists from the licence-clean sources. Used by the training only."""

import csv
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.anonymity.detector.lexicon import DATA, load_names, stems_of
from knowledge.anonymity.detector.preprocessing import tokenise
from search.language import fold
from tools.anonymity.corpora import Sentence

__all__ = [
    "WordCounts",
    "build_dictionary",
    "build_name_lists",
    "build_word_list",
    "level_of",
    "municipal_texts",
    "ordinary_words",
    "write_list",
]

_ADDRESS_SIGNS = frozenset("@/._#&=?%")
_NOUN_ENDINGS = ("", "s", "es", "e", "n", "en", "er", "ern", "innen", "in", "se", "sen", "nen")
_PLAIN_VOWELS = str.maketrans("äöü", "aou")
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
    """Words of the name lists: they count as ordinary only where they often and mostly stand outside of
    names.
    """
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
        if any(
            s.start < token.end and token.start < s.end and s.label in {"PER", "LOC", "ORG"}
            for s in sentence.spans
        )
    ]


def ordinary_words(sentence: Sentence) -> list[str]:
    """The words of one sentence that stand outside every name; the first only in lower case."""
    out = []
    previous = ""
    for index, token in enumerate(tokenise(sentence.text)):
        inside = any(
            span.start < token.end and token.start < span.end
            for span in sentence.spans
            if span.label != "LAW"
        )
        initial = index == 0 or previous in '.:!?"„“»«›‹#@•–-'
        address = sentence.text[max(0, token.start - 1) : token.start] in _ADDRESS_SIGNS or re.match(
            r"[@/_]|\.\w", sentence.text[token.end :]
        )
        plain = (
            _is_word(token.text) and not token.text.isupper() and not (initial and token.text[0].isupper())
        )
        if plain and not inside and not address:
            out.append(token.text)
        previous = token.text
    return out


def municipal_texts(folder: Path) -> list[str]:
    """The texts of the outside collections (Landkreis pages, questions to authorities) below
    ``relevance/``.
    """
    texts = []
    for name in ("omos", "covidfaq"):
        path = folder / "relevance" / name / "corpus.jsonl"
        if path.exists():
            texts += [
                json.loads(line)["text"]
                for line in path.read_text(encoding="utf-8").splitlines()
                if line.strip()
            ]
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


def build_dictionary(folder: Path) -> int:
    """Write the dictionary words that stand in no list of names from ``folder/words``; gives the size in
    bytes.

    Reads ``nouns.txt.gz`` (nouns in their own spelling), ``words.txt.gz`` (all forms in lower case) and
    ``graded_words.txt.gz`` (frequent words). Where the folder is absent the shipped list stays as it is.
    """
    source = folder / "words"
    if not source.is_dir():
        return (DATA / "dictionary.txt.gz").stat().st_size
    lists = load_names()
    names = lists.first | lists.last | lists.landscape | lists.municipalities | lists.countries
    lower_names = {name.lower() for name in names}
    places = {fold(name) for name in lists.municipalities | lists.countries}
    nouns = {noun for noun in _packed_lines(source / "nouns.txt.gz") if _is_word(noun) and not noun.isupper()}
    lower = {noun.lower() for noun in nouns}
    frequent = {line.partition("\t")[0] for line in _packed_lines(source / "graded_words.txt.gz")}
    kept = {
        noun
        for noun in nouns - names
        if not any(form == "resident" and stem in places for stem, form in stems_of(fold(noun)))
    }
    for word in _packed_lines(source / "words.txt.gz"):
        if word in lower or word in lower_names or not _is_word(word):
            continue
        if _has_noun(word.translate(_PLAIN_VOWELS), lower):
            if word != word.translate(_PLAIN_VOWELS):
                kept.add(word.capitalize())  # "Gemeinderäte"; endings alone are cut when a word is looked up
        elif word in frequent and not _has_noun(word, lower):
            kept.add(word)
    return write_list("dictionary", kept)


def _has_noun(word: str, nouns: set[str]) -> bool:
    return any(word.endswith(ending) and word[: len(word) - len(ending)] in nouns for ending in _NOUN_ENDINGS)


def _packed_lines(path: Path) -> list[str]:
    return gzip.decompress(path.read_bytes()).decode("utf-8").splitlines()


def _single_words(names: Iterable[str]) -> set[str]:
    return {
        word for name in names for word in re.split(r"[ /()]", name) if len(word) > 3 and word[0].isupper()
    }


def build_name_lists(folder: Path) -> dict[str, int]:
    """Write the compact name lists from ``folder/names`` and ``folder/register``; gives their sizes in
    bytes.
    """
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
        "landscapes": write_list(
            "landscapes", _single_words(_lines(names / "landschaftsbezeichnungen.list"))
        ),
        "municipalities_de": write_list("municipalities_de", municipalities),
        "countries": write_list("countries", _lines(names / "laendernamen.list")),
    }
    rows = list(csv.reader((register / "gemeinden_by_bw.csv").open(encoding="utf-8")))
    with (DATA / "gemeinden_by_bw.csv").open("w", encoding="utf-8", newline="") as target:
        csv.writer(target, lineterminator="\n").writerows(rows)
    return sizes


def _lines(path: Path) -> list[str]:
    return [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
