# ruff: noqa: SIM905 (word lists are easier to read as text)
"""Names nobody has: for training without learning lists by heart, and for the stress test.

Deterministic for a given seed. An invented name keeps the grammatical ending and the kind
(person, place, organisation) of the one it replaces.
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from tools.anonymity.corpora import GoldSpan, Sentence

__all__ = ["InventedNames", "IsOrdinary", "with_invented_names", "with_names_for_roles"]

_PLACE_ENDINGS = (
    "ingen hausen heim dorf bach berg burg stetten hofen kirchen feld tal wang ried reuth brunn bruck zell au"
    " weiler stadt furt stein moos see wald beuren itz ow in the loh rode leben büttel um grün"
).split()
_COMPANY_ENDINGS = "GmbH AG KG e.V. Gruppe Werke Stiftung Holding GbR Verlag Bau Energie Logistik".split()


class InventedNames:
    """Makes new names from the letter sequences of real ones; never gives back a real one."""

    def __init__(self, models: Iterable[str], seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 (no secrets here)
        self._known = frozenset(models)
        self._follow: dict[str, list[str]] = defaultdict(list)
        for name in sorted(self._known):
            padded = "^^" + name.lower() + "$"
            for index in range(2, len(padded)):
                self._follow[padded[index - 2 : index]].append(padded[index])

    def word(self, least: int = 4, most: int = 11) -> str:
        """One invented capitalised word."""
        for _attempt in range(200):
            letters = "^^"
            while letters[-1] != "$" and len(letters) < most + 3:
                letters += self._random.choice(self._follow[letters[-2:]])
            name = letters[2:].rstrip("$").capitalize()
            if least <= len(name) <= most and name.isalpha() and name not in self._known:
                return name
        return "Xaverlo"

    def place(self) -> str:
        """An invented place name."""
        name = self.word(3, 6) + self._random.choice(_PLACE_ENDINGS)
        return self.word(4, 9) if name in self._known or self._random.random() < 0.3 else name

    def organisation_word(self) -> str:
        """One word of an invented organisation: like a name, or an abbreviation."""
        if self._random.random() < 0.25:
            return "".join(
                self._random.choice("ABCDEFGHKLMNPRSTVWZ") for _ in range(self._random.randint(2, 4))
            )
        return self.word(3, 9)

    def chance(self) -> float:
        """A random number of this generator, so that callers need no second one."""
        return self._random.random()

    def filled(self, frame: str, label: str) -> str:
        """``frame`` with an invented name in every gap."""
        return frame.format(
            *((self.place() if label == "LOC" else self.word()) for _ in range(frame.count("{}")))
        )

    def replacement(self, surface: str, label: str, is_ordinary: Sequence[bool]) -> str:
        """``surface`` with every name word in it replaced; ordinary words (``Landgericht``) stay."""
        words = surface.split(" ")
        out = []
        for word, ordinary in zip(words, is_ordinary, strict=True):
            core = word.strip("#@\"'().,:;!?&/")
            if (
                not core
                or not core[0].isupper()
                or ordinary
                or len(core) < 3
                or any(c.isdigit() for c in core)
            ):
                out.append(word)
                continue
            new = "-".join(self._one(part, label) if part[:1].isupper() else part for part in core.split("-"))
            out.append(word.replace(core, new, 1))
        return " ".join(out)

    def _one(self, part: str, label: str) -> str:
        if label == "ORG" and part in _COMPANY_ENDINGS:
            return part
        made = self.place() if label == "LOC" else self.organisation_word() if label == "ORG" else self.word()
        if part.isupper() and len(part) > 3:
            made = made.upper()
        if part.endswith("s") and not made.endswith("s") and self._random.random() < 0.7:
            made += "s"
        if part.endswith(("er", "ers")) and label == "LOC":
            made += "er"
        return made


def with_invented_names(sentence: Sentence, names: InventedNames, is_ordinary: "IsOrdinary") -> Sentence:
    """A copy of ``sentence`` in which all persons, places and organisations have invented names."""
    text, spans, position = "", [], 0
    for span in sentence.spans:
        text += sentence.text[position : span.start]
        surface = sentence.text[span.start : span.end]
        if span.label in {"PER", "LOC", "ORG"}:
            ordinary = [span.label != "PER" and is_ordinary(word) for word in surface.split(" ")]
            surface = names.replacement(surface, span.label, ordinary)
        spans.append(GoldSpan(len(text), len(text) + len(surface), span.label, span.counted))
        text += surface
        position = span.end
    return Sentence(sentence.corpus, text + sentence.text[position:], tuple(spans))


_SUBJECT = re.compile(
    r"(?:^|(?<=, )|(?<=: )|(?<=; ))(?:Der|Die|Das|der|die|das|Ein|Eine|ein|eine) (?:\w+e[rns]?"
    r" )?[A-ZÄÖÜ][\w-]+(?= (?:hat|ist|war|will|wird|soll|muss|kann|"
    r"darf|bleibt|gibt|kam|ging|fand|stand|sagt|fragt|braucht|[a-zäöü]+te|[a-zäöü]+t)\b)"
)
_PLACE = re.compile(
    r"(?:(?<=\b[Ii]n )|(?<=\b[Aa]us )|(?<=\b[Bb]ei )|(?<=\b[Vv]on )|(?<=\b[Nn]ach"
    r" ))(?:der|einer|dem|einem|den) (?:\w+en )?[A-ZÄÖÜ][\w-]+"
)
_SUBJECT_FRAMES = (
    ("PER", "Frau ", "{}"), ("PER", "Herr ", "{}"), ("PER", "", "{} {}"), ("LOC", "", "{}"), ("ORG", "Die ",
    "{} GmbH"),
    ("ORG", "Der ", "{} e.V."), ("PER", "", "{}"), ("LOC", "Die Gemeinde ", "{}"),
)  # fmt: skip


def with_names_for_roles(sentence: Sentence, names: InventedNames) -> Iterator[Sentence]:
    """Copies of a sentence without names in which its subject or a place has got an invented name."""
    subject, place = _SUBJECT.search(sentence.text), _PLACE.search(sentence.text)
    if subject:
        label, before, frame = _SUBJECT_FRAMES[int(names.chance() * len(_SUBJECT_FRAMES))]
        yield _with_name(sentence, subject, label, before, names.filled(frame, label))
    if place and names.chance() < 0.5:
        yield _with_name(sentence, place, "LOC", "", names.place())


def _with_name(sentence: Sentence, match: re.Match[str], label: str, before: str, name: str) -> Sentence:
    text = sentence.text[: match.start()] + before + name + sentence.text[match.end() :]
    start = match.start() + len(before)
    return Sentence(sentence.corpus, text, (GoldSpan(start, start + len(name), label),))


class IsOrdinary:
    """Says whether a word of an organisation's or place's name is an ordinary word (``Landgericht``)."""

    def __init__(self, levels: dict[str, int] | None = None) -> None:
        self._levels = levels or {}

    def __call__(self, word: str) -> bool:
        """True where the word was seen outside names at least twice."""
        return self._levels.get(word.strip("\"'().,:;!?"), 0) > 1
