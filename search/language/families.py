"""Derivational roots: what the words of one family share ("Beteiligung", "beteiligt")."""

from __future__ import annotations

import re
from functools import cache

from search.language.forms import masculine, stem
from search.language.lexicon import lexicon
from search.language.wordlists import lines

_SEPARABLE = "ab|an|auf|aus|bei|durch|ein|fest|fort|her|hin|los|mit|nach|nieder|statt|teil|ueber|um|unter|vor|weg|weiter|wieder|zu|zurueck|zusammen"
_INSEPARABLE = "be|ent|er|ver|zer|miss"
#: Particles that may stand alone at the end of a clause.
PARTICLES = frozenset(_SEPARABLE.split("|"))
_PARTICIPLE = re.compile(rf"^(?P<prefix>{_SEPARABLE})?ge(?P<stem>[a-z]{{3,}}?)(?:e?t)(?:e[nrsm]?)?$")
_ENDING = r"(?P<stem>[a-z]{2,}?)(?:e?n|t)(?:e[nrsm]?)?$"
#: In the order in which they are tried.
_STRONG_PARTICIPLES = (
    re.compile(rf"^(?P<prefix>(?:{_SEPARABLE})?)ge{_ENDING}"),
    re.compile(rf"^(?P<prefix>(?:{_SEPARABLE})?(?:{_INSEPARABLE}))(?:ge)?{_ENDING}"),
    re.compile(rf"^(?P<prefix>unter|ueber|wieder|durch|um|hinter|wider){_ENDING}"),
    re.compile(r"^(?P<prefix>)(?P<stem>(?:ge|be|ver|er)[a-z]{3,}?)en(?:e[nrsm]?)?$"),
)
_ZU_INFINITIVE = re.compile(rf"^(?P<prefix>{_SEPARABLE})zu(?P<stem>[a-z]{{3,}}en)$")
_WEAK_FORM = re.compile(r"^(?P<stem>[a-z]{4,}?)(?:e?t)(?:e[nrsm]?)?$")
_PAST = re.compile(r"^(?P<prefix>be|ent|er|ver|zer)?(?P<stem>[a-z]{3,}?)(?:en|st|t|e)?$")
#: Derivational endings after stemming, longest first; at least ``MIN_ROOT`` letters stay.
_SUFFIXES = ("igkeit", "lichkeit", "barkeit", "samkeit", "ierung", "schaft", "ation", "heit", "keit", "lich", "isch", "bar", "sam", "ung", "ier", "ig")
#: Two spellings of one word: Photo and Foto, Potential and Potenzial, Code and Kode, aufwändig and aufwendig.
_SPELLINGS = (
    (re.compile(r"ph"), "f"),
    (re.compile(r"ti(?=al|ell)"), "zi"),
    (re.compile(r"^c(?=[aloru])"), "k"),
    (re.compile(r"^y(?=[aeou])"), "j"),
    (re.compile(r"aufwaend"), "aufwend"),
    (re.compile(r"selbstst"), "selbst"),
)
_PARTICIPLE_ENDINGS = ("n", "t", "ne", "nen", "ner", "nes", "nem", "te", "ten", "ter", "tes", "tem")
MIN_ROOT = 4
_AGENT_ROOT = 5


def root(folded: str) -> str:
    """Root of a folded word: "umsetzung", "umgesetzt" and "umzusetzen" have one."""
    word = _respelt(infinitive(masculine(folded)))
    result = stem(word)
    for _round in range(2):
        for suffix in _SUFFIXES:
            if result.endswith(suffix) and len(result) - len(suffix) >= MIN_ROOT:
                result = result[: -len(suffix)]
                break
        else:
            break
    if result.endswith("er") and len(result) - 2 >= _AGENT_ROOT and result[:-2] in lexicon().verbs:
        result = result[:-2]
    return result


def _respelt(word: str) -> str:
    for pattern, spelling in _SPELLINGS:
        word = pattern.sub(spelling, word)
    return word


@cache
def _strong() -> dict[str, str]:
    """Stem of a past tense or participle -> stem of the infinitive."""
    return {form: verb for line in lines("strong_verbs.txt") for verb, *forms in [line.split()] for form in (*forms, verb)}


def infinitive(word: str) -> str:
    """Infinitive of a participle, of a strong past tense or of a form with "zu", where the verb is known; else the word itself."""
    verbs = lexicon().verbs
    if (match := _PARTICIPLE.match(word)) and match["stem"] in verbs:
        return f"{match['prefix'] or ''}{match['stem']}en"
    if word.endswith(_PARTICIPLE_ENDINGS):
        for pattern in _STRONG_PARTICIPLES:
            if (match := pattern.match(word)) and (verb := _strong().get(match["stem"])) and not _is_noun(word):
                return f"{match['prefix']}{verb}en"
    if (match := _ZU_INFINITIVE.match(word)) and match["stem"][:-2] in verbs:
        return match["prefix"] + match["stem"]
    if (match := _WEAK_FORM.match(word)) and match["stem"] in verbs:
        return match["stem"] + "en"
    return word


def _is_noun(word: str) -> bool:
    """Whether a word that looks like a participle is the plural of a noun: "Betrieben", "Gefahren"."""
    parts, stemmed = lexicon().parts, stem(word)
    return stemmed in parts or stemmed + "e" in parts


def finite(word: str) -> str:
    """Infinitive of a finite form that may have lost its particle ("setzte", "fing", "lehnt"), or nothing."""
    if (match := _PAST.match(word)) and (verb := _strong().get(match["stem"])):
        return f"{match['prefix'] or ''}{verb}en"
    made = infinitive(word)
    if made != word:
        return made
    if (match := re.match(r"^(?P<stem>[a-z]{3,}?)(?:e?te?n?|e?st|en|e)$", word)) and match["stem"] in lexicon().verbs:
        return match["stem"] + "en"
    return ""
