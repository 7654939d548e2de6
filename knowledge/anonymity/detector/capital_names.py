"""Names written in capitals ("FRAU HUBER", "HUBER, ANNA"): the model has seen few of them. Pure module.

The case of a letter is all that tells a German name from a word, and here it says nothing; so a list of given
names, a title and the dictionary decide, and the finding is doubtful unless title and given name stand
together.
"""

import re
from collections.abc import Iterator, Sequence

from knowledge.anonymity.detector.findings import Finding, Kind
from knowledge.anonymity.detector.lexicon import load_lexicon, load_names
from knowledge.anonymity.detector.titled_names import is_title
from knowledge.anonymity.detector.tokens import Token

__all__ = ["find_capital_names"]

_SURE, _LIKELY = 0.95, 0.7


def _is_capital(word: str) -> bool:
    return len(word) > 2 and word.isupper() and word.replace("-", "").isalpha()


def _as_title(word: str) -> bool:
    return is_title(word) or (
        word.isupper() and is_title("-".join(part.capitalize() for part in word.split("-")))
    )


def _is_given(word: str) -> bool:
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


def find_capital_names(text: str, tokens: Sequence[Token]) -> Iterator[Finding]:
    """Given name with surname in either order, and whatever no dictionary knows behind a title."""
    for index, token in enumerate(tokens):
        if not _is_capital(token.text):
            continue
        beside = _words_behind(text, tokens, index)
        titled = _behind_title(tokens, index)
        if beside[:1] == [","] and len(beside) > 1 and _is_given(beside[1]):
            yield _finding(text, token.start, tokens[index + 2].end, _LIKELY)
        elif _is_given(token.text) and beside and _is_capital(beside[0]):
            yield _finding(text, token.start, tokens[index + 1].end, _SURE if titled else _LIKELY)
        elif titled and not (_as_title(token.text) or _is_ordinary(token.text)):
            yield _finding(text, token.start, token.end, _LIKELY)


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


def _finding(text: str, start: int, end: int, certainty: float) -> Finding:
    words = re.sub(r"\s+", " ", text[start:end])
    return Finding(
        start,
        end,
        Kind.PERSON,
        words,
        certainty,
        "Name in Großbuchstaben",
        "[Person, Rolle nennen]",
        "titled",
    )
