"""Pieces of German that the tables are written with: numbers in words, articles, noun phrases, feasts. Pure
module.

Strings for regular expressions, each a group of its own.
"""

__all__ = [
    "ADJECTIVE",
    "ARTICLE",
    "CHUNK",
    "FEAST",
    "LARGE_NUMBER_WORD",
    "MONTH",
    "NAME",
    "NUMBER",
    "NUMBER_WORD",
    "ROUGHLY",
    "STATE",
    "YEAR",
]

MONTH = (
    r"(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
    r"|Jan\.|Feb\.|Apr\.|Jun\.|Jul\.|Aug\.|Sept?\.|Okt\.|Nov\.|Dez\.)"
)
YEAR = r"(?:1[5-9]\d\d|20\d\d)"

_ONE = r"(?:ein|zwei|zwo|drei|vier|fünf|sechs|sieben|acht|neun)"
_TEEN = r"(?:zehn|elf|zwölf|dreizehn|vierzehn|fünfzehn|sechzehn|siebzehn|achtzehn|neunzehn)"
_TENS = rf"(?:(?:{_ONE}und)?(?:zwanzig|dreißig|dreissig|vierzig|fünfzig|sechzig|siebzig|achtzig|neunzig))"
_BELOW_100 = rf"(?:{_TENS}|{_TEEN}|{_ONE}|eins)"
_BELOW_1000 = rf"(?:{_ONE}?hundert(?:und)?{_BELOW_100}?|{_BELOW_100})"
_HALF = rf"(?:(?:{_ONE}|{_TEEN}|{_TENS})einhalb|anderthalb|eineinhalb)"

NUMBER_WORD = (
    rf"(?:{_HALF}(?:tausend|hundert)?|(?:{_BELOW_1000})?tausend(?:und)?(?:{_BELOW_1000})?|{_BELOW_1000})"
)
"""A number in words as one word: ``siebzehn``, ``siebeneinhalbtausend``, ``hundertzwanzigtausend``."""
LARGE_NUMBER_WORD = (
    rf"(?:{_HALF}(?:tausend|hundert)|(?:{_BELOW_1000})?tausend(?:und)?(?:{_BELOW_1000})?"
    rf"|{_ONE}?hundert(?:und)?{_BELOW_100}?)"
)
"""From a hundred on."""

NUMBER = r"(?:(?<![\d.,/])\d{1,3}(?:[. ]\d{3})+(?![.,]?\d)|(?<![\d.,/])\d+(?:,\d+)?(?![.,]?\d))"
"""In digits, thousands with points or blanks, with decimals."""
ROUGHLY = (
    r"(?:(?:gut|knapp|rund|etwa|circa|ca\.|fast|genau|exakt|über|unter|kaum|nur|gerade|bald"
    r"|weniger\sals|mehr\sals)\s)"
)

ARTICLE = (
    r"(?:[Dd](?:er|ie|as|em|en|es)|[Ee]ine?[rnms]?|[Ii]hr(?:e[rnms]?)?|[Uu]ns(?:er|re)(?:e?[rnms])?"
    r"|[Mm]eine?[rnms]?"
    r"|[Ss]eine?[rnms]?|[Ii]m|[Aa]m|[Zz]um|[Zz]ur|[Vv]om|[Bb]eim)"
)
ADJECTIVE = r"(?:[a-zäöüß-]{2,}(?:e|er|es|en|em))"
NAME = r"(?:[A-ZÄÖÜ][\w'’.-]*\w)"

CHUNK = (
    r"(?:\s(?:(?:in|im|am|an|auf|aus|bei|beim|mit|ohne|von|vom|zu|zum|zur|für|unter|über|und|oder|seit|der"
    r"|die|das"
    r"|des|dem|den|ein|eine|einer|einem|einen|ganz|weit|breit|als|wir|uns|hier|eigene[rmn]?|zwei|drei|vier"
    r"|fünf"
    r"|sechs|sieben|acht|neun|zehn|ganze[nrsm]?|diese[mnrs]?|unsere[mnrs]?|unserem|\d{1,4})\b"
    r"|[A-ZÄÖÜ][\w-]*|[a-zäöüß]{2,}(?:ische|liche|ige|eigene|ganze)[rnsm]?\b))*"
)
"""What may follow a noun in its phrase: prepositions with their nouns, no verb, no comma."""

STATE = (
    r"(?:Bayerns?|Baden-Württembergs?|Deutschlands?|Europas?|Süddeutschlands?|Südwestens?|Frankens?"
    r"|Schwabens?"
    r"|Oberbayerns?|Niederbayerns?|Ostbayerns?|Oberschwabens?|Badens?|Württembergs?|Allgäus?|Oberlandes?"
    r"|(?:Land|Alt)?[Kk]reis(?:es)?|Landkreise[ns]?|Regierungsbezirks?|Bezirks?|Landes?|Freistaate?s?"
    r"|Bundeslande?s?|Bundesländern?"
    r"|Republik|Bundesrepublik|Region|Umkreis|Umgebung|Welt|Donauraums?)"
)

FEAST = (
    r"(?:Neujahr(?:s(?:tag|morgen|nacht)?)?\b|Silvester(?:abend|nacht|tag)?\b|Heilige?[rn]?\sAbend"
    r"|Heiligabend\w*|Weihnacht(?:en|s(?:tag|abend|ferien|zeit|feiertag\w*))\b"
    r"|[Zz]weite[rn]?\sWeihnachtsfeiertag|Dreikönig\w*|Heilig(?:e[nr]?)?\sDrei\sKönige"
    r"|Lichtmess|Faschings?(?:dienstag|sonntag|montag|samstag|wochenende)?\b|Fastnacht\w*|Fasnet\w*"
    r"|Fasnacht\w*|Karneval\w*|Rosenmontag\w*|[Ss]chmotzige[rn]?\sDonnerstag\w*"
    r"|[Uu]nsinnige[rn]?\sDonnerstag\w*|Weiberfa\w+"
    r"|Aschermittwoch\w*|Funkensonntag\w*|Palmsonntag\w*|Palmsamstag|Gründonnerstag\w*|Karfreitag\w*"
    r"|Karsamstag\w*|Osternacht|Ostern|Oster(?:sonntag|montag|samstag|woche|ferien)\w*"
    r"|[Ww]eiße[rn]?\sSonntag\w*|Walpurgis\w*|Maifeiertag\w*|Muttertag\w*|Vatertag\w*|Christi\sHimmelfahrt"
    r"|Himmelfahrt\w*|Pfingst(?:en|sonntag|montag|samstag|ferien|woche|dienstag)\b|Dreifaltigkeit\w*"
    r"|Trinitatis|Fronleichnam\w*|Johanni\w*|Sonnwend\w*"
    r"|Peter\sund\sPaul|Mariä\s(?:Himmelfahrt|Geburt|Lichtmess|Empfängnis|Verkündigung)|Michaeli\w*"
    r"|Kirchweih(?:sonntag|montag|samstag)\w*|Erntedank\w*|Tag\sder\sDeutschen\sEinheit|Reformationstag\w*"
    r"|Allerheiligen\w*|Allerseelen\w*|Martini|Martinstag\w*|St\.\sMartin|Buß-\sund\sBettag\w*"
    r"|Volkstrauertag\w*|Totensonntag\w*|Ewigkeitssonntag\w*|Christkönig\w*"
    r"|(?:\d\.|[1234]\.|[Ee]rste[rn]?|[Zz]weite[rn]?|[Dd]ritte[rn]?|[Vv]ierte[rn]?)\sAdvent\w*"
    r"|Adventssonntag\w*|Barbaratag|Nikolaus(?:tag|abend)\w*|Josefi|Josefstag|Georgi\w*|Leonhardi\w*)"
)
"""Days and seasons by feast."""
