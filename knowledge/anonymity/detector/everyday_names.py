# ruff: noqa: SIM905 (word lists are easier to read as text)
"""Names as people write them in passing: in small letters, as nicknames, behind a salutation. Pure module.

"lena kiesewetter", "der Stiegl-Sepp", "Kollege Koch": lists of given names and surnames decide, and the
dictionary says what is an ordinary word.
"""

import re
from collections.abc import Iterator, Sequence

from knowledge.anonymity.detector.findings import Finding, Harm, Kind
from knowledge.anonymity.detector.lexicon import load_lexicon, load_names
from knowledge.anonymity.detector.persons import is_title
from knowledge.anonymity.detector.placeholders import Placeholder
from knowledge.anonymity.detector.preprocessing import Token

__all__ = ["find_everyday_names"]

_SALUTATION = frozenset("frau herr herrn hr fr dr prof kollege kollegen kollegin".split())
_ROLE = re.compile(
    r"(?:[\w]*(?:praktikantin?|praktikant|azubi|kolleg(?:e|in|en)|sachbearbeiter(?:in)?|leiter(?:in)?"
    r"|chef(?:in)?|bürgermeister(?:in)?|kämmerer|pfarrer|hausmeister|lehrer(?:in)?|nachbar(?:in)?"
    r"|sekretär(?:in)?|meister(?:in)?))"
)
_NICKNAMES = frozenset(
    "Sepp Hias Michl Loisl Karle Schorsch Schorschi Xaver Lenz Resl Vroni Franzl Hansl Toni Girgl Done"
    " Wastl Flori Beppo Schos"
    " Gustl Kathi Zenzi Burgl Liesl Moidl Peppi Poldi Rudi Heiner Heini Fritz Fritzle Fritzl Karl Hans"
    " Hannes Jockel Jörgle Gottlob Otto Max Maxl Martl"
    " Luggi Ludwig Mich Michel Schorschl Ferdl Simmerl Dammerl Anderl Andi Alisi Lois Bene Blasi Bartl"
    " Christl Gretl Annerl Nandl Mare Marerl Uli Ulli Werner Erwin Alois Beppi Seppl Done Schani Wiggerl"
    " Korbi Kare Karli Sigi Willi Gerdl Herbert Manni Harry".split()
)
_EPITHET = re.compile(
    r"(?:lange|langer|langen|rote|roter|roten|alte|alter|alten|dicke|dicken|kleine|kleiner|kleinen|große"
    r"|großer|großen|junge|junger|jungen|schwarze|schwarzen|blonde|blonden|wilde|wilden|schöne|schönen"
    r"|stille|stillen|lustige|lustigen|schiefe|schiefen)"
)
_SURNAME_ENDING = re.compile(
    r"(?:maier|meier|mayer|meyer|mayr|huber|hofer|bauer|müller|mann|inger|ner|hauser|berger|ler|bacher"
    r"|dorfer|stetter|reiter|ecker|wein|korn|eder|kofler|egger|hammer|schmid|schmidt)$"
)
_NO_PERSON = frozenset(
    "Mitte Ende Anfang Doktor Professor Professorin Präsident Präsidentin Minister Ministerin Vorsitzende"
    " Vorsitzender Nachbarin Nachbar Kollege Kollegin Direktor Direktorin"
    " Pfarrer Pfarrerin Richter Rektor Rektorin Oberst General Hauptmann Doktorin Ministerpräsident"
    " Staatssekretär Staatssekretärin Computer Zufall Landrat Müller-".split()
)


def _is_word(lower: str) -> bool:
    lexicon = load_lexicon()
    return bool(lexicon.level(lower) or lexicon.listed_as(lower) or lexicon.derived(lower))


def _is_unusual(lower: str) -> bool:
    """A word in small letters that no dictionary has in small letters, nor as a frequent noun."""
    lexicon = load_lexicon()
    return (
        len(lower) > 3
        and lower.isalpha()
        and not _is_word(lower)
        and lexicon.level(lower.capitalize()) < 2
        and lexicon.listed_as(lower.capitalize()) != "n"
    )


def _is_surname(lower: str) -> bool:
    names = load_names()
    stem = lower.removesuffix("in")
    return _is_unusual(lower) and (
        lower.capitalize() in names.last or (stem != lower and stem.capitalize() in names.last)
    )


def _is_given(lower: str) -> bool:
    names = load_names()
    name = lower.capitalize()
    return (
        len(lower) > 2
        and (name in names.first or name in _NICKNAMES)
        and not _is_word(lower)
        and load_lexicon().level(name) < 2
    )


class _Neighbours:
    def __init__(self, text: str, tokens: Sequence[Token]) -> None:
        self.text, self.tokens = text, tokens

    def adjacent(self, index: int) -> str:
        """The token at ``index``, where one blank stands before it; else empty."""
        if not 0 < index < len(self.tokens):
            return ""
        gap = self.text[self.tokens[index - 1].end : self.tokens[index].start]
        return self.tokens[index].text if gap == " " else ""

    def finding(self, first: int, last: int, certainty: float, reason: str) -> Finding:
        """A person from the token ``first`` to ``last``, both included."""
        start, end = self.tokens[first].start, self.tokens[last].end
        return Finding(
            start, end, Kind.PERSON, self.text[start:end], certainty, reason, Placeholder.PERSON_ROLE,
            "titled", Harm.DIRECT,
        )  # fmt: skip


def find_everyday_names(text: str, tokens: Sequence[Token]) -> Iterator[Finding]:
    """Persons by everyday names; a given name counts beside a surname, a surname alone behind an article, a
    role or a salutation.
    """
    words = _Neighbours(text, tokens)
    for index, token in enumerate(tokens):
        word = token.text
        if not word[0].isalpha():
            continue
        if word[0].islower():
            found = _in_small_letters(words, index)
        else:
            found = _nickname(words, index) or _behind_salutation(words, index) or _compound(words, index)
        if found:
            yield found


def _in_small_letters(words: _Neighbours, index: int) -> Finding | None:
    word, before, behind = (
        words.tokens[index].text,
        words.tokens[index - 1].text if index else "",
        words.adjacent(index + 1),
    )
    reason = "Name in Kleinbuchstaben"
    if _is_given(word) and behind.islower() and (_is_surname(behind) or _is_unusual(behind)):
        return words.finding(index, index + 1, 0.8, reason)
    if _is_surname(word) and behind.islower() and _is_given(behind):
        return words.finding(index, index + 1, 0.8, reason)
    if not _is_surname(word):
        return None
    if before in _SALUTATION:
        return words.finding(index - 1, index, 0.8, reason)
    if (
        before.lower() in _SALUTATION
        or _ROLE.fullmatch(before.lower())
        or (before == "." and index > 1 and words.tokens[index - 2].text.lower() in _SALUTATION)
    ):
        return words.finding(index, index, 0.8, reason)
    if (
        words.adjacent(index)
        and before == "."
        and index > 1
        and len(words.tokens[index - 2].text) == 1
        and words.tokens[index - 2].text.isalpha()
    ):
        return words.finding(index - 2, index, 0.8, reason)
    if before.lower() in {"der", "die", "dem", "den", "beim", "vom", "zum", "zur", "mit", "von"}:
        return words.finding(index, index, 0.7, reason)
    return None


def _nickname(words: _Neighbours, index: int) -> Finding | None:
    """``Stiegl-Sepp``, ``der lange Loisl``, ``Schorschi vom Hirschen``."""
    word, before = words.tokens[index].text, words.tokens[index - 1].text if index else ""
    names = load_names()
    parts = word.split("-")
    reason = "Spitzname"
    if (
        len(parts) == 2
        and parts[0][:1].isupper()
        and (parts[1] in _NICKNAMES or (parts[1] in names.first and load_lexicon().level(parts[1]) == 0))
        and before[:1].islower()
        and before not in {"und", "oder"}
    ):
        return words.finding(index, index, 0.7, reason)
    if word in _NICKNAMES or (word in names.first and load_lexicon().level(word) == 0):
        if _EPITHET.fullmatch(before):
            return words.finding(index - 1, index, 0.7, reason)
        behind, name = words.adjacent(index + 1), words.adjacent(index + 2)
        if behind in {"vom", "von"} and name[:1].isupper() and word in _NICKNAMES:
            return words.finding(index, index + 2, 0.7, reason)
    return None


def _behind_salutation(words: _Neighbours, index: int) -> Finding | None:
    """``Herr Berg``, ``Kollege Koch``, ``Kreisrat Dorfinger``: behind a salutation any noun is a name."""
    word, before = words.adjacent(index), words.tokens[index - 1].text if index else ""
    if (
        not word
        or not word[0].isupper()
        or len(word) < 3
        or is_title(word)
        or word in _NO_PERSON
        or not word[-1].islower()
    ):
        return None
    lexicon = load_lexicon()
    if before in {"Herr", "Herrn", "Kollege", "Kollegen", "Kollegin", "Hr", "Frau"}:
        article = words.tokens[index - 2].text.lower() if index > 1 else ""
        if before == "Kollegen" and article in {
            "die",
            "den",
            "der",
            "alle",
            "unsere",
            "unseren",
            "drei",
            "zwei",
            "vier",
            "mit",
        }:
            return None
        if before == "Frau" and article in {
            "eine",
            "einer",
            "jede",
            "jeder",
            "die",
            "der",
            "keine",
            "als",
            "erste",
            "meine",
            "seine",
            "einzige",
        }:
            return None
        return words.finding(index, index, 0.75, "Name nach Anrede")
    if (
        is_title(before)
        and not lexicon.level(word)
        and (word in load_names().last or _SURNAME_ENDING.search(word))
    ):
        return words.finding(index, index, 0.7, "Name nach Amt")
    return None


def _compound(words: _Neighbours, index: int) -> Finding | None:
    """``Hofmann-Villa``: a surname that is no word of the language before an ordinary noun."""
    first, hyphen, last = words.tokens[index].text.partition("-")
    lexicon = load_lexicon()
    if (
        hyphen
        and len(first) > 3
        and first in load_names().last
        and not (lexicon.level(first) or lexicon.level(first.lower()) or lexicon.listed_as(first))
        and last[:1].isupper()
        and lexicon.knows(last)
    ):
        return words.finding(index, index, 0.6, "Zusammensetzung mit einem Nachnamen")
    return None
