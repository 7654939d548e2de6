# ruff: noqa: SIM905 (word lists are easier to read as text)
"""Word lists of the detector and what they say about a word.

The lists are gzipped, sorted text files below ``data/`` (sources and licences in
``data/README.md``). They are read once per process; together they take about 40 MB.
"""

import gzip
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

__all__ = [
    "DATA",
    "Lexicon",
    "NameLists",
    "handwritten_words",
    "load_lexicon",
    "load_listed",
    "load_names",
    "read_list",
    "stems_of",
]

DATA = Path(__file__).parents[1] / "data"

_LINKS = ("", "s", "n", "en", "es", "er", "e", "ns")
_INFLECTIONS = ("", "s", "es", "e", "n", "en", "er", "ern", "innen", "in", "se", "sen", "nen")
_NOUN_SUFFIXES = tuple(
    suffix + plural
    for suffix in (
        "heit",
        "keit",
        "schaft",
        "ität",
        "ierung",
        "ation",
        "ition",
        "ktion",
        "ismus",
        "logie",
        "enz",
        "anz",
        "ment",
    )
    for plural in ("", "en", "s")
)
_PLACE_HEADS = frozenset(
    "bach berg burg dorf feld furt hausen haus heim hof ingen kirchen kirch stadt stein tal wald weiler au"
    " reuth brunn bruck brück zell see ried moos stetten hofen beuren büren loh roth rode moor horst holz"
    " werder".split()
)


def read_list(name: str) -> list[str]:
    """The lines of ``data/<name>.txt.gz``; raises ``FileNotFoundError`` where it is absent."""
    return gzip.decompress((DATA / f"{name}.txt.gz").read_bytes()).decode("utf-8").splitlines()


@dataclass(slots=True)
class Lexicon:
    """Ordinary German words: nouns by capitalised form, others by lower-case form, each with a level 1-3.

    ``listed`` are words of a dictionary (same spelling) that stand in no list of names; unlike the levels
    they do not come from the training texts, so a word is as well known in training as later.
    """

    levels: Mapping[str, int]
    listed: frozenset[str] = frozenset()
    _nouns: frozenset[str] = frozenset()
    _splits: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Keep the nouns in lower case apart: they are what compounds are made of."""
        self._nouns = frozenset(word.lower() for word in self.levels if word[0].isupper() and len(word) > 2)

    def level(self, word: str) -> int:
        """0 (never seen as an ordinary word) to 3 (often)."""
        return self.levels.get(word, 0)

    def listed_as(self, word: str) -> str:
        """Whether the dictionary has the word: ``n`` as a noun (or its inflection), ``l`` as another word,
        ``""`` not at all.
        """
        if not word[0].isupper():
            return "l" if word in self.listed else ""
        if any(
            word.endswith(ending) and word[: len(word) - len(ending)] in self.listed
            for ending in _INFLECTIONS
        ):
            return "n"
        return "l" if word.lower() in self.listed else ""

    def is_noun_form(self, lower: str) -> bool:
        """True for a noun or an inflected form of one, given in lower case."""
        if lower in self._nouns:
            return True
        return any(
            ending
            and lower.endswith(ending)
            and lower[: -len(ending)] in self._nouns
            and len(lower) - len(ending) > 2
            for ending in _INFLECTIONS
        )

    def compound(self, word: str) -> str:
        """How an unknown word is put together: ``""`` not at all, ``noun`` or ``place`` by its last part."""
        lower = word.lower()
        if lower not in self._splits:
            if len(self._splits) > 50_000:
                self._splits.clear()
            self._splits[lower] = self._split(lower)
        return self._splits[lower]

    def _split(self, lower: str) -> str:
        for cut in range(3, len(lower) - 2):
            head = lower[cut:]
            if len(head) < 3 or not self.is_noun_form(head):
                continue
            if self._is_stem(lower[:cut]):
                return "place" if head in _PLACE_HEADS else "noun"
        return ""

    def _is_stem(self, part: str, depth: int = 0) -> bool:
        for link in _LINKS:
            if link and not part.endswith(link):
                continue
            stem = part[: len(part) - len(link)] if link else part
            if len(stem) < 3:
                continue
            if (
                stem in self._nouns
                or stem in self.levels
                or stem + "e" in self._nouns
                or stem + "en" in self.levels
            ):
                return True
            if depth == 0 and any(
                stem[cut:] in self._nouns and self._is_stem(stem[:cut], 1) for cut in range(3, len(stem) - 2)
            ):
                return True
        return False

    def knows(self, word: str) -> bool:
        """True where every hyphen part of ``word`` is an ordinary word, an inflection or a compound of
        such.
        """
        return all(self._knows_part(part) for part in re.split(r"[-‐‑–]", word) if part)

    def _knows_part(self, part: str) -> bool:
        part = re.sub(r"[*:_](?:innen|in)$", "", part)
        if part in self.levels or part.lower() in self.levels or self.is_noun_form(part.lower()):
            return True
        return bool(self.listed_as(part) or self.derived(part)) or self.compound(part) == "noun"

    def derived(self, word: str) -> str:
        """How a word is derived: ``suffix`` (``-heit``), ``verb`` (``Leerung``), ``adjective``
        (``Kirchlicher``), ``""``.
        """
        lower = word.lower()
        if len(lower) > 7 and lower.endswith(_NOUN_SUFFIXES):
            return "suffix"
        for ending in ("ungen", "ung"):
            stem = lower.removesuffix(ending)
            if (
                stem != lower
                and len(stem) > 2
                and any(stem + tail in self.levels for tail in ("en", "n", "t", "te", ""))
            ):
                return "verb"
        for ending in ("e", "er", "es", "en", "em", "n", "s"):
            stem = lower.removesuffix(ending)
            if (
                stem != lower
                and len(stem) > 3
                and any(stem + tail in self.levels for tail in ("", "e", "en", "er", "es"))
            ):
                return "adjective"
        return ""


@dataclass(frozen=True, slots=True)
class NameLists:
    """Name lists; used as hints by the model, never as proof."""

    first: frozenset[str]
    last: frozenset[str]
    landscape: frozenset[str]
    municipalities: frozenset[str]
    countries: frozenset[str]

    @staticmethod
    def of(groups: Mapping[str, Iterable[str]]) -> "NameLists":
        """Build from mapping of field name to words."""
        return NameLists(**{key: frozenset(values) for key, values in groups.items()})


@cache
def load_lexicon() -> Lexicon:
    """The shipped list of ordinary words."""
    levels: dict[str, int] = {}
    for line in read_list("words"):
        word, _, level = line.partition("\t")
        levels[word] = int(level or 1)
    levels.update(dict.fromkeys(handwritten_words(), 3))
    return Lexicon(levels, load_listed())


@cache
def load_listed() -> frozenset[str]:
    """The shipped dictionary words (nouns capitalised, others in lower case), none of which stands in a list
    of names.
    """
    return frozenset(read_list("dictionary"))


def handwritten_words() -> list[str]:
    """The ordinary words written for this project: town hall, facilitation, frequent nouns."""
    lines = [
        line.partition("#")[0]
        for name in ("words_domain.txt", "words_common.txt")
        for line in (DATA / name).read_text(encoding="utf-8").splitlines()
    ]
    return " ".join(lines).split()


def _with_single_words(names: Iterable[str]) -> set[str]:
    whole = set(names)
    return whole | {
        word for name in whole for word in re.split(r"[ /()]", name) if len(word) > 3 and word[0].isupper()
    }


@cache
def load_names() -> NameLists:
    """The shipped name lists."""
    return NameLists.of(
        {
            "first": read_list("first_names"),
            "last": read_list("surnames"),
            "landscape": read_list("landscapes"),
            "municipalities": _with_single_words(read_list("municipalities_de")),
            "countries": read_list("countries"),
        }
    )


# --------------------------------------------------------------------------- forms of a name

_NAME_ENDINGS = (
    *tuple(
        stem + tail
        for stem in ("er", "ner", "ener", "enser", "aner", "ler")
        for tail in ("", "s", "n", "in", "innen", "inn")
    ),
    "erisch",
    "erische",
    "erischen",
    "erischer",
    "erisches",
    "isch",
    "ische",
    "ischen",
    "ischer",
    "isches",
)
_PLAIN_VOWELS = (("aeu", "au"), ("ae", "a"), ("oe", "o"), ("ue", "u"))


def stems_of(folded: str) -> Iterator[tuple[str, str]]:
    """Names of which ``folded`` can be a form, best first, with the kind of form: ``""``, ``genitive``,
    ``resident``.
    """
    yield folded, ""
    if folded.endswith(("'s", "’s")):
        yield folded[:-2], "genitive"
    if folded.endswith("s") and len(folded) > 2:
        yield folded[:-1], "genitive"
        if folded.endswith("es") and len(folded) > 4:
            yield folded[:-2], "genitive"
    for ending in _NAME_ENDINGS:
        if not folded.endswith(ending) or len(folded) - len(ending) < 2:
            continue
        root = folded[: -len(ending)]
        for stem in (
            root,
            root + "en",
            root + "e",
            root + "n",
            root + "ern",
            root + "er",
            root + "a",
            root + "ach",
        ):
            yield stem, "resident"
        for changed, plain in _PLAIN_VOWELS:
            head, found, tail = root.rpartition(changed)
            if found:
                yield head + plain + tail, "resident"
                yield head + plain + tail + "en", "resident"
