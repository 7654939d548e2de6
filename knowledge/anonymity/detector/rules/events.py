"""When something was and what happened: days by feast, disasters, captions of pictures. Pure module."""

import re

from knowledge.anonymity.detector.findings import Harm, Kind
from knowledge.anonymity.detector.placeholders import Placeholder
from knowledge.anonymity.detector.rules.grammar import ADJECTIVE, ARTICLE, FEAST, MONTH, NUMBER_WORD, YEAR
from knowledge.anonymity.detector.rules.rule import PatternRule

__all__ = ["EVENT_RULES"]

_WEEKDAY = r"(?:(?:Mon|Diens|Donners|Frei|Sams|Sonn)tag|Mittwoch|Sonnabend|Wochenende|Woche|Werktag|Tag)s?"
_AGO = (
    rf"(?:\s(?:vor|seit)\s(?:\d{{1,3}}|{NUMBER_WORD}|ein\spaar|mehreren|wenigen|vielen)\sJahr(?:en|zehnten))"
)
_WHEN = (
    rf"(?:\s(?:des\sJahres\s|im\sJahr(?:e)?\s|von\s|anno\s)?{YEAR}|{_AGO}|\s(?:letzten|vorigen"
    rf"|vergangenen|dieses|nächsten)\sJahres)"
)
_DISASTER = (
    r"(?:\w*(?:[Uu]nglück|[Uu]nfall|[Bb]rand|[Hh]ochwasser|[Ff]lut|[Ee]xplosion|[Ss]kandal|[Aa]ffäre"
    r"|[Kk]atastrophe|[Bb]ergrutsch|[Hh]angrutsch|[Ee]rdrutsch|[Ff]elssturz"
    r"|[Ll]awine|[Ee]insturz|[Aa]bsturz|[Hh]agel(?:sturm)?|[Ss]turm|[Oo]rkan|[Tt]ornado|[Ee]rdbeben|[Mm]ord"
    r"|[Aa]mok\w*|[Aa]nschlag|[Üü]berfall|[Ee]rpressung|[Pp]leite|[Ii]nsolvenz|[Ss]treik"
    r"|[Dd]ammbruch|[Mm]ure|[Ss]eilbahnunglück|[Bb]ombenfund|[Bb]ombenangriff|[Cc]yberangriff"
    r"|[Hh]ackerangriff|[Vv]ergiftung|[Vv]erseuchung|[Ss]euche|[Gg]ebietsreform|[Ee]ingemeindung))"
)
_TIME = (
    rf"(?:\s(?:von|vom|im|aus|des|der|in\sden|anno|seit|{MONTH})\s(?:(?:Jahr(?:e|es)?|Sommer|Winter"
    rf"|Frühjahr|Herbst|{MONTH})\s)?(?:\d{{1,2}}\.\s?)?(?:{MONTH}\s)?(?:{YEAR}|(?:Zwanz|Dreiß|Vierz|Fünfz"
    rf"|Sechz|Siebz|Achtz|Neunz)iger(?:jahre)?n?)"
    rf"|(?:\s(?:im|am)\s(?:{MONTH}|Sommer|Winter|Frühjahr|Herbst))?{_AGO}|\s{YEAR})"
)
_NOT_FULL_STOP = r"(?:[^.\n(]|\([^)\n]{0,40}\)|\.(?=\S))"

_SEASONS = frozenset(
    {
        "Weihnachten",
        "Ostern",
        "Pfingsten",
        "Neujahr",
        "Fasching",
        "Silvester",
        "Karneval",
        "Pfingstferien",
        "Osterferien",
        "Weihnachtsferien",
        "Weihnachtszeit",
        "Fastnacht",
        "Johannisbeeren",
    }
)
"""Alone they say a season only."""

EVENT_RULES = (
    PatternRule(
        Kind.DATE,
        re.compile(
            rf"\b(?:(?:{_WEEKDAY}|Nacht|Abend|Morgen)\s(?:nach|vor|zu|an|von|auf|um"
            rf"|zwischen)\s(?:dem\s)?)?{FEAST}{_WHEN}?"
        ),
        0.55, "Tag nach einem Fest", Placeholder.PERIOD,
        lambda match: 0.35 if match.group() in _SEASONS else 0.6,
    ),
    PatternRule(
        Kind.DATE,
        re.compile(
            rf"\b(?:[Ee]rste[rnms]?|[Zz]weite[rnms]?|[Dd]ritte[rnms]?|[Vv]ierte[rnms]?"
            rf"|[Ll]etzte[rnms]?)\s(?:{_WEEKDAY[:-2]}[a-z]*|{MONTH}\w*wochenende\w*|\w+sonntag"
            rf"|\w+samstag)\s(?:im|des|nach|vor)\s(?:{MONTH}|{FEAST}|Advents?)"
            rf"|\b(?:{MONTH[:-1]})wochenende)\b"
        ),
        0.5, "Wiederkehrender Termin", Placeholder.PERIOD,
    ),
    PatternRule(
        Kind.UNIQUE,
        re.compile(rf"(?:\b(?:{ARTICLE})\s)?(?:{ADJECTIVE}\s)?\b{_DISASTER}(?:s|es|e|en)?(?:\s(?:in|bei|auf"
                   rf"|am|im|an)\s(?:der\s|dem\s)?[A-ZÄÖÜ][\w-]+)?{_TIME}"),
        0.65, "Ereignis mit Zeit: steht in jeder Ortsgeschichte", Placeholder.EVENT,
    ),
    PatternRule(
        Kind.UNIQUE,
        re.compile(
            rf"\b(?:[Dd]ie|[Dd]er|[Dd]as|[Dd]em|[Dd]en)\s(?:{ADJECTIVE}\s)?(?P<event>(?:Chemie|Gift\w*|Zug"
            rf"|Bus|Flugzeug|Seilbahn|Gas|Groß|Gruben|Bergwerks|Staudamm|Kirchen|Dioxin|Öl|Müll"
            rf"|Gammelfleisch)\w*(?:unglück|brand|explosion|skandal|katastrophe|unfall|absturz|affäre)"
            rf"|Explosion|Bergsturz|Felssturz|Bergrutsch)"
            rf"(?:\s(?:in|bei|auf|am|im)\s(?:der\s|dem\s)?[A-ZÄÖÜ][\w-]+)?"
        ),
        0.6, "Ereignis, das den Ort verraten kann", Placeholder.EVENT,
    ),
    PatternRule(
        Kind.UNIQUE,
        re.compile(
            rf"(?<![a-zäöüß]\s)\b(?:(?:Im|Unser)\sBild|Bild|Foto|Fotos|Abb|Abbildung|Aufnahme|Luftbild"
            rf"|Bildunterschrift|Unser\sBild)\.?(?:\s(?:oben|unten|links|rechts"
            rf"|\d{{1,2}}))?\s?:\s?[A-ZÄÖÜ„]{_NOT_FULL_STOP}+"
            rf"|\b(?:(?:[Dd]as|[Ee]in|[Uu]nser|[Dd]ie)\s)?(?:Titel|Luft|Archiv|Presse)?(?:[Bb]ild|[Ff]oto"
            rf"|[Aa]ufnahme)\szeigt(?:e)?\s[^,.\n]+"
            rf"|\bAuf\sdem\s(?:Titel|Luft|Archiv|Presse)?(?:[Bb]ild|[Ff]oto)\s(?:sind|ist|sieht\sman|steht"
            rf"|stehen)\s[^,.\n]+"
        ),
        0.65, "Bildunterschrift: lässt sich im Netz finden", Placeholder.CAPTION,
    ),
    PatternRule(
        Kind.DATE,
        re.compile(
            rf"\b(?:[Gg]ebaut|[Ee]rbaut|[Ee]rrichtet|[Ee]röffnet|[Ee]ingeweiht|[Ff]ertiggestellt|[Gg]egründet"
            rf"|[Gg]estiftet|[Ee]ingemeindet|[Aa]bgebrannt|[Vv]ollendet|[Ss]tillgelegt|[Gg]eschlossen"
            rf"|[Rr]enoviert|[Ss]aniert|[Ee]rworben|[Gg]ekauft|Baujahr|Gründungsjahr|[Gg]egr\.|[Ee]rb\.)"
            rf"(?:\s(?!(?:und|aber|doch)\b)[a-zäöüß]+){{0,3}}\s(?:(?:im\sJahr(?:e)?|anno|seit|{MONTH})\s)?"
            rf"(?P<what>{YEAR})\b(?!\s(?:bis|und)\s{YEAR})"
            rf"|\b(?:Im\sJahr(?:e)?\s)?(?P<what_2>{YEAR})\s(?:wurde\s(?:\w+\s){{1,4}})?"
            rf"(?:gebaut|erbaut|errichtet|eingeweiht|gegründet|eingemeindet|abgebrannt)\b"
        ),
        0.55, "Jahr, in dem etwas gebaut oder gegründet wurde: steht in jeder Ortsgeschichte",
        Placeholder.YEARS, None, Harm.EXACT,
    ),
)  # fmt: skip
