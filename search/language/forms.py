"""Forms of one word: folded spelling, base of a gender form, stem."""

from __future__ import annotations

import re
import threading
import unicodedata

import Stemmer

#: Longest term that reaches an index; longer ones are no words.
MAX_TERM = 64

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "oe"})
_stemmers = threading.local()

_FEMININE = re.compile(r"^(?P<agent>[a-z]{2,}er)in(?:nen)?$")
_FEMININE_PLURAL = re.compile(r"^(?P<base>[a-z]{4,})innen$")
_NOT_FEMININE = frozenset(
    [
        "gewinnen",
        "zurueckgewinnen",
        "hinzugewinnen",
        "beginnen",
        "entrinnen",
        "gerinnen",
        "zerrinnen",
        "verrinnen",
        "ersinnen",
        "besinnen",
        "entsinnen",
        "drinnen",
        "erinnen",
        "finnen",
        "spinnen",
        "linnen",
        "zinnen",
        "rinnen",
        "sinnen",
        "minnen",
        "hierin",
        "darin",
        "worin",
    ]
)


def composed(text: str) -> str:
    """Umlauts as one character each: a Mac, an iPad and a PDF write "u" and two dots instead."""
    return unicodedata.normalize("NFC", text)


#: What XML 1.0 cannot hold, half of a surrogate pair, and the control characters that it could.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def without_controls(text: str, instead: str = "") -> str:
    """The text without control characters (tabs and line ends stay) and whatever else XML 1.0 refuses;
    ``instead`` stands for each.
    """
    return _CONTROLS.sub(instead, text)


def fold(text: str) -> str:
    """Lower case, compatibility forms and accents removed, umlauts and ß spelt out; idempotent."""
    lowered = unicodedata.normalize("NFKC", text).casefold().replace("\u0307", "")
    spelt = unicodedata.normalize("NFC", lowered).translate(_UMLAUTS)
    if spelt.isascii():
        return spelt
    decomposed = unicodedata.normalize("NFD", spelt)
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if not unicodedata.combining(c)))


#: Two spellings of one word: Photo and Foto, Potential and Potenzial, Code and Kode, aufwändig and aufwendig.
_SPELLINGS = (
    (re.compile(r"ph"), "f"),
    (re.compile(r"ti(?=al|ell)"), "zi"),
    (re.compile(r"^c(?=[aloru])"), "k"),
    (re.compile(r"^y(?=[aeou])"), "j"),
    (re.compile(r"aufwaend"), "aufwend"),
    (re.compile(r"selbstst"), "selbst"),
)


def respelt(folded: str) -> str:
    """The one spelling of a word that has two."""
    for pattern, spelling in _SPELLINGS:
        folded = pattern.sub(spelling, folded)
    return folded


def _stemmer() -> Stemmer.Stemmer:
    """Stemmers keep state, so each thread has its own."""
    stemmer = getattr(_stemmers, "german", None)
    if stemmer is None:
        stemmer = _stemmers.german = Stemmer.Stemmer("german")
    return stemmer


def masculine(folded: str) -> str:
    """Base of a feminine form: "beraterinnen" -> "berater". Other words come back unchanged."""
    if not folded.endswith(("in", "innen")) or folded in _NOT_FEMININE:
        return folded
    if match := _FEMININE.match(folded):
        return match["agent"]
    if match := _FEMININE_PLURAL.match(folded):
        return match["base"]
    return folded


def stem(folded: str) -> str:
    """Snowball's German stem of the masculine base."""
    return str(_stemmer().stemWord(masculine(folded)))
