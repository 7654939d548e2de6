"""A title, a given name, a capitalised word: that is a person, whatever the words are. Pure module.

The model knows a name by its surroundings and by how unusual it looks. A surname that is an ordinary noun
("Bürgermeisterin Anna Schwarz", "Kämmerer Peter Licht") looks like none, and the model's certainty may fall
below what the gate holds up. Where a salutation or an office stands before a known given name nothing else
can be meant, so the finding is certain.
"""

import re
from collections.abc import Iterator, Sequence

from knowledge.anonymity.detector.findings import Finding, Kind
from knowledge.anonymity.detector.lexicon import load_lexicon, load_names
from knowledge.anonymity.detector.tokens import Token

__all__ = ["find_titled_persons", "is_title"]

_SALUTATION = re.compile(r"Frau|Herrn?|Hr|Dr|Prof|Professors?|Professorin|Kollegen?|Kollegin")
_OFFICE = re.compile(
    r"(?:[\w*:-]*(?:[Bb]ürgermeister|[Kk]ämmerer|[Vv]orsteher|[Ll]eiter|[Dd]irektor|[Rr]ektor|[Dd]ezernent|"
    r"[Rr]eferent|[Bb]aumeister|[Ss]precher"
    r"|[Gg]eschäftsführer|[Mm]anager|[Bb]eauftragter|[Pp]räsident|[Mm]inister|[Ss]ekretär|[Pp]farrer|"
    r"[Tt]rainer|[Mm]oderator|[Bb]erater|[Aa]rchitekt"
    r"|[Pp]laner|[Bb]earbeiter|[Hh]ausmeister|[Dd]ekan|[Ii]nvestor|[Rr]athauschef|[Kk]ommandant|"
    r"[Aa]nwalt)(?:s|in|en)?"
    r"|[\w*:-]*(?:[Kk]ämmerin|[Ff]raktionschef(?:in)?|[Rr]athauschefin|[Aa]mtschef(?:in)?|"
    r"[Bb]eigeordneten?r?|[Vv]orsitzenden?r?|[Bb]eauftragten?|[Aa]nwältin)"
    r"|(?:Land|Stadt|Gemeinde|Marktgemeinde|Markt|Kreis|Bezirks|Bau|Amts|Ober\w+)(?:rats?|rätin))"
)
"""Offices in a municipality and around it, both genders and the genitive, also as the last part of a compound
("Hauptamtsleiterin").
"""

_PARTICLES = frozenset("von van zu de der den del di la le".split())  # noqa: SIM905 (easier to read as text)
_CERTAINTY = 0.95


def is_title(word: str) -> bool:
    """Whether the word is a salutation or an office."""
    return bool(_SALUTATION.fullmatch(word) or _OFFICE.fullmatch(word))


def _is_name_word(word: str) -> bool:
    return len(word) > 1 and word[0].isupper() and word[-1].islower() and not is_title(word)


class _Line:
    """Tokens that stand on one line with nothing but blanks between them, counted from a title on."""

    def __init__(self, text: str, tokens: Sequence[Token]) -> None:
        self._text, self._tokens = text, tokens

    def word(self, index: int) -> str:
        """The word at ``index``; empty where something else than blanks stands before it or the text ends."""
        if not 0 < index < len(self._tokens):
            return ""
        gap = self._text[self._tokens[index - 1].end : self._tokens[index].start]
        return self._tokens[index].text if gap and not gap.strip() and "\n" not in gap else ""

    def behind_title(self, index: int) -> tuple[int, bool]:
        """(index behind all titles from ``index`` on, whether a salutation is among them)."""
        polite = False
        while index < len(self._tokens) and is_title(self._tokens[index].text):
            polite = polite or bool(_SALUTATION.fullmatch(self._tokens[index].text))
            index += 1
            if (
                index < len(self._tokens)
                and self._tokens[index].text == "."
                and self._tokens[index].start == self._tokens[index - 1].end
            ):
                index += 1  # "Dr."
        return index, polite


def _is_given(word: str, *, is_polite: bool) -> bool:
    """A known given name; one that is also an ordinary word (``Mark``, ``Mai``) only behind a salutation."""
    names, lexicon = load_names(), load_lexicon()
    parts = word.split("-")
    return all(part in names.first for part in parts) and (
        is_polite or not any(lexicon.level(part) for part in parts)
    )


def _end_of_surname(line: _Line, index: int) -> int:
    """Index behind the surname that begins at ``index``, particles included; ``index`` itself where none is
    there.

    Behind a particle an ordinary word is no surname: "Frau Anna von der Verwaltung", "kam Herr Peter zu
    Besuch".
    """
    position = index
    while line.word(position) in _PARTICLES:
        position += 1
    word = line.word(position)
    return (
        position + 1
        if _is_name_word(word) and (position == index or not load_lexicon().knows(word))
        else index
    )


def find_titled_persons(text: str, tokens: Sequence[Token]) -> Iterator[Finding]:
    """Given name and surname behind a salutation or an office; the title itself is not part of the
    finding.
    """
    line = _Line(text, tokens)
    index = 0
    while index < len(tokens):
        first, polite = line.behind_title(index)
        if first == index:
            index += 1
            continue
        index = first
        behind = first
        while line.word(behind) and _is_given(line.word(behind), is_polite=polite):
            behind += 1
        end = _end_of_surname(line, behind)
        if end == behind and behind - first > 1:
            end = behind  # the surname is a given name as well: "Anna Ernst"
        elif end == behind or behind == first:
            continue
        start, stop = tokens[first].start, tokens[end - 1].end
        yield Finding(
            start, stop, Kind.PERSON, text[start:stop], _CERTAINTY,
            "Vorname und Nachname nach Anrede oder Amt", "[Person, Rolle nennen]", "titled",
        )  # fmt: skip
        index = end
