"""What there is once: superlatives and "einzige" with their whole phrase, and comparisons with everybody
else. Pure module.
"""

import re

from knowledge.anonymity.detector.findings import Harm, Kind
from knowledge.anonymity.detector.placeholders import Placeholder
from knowledge.anonymity.detector.rules.grammar import ADJECTIVE, ARTICLE, CHUNK, STATE
from knowledge.anonymity.detector.rules.rule import PatternRule

__all__ = ["SINGULAR_RULES"]

_DIRECTION = r"(?:nördlich|südlich|östlich|westlich)"
_SUPERLATIVE = (
    r"(?:einzig|größt|kleinst|ältest|jüngst|höchst|tiefst|längst|kürzest|schnellst|reichst|ärmst|teuerst"
    r"|billigst|bekanntest|berühmtest"
    r"|beliebtest|meistbesucht|meistverschuldet|höchstverschuldet|schönst|steilst|engst|breitest|stärkst"
    r"|schwächst|dienstältest|erst|letzt"
    rf"|waldreichst|dichtest|niedrigst|geringst|meist|wenigst|härtest|wärmst|kältest|sonnigst|regenreichst"
    rf"|{_DIRECTION}st|best|schlechtest)e?[rsnm]?"
)
_ONLY = r"(?:einzig|dienstältest|jüngst|ältest|erst|letzt)e?[rsnm]?"
_MUNICIPAL = (
    r"(?:\w*(?:[Gg]emeinde|[Kk]ommune|[Ss]tadt|[Ss]tädtchen|[Dd]orf)|Stadt|Markt|Ort|Ortschaft"
    r"|Landkreis|Kurort|Flecken|Weiler)"
)
_OFFICE = (
    r"(?:(?:Ober|Alt|Vize)?[Bb]ürgermeister(?:in)?|Schult(?:es|heiß|heißin)|OB|Rathauschef(?:in)?"
    r"|Landr[aä]t(?:in)?|Landrätin|Kämmer(?:er|in)"
    r"|Rathausspitze|Ortsvorsteher(?:in)?|Amtsträger(?:in)?|Frau\sim\s(?:Amt|Rathaus)|Mann\sim\s(?:Amt"
    r"|Rathaus)|Gemeinderat|Stadtrat|Bürgermeister)"
)
_WITHIN = (
    rf"(?:\s(?:in\sganz|ganz|im\sganzen|im|in|des|der|unter\sden|aller|von|vom"
    rf"|zwischen\s\w+\sund)\s(?:{ADJECTIVE}\s)?(?:[A-ZÄÖÜ][\w-]*\s(?:im|in|des|der)\s)?{STATE}\b"
    rf"|\s{STATE}\b|\sweit\sund\sbreit)"
)


def _rate_first(match: re.Match[str]) -> float:
    """ "Die erste Gemeinde, die anruft": only with more words is it a claim."""
    word = match["word"]
    if word.startswith(("erst", "letzt", "best", "schönst", "meist", "wenigst")):
        return (
            0.8
            if match.group().split(match["noun"], 1)[1].strip() or match.group()[:3].lower() == "als"
            else 0.0
        )
    return 0.8


SINGULAR_RULES = (
    PatternRule(
        Kind.UNIQUE,
        re.compile(
            rf"(?:\b(?:[Aa]ls\s)?(?:{ARTICLE}\s)?"
            rf"|\b[Aa]ls\s)\b(?P<word>{_SUPERLATIVE})\s(?:{ADJECTIVE}\s)?(?P<noun>{_MUNICIPAL}"
            rf"|{_OFFICE})\b{CHUNK}"
        ),
        0.8, "Alleinstellung", Placeholder.PECULIARITY, _rate_first,
    ),
    PatternRule(
        Kind.UNIQUE,
        re.compile(
            rf"(?:\b(?:[Aa]ls\s)?(?:{ARTICLE}\s)?"
            rf"|\b[Aa]ls\s)\b(?P<word>{_SUPERLATIVE})\s(?:{ADJECTIVE}\s)?(?P<noun>[A-ZÄÖÜ][\w-]*)"
            rf"(?:\s(?:aller|von|unter|im|in|am|der|des|den)\s[A-ZÄÖÜ]?[\w-]+)?{_WITHIN}{CHUNK}"
        ),
        0.8, "Alleinstellung", Placeholder.PECULIARITY,
    ),
    PatternRule(
        Kind.UNIQUE,
        re.compile(
            rf"\b(?:[Nn]iemand|[Kk]ein\sanderer|[Kk]eine\sandere|[Kk]ein\sanderes|[Kk]eine?\s(?:Gemeinde"
            rf"|Kommune|Stadt|Ort|Nachbar\w*)|[Nn]irgend(?:s|wo)(?:\ssonst)?)"
            rf"(?:\s(?!als\b)[\w-]+){{0,8}}?\sals\s(?:wir|bei\suns|hier|unser\w*)\b"
            rf"|\b(?:[Kk]ein\sanderer|[Kk]eine\sandere|[Kk]ein\sanderes)\s{_MUNICIPAL}\b(?:\s(?:in"
            rf"|im)\s(?:ganz\s)?{STATE})?"
            rf"|\b[Nn]irgend(?:s|wo)\s(?:sonst\s)?(?:in|im)\s(?:ganz\s|ganzen\s)?{STATE}\b"
            rf"|\b(?:[Nn]iemand|[Kk]einer)\s(?:sonst\s)?(?:in|im)\s(?:ganz\s|ganzen\s)?{STATE}\b"
            rf"|\bso\s\w+\swie\s(?:wir|bei\suns|hier|keine?r?)\b{CHUNK}(?:,\sals\s(?:erste"
            rf"|einzige)[rns]?\s?(?:in|im)?\s?{STATE})?"
            rf"|\b[Aa]ls\s(?:erste|einzige|letzte)[rns]?\s(?:in|im|des|aller"
            rf"|von)\s(?:ganz\s)?(?:[A-ZÄÖÜ]\w+\s(?:in|im|des)\s)?{STATE}\b"
        ),
        0.75, "Vergleich mit allen anderen", Placeholder.PECULIARITY,
    ),
    PatternRule(
        Kind.OFFICE,
        re.compile(
            rf"\b(?:[Aa]ls\s)?(?:{ARTICLE}\s)?(?:erste|einzige|jüngste|älteste"
            rf"|dienstälteste)[rnsm]?\s(?:{ADJECTIVE}\s)?(?:Frau|Mann|{_OFFICE}|Grüne[rn]?|Rote[rn]?"
            rf"|Schwarze[rn]?|Parteilose[rn]?|Evangelische[rn]?|Zugezogene[rn]?)\b{CHUNK}"
            rf"|\bdienstälteste[rnsm]?\s[A-ZÄÖÜ]\w+{CHUNK}"
            rf"|\bseit\s(?:1[5-9]|20)\d\d\sdie\serste\s\w+{CHUNK}"
        ),
        0.8, "Merkmal, das nur eine Amtsperson hat", Placeholder.PECULIARITY, None, Harm.EXACT,
    ),
)  # fmt: skip
