"""Persons by rule: a title, a given name, a capitalised word, and names written in capitals. Pure module.

The model knows a name by its surroundings and by how unusual it looks. A surname that is an ordinary noun
("Bürgermeisterin Anna Schwarz", "Kämmerer Peter Licht") looks like none, and the model's certainty may fall
below what the gate holds up. Where a salutation or an office stands before a known given name nothing else
can be meant, so the finding is certain.

In "FRAU HUBER" or "HUBER, ANNA" the case of a letter, which is all that tells a German name from a word, says
nothing; so a list of given names, a title and the dictionary decide, and the finding is doubtful unless title
and given name stand together.
"""

import re
from collections.abc import Iterator, Sequence

from knowledge.anonymity.detector.findings import Finding, Kind
from knowledge.anonymity.detector.lexicon import load_lexicon, load_names
from knowledge.anonymity.detector.placeholders import Placeholder
from knowledge.anonymity.detector.preprocessing import Token

__all__ = ["find_persons"]

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

_PARTICLES = frozenset(["von", "van", "zu", "de", "der", "den", "del", "di", "la", "le"])
_SURE, _LIKELY = 0.95, 0.7


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


def _titled_persons(text: str, tokens: Sequence[Token]) -> Iterator[Finding]:
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
            start, stop, Kind.PERSON, text[start:stop], _SURE,
            "Vorname und Nachname nach Anrede oder Amt", Placeholder.PERSON_ROLE, "titled",
        )  # fmt: skip
        index = end


# --------------------------------------------------------------------------- capitals


def _is_capital(word: str) -> bool:
    return len(word) > 2 and word.isupper() and word.replace("-", "").isalpha()


def _as_title(word: str) -> bool:
    return is_title(word) or (
        word.isupper() and is_title("-".join(part.capitalize() for part in word.split("-")))
    )


def _is_given_in_capitals(word: str) -> bool:
    names, lexicon = load_names(), load_lexicon()
    parts = [part.capitalize() for part in word.split("-")]
    return (
        _is_capital(word)
        and all(part in names.first for part in parts)
        and not any(lexicon.level(part) or lexicon.level(part.lower()) for part in parts)
    )


def _is_ordinary(word: str) -> bool:
    lexicon = load_lexicon()
    return any(lexicon.level(form) or lexicon.knows(form) for form in (word.capitalize(), word.lower()))


def _names_in_capitals(text: str, tokens: Sequence[Token]) -> Iterator[Finding]:
    """Given name with surname in either order, and whatever no dictionary knows behind a title."""
    for index, token in enumerate(tokens):
        if not _is_capital(token.text):
            continue
        beside = _words_behind(text, tokens, index)
        titled = _behind_title(tokens, index)
        if beside[:1] == [","] and len(beside) > 1 and _is_given_in_capitals(beside[1]):
            yield _in_capitals(text, token.start, tokens[index + 2].end, _LIKELY)
        elif _is_given_in_capitals(token.text) and beside and _is_capital(beside[0]):
            yield _in_capitals(text, token.start, tokens[index + 1].end, _SURE if titled else _LIKELY)
        elif titled and not (_as_title(token.text) or _is_ordinary(token.text)):
            yield _in_capitals(text, token.start, token.end, _LIKELY)


def _words_behind(text: str, tokens: Sequence[Token], index: int) -> list[str]:
    """The next two tokens, as far as they stand on the same line."""
    following = tokens[index + 1 : index + 3]
    return [token.text for token in following if "\n" not in text[tokens[index].end : token.start]]


def _behind_title(tokens: Sequence[Token], index: int) -> bool:
    """Whether a title stands before the token, with or without the full stop of an abbreviation."""
    before = index - 1
    if before > 0 and tokens[before].text == ".":
        before -= 1
    return before >= 0 and _as_title(tokens[before].text)


def _in_capitals(text: str, start: int, end: int, certainty: float) -> Finding:
    words = re.sub(r"\s+", " ", text[start:end])
    return Finding(
        start,
        end,
        Kind.PERSON,
        words,
        certainty,
        "Name in Großbuchstaben",
        Placeholder.PERSON_ROLE,
        "titled",
    )


def find_persons(text: str, tokens: Sequence[Token]) -> Iterator[Finding]:
    """Findings of both rules in the tokens of ``text``; overlaps are settled later."""
    yield from _titled_persons(text, tokens)
    yield from _names_in_capitals(text, tokens)
