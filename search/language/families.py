"""Derivational roots: what the words of one family share ("Beteiligung", "beteiligt")."""

from __future__ import annotations

import re
from functools import cache

from search.language.forms import masculine, respelt, stem
from search.language.lexicon import lexicon
from search.language.wordlists import lines, words

_ALONE = (
    "ab|an|auf|aus|bei|durch|ein|fest|fort|her|hin|los|mit|nach|nieder|statt|teil|ueber|um|unter|vor|weg|"
    "weiter|wieder|zu|zurueck|zusammen|"
    "auseinander|bereit|dar|entgegen|heran|heraus|herbei|herein|herum|herunter|hervor|hinaus|hinein|hinzu|"
    "voran|voraus|vorbei|zurecht"
)
_SEPARABLE = _ALONE + "|frei|hoch|klar|sicher|still|wahr"
_INSEPARABLE = "be|ent|er|ver|zer|miss"
#: Particles that may stand alone at the end of a clause.
PARTICLES = frozenset(_ALONE.split("|"))
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
_THIRD_PERSON = re.compile(
    rf"^(?P<prefix>(?:{_SEPARABLE}|hinter|wider)?(?:{_INSEPARABLE})?)(?P<stem>[a-z]{{3,}})t$"
)
_PREFIXED_PAST = re.compile(
    rf"^(?P<prefix>{_INSEPARABLE}|unter|ueber|wider|hinter|wieder)(?P<stem>[a-z]{{3,}}?)(?:en|e)?$"
)
_PAST = re.compile(r"^(?P<prefix>be|ent|er|ver|zer)?(?P<stem>[a-z]{3,}?)(?:en|st|t|e)?$")
#: Derivational endings after stemming, longest first; at least ``MIN_ROOT`` letters stay.
_SUFFIXES = (
    "igkeit", "lichkeit", "barkeit", "samkeit", "ierung", "schaft", "ation", "ition", "ativ", "ator", "heit",
    "keit", "lich", "isch", "ling", "bar", "sam", "ung",
    "ier", "ig",
)  # fmt: skip
#: These are endings only beside a verb in -ieren: "Konkurrenz" and "Konkurrent" beside "konkurrieren".
_BESIDE_IEREN = ("ent", "enz", "ant", "anz", "at")
_PARTICIPLE_ENDINGS = ("n", "t", "ne", "nen", "ner", "nes", "nem", "te", "ten", "ter", "tes", "tem")
MIN_ROOT = 4
#: Behind these letters a plural "s" is one that Snowball leaves: "Büros", "Azubis".
_PLURAL_S = frozenset("aiou")
_AGENT_ROOT = 5


def root(folded: str) -> str:
    """Root of a folded word: "umsetzung", "umgesetzt" and "umzusetzen" have one."""
    base = masculine(folded)
    if own := distinct(base):
        return own
    if base[-1:] == "s" and base[-2:-1] in _PLURAL_S and base[:-1] in lexicon().parts:
        base = base[:-1]
    word = infinitive(base)
    if own := distinct(word):
        return own
    word = respelt(word)
    result = borrowed_verb(word) or stem(word)
    result = _ablaut().get(result, result)
    for _round in range(2):
        shorter = _shortened(result)
        if shorter == result:
            break
        result = shorter
    if result.endswith("er") and len(result) - 2 >= _AGENT_ROOT and result[:-2] in lexicon().verbs:
        result = result[:-2]
    return result


def borrowed_verb(folded: str) -> str:
    """Stem of a verb in -ieren, which Snowball cuts too short ("finanzi"), or nothing."""
    is_one = (
        folded.endswith("ieren") and len(folded) - 5 >= MIN_ROOT and folded[:-2] not in _strong().values()
    )
    return folded[:-2] if is_one else ""


def distinct(folded: str) -> str:
    """The word of the list of distinct words that this is a form of, or nothing."""
    match = _distinct().match(folded)
    return match["own"] if match else ""


@cache
def _distinct() -> re.Pattern[str]:
    return re.compile(
        rf"^(?P<own>{'|'.join(sorted(words('distinct.txt'), reverse=True))})(?:lich|isch|ung|keit|heit|"
        rf"schaft|ler|bar|er|los)*(?:e|en|n|s|es|er|em|ern|t|te|ten|end)?$"
    )


def _shortened(result: str) -> str:
    """Without its last derivational ending."""
    if result.endswith("ikation"):
        return result.removesuffix("ikation") + "iz"
    for suffix in _SUFFIXES:
        if result.endswith(suffix) and len(result) - len(suffix) >= MIN_ROOT:
            return result[: -len(suffix)]
    for suffix in _BESIDE_IEREN:
        if result.endswith(suffix) and result[: -len(suffix)] + "ier" in lexicon().verbs:
            return result[: -len(suffix)]
    if result.endswith("nis") and result[:-3] in lexicon().verbs:
        return result[:-3]
    return result


@cache
def _strong() -> dict[str, str]:
    """Stem of a past tense or participle -> stem of the infinitive."""
    return {
        form: verb
        for line in lines("strong_verbs.txt")
        for verb, *forms in [line.split()]
        for form in (*forms, verb)
    }


@cache
def _ablaut() -> dict[str, str]:
    """Stem of a noun -> stem of its verb."""
    pairs: dict[str, str] = {}
    for line in lines("ablaut.txt"):
        verb, noun, *prefixes = line.split()
        for prefix in prefixes:
            before = "" if prefix == "-" else prefix
            whole = before.replace("rueck", "zurueck") + verb + "en"
            pairs[stem(before + noun)] = borrowed_verb(whole) or stem(whole)
    return pairs


@cache
def _present() -> dict[str, str]:
    """Stem of the third person with a changed vowel ("hilf-t") -> stem of the infinitive."""
    return {form: verb for form, verb in _strong().items() if "i" in form and "i" not in verb}


def infinitive(word: str) -> str:
    """Infinitive of a participle, of a strong past tense or of a form with "zu", where the verb is known;
    else the word itself.
    """
    verbs = lexicon().verbs
    if (match := _PARTICIPLE.match(word)) and match["stem"] in verbs:
        return f"{match['prefix'] or ''}{match['stem']}en"
    if word.endswith(_PARTICIPLE_ENDINGS):
        for pattern in _STRONG_PARTICIPLES:
            if (
                (match := pattern.match(word))
                and (verb := _strong().get(match["stem"]))
                and not _is_noun(word)
            ):
                return f"{match['prefix']}{verb}en"
    if (match := _ZU_INFINITIVE.match(word)) and match["stem"][:-2] in verbs:
        return match["prefix"] + match["stem"]
    if (match := _WEAK_FORM.match(word)) and match["stem"] in verbs:
        return match["stem"] + "en"
    if (
        (match := _THIRD_PERSON.match(word))
        and (verb := _present().get(match["stem"]))
        and not _is_noun(word)
    ):
        return f"{match['prefix']}{verb}en"
    if (
        (match := _PREFIXED_PAST.match(word))
        and (verb := _strong().get(match["stem"]))
        and not _is_noun(word)
    ):
        return f"{match['prefix']}{verb}en"
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
    if (match := re.match(r"^(?P<stem>[a-z]{3,}?)(?:e?te?n?|e?st|en|e)$", word)) and match[
        "stem"
    ] in lexicon().verbs:
        return match["stem"] + "en"
    return ""
