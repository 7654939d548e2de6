"""The reader's text: phrases, exclusions, filters and numbers in it; everything unknown is literal.

One pass over at most :data:`MAX_CHARACTERS` characters. Nothing here raises on any input.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from search.contract import Chip
from search.language import NUMERALS, Forms, Word, analyse, analyse_word, composed, fold, stem, words
from search.language.thesaurus import english_expressions, english_only
from search.registry import Band, FacetWord

MAX_CHARACTERS = 512
MAX_TERMS = 32
#: So many words that are English only make a query without function words English ("youth participation
#: failed").
MIN_ENGLISH = 2
#: Address parameter with pieces of the text that are to be taken literally.
LITERAL_PARAMETER = "wort"
#: With the value 1 a filter also shows what has only some of the words.
RELAXED_PARAMETER = "teilweise"
#: With the value 1 the list also has what may fit, below what passes.
MORE_PARAMETER = "weitere"

_QUOTES = {'"': '"', "„": '“”"', "“": '”“"', "»": "«", "«": "»", "‚": "‘'"}
_TERM = re.compile(r"(?P<name>[a-zäöüß-]{2,24}):(?P<value>[^\s:\"„“»«]{1,60})", re.IGNORECASE)
_NUMBER = r"(?P<number>\d{1,3}(?:[.\u202f ]\d{3})+|\d{1,6}(?:[.,]\d)?)"
_AMOUNT = (
    rf"(?<![\w.,])(?:{_NUMBER}|(?P<spelt>{'|'.join(sorted(NUMERALS, key=len, reverse=True))}))[\s-]{{0,3}}"
)
#: "1 Stunde 30 Minuten" is one time, not two.
_HOURS_AND_MINUTES = re.compile(
    r"(?<![\w.,])(\d{1,2})\s{0,3}(?:stunden?|std\.?|h)\s{1,3}(?:und\s{1,3})?(\d{1,2})\s{0,3}(?:minuten?|"
    r"min\.?)(?!\w)",
    re.IGNORECASE,
)
_UNITS: tuple[tuple[str, float, re.Pattern[str]], ...] = (
    (
        "personen",
        1,
        re.compile(
            _AMOUNT + r"(?:personen|teilnehm\w{2,14}(?:[*:_]innen)?|leute[n]?|menschen|tn)\b", re.IGNORECASE
        ),
    ),
    ("min", 60, re.compile(_AMOUNT + r"(?:stunden?|std\.?|h)\b", re.IGNORECASE)),
    ("min", 1, re.compile(_AMOUNT + r"(?:minuten?|min\.?)\b", re.IGNORECASE)),
)


@dataclass(slots=True)
class Parsed:
    """What the text means. ``words`` are literal; ``lifted`` are facet values that raise the score.

    ``naming`` says which of the words stand for a facet value: place in ``words`` -> its (facet, value)
    pairs. ``quoted`` are the phrases as they were written. ``numbers`` narrow, where the text says nothing
    else; otherwise they are ``wishes``, which only order.
    """

    text: str
    words: tuple[Word, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    prohibited: tuple[Forms, ...] = ()
    prohibited_phrases: tuple[tuple[str, ...], ...] = ()
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    wishes: dict[str, int] = field(default_factory=dict)
    lifted: tuple[tuple[str, str], ...] = ()
    naming: dict[int, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    chips: tuple[Chip, ...] = ()
    english: bool = False
    quoted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grammar:
    """What the apps taught the parser. ``values`` maps a facet to its values by folded value or label."""

    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    facet_words: Sequence[FacetWord] = ()
    bands: Sequence[Band] = ()


def clean(text: str) -> str:
    """At most :data:`MAX_CHARACTERS` characters without controls, on one line, umlauts as one character: the
    door for everything that is asked.
    """
    kept = (c if unicodedata.category(c)[0] != "C" else " " for c in composed(text[: MAX_CHARACTERS * 2]))
    return " ".join("".join(kept).split())[:MAX_CHARACTERS].strip()


def parse(text: str, grammar: Grammar, literal: Sequence[str] = ()) -> Parsed:
    """Read a query."""
    reader = _Reader(clean(text), grammar, {fold(piece) for piece in literal})
    reader.quotes()
    reader.terms()
    reader.numbers()
    reader.bands()
    reader.exclusions()
    return reader.finish()


class _Reader:
    """Takes interpreted pieces out of the text, one kind after the other."""

    def __init__(self, text: str, grammar: Grammar, literal: set[str]) -> None:
        self.grammar = grammar
        self.literal = literal
        self.rest = text
        self.parsed = Parsed(text)
        self.chips: list[Chip] = []
        #: Of :attr:`chips` those of amounts, and what a band made of one.
        self.amounts: list[Chip] = []
        self.banded: list[tuple[str, str]] = []

    def quotes(self) -> None:
        """Phrases in any kind of quotation marks; a mark without its partner is literal."""
        pieces: list[str] = []
        phrases: list[tuple[str, ...]] = []
        without: list[tuple[str, ...]] = []
        quoted: list[str] = []
        position = 0
        while position < len(self.rest):
            mark = self.rest[position]
            end = self._closing(position) if mark in _QUOTES else -1
            if end > position + 1:
                inner = self.rest[position + 1 : end]
                minus = bool(pieces) and pieces[-1] == "-" and (len(pieces) == 1 or pieces[-2] == " ")
                terms = phrase_terms(inner)
                if terms and fold(inner) not in self.literal:
                    if minus:
                        pieces.pop()
                    else:
                        quoted.append(inner.strip())
                    (without if minus else phrases).append(terms)
                    label = _("ohne „%(text)s“") if minus else _("genau „%(text)s“")
                    self._chip(label % {"text": inner.strip()}, inner)
                else:
                    pieces.append(f" {inner} ")
                position = end + 1
            else:
                pieces.append(mark if mark not in _QUOTES else " ")
                position += 1
        self.rest = "".join(pieces)
        self.parsed.phrases, self.parsed.prohibited_phrases, self.parsed.quoted = (
            tuple(phrases),
            tuple(without),
            tuple(quoted),
        )

    def _closing(self, position: int) -> int:
        """Where the phrase that begins here ends, or -1."""
        ends = [self.rest.find(c, position + 1) for c in _QUOTES[self.rest[position]]]
        return min((e for e in ends if e > 0), default=-1)

    def terms(self) -> None:
        """``typ:methode`` and the like, where both sides are known."""

        def taken(match: re.Match[str]) -> str:
            facet = fold(match["name"])
            value = self.grammar.values.get(facet, {}).get(fold(match["value"]))
            if value is None or fold(match[0]) in self.literal:
                return match[0]
            self._filter(facet, value, match[0])
            return " "

        self.rest = _TERM.sub(taken, self.rest)

    def numbers(self) -> None:
        """Amounts of people and time."""
        taken_back: set[str] = set()

        def both(match: re.Match[str]) -> str:
            amount = int(match[1]) * 60 + int(match[2])
            if fold(match[0]) in self.literal:
                taken_back.add("min")  # nor are its halves read as times
                return match[0]
            if amount < 1 or "min" in self.parsed.numbers:
                return match[0]
            self.parsed.numbers["min"] = amount
            self._amount(_("%(number)s Minuten") % {"number": amount}, match[0])
            return " "

        self.rest = _HOURS_AND_MINUTES.sub(both, self.rest)
        for name, factor, pattern in _UNITS:

            def taken(match: re.Match[str], name: str = name, factor: float = factor) -> str:
                amount = round(_amount(match) * factor)
                if (
                    amount < 1
                    or fold(match[0]) in self.literal
                    or name in self.parsed.numbers
                    or name in taken_back
                ):
                    return match[0]
                self.parsed.numbers[name] = min(amount, 100_000)
                label = _("%(number)s Personen") if name == "personen" else _("%(number)s Minuten")
                self._amount(label % {"number": amount}, match[0])
                return " "

            self.rest = pattern.sub(taken, self.rest)

    def bands(self) -> None:
        """Amounts that stand for a band of a facet; the number itself is not kept."""
        for band in self.grammar.bands:
            units = "|".join(re.escape(unit) for unit in sorted(band.units, key=len, reverse=True))

            def taken(match: re.Match[str], band: Band = band) -> str:
                amount = _amount(match)
                # A second size would be an alternative to the first and widen the search; it stays literal.
                if fold(match[0]) in self.literal or band.facet in self.parsed.filters:
                    return match[0]
                value = next((v for limit, v in band.limits if limit is None or amount < limit), None)
                if value is None:
                    return match[0]
                self._filter(band.facet, value, match[0])
                self.banded.append((band.facet, value))
                return " "

            self.rest = re.sub(_AMOUNT + rf"(?:{units})\b", taken, self.rest, flags=re.IGNORECASE)

    def exclusions(self) -> None:
        """``-wort``; a hyphen inside a word or before a blank is literal."""
        kept, without = [], []
        for piece in self.rest.split(" "):
            word = piece[1:]
            forms = (
                [w.forms for w in analyse(word)]
                if len(piece) > 2 and piece[0] in "-−" and piece[1].isalnum()
                else []
            )
            if forms and fold(word) not in self.literal:
                without += forms
                self._chip(_("ohne „%(text)s“") % {"text": word}, word)
            else:
                kept.append(piece)
        self.rest = " ".join(kept)
        self.parsed.prohibited = tuple(without)

    def finish(self) -> Parsed:
        """What is left is literal, facet words apart."""
        found = analyse(self.rest)
        by_stem: dict[str, list[FacetWord]] = {}
        for entry in self.grammar.facet_words:
            # A word that stands in every text ("Fälle") has no stem there: it is known as it is written.
            for known in dict.fromkeys((stem(fold(entry.word)), analyse_word(entry.word).stem)):
                by_stem.setdefault(known, []).append(entry)
        kept: list[Word] = []
        lifted: list[tuple[str, str]] = []
        for word in found[: MAX_TERMS * 2]:
            entries = by_stem.get(word.forms.stem, [])
            strict = [e for e in entries if e.strict and e.facet not in self.parsed.filters]
            if strict and fold(word.surface) not in self.literal:
                self._filter(strict[0].facet, strict[0].value, word.surface)
                continue
            if fold(word.surface) not in self.literal:
                named = tuple(dict.fromkeys((e.facet, e.value) for e in entries if not e.strict))
                for facet, value in named:
                    if (facet, value) not in lifted:
                        lifted.append((facet, value))
                        self._chip(f"{facet}={value}", word.surface)
                if named:
                    self.parsed.naming[len(kept)] = named
            kept.append(word)
        parsed = self.parsed
        if any(not w.forms.stop and place not in parsed.naming for place, w in enumerate(kept)):
            lifted += self._wish()
        parsed.english = _is_english(kept)
        parsed.words = tuple(kept)
        parsed.lifted = tuple(dict.fromkeys(lifted))
        parsed.chips = tuple(self.chips)
        return parsed

    def _wish(self) -> list[tuple[str, str]]:
        """Amounts beside other words order and do not narrow; returns the facet values to be lifted."""
        parsed = self.parsed
        parsed.wishes, parsed.numbers = parsed.numbers, {}
        for facet, _value in self.banded:
            parsed.filters.pop(facet, None)
        self.chips = [
            replace(chip, label=_("bevorzugt: %(label)s") % {"label": chip.label})
            if chip in self.amounts
            else chip
            for chip in self.chips
        ]
        return self.banded

    def _amount(self, label: str, piece: str) -> None:
        self._chip(label, piece)
        self.amounts.append(self.chips[-1])

    def _filter(self, facet: str, value: str, piece: str) -> None:
        known = self.parsed.filters.get(facet, ())
        self.parsed.filters[facet] = tuple(dict.fromkeys((*known, value)))
        self.chips.append(Chip(f"{facet}={value}", LITERAL_PARAMETER, piece.strip(), from_text=True))

    def _chip(self, label: str, piece: str) -> None:
        self.chips.append(Chip(label, LITERAL_PARAMETER, piece.strip(), from_text=True))


def phrase_terms(text: str) -> tuple[str, ...]:
    """Exact terms in the order in which documents hold them."""
    terms: list[str] = []
    for word in analyse(text)[:MAX_TERMS]:
        terms.append(word.forms.exact)
        if word.extra is not None:
            terms.append(word.extra.exact)
    return tuple(terms)


def _amount(match: re.Match[str]) -> float:
    if spelt := match["spelt"]:
        return float(NUMERALS[spelt.lower()])
    text = match["number"]
    grouped = re.fullmatch(r"\d{1,3}(?:[.\u202f ]\d{3})+", text)
    return float(re.sub(r"\D", "", text)) if grouped else float(text.replace(",", "."))


def _is_english(found: Sequence[Word]) -> bool:
    """Whether English function words outnumber German ones that are not English too, or there is none of
    those, and most of at least two words are English only or two of them are an English expression.
    """
    english, german = words("english_markers.txt"), words("stopwords_de.txt")
    exact = [word.forms.exact for word in found]
    markers = sum(1 for w in exact if w in english)
    own = sum(1 for w in exact if w in german and w not in english and w not in words("stopwords_en.txt"))
    foreign = sum(1 for w in exact if w in english_only())
    if markers > own or own:
        return markers > own
    expressions = english_expressions()
    return (foreign >= MIN_ENGLISH and foreign > len(exact) / 2) or any(
        tuple(exact[start : start + length]) in expressions
        for length in (2, 3)
        for start in range(len(exact) - length + 1)
    )


def content_words(parsed: Parsed) -> tuple[Word, ...]:
    """Words that carry meaning. Where there is none all of them count, unless a filter or a phrase says
    already what is wanted.
    """
    content = [word for word in parsed.words if not is_function_word(word, english=parsed.english)]
    says_enough = parsed.filters or parsed.numbers or parsed.phrases
    return tuple((content or ([] if says_enough else list(parsed.words)))[:MAX_TERMS])


def is_function_word(word: Word, *, english: bool) -> bool:
    """Whether a word stands in every text of its language and asks for nothing ("der", "wie", "the")."""
    return word.forms.stop or (english and word.forms.exact in words("stopwords_en.txt"))
