"""Derivational roots: what the words of one family share ("Beteiligung", "beteiligt")."""

from __future__ import annotations

import re

from search.language.forms import masculine, stem
from search.language.lexicon import lexicon

_SEPARABLE = "ab|an|auf|aus|bei|durch|ein|fest|fort|her|hin|los|mit|nach|nieder|statt|teil|ueber|um|unter|vor|weg|weiter|wieder|zu|zurueck|zusammen"
_PARTICIPLE = re.compile(rf"^(?P<prefix>{_SEPARABLE})?ge(?P<stem>[a-z]{{3,}}?)(?:e?t)(?:e[nrsm]?)?$")
_ZU_INFINITIVE = re.compile(rf"^(?P<prefix>{_SEPARABLE})zu(?P<stem>[a-z]{{3,}}en)$")
_WEAK_FORM = re.compile(r"^(?P<stem>[a-z]{4,}?)(?:e?t)(?:e[nrsm]?)?$")
#: Derivational endings after stemming, longest first; at least ``MIN_ROOT`` letters stay.
_SUFFIXES = ("igkeit", "lichkeit", "barkeit", "samkeit", "ierung", "schaft", "ation", "heit", "keit", "lich", "isch", "bar", "sam", "ung", "ier", "ig")
MIN_ROOT = 4
_AGENT_ROOT = 5


def root(folded: str) -> str:
    """Root of a folded word: "umsetzung", "umgesetzt" and "umzusetzen" have one."""
    word = _infinitive(masculine(folded))
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


def _infinitive(word: str) -> str:
    """Infinitive of a participle or of a form with "zu", where the lexicon knows the verb."""
    verbs = lexicon().verbs
    if (match := _PARTICIPLE.match(word)) and match["stem"] in verbs:
        return f"{match['prefix'] or ''}{match['stem']}en"
    if (match := _ZU_INFINITIVE.match(word)) and match["stem"][:-2] in verbs:
        return match["prefix"] + match["stem"]
    if (match := _WEAK_FORM.match(word)) and match["stem"] in verbs:
        return match["stem"] + "en"
    return word
