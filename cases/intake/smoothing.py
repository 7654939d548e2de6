"""Brackets smoothed: "Unser [Kämmerei] sagt" reads "Unsere Kämmerei sagt". Offered, never done unasked; what
there is no rule for keeps its brackets. Pure module.
"""

from __future__ import annotations

import re

from knowledge.anonymity.detector import CoverName

__all__ = ["smooth"]

_NEUTER = frozenset({CoverName.CLIMATE_MANAGER, CoverName.COUNCILLOR, CoverName.PLANNER})
_MASCULINE = frozenset({CoverName.PARTY_LEADER, CoverName.CLUB_CHAIR})
_ROLES = (
    CoverName.MAYOR,
    CoverName.DEPUTY_MAYOR,
    CoverName.FORMER_MAYOR,
    CoverName.DISTRICT_HEAD,
    CoverName.TREASURER,
    CoverName.BUILDING_OFFICE,
    CoverName.MAIN_OFFICE,
    CoverName.PUBLIC_ORDER_OFFICE,
    CoverName.CLIMATE_MANAGER,
    CoverName.PARTY_LEADER,
    CoverName.COUNCILLOR,
    CoverName.HEAD_TEACHER,
    CoverName.NURSERY_HEAD,
    CoverName.CLUB_CHAIR,
    CoverName.MANAGING_DIRECTOR,
    CoverName.PLANNER,
)
_DATIVE = ("mit", "von", "bei", "zu", "nach", "aus", "seit", "gegenüber", "in")
_ACCUSATIVE = ("für", "gegen", "ohne", "um", "durch", "an")
_EITHER = ("auf", "über", "unter", "vor", "hinter", "neben", "zwischen")
"""Where the verb decides; what stands before the bracket tells it, or nothing does."""
_FEMININE_OF = {"": "e", "e": "e", "em": "er", "en": "e", "es": "er", "er": "er", "s": "er"}
"""Endings of "unser" before a masculine or neuter noun, and before a feminine one."""

_ROLE = re.compile(
    r"(?:\b(?P<preposition>(?i:" + "|".join([*_DATIVE, *_ACCUSATIVE, *_EITHER]) + r"))\s+)?"
    r"(?:\b(?P<determiner>[Dd](?:er|ie|as|em|en|es)|(?:[UuIi](?:nser|hr)|[MSDmsd]ein|[Ee]in)(?:e[mnrs]?)?)\s+)?"
    r"\[(?P<noun>" + "|".join(map(re.escape, _ROLES)) + r"|Gemeinde)(?:\s(?:mit|ab)\s[^\]]*)?\]"
)
_ARTICLE_TWICE = re.compile(r"\b(?:[Dd](?:er|ie|as|em|en|es)|[Ee]ine?[mnrs]?)\s+(?=\[eine? )")
"""``für einen [ein Ereignis]``: the bracket brings its own."""
_ARTICLES = {"f": ("die", "der", "die"), "n": ("das", "dem", "das"), "m": ("der", "dem", "den")}
"""Nominative, dative, accusative."""


def smooth(text: str) -> str:
    """The text with roles and the case giver's municipality behind an article. It says the same, and no more.

    Cover names with a letter keep their brackets: without them "[Verein A]" reads like a name, to the
    detector as well.
    """
    return _ROLE.sub(_read, _ARTICLE_TWICE.sub("", text))


def _read(match: re.Match[str]) -> str:
    noun, preposition, determiner = match["noun"], match["preposition"] or "", match["determiner"] or ""
    gender = "n" if noun in _NEUTER else "m" if noun in _MASCULINE else "f"
    governed = preposition.lower()
    if governed in _EITHER and not determiner:
        return match.group()
    case = 1 if governed in _DATIVE else 2 if governed in _ACCUSATIVE else 0
    if governed in _EITHER:
        case = 1 if determiner.lower().endswith(("em", "er")) else 2
    article = _ARTICLES[gender][case]
    if determiner and determiner[0].lower() != "d" and gender == "f":
        stem = re.match(r"(?:unser|ihr|[mds]?ein)", determiner, re.IGNORECASE)
        if stem is not None:
            article = stem.group() + _FEMININE_OF[determiner[stem.end() :]]
    elif determiner and determiner[0].lower() != "d":
        article = determiner
    elif determiner.lower() in {"dem", "des"} and gender == "f":
        article = "der"
    elif determiner and gender != "f":
        article = determiner
    if determiner[:1].isupper() or (not determiner and not preposition and _begins(match)):
        article = article[:1].upper() + article[1:]
    return " ".join(part for part in (preposition, article, noun) if part)


def _begins(match: re.Match[str]) -> bool:
    """Whether a sentence begins there."""
    before = match.string[: match.start()].rstrip(" ")
    return not before or before.endswith((".", "!", "?", "\n", "„"))
