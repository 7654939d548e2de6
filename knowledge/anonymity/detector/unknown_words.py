# ruff: noqa: SIM905 (word lists are easier to read as text)
"""Names the lists do not know: what the model suspects and what the word lists have never seen. Pure module.

A word that is an ordinary German word (or an inflection or compound of such) needs more
suspicion of the model to become a finding than one nobody has seen.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.anonymity.detector.findings import Finding, Kind
from knowledge.anonymity.detector.lexicon import Lexicon, NameLists, load_lexicon, load_names
from knowledge.anonymity.detector.placeholders import Placeholder
from knowledge.anonymity.detector.places import is_noun_context
from knowledge.anonymity.detector.preprocessing import Token
from knowledge.anonymity.detector.tagger import Guess, NameModel, list_flags, load_model

__all__ = ["THRESHOLDS", "Thresholds", "find_names", "word_class"]

_SUGGESTIONS = {
    Kind.PERSON: Placeholder.PERSON_ROLE,
    Kind.PLACE: Placeholder.PLACE,
    Kind.ORGANISATION: Placeholder.ORGANISATION,
}
_GLUE = frozenset("- ‑ – . & ' ’ / von der zu van de und & am an im für".split())
_NUMBERED = frozenset(
    "Gruppe Gruppen Variante Varianten Plan Team Phase Teil Option Rolle Person Seite Spalte Feld Anlage"
    " Modul Typ Stufe Tisch".split()
)
_FOREIGN = re.compile(r"[^\x00-\x7fäöüÄÖÜßéèàâçêôóá’‑–]")
"""A letter German does not have, as in ``Milošević``."""
_PLACE_ENDING = re.compile(
    r"(?:ingen|ungen|hausen|heim|dorf|bach|berg|burg|stett?en|hofen|kirchen|ried|reuth|brunn|bruck|zell|au|"
    r"weiler|furt|stein|moos|see"
    r"|wald|ruhr|markt|weiher|küste|itz|leben|rode|büttel|kofen|beuren|wang|loh|horn|eck|ach)s?$"
)
_WORLD = re.compile(r"(?:land|europa|amerika|afrika|asien)s?$")
"""Words that only look like compounds: ``Russlands``, ``Nordeuropa``."""
_ADJECTIVE = re.compile(r"\w{3,}(?:e|er|es|en|em)")
_COMPARATIVE = re.compile(r"[A-ZÄÖÜ]\w{2,}ere[rnsm]?")
_PRONOUNS = frozenset(
    "Meins Deins Seins Ihrs Unsers Unseres Euers Eures Keins Meine Deine Seine Ihre Unsere Keine Meiner"
    " Deiner Seiner Ihrer Unserer Keiner Meines Deines Seines Ihres Keines".split()
)
"""Possessive pronouns that stand for a noun: at the start of a sentence the model takes them for names."""
_STATES = frozenset(
    "Bayern Bayerns Baden-Württemberg Baden-Württembergs Deutschland Deutschlands Süddeutschland Europa"
    " Europas EU BRD Bundesrepublik Freistaat".split()
)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Least score of the model by what the word lists say of a word; tuned on the dev split.

    ``_listed`` is for words that also stand in a list of names, ``_noun`` for such words
    behind an article, a number or an adjective, ``dictionary`` for words of the dictionary (never names) that
    the training texts hardly have, ``compound`` for long words made of known ones.
    """

    unknown: float = 0.035
    unknown_listed: float = 0.015
    unknown_place: float = 0.003
    foreign: float = 0.0005
    country: float = 0.0
    capitals: float = 0.06
    letter: float = 0.015
    rare: float = 0.03
    compound: float = 0.08
    dictionary: float = 0.1
    rare_listed: float = 0.004
    common: float = 0.085
    common_listed: float = 0.045
    rare_listed_noun: float = 0.03
    common_listed_noun: float = 0.3
    lower: float = 0.08
    digit: float = 0.12


THRESHOLDS = Thresholds()


def word_class(word: str, lexicon: Lexicon, names: NameLists) -> str:
    """Name of the threshold that holds for a word."""
    if not word[0].isalpha():
        return "digit"
    if word[0].islower():
        return "lower"
    if len(word) == 1:
        return "letter"
    if word in names.countries or word.removesuffix("s") in names.countries:
        return "country"
    listed = "_listed" if list_flags(word, names) else ""
    if lexicon.level(word) > 1 or lexicon.level(word.lower()) > 2:
        return "common" + listed
    if (
        not listed and len(word) > 5 and lexicon.listed_as(word)
    ):  # short ones ("Loh", "Wok") are names too often
        return "dictionary"
    if lexicon.knows(word):
        return "compound" if not listed and len(word) > 8 and not _WORLD.search(word) else "rare" + listed
    if word.isupper():
        return "capitals"
    if _FOREIGN.search(word):
        return "foreign"
    return "unknown_place" if not listed and _PLACE_ENDING.search(word) else "unknown" + listed


def _kind(guesses: Sequence[Guess]) -> Kind:
    totals = {
        Kind.PERSON: sum(guess.person for guess in guesses),
        Kind.PLACE: sum(guess.place for guess in guesses),
        Kind.ORGANISATION: sum(guess.organisation + 0.01 * guess.other for guess in guesses),
    }
    return max(totals, key=lambda kind: totals[kind])


def _finding(text: str, tokens: Sequence[Token], guesses: Sequence[Guess], is_known: bool) -> Finding:
    start, end = tokens[0].start, tokens[-1].end
    kind, score = _kind(guesses), max(guess.score for guess in guesses)
    surface = text[start:end]
    if surface in _STATES:
        return Finding(
            start, end, kind, surface, 0.2, "Land oder Staat: steht auch im öffentlichen Kopf", "", "model"
        )
    reason = "Klingt nach einem Namen" if score >= 0.3 or is_known else "Unbekanntes großgeschriebenes Wort"
    return Finding(start, end, kind, surface, round(min(score, 0.99), 3), reason, _SUGGESTIONS[kind], "model")


def find_names(text: str, sentence: Sequence[Token], *, model: NameModel | None = None) -> Iterator[Finding]:
    """Findings in one sentence: words whose probability of being a name passes the threshold."""
    model, lexicon, names = model or load_model(), load_lexicon(), load_names()
    guesses = model.guess([token.text for token in sentence])
    run: list[int] = []
    ordinary = 2 if _begins_with_comparative(sentence, lexicon) else 0
    for index, (token, guess) in enumerate(zip(sentence, guesses, strict=True)):
        if not token.text[0].isalnum() or index < ordinary or token.text in _PRONOUNS:
            continue
        kind = word_class(token.text, lexicon, names)
        if kind in {"rare_listed", "common_listed"} and (
            is_noun_context(sentence, index) or _is_initial_adjective(sentence, index, lexicon)
        ):
            kind += "_noun"
        if guess.score < getattr(THRESHOLDS, kind) or (kind == "letter" and _is_label(sentence, index)):
            continue
        if run and not _joined(sentence, run[-1], index):
            yield _finding(
                text,
                sentence[run[0] : run[-1] + 1],
                guesses[run[0] : run[-1] + 1],
                lexicon.knows(sentence[run[0]].text),
            )
            run = []
        run.append(index)
    if run:
        yield _finding(
            text,
            sentence[run[0] : run[-1] + 1],
            guesses[run[0] : run[-1] + 1],
            lexicon.knows(sentence[run[0]].text),
        )


def _is_initial_adjective(sentence: Sequence[Token], index: int, lexicon: Lexicon) -> bool:
    """``Breiter Zugang zur Mitte``: an adjective that begins a sentence or heading before an ordinary
    noun.
    """
    if index or len(sentence) < 2 or not _ADJECTIVE.fullmatch(sentence[0].text):
        return False
    word, following = sentence[0].text, sentence[1].text
    is_adjective = (
        lexicon.level(word.lower()) > 0
        or lexicon.listed_as(word) == "l"
        or lexicon.derived(word) == "adjective"
    )
    return (
        is_adjective
        and following[0].isupper()
        and (lexicon.level(following) > 1 or lexicon.listed_as(following) == "n")
    )


def _begins_with_comparative(sentence: Sequence[Token], lexicon: Lexicon) -> bool:
    """``Kürzere Sitzungen halten``: in German no name begins with a comparative before an ordinary noun."""
    if len(sentence) < 2 or not _COMPARATIVE.fullmatch(sentence[0].text):
        return False
    word, following = sentence[0].text.lower(), sentence[1].text
    is_known = (
        lexicon.level(word) > 0 or lexicon.listed_as(word) == "l" or lexicon.derived(word) == "adjective"
    )
    return is_known and following[0].isupper() and lexicon.level(following) > 1


def _is_label(sentence: Sequence[Token], index: int) -> bool:
    """``Gruppe A``: a letter that numbers things."""
    return index > 0 and sentence[index - 1].text in _NUMBERED


def _joined(sentence: Sequence[Token], last: int, index: int) -> bool:
    """True where only connecting words stand between two words of a name."""
    between = sentence[last + 1 : index]
    return len(between) < 3 and all(token.text in _GLUE for token in between)
