# ruff: noqa: SIM905 (word lists are easier to read as text)
"""Numbers that single out in figures with blanks and in words: sums, populations, votes, shares, counts. Pure
module.

Only what is exact harms: a number of hundreds fits many, 3,417 signatures fit one.
"""

import re

from knowledge.anonymity.detector.findings import Kind
from knowledge.anonymity.detector.placeholders import Placeholder
from knowledge.anonymity.detector.rules.grammar import LARGE_NUMBER_WORD, NUMBER, NUMBER_WORD, ROUGHLY
from knowledge.anonymity.detector.rules.rule import PatternRule

__all__ = ["NUMBER_RULES"]

_PEOPLE = (
    r"(?:Einwohner\w*|Seelen|Menschen|Leuten?|Bürger(?:n|innen)?\b|Köpfen?|Bewohner\w*"
    r"|Wahlberechtigten?|Stimmberechtigten?)"
)
_MONEY = r"(?:Euro|EUR|€|Mark|DM)"
_UNIT = (
    r"(?:Uhr|Prozent\w*|Promille|Euro|Cent|Mark|Grad|Jahr\w*|Monat\w*|Woche\w*|Tag\w*|Stunde\w*|Minute\w*"
    r"|Sekunde\w*"
    r"|Meter\w*|Kilometer\w*|Zentimeter\w*|Millimeter\w*|Quadratmeter\w*|Quadratkilometer\w*|Kubikmeter\w*"
    r"|Hektar\w*|Ar|Liter\w*|Gramm|Kilo\w*|Tonne\w*"
    r"|Watt|Kilowatt\w*|Megawatt\w*|Volt|Mal|Punkte?n?|Seiten?|Zeichen|Wörter\w*|Millionen|Milliarden|Mio"
    r"|Mrd|Tsd|BGB|GemO|GO|Absatz|Satz|SGB|Adressen|Dateien|Mails?|E-Mails?|Zeilen|Klicks?"
    + "|(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember))"
)
_FULL = frozenset(
    "ein zwei drei vier fünf sechs sieben acht neun zehn fünfzehn zwanzig dreißig vierzig fünfzig".split()
)
"""Words before or behind ``hundert`` and ``tausend`` that round."""


def _value(words: str) -> int:
    digits = re.sub(r"\D", "", words.partition(",")[0])
    return int(digits) if digits else 0


def _rate_count(match: re.Match[str]) -> float:
    """Exact from 100 on: no full tens below 1,000, no full fifties above; a year is none."""
    value = _value(match["number"])
    if value < 100 or re.fullmatch(r"(?:1[5-9]|20)\d\d", match["number"]):
        return 0.0
    return 0.55 if value % (10 if value < 1_000 else 50) else 0.0


def _rate_people(match: re.Match[str]) -> float:
    """Rounded to hundreds a population tells one municipality in three; to thousands it is a band."""
    value = _value(match["number"])
    return 0.6 if value >= 500 and value % 500 else 0.0


_TENS_PEOPLE = re.compile(
    r"(?:ein|zwei|fünf|zehn|zwanzig|fünfzig|hundert)?tausend|hundert|zweihundert|fünfhundert|dreihundert"
)


def _rate_words_people(match: re.Match[str]) -> float:
    said = match["said"]
    if _TENS_PEOPLE.fullmatch(said) and not re.search(r"Einwohn|Seelen", match.group()):
        return 0.0
    return 0.6


def _rate_words_count(match: re.Match[str]) -> float:
    """From a hundred on; below, "dreiundzwanzig Zettel" is a hint."""
    rest = match["said"].replace("hundert", "", 1).replace("tausend", "", 1)
    if not rest or rest in _FULL:
        return 0.0
    return 0.55 if rest != match["said"] else 0.4 if "und" in rest else 0.0


def _rate_percent(match: re.Match[str]) -> float:
    value = int(match["number"])
    return 0.5 if value % 5 and 10 < value < 95 else 0.0


def _rate_round_sum(match: re.Match[str]) -> float:
    """ "640.000 Euro" can be searched with the thing it paid for; "600.000" and "650.000" are bands."""
    digits = re.sub(r"\D", "", match["number"]).rstrip("0")
    return 0.5 if len(digits) == 2 and digits[1] != "5" else 0.0


_VOTED = re.compile(
    r"[Ss]timm(?!ung)|[Aa]bgestimmt|[Aa]bstimmung|Mehrheit|[Bb]eschl[ou]ss|Beschluss|\b\w*[Rr]at(?:es|s)?\b"
    r"|Gremium|Ausschuss|Votum|Sitzung|Kampfabstimmung|knapp"
)


def _sentence_around(match: re.Match[str]) -> str:
    start = max(match.string.rfind(end, 0, match.start()) for end in ".!?\n") + 1
    ends = [at for end in ".!?\n" if (at := match.string.find(end, match.end())) >= 0]
    return match.string[start : min(ends, default=len(match.string))]


def _rate_score(match: re.Match[str]) -> float:
    """ "9:7" is a vote where the sentence speaks of one; a clock, a scale and "1:1" are none."""
    yes, no = int(match["yes"]), int(match["no"])
    is_clock = (
        len(match["no"]) == 2 and no % 5 == 0 and not re.search(r"\bmit\s$", match.string[: match.start()])
    )
    if yes + no < 7 or is_clock or (min(yes, no) == 1 and max(yes, no) % 5 == 0):
        return 0.0
    return 0.6 if _VOTED.search(_sentence_around(match)) else 0.0


_SERVED = re.compile(
    r"[Rr]uhestand|[Pp]ension|[Rr]ente\b|Dienst\b|Dienstjahr|\bAmt(?:es|s)?\b|[Ll]eite\w*|führ(?:t|te|en)\b"
    r"|[Vv]orsitz|[Aa]rbeite\w*|[Vv]erabschiede\w*|[Aa]bschied|aufgehört|aus\sdem\sHaus|[Kk]ämmer|[Mm]eister"
    r"|[Ll]eiter|[Ll]eitung|Rathaus\b|[Nn]achfolg|ausgeschieden|hört\sauf|hingeschmissen"
)


def _rate_service(match: re.Match[str]) -> float:
    """How long one person served is in the paper on the day of the farewell; full tens fit many."""
    said = match["said"] or match["said_2"]
    if said.isdigit() and (int(said) < 8 or int(said) % 10 == 0):
        return 0.0
    if not said.isdigit() and said in {*_FULL, "elf", "zwölf", "sechzig"}:
        return 0.0
    return 0.55 if _SERVED.search(_sentence_around(match)) else 0.0


def _rate_council(match: re.Match[str]) -> float:
    """Two or three groups are everywhere; an exact council tells size and Land."""
    said = match["said"] or match["said_2"]
    few = {"ein", "eine", "eins", "zwei", "drei", "1", "2", "3"}
    if match["said_2"]:  # the seats of one group are few, those of a council at least eight
        few |= {"vier", "fünf", "sechs", "sieben", "4", "5", "6", "7"}
    return 0.0 if said in few else 0.55


NUMBER_RULES = (
    PatternRule(
        Kind.NUMBER,
        re.compile(rf"{ROUGHLY}?(?P<number>(?<![\d.,])\d{{2,3}}(?:[.\s]\d{{3}})+(?![.,]?\d))\s?{_MONEY}(?!\w)"),
        0.5, "Betrag", Placeholder.SUM, _rate_round_sum,
    ),
    PatternRule(
        Kind.NUMBER,
        re.compile(r"(?<![\d:.,])(?<![Uu]m\s)(?P<yes>\d{1,2}):(?P<no>\d{1,2})(?![\d:]|[.,]\d|\sUhr|\sh\b)"),
        0.6, "Genaues Abstimmungsergebnis", Placeholder.VOTE, _rate_score,
    ),
    PatternRule(
        Kind.UNIQUE,
        re.compile(
            rf"\b(?:[Nn]ach|[Ss]eit|[Üü]ber|[Ff]ast|[Gg]ut|[Mm]it)\s(?:fast\s|über\s|gut\s)?"
            rf"(?P<said>\d{{1,2}}|{NUMBER_WORD})\s(?:Dienst|Amts|Berufs)?[Jj]ahren\b"
            rf"|\b(?P<said_2>\d{{1,2}}|{NUMBER_WORD})\s(?:Dienst|Amts|Berufs)?[Jj]ahre(?:\slang)?\b"
        ),
        0.55, "Dienstzeit: lässt sich nachschlagen", Placeholder.YEARS, _rate_service,
    ),
    PatternRule(
        Kind.NUMBER,
        re.compile(
            rf"{ROUGHLY}?(?:{NUMBER}\s?(?:Mio\.?|Mrd\.?|Millionen|Milliarden|Tsd\.?)(?:\s{_MONEY})?"
            rf"|\b(?:{NUMBER_WORD})\s(?:Millionen|Milliarden|{_MONEY})\b|\b{LARGE_NUMBER_WORD}\s{_MONEY}\b)"
            rf"(?:\s(?:im|pro|je)\s(?:Jahr|Monat))?"
        ),
        0.55, "Betrag", Placeholder.SUM,
        lambda match: 0.55 if _is_exact_sum(match.group()) else 0.0,
    ),
    PatternRule(
        Kind.NUMBER,
        re.compile(
            rf"\b(?:[Uu]nser\w*|[Ee]ine?[nrm]?|[Dd]er|[Dd]em|[Ii]m)\s(?:[Oo]rt|[Gg]emeinde|[Ss]tadt|[Dd]orf"
            rf"|[Kk]ommune|[Mm]arkt)\s"
            rf"(?:mit|von)\s{ROUGHLY}?(?P<number>{NUMBER})\s{_PEOPLE}"
            rf"|(?<![\d.,/])(?P<what>{ROUGHLY}?\d{{1,3}}(?:[.\s]\d{{3}})+\s(?:[a-zäöüß]+\s)?{_PEOPLE})"
        ),
        0.6, "Einwohnerzahl", Placeholder.SIZE_BAND,
        lambda match: 0.6 if _value(match.group()) % 500 else 0.0,
    ),
    PatternRule(
        Kind.NUMBER,
        re.compile(rf"{ROUGHLY}?\b(?P<said>{LARGE_NUMBER_WORD})\s(?:[a-zäöüß]+\s)?{_PEOPLE}"),
        0.6, "Einwohnerzahl in Worten", Placeholder.SIZE_BAND, _rate_words_people,
    ),
    PatternRule(
        Kind.NUMBER,
        re.compile(
            rf"\b(?:{NUMBER_WORD})\s(?:zu|gegen)\s(?:{NUMBER_WORD})\b(?:\sStimmen)?"
            r"|(?<![\d.,:])\d{1,3}\s?(?:zu|gegen)\s?\d{1,3}(?![\d.,:]|\s(?:Uhr|Prozent|Euro"
            r"|Grad))(?:\sStimmen)?"
            r"|(?<![\d.,:])\d{1,3}\sJa-?\s?(?:[Ss]timmen)?(?:\sund|,|\sbei|\sgegen)\s\d{1,3}\s(?:Nein"
            r"|Gegens|Enth)\w*"
        ),
        0.6, "Genaues Abstimmungsergebnis", Placeholder.VOTE,
        lambda match: 0.0 if _is_ratio(match.group()) else 0.6,
    ),
    PatternRule(
        Kind.NUMBER, re.compile(r"(?<![\d.,])(?P<number>\d{1,2})\s?(?:Prozent|%|v\.\s?H\.)(?!\w)"),
        0.5, "Genauer Prozentwert", Placeholder.SHARE, _rate_percent,
    ),
    PatternRule(
        Kind.NUMBER,
        re.compile(
            rf"{ROUGHLY}?\b(?P<said>{NUMBER_WORD}|\d{{1,2}}(?:,\d)?)\s(?:von|v\.)\s[Hh]undert\b"
            rf"|{ROUGHLY}?\b(?!(?:fünf|zehn|zwanzig|dreißig|vierzig|fünfzig|sechzig|siebzig|achtzig|neunzig"
            rf"|hundert)\s)(?:{NUMBER_WORD})\sProzent\b"
        ),
        0.5, "Genauer Anteil", Placeholder.SHARE,
    ),
    PatternRule(
        Kind.NUMBER,
        re.compile(


            rf"(?P<number>{NUMBER})[-\s](?:[a-zäöüß]+e[nrs]?\s)?"
            rf"(?!{_UNIT}\b)(?!{_PEOPLE}\b)[A-ZÄÖÜ][a-zäöüß][\wäöüß*-]*"
        ),
        0.55, "Genaue Zahl: lässt sich nachschlagen", Placeholder.COUNT, _rate_count,
    ),
    PatternRule(
        Kind.NUMBER,
        re.compile(
            rf"\b(?P<said>{NUMBER_WORD})\s(?:[a-zäöüß]+e[nrs]?\s)?(?!{_UNIT}\b)[A-ZÄÖÜ][a-zäöüß][\wäöüß*-]*"
        ),
        0.5, "Genaue Zahl: lässt sich nachschlagen", Placeholder.COUNT, _rate_words_count,
    ),
    PatternRule(
        Kind.NUMBER,
        re.compile(
            rf"(?<![\w.,-])(?P<said>{NUMBER_WORD}|\d{{1,2}})\s(?:Fraktionen|Ratsfraktionen|Gruppierungen\sim\s\w*[Rr]at"
            rf"|Listen\sim\s\w*[Rr]at|Parteien\sim\s\w*[Rr]at)\b"
            rf"|(?<![\w.,-])(?P<said_2>{NUMBER_WORD}|\d{{1,2}})\s(?:Sitze[n]?|Ratssitze[n]?|Ratsmitglieder[n]?|Mandate[n]?"
            rf"|Stadträt\w+|Gemeinderät\w+|Rät(?:e|en|innen)|Köpfe\sim\s\w*[Rr]at)\b"
        ),
        0.55, "Zusammensetzung des Rats: lässt sich nachschlagen", Placeholder.COUNT, _rate_council,
    ),
    PatternRule(
        Kind.NUMBER,
        re.compile(
            rf"\b(?:wir\s(?:sind|haben|zählen)|(?:Dorf|Ort|Ortsteil|Weiler|Gemeinde|Teilort)\s(?:mit|von|hat)"
            rf"|(?:leben|wohnen)\s(?:hier\s|bei\suns\s|im\sOrt\s|dort\s)?)\s?{ROUGHLY}?"
            rf"(?P<what>(?P<number>\d{{2,3}})\s{_PEOPLE})",
            re.IGNORECASE,
        ),
        0.6, "Einwohnerzahl", Placeholder.SIZE_BAND,
        lambda match: 0.6 if _value(match["number"]) % 100 else 0.0,
    ),
)  # fmt: skip


def _is_exact_sum(words: str) -> bool:
    """More than two significant figures: "1,8 Millionen" is a band, "4,37 Millionen" is not."""
    digits = re.sub(r"\D", "", words)
    if digits:
        return len(digits.strip("0")) > 2 and bool(re.search(r"[.,\s]", words.strip()))
    said = re.sub(r"\s.*$", "", re.sub(rf"^{ROUGHLY}", "", words))
    return said not in {
        "ein", "eine", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf",
        "zwölf", "zwanzig", "dreißig", "vierzig", "fünfzig", "hundert", "tausend", "zehntausend",
        "zweitausend", "fünftausend", "hunderttausend", "fünfhundert", "zwanzigtausend", "fünfzigtausend",
        "zweihundert", "dreihundert", "dreitausend",
    }  # fmt: skip


def _is_ratio(words: str) -> bool:
    """ "eins zu eins", "fifty-fifty", "zwei zu eins" are ways of speaking."""
    parts = [part for part in re.split(r"\s?(?:zu|gegen|Stimmen)\s?|\s", words) if part]
    small = {"eins", "ein", "zwei", "drei", "1", "2", "3", "hundert", "100"}
    return len(parts) >= 2 and all(part in small for part in parts[:2])
