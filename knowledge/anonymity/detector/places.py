# ruff: noqa: SIM905 (word lists are easier to read as text)
"""Finds the names of the register in a text, in all forms people write them. Pure module."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from knowledge.anonymity.detector.findings import Finding, Kind
from knowledge.anonymity.detector.gazetteer import (
    CONNECTIVES,
    Entry,
    Gazetteer,
    Rank,
    load_gazetteer,
)
from knowledge.anonymity.detector.lexicon import Lexicon, load_lexicon, stems_of
from knowledge.anonymity.detector.placeholders import Placeholder
from knowledge.anonymity.detector.preprocessing import Token
from search.language import fold

__all__ = ["find_places", "is_noun_context"]

_GENDER = re.compile(r"[*:_](?:innen|in|r|n)$")
_DETERMINERS = frozenset(
    "der die das des dem den ein eine einen einem einer eines kein keine keinen keinem keiner im zum zur beim"
    " vom am ins ans aufs fürs ihr ihre ihren ihrem ihrer ihres sein seine seinen seinem seiner seines mein"
    " meine meinen meinem meiner unser unsere unseren unserem unserer euer eure dieser diese dieses diesem"
    " diesen jeder jede jedes jedem jeden alle allen aller mehr viele vielen weniger welche welcher welches"
    " welchem welchen manche zwei drei vier fünf sechs sieben acht neun zehn pro je per ohne als wie".split()
)
_ADJECTIVE = re.compile(r"[a-zäöüß-]{3,}(?:e|en|er|es|em)")
_PLACE_WORDS = frozenset(
    "in aus nach bei von um bis gen richtung gemeinde stadt markt ort ortsteil dorf landkreis kreis kommune"
    " rathaus bürgermeister bürgermeisterin oberbürgermeister oberbürgermeisterin landrat landrätin region"
    " stadtteil flecken weiler gemeinden städte kreisstadt bahnhof nachbargemeinde nachbarstadt nachbarort"
    " altbürgermeister kurort vg verwaltungsgemeinschaft".split()
)
_NOT_ADJECTIVES = _PLACE_WORDS | frozenset(
    "unter über hinter neben wegen gegen zwischen oder aber seit hatten haben werden wurde wurden hatte waren"
    " sollte konnte wollte musste sagte meinte liegen grenzen heute gestern morgen immer wieder sowie beide"
    " eine keine nähe ohne weiter".split()
)
_OPENERS = frozenset('.!?:;„“"»–-•*')
_MUNICIPAL = re.compile(
    r"(?:Rathaus|Gemeinde|Stadt|Markt|Bürger|Verwaltung|Kämmerei|Bauhof|Feuerwehr|Rat\b|Schul|Ortsteil|"
    r"Verein)"
)
_FINITE = re.compile(
    r"hat|ist|war|wird|will|kann|muss|soll|liegt|plant|sucht|baut|braucht|hatte|wurde|bleibt|gilt|zeigt|"
    r"[a-zäöü]{2,}te"
)
_REASONS = {
    Rank.MUNICIPALITY: "Name einer Gemeinde aus dem amtlichen Verzeichnis",
    Rank.DISTRICT: "Name eines Landkreises",
    Rank.PART: "Teil des Namens einer Gemeinde",
    Rank.LANDSCAPE: "Fluss, See oder Landschaft",
    Rank.ELSEWHERE: "Name einer Gemeinde in Deutschland",
}
_SUGGESTIONS = {
    Rank.MUNICIPALITY: Placeholder.MUNICIPALITY,
    Rank.DISTRICT: Placeholder.DISTRICT,
    Rank.PART: Placeholder.MUNICIPALITY,
    Rank.LANDSCAPE: Placeholder.LANDSCAPE, Rank.ELSEWHERE: Placeholder.MUNICIPALITY,
}  # fmt: skip
_CERTAINTY = {
    Rank.MUNICIPALITY: 0.97,
    Rank.DISTRICT: 0.95,
    Rank.PART: 0.85,
    Rank.LANDSCAPE: 0.8,
    Rank.ELSEWHERE: 0.85,
}


@lru_cache(maxsize=20_000)
def _lookup(folded: str) -> tuple[Entry, str] | None:
    """The entry of which ``folded`` is a form; one of the register before one from elsewhere."""
    single, best = load_gazetteer().single, None
    for stem, form in stems_of(folded):
        entry = single.get(stem)
        if entry is None:
            continue
        if entry.rank <= Rank.PART:
            return entry, form
        best = best or (entry, form)
    return best


def is_noun_context(tokens: Sequence[Token], index: int) -> bool:
    """True where an article, a number or an adjective stands before the word: it is used as an ordinary
    noun.
    """
    if index == 0:
        return False
    before = tokens[index - 1].text
    lower = before.lower()
    if lower in _DETERMINERS or before.isdigit():
        return True
    return bool(before[0].islower() and lower not in _NOT_ADJECTIVES and _ADJECTIVE.fullmatch(lower))


def _has_place_word(tokens: Sequence[Token], index: int) -> bool:
    return index > 0 and tokens[index - 1].text.lower() in _PLACE_WORDS


class _Matcher:
    def __init__(self, text: str, tokens: Sequence[Token]) -> None:
        self.text, self.tokens = text, tokens
        self.gazetteer: Gazetteer = load_gazetteer()
        self.lexicon: Lexicon = load_lexicon()
        self.folded = [fold(_GENDER.sub("", token.text)) for token in tokens]

    def run(self) -> Iterator[Finding]:
        index = 0
        while index < len(self.tokens):
            length = self._several(index)
            if length:
                yield self._finding(index, index + length, Rank.MUNICIPALITY, 0.98)
                index += length
                continue
            finding = self._single(index)
            if finding:
                yield finding
                while index < len(self.tokens) and self.tokens[index].start < finding.end:
                    index += 1
                continue
            index += 1

    def _several(self, index: int) -> int:
        """Number of tokens of the longest name of several words that starts here; points between words do not
        count.
        """
        if not self.tokens[index].text[0].isupper() and not self.tokens[index].text[0].isalpha():
            return 0
        first = self.folded[index].rpartition("-")[2]
        for entry in self.gazetteer.several.get(first, ()):
            place = index
            for number, word in enumerate(entry.words):
                while number and place < len(self.tokens) and self.tokens[place].text in ".-/(":
                    place += 1
                if place >= len(self.tokens):
                    break
                last = number == len(entry.words) - 1
                own = first if place == index else self.folded[place]
                if own != word and not (last and any(stem == word for stem, _form in stems_of(own))):
                    hyphen = last and own.partition("-")[0] == word
                    if not hyphen:
                        break
                place += 1
            else:
                if self._capitalised(index, place):
                    return place - index
        return 0

    def _capitalised(self, start: int, end: int) -> bool:
        surface = [token.text for token in self.tokens[start:end]]
        return surface[0][0].isupper() or (
            all(word.islower() or not word.isalpha() for word in surface) and len(surface) > 1
        )

    def _single(self, index: int) -> Finding | None:
        token = self.tokens[index]
        if not token.text[0].isalpha():
            return None
        found = _lookup(self.folded[index])
        if found:
            return self._rate(index, *found)
        if "-" in token.text or "‑" in token.text or "–" in token.text:
            return self._hyphen(index)
        return self._closed_compound(index)

    def _rate(self, index: int, entry: Entry, form: str) -> Finding | None:
        """The finding for a word that is a form of ``entry``, or ``None`` where it is used as an ordinary
        word.
        """
        word = _GENDER.sub("", self.tokens[index].text)
        end = self._with_addition(index)
        if end > index + 1 and word[0].isupper():
            return self._finding(index, end, entry.rank, 0.98)
        ordinary = (entry.is_word and form != "resident") or bool(self.lexicon.level(word))
        if word[0].islower():
            return self._lower(index, entry, form, ordinary)
        if entry.rank is Rank.ELSEWHERE and (
            ordinary or self.lexicon.knows(word) or is_noun_context(self.tokens, index)
        ):
            return None
        if entry.rank is Rank.LANDSCAPE and form == "resident" and self.lexicon.knows(word):
            return None
        certainty = _CERTAINTY[entry.rank] - (0.1 if form == "resident" else 0.0)
        if form == "resident" and (entry.is_word or self.lexicon.knows(word)):
            certainty = 0.5
        if ordinary:
            certainty = self._in_context(index, entry, form)
        return self._finding(index, index + 1, entry.rank, certainty) if certainty > 0 else None

    def _lower(self, index: int, entry: Entry, form: str, ordinary: bool) -> Finding | None:
        """A name in small letters: only unmistakable ones, after a place word or in a text without
        capitals.
        """
        word = self.tokens[index].text
        if (
            ordinary
            or form == "resident"
            or len(word) < 5
            or entry.rank > Rank.PART
            or self.lexicon.knows(word)
        ):
            return None
        if _has_place_word(self.tokens, index) or self.text.islower():
            return self._finding(index, index + 1, entry.rank, 0.6)
        return None

    def _in_context(self, index: int, entry: Entry, form: str) -> float:
        """Certainty for a name that is also an ordinary word; 0 where the context shows the word."""
        word = self.tokens[index].text
        following = self.tokens[index + 1].text if index + 1 < len(self.tokens) else ""
        if _has_place_word(self.tokens, index):
            return 0.8
        initial = index == 0 or self.tokens[index - 1].text in _OPENERS
        if form == "resident":
            if _MUNICIPAL.match(following):
                return 0.35
            adjective = following[:1].isupper() and not (initial and self.lexicon.level(word.lower()))
            return (
                0.3
                if (adjective or (entry.rank <= Rank.PART and not initial)) and self.lexicon.level(word) < 3
                else 0.0
            )
        if is_noun_context(self.tokens, index):
            return self._beside_water(index) if entry.rank is Rank.LANDSCAPE else 0.0
        if entry.rank is Rank.LANDSCAPE:
            return 0.0
        if len(self.tokens) == 1:
            return 0.3
        if initial and self.lexicon.level(word.lower()) > 1:
            as_name = (
                not following or following in ".,;:!?)" or following == "und" or _FINITE.fullmatch(following)
            )
            return 0.3 if as_name and not form else 0.0
        return 0.3

    def _beside_water(self, index: int) -> float:
        """``an der Blau``, ``am Regen``: rivers take an article."""
        before = [token.text.lower() for token in self.tokens[max(0, index - 2) : index]]
        return 0.3 if before[-1:] == ["am"] or before == ["an", "der"] else 0.0

    def _with_addition(self, index: int) -> int:
        """End index of a name with its addition: ``Pfaffenhofen a.d.Ilm``, ``Lauf (Pegnitz)``."""
        place = index + 1
        while place < len(self.tokens) and place - index < 7 and self.folded[place] in CONNECTIVES:
            place += 1
        if place == index + 1 or place >= len(self.tokens) or place - index >= 7:
            return index + 1
        if self.folded[place] in self.gazetteer.additions and self.tokens[place].text[0].isupper():
            closing = place + 1 < len(self.tokens) and self.tokens[place + 1].text == ")"
            opened = any(self.tokens[between].text == "(" for between in range(index + 1, place))
            return place + 2 if closing and opened else place + 1
        return index + 1

    def _hyphen(self, index: int) -> Finding | None:
        """A compound with a hyphen of which one part (or two) is a name."""
        parts = re.split(r"[-‑–]", self.folded[index])
        surface = re.split(r"[-‑–]", self.tokens[index].text)
        for size in (3, 2, 1):
            for start in range(len(parts) - size + 1):
                chunk = "-".join(parts[start : start + size])
                if size > 1:
                    entry = self.gazetteer.single.get(chunk)
                    if (entry and not entry.is_word) or tuple(
                        parts[start : start + size]
                    ) in self._multi_words(parts[start]):
                        return self._finding(index, index + 1, Rank.MUNICIPALITY, 0.9)
                    continue
                found = _lookup(chunk)
                if not found or not surface[start][:1].isupper() or len(chunk) < 2:
                    continue
                entry, form = found
                ordinary = entry.is_word or self.lexicon.knows(surface[start])
                if ordinary and (
                    form == "resident"
                    or entry.rank > Rank.PART
                    or self.lexicon.level(self.tokens[index].text)
                ):
                    continue
                return self._finding(index, index + 1, entry.rank, 0.3 if ordinary else 0.85)
        return None

    def _multi_words(self, first: str) -> set[tuple[str, ...]]:
        return {entry.words for entry in self.gazetteer.several.get(first, ())}

    def _closed_compound(self, index: int) -> Finding | None:
        """``Dachauplan``: a long unmistakable name with an ordinary noun directly behind it."""
        word, surface = self.folded[index], self.tokens[index].text
        if len(word) < 10 or not surface[0].isupper() or self.lexicon.knows(surface):
            return None
        for cut in range(6, len(word) - 3):
            entry = self.gazetteer.single.get(word[:cut])
            if (
                entry
                and not entry.is_word
                and entry.rank <= Rank.DISTRICT
                and self.lexicon.is_noun_form(word[cut:])
            ):
                return self._finding(index, index + 1, entry.rank, 0.5)
        return None

    def _finding(self, start: int, end: int, rank: Rank, certainty: float) -> Finding:
        first, last = self.tokens[start].start, self.tokens[end - 1].end
        if "(" in self.text[first:last] and self.text[last : last + 1] == ")":
            last += 1
        reason = (
            _REASONS[rank] if certainty >= 0.5 else "Name einer Gemeinde, der auch ein gewöhnliches Wort ist"
        )
        return Finding(
            first, last, Kind.PLACE, self.text[first:last], certainty, reason, _SUGGESTIONS[rank], "register"
        )


_HOMONYMS = re.compile(r"\b(?:[Dd]es (?P<a>Weilers)|[Mm]it den (?P<b>Wörtern))\b")
"""Inhabitants of Weil and Wört whose form is an ordinary word in an ordinary context: shown, with the least
certainty.
"""


def find_places(text: str, tokens: Sequence[Token]) -> Iterator[Finding]:
    """Findings of register names in the tokens of ``text``."""
    taken: list[Finding] = []
    for finding in _Matcher(text, tokens).run():
        taken.append(finding)
        yield finding
    for match in _HOMONYMS.finditer(text):
        start, end = match.span("a" if match["a"] else "b")
        if not any(finding.start < end and start < finding.end for finding in taken):
            reason = "Könnte die Leute von Weil oder Wört meinen"
            yield Finding(
                start,
                end,
                Kind.PLACE,
                text[start:end],
                0.15,
                reason,
                _SUGGESTIONS[Rank.MUNICIPALITY],
                "register",
            )
