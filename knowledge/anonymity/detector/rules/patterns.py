# ruff: noqa: SIM905 (word lists are easier to read as text)
"""Details that have a form: mail, phone, IBAN, numbers with check digits, addresses, dates, sums, links.

Pure module. Every rule gives findings on the (normalised) text it is handed; certain where a
check digit proves it, doubtful where only the form speaks for it.
"""

import re

from stdnum import iban
from stdnum.de import idnr, vat

from knowledge.anonymity.detector.findings import Kind
from knowledge.anonymity.detector.placeholders import Placeholder
from knowledge.anonymity.detector.rules.plates import DISTRICT_CODES
from knowledge.anonymity.detector.rules.rule import PatternRule

__all__ = ["PATTERN_RULES"]


_MONTHS = (
    r"(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
    r"|Jan\.|Feb\.|Apr\.|Jun\.|Jul\.|Aug\.|Sept?\.|Okt\.|Nov\.|Dez\.)"
)
_YEAR = r"(?:1[5-9]\d\d|20\d\d)"
_STREET = (
    r"(?:straße|strasse|str\.|weg|gasse|gässchen|gässle|platz|allee|ring|ufer|damm|steig|stieg|chaussee|"
    r"markt|graben|anger"
    r"|zeile|wall|pfad|promenade|leite|rain|berg|hof|höhe|halde|wiese|siedlung|park|tor|brücke|acker|winkel|"
    r"steige)"
)
_UNITS = (
    r"(?:Uhr|Prozent|%|‰|Euro|EUR|€|Jahre?n?|Monate?n?|Wochen?|Tage?n?|Stunden?|Minuten?|Meter|m|km|"
    r"Kilometer|ha|Hektar"
    r"|Personen|Menschen|Teilnehm\w+|Einwohner\w*|Stimmen|Mal|mal|Mio|Millionen|Punkte?n?|Seiten?|Karten|"
    r"Kinder\w*"
    r"|Fragen?|Gruppen?|Haushalten?|Gemeinden|Kommunen|Ideen|Schritten?|Sitzungen|Plätzen?|Stellen?|"
    r"Gebäuden?|Liegenschaften"
    r"|Räte\w*|Mitglieder\w*|Bürger\w*|Beschäftigte\w*|Wohnungen|Fahrzeuge\w*|Mails?|Vereine\w*|Zeilen|"
    r"Zettel\w*|Blatt)"
)

_DOMAINS = r"(?:de|com|org|net|eu|info|bayern|gov|bw|at|ch|io|digital|online|app|li|koeln|berlin)"
"""Small or in capitals, never like a noun: "Geld.Der Rat" and "Rathaus.Info folgt" only lack the blank behind
a full stop.
"""


def _digits(value: str) -> str:
    return re.sub(r"\D", "", value)


_BOUND = re.compile(
    r"\b(?:unter|über|bis(?: zu)?|ab|mehr als|weniger als|mindestens|höchstens|maximal|zwischen|und|von)\s+$",
    re.IGNORECASE,
)
_RATE = re.compile(r"(?:\bje|\bpro|\bauf|\bfür je)\s+$")
_BAND_EDGES = frozenset({1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000})


def _is_band(match: re.Match[str], number: int) -> bool:
    """``unter 5.000 Einwohner``: an edge of the bands that the public header shows anyway, said as an
    edge.
    """
    return number in _BAND_EDGES and bool(
        _BOUND.search(match.string, max(0, match.start() - 20), match.start())
    )


def _rate_people(match: re.Match[str]) -> float:
    """From 500 on a number of people may be the whole village, below it is a full hall unless it is exact or
    they live there.
    """
    number = int(_digits(match.group("people")))
    if _is_band(match, number):
        return 0.0
    if match.group().startswith("Haushalt", len(match.group("people")) + 1):
        return 0.6 if number >= 40 else 0.0
    lives = re.search(
        r"\b(?:leben|lebten|wohnen|wohnten|wohnhaft|gemeldet)\b",
        match.string[max(0, match.start() - 40) : match.end() + 25],
    )
    if number >= (100 if lives else 500):
        return 0.6
    return 0.45 if number >= 100 and number % 10 else 0.0


def _rate_iban(match: re.Match[str]) -> float:
    return 1.0 if iban.is_valid(match.group()) else 0.7 if match.group().startswith("DE") else 0.5


def _rate_tax(match: re.Match[str]) -> float:
    return 1.0 if idnr.is_valid(match.group()) else 0.0


def _rate_vat(match: re.Match[str]) -> float:
    return 1.0 if vat.is_valid(match.group()) else 0.6


def _rate_phone(match: re.Match[str]) -> float:
    digits = _digits(match.group())
    if not 6 < len(digits) < 16 or re.fullmatch(r"\d{2}[./]\d{2}[./]\d{4}", match.group()):
        return 0.0
    return 0.9


def _rate_plate(match: re.Match[str]) -> float:
    if match.group(1) not in DISTRICT_CODES or match.group() in {"B-PLAN 1"}:
        return 0.0
    return 0.9 if "-" in match.group() else 0.6


def _rate_percent(match: re.Match[str]) -> float:
    number = match.group(1).replace(",", ".")
    if "." in number:
        return 0.6
    return 0.45 if int(number) % 5 and int(number) > 12 else 0.0


def _rate_money(match: re.Match[str]) -> float:
    number, unit = match.group("number"), (match.group("unit") or "")
    significant = re.sub(r"\D", "", number).strip("0")
    if unit:
        return 0.7 if len(significant) > 2 else 0.45 if "," in number and len(significant) > 1 else 0.0
    return 0.7 if len(significant) > 2 else 0.0


def _rate_population(match: re.Match[str]) -> float:
    number = int(_digits(match.group("count") or match.group("after")))
    if (
        number < 60
        or _is_band(match, number)
        or _RATE.search(match.string, max(0, match.start() - 12), match.start())
    ):
        return 0.0
    return 0.8 if number % 1_000 else 0.5


def _rate_hectares(match: re.Match[str]) -> float:
    """The smallest municipality has 139 hectares; a business park has a dozen."""
    return 0.6 if float(_digits(match.group("area"))) >= 100 else 0.0


def _rate_postcode(match: re.Match[str]) -> float:
    return (
        0.0
        if re.match(rf"\s?(?:{_UNITS}|Quadrat|qm|Tonnen|Liter|Stück)", match.string[match.end() :])
        else 0.4
    )


def _rate_route(match: re.Match[str]) -> float:
    letter, number = match.group(1), match.group(2)
    if letter in {"A", "B"} and len(number) == 1 and not match.group(0).startswith(("Autobahn", "Bundes")):
        return 0.0
    return 0.6


def _rate_street(match: re.Match[str]) -> float:
    return 0.0 if match.group("name").lower() in _GENERIC_STREETS else 0.55


_GENERIC_STREETS = frozenset(
    word + ending
    for word in (
        "haupt land bundes kreis staats durchgangs orts einbahn seiten einkaufs wohn neben spiel anlieger"
        " umgehungs zufahrts erschließungs dorf fahrrad sammel sack quer gemeinde stich privat schnell ring"
        " hauptverkehrs verkehrs anwohner geschäfts tempo-30- innerorts-  nachbar hauptdurchgangs ausfall"
        " zubringer bahnhof schul kirch ortsdurchgangs gemeindeverbindungs verbindungs wirtschafts"
    ).split()
    for ending in ("straße", "straßen", "strasse", "strassen")
)

PATTERN_RULES: tuple[PatternRule, ...] = (
    PatternRule(
        Kind.CONTACT, re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}\s?@\s?[\w-]{1,63}(?:\.[\w-]{1,63})"
                                 r"{0,5}\.[a-zA-Z]{2,24}"), 1.0,
        "E-Mail-Adresse", Placeholder.MAIL,
    ),
    PatternRule(
        Kind.URL,
        re.compile(
            r"(?:https?://|ftp://|www\.)[^\s<>\"„“»«]+[^\s<>\"„“»«.,;:!?)\]]"
            rf"|(?<![\w@.-])(?:[\w-]{{1,63}}\.){{1,6}}(?-i:{_DOMAINS}|{_DOMAINS.upper()})(?!\w)"
            r"(?:/[^\s<>\"„“»«]*[^\s<>\"„“»«.,;:!?)\]])?(?!\w|\.(?-i:[a-z0-9]))",
            re.IGNORECASE,
        ), 0.95, "Internetadresse", Placeholder.WEB_ADDRESS,
    ),
    PatternRule(Kind.CONTACT, re.compile(r"(?<![\w@.])@[A-Za-zÄÖÜäöü]\w{2,}"), 0.8,
    "Name in einem sozialen Netz", Placeholder.SOCIAL_ACCOUNT),
    PatternRule(
        Kind.NUMBER, re.compile(r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){3,7}(?:\s?[A-Z0-9]{1,3})?\b"), 0.9,
        "Kontonummer (IBAN)", Placeholder.BANK_ACCOUNT, _rate_iban,
    ),
    PatternRule(
        Kind.NUMBER, re.compile(r"(?<!\d)[1-9]\d(?:\s?\d{3}){3}(?!\d)"), 1.0, "Steuer-Identifikationsnummer",
        Placeholder.TAX_NUMBER, _rate_tax,
    ),
    PatternRule(Kind.NUMBER, re.compile(r"\bDE\s?\d{3}\s?\d{3}\s?\d{3}\b"), 0.9, "Umsatzsteuernummer",
    Placeholder.TAX_NUMBER, _rate_vat),
    PatternRule(
        Kind.NUMBER,
        re.compile(r"(?:Steuernummer|Steuer-Nr\.?|St\.?-Nr\.?|StNr\.?)"
                   r"[:\s]*\d{2,3}[\s/]?\d{3,4}[\s/]?\d{4,5}\b|\b\d{3}/\d{3}/\d{5}\b"),
        0.9, "Steuernummer", Placeholder.TAX_NUMBER,
    ),
    PatternRule(
        Kind.CONTACT,
        re.compile(
            r"(?:(?<![\w/.,-])(?:\+|00)\d{2}[\s/.()-]{0,3}(?:\(0\)[\s/.-]?)?\d{2,5}(?:[\s/.-]{1,3}\d{2,}|"
            r"\d)(?:[\s/.-]?\d+)*"
            r"|(?<![\w/.,-])\(?0[1-9]\d{1,4}\)?\s?[/\s–-]\s?\d{2,}(?:[\s/.-]?\d{1,})*"
            r"|(?<![\w/.,-])0[1-9]\d{6,}(?!\w)"
            r"|(?:Tel(?:efon)?|Fax|Handy|Mobil|Durchwahl|App)\.?(?:nummer)?[:\s]+\d[\d\s/–-]{2,}\d)"
        ), 0.9, "Telefonnummer", Placeholder.PHONE, _rate_phone,
    ),
    PatternRule(
        Kind.NUMBER, re.compile(r"\b([A-ZÄÖÜ]{1,3})[-\s][A-Z]{1,2}[\s-]?[1-9]\d{0,3}[EH]?\b"), 0.9,
        "Kfz-Kennzeichen",
        Placeholder.NUMBER_PLATE, _rate_plate,
    ),
    PatternRule(
        Kind.NUMBER,
        re.compile(
            r"(?:\b(?:Az|AZ|Gz|GZ|Aktenzeichen|Geschäftszeichen|Zeichen|Aktennummer|Vorgangsnummer|"
            r"Vergabenummer|Kassenzeichen)\b"
            r"\.?[:\s]*|\b(?:Beschluss|Beschlussvorlage|Vorlage|Drucksache|Drs|Sitzungsvorlage|Antrag|"
            r"Protokoll|Bescheid)"
            r"(?:[- ]?(?:Nr|Nummer))?\.?[:\s]+(?=\S*\d\S*[/-]))[\w./-]*\d[\w./-]*(?:\s?[/-]\s?\d+)*\w"
        ), 0.9, "Aktenzeichen", Placeholder.FILE_NUMBER,
    ),
    PatternRule(
        Kind.NUMBER,
        re.compile(
            r"\b(?:HRB|HRA|VR|GnR|PR|GsR)\s?(?:Nr\.?\s?)?\d{1,6}\b|"
            r"\b(?:Fl(?:ur)?(?:st(?:ück)?s?)?[.-]{0,2}\s?(?:Nr|Nummer)\.?"
            r"|Flurst(?:ück)?\.?|Flurnummern?|Gemarkungsnummer)[:\s]*\d+(?:/\d+)?|\b(?:AGS|ARS|"
            r"Gemeindeschlüssel|Schlüsselnummer|"
            r"Gemeindekennzahl|Leitweg-ID)[:\s]*\d[\d\s-]{4,}\d|\bDE-?BY-?\d+\b|\b(?:Kundennummer|"
            r"Vertragsnummer|Personalnummer|"
            r"Mitgliedsnummer|Ausweisnummer|Förderkennzeichen|FKZ|Projektnummer|Zuwendungsnummer|"
            r"Rentenversicherungsnummer)[:\s]*"
            r"[\w/-]*\d[\w/-]*"
        ), 0.9, "Register- oder Vorgangsnummer", Placeholder.NUMBER,
    ),
    PatternRule(
        Kind.PLACE,
        re.compile(
            r"\b\d{1,2}°\s?\d{0,2}[′']?\s?(?:\d{0,2}(?:[.,]\d+)?[″\"]?)?\s?[NSOEW]\b|(?<![\d.,])(?:4[6-9]|"
            r"5[0-5])[.,]\d{3,8}\s?°?\s?N?"
            r"\s?[,;/ ]\s?(?:[5-9]|1[0-5])[.,]\d{3,8}\s?°?\s?[EO]?|\b32[UT]\s?\d{6}\s\d{7}\b"
        ), 0.95, "Koordinaten", Placeholder.LOCATION,
    ),
    PatternRule(
        Kind.ADDRESS,
        re.compile(
            rf"(?:(?:Am|An|Auf|Im|In|Zum|Zur|Unter|Obere|Untere|Alte|Neue|Große|Kleine|Hintere|Vordere)"
            rf"\s+(?:de[rnm]\s+)?)?"
            rf"(?<![\w-])[A-ZÄÖÜ][\w-]{{0,40}}(?:{_STREET[3:-1]}|[- ](?:Straße|Str\.|Weg|Platz|Allee|Ring|"
            rf"Gasse))\s?\d{{1,4}}\s?(?:[a-h]\b)?"
            rf"(?:\s?[-–/]\s?\d{{1,3}})?(?!\w)(?!\s?{_UNITS}\b)(?![.,]\d)(?!\.\s)"
        ), 0.85, "Anschrift", Placeholder.ADDRESS,
    ),
    PatternRule(
        Kind.ADDRESS,
        re.compile(
            rf"\b(?:Am|An der|An den|Auf der|Auf dem|Im|In der|In den|Zum|Zur|Unter den|Unter der|Beim|Vor "
            rf"dem|Hinter der)\s"
            rf"(?!{_MONTHS})[A-ZÄÖÜ][\wäöüß-]+\s\d{{1,3}}[a-h]?(?![\w.:/-])(?!\s?{_UNITS})(?!\s[A-ZÄÖÜ])"
            rf"(?![.,]\d)"
        ), 0.5, "Anschrift", Placeholder.ADDRESS,
    ),
    PatternRule(
        Kind.ADDRESS,
        re.compile(
            r"\b(?<![\w-])(?P<name>[A-ZÄÖÜ]\w{0,40}(?:-[A-ZÄÖÜ]\w{0,40}){0,5}(?:straße|strasse)n?|"
            r"[A-ZÄÖÜ][\w-]{1,60}-(?:Straße|Allee)|[A-ZÄÖÜ]\w{1,40}-[\w-]{2,40}-(?:Platz|Weg|Ring|Park|"
            r"Brücke))\b"
        ), 0.55, "Straßenname", Placeholder.STREET, _rate_street,
    ),
    PatternRule(
        Kind.ADDRESS,
        re.compile(rf"\b(?:D-|DE-)?(?<!\d[.,])\d{{5}}\s+(?!{_UNITS}\b|qm|Quadratmeter|Tonnen|Liter)"
                   rf"[A-ZÄÖÜ][a-zäöüß]+(?:[- ][A-ZÄÖÜ][a-zäöüß]+)?"
                   r"|\b(?:PLZ|Postleitzahl)[:\s]*\d{5}\b|\bPostfach\s?\d[\d\s]*\d"), 0.9,
        "Postleitzahl mit Ort", Placeholder.ADDRESS,
    ),
    PatternRule(
        Kind.PLACE,
        re.compile(r"(?:Autobahn |Bundesstraße |Bundesautobahn |Staatsstraße |Kreisstraße |"
                   r"Landesstraße )?\b(BAB|St|[ABLK]|RE|RB)\s?(\d{1,4})\b(?!-|[.,]\d)"),
        0.6, "Straße oder Bahnlinie mit Nummer", Placeholder.ROUTE, _rate_route,
    ),
    PatternRule(
        Kind.DATE,
        re.compile(
            rf"\b(?:(?:Mo|Di|Mi|Do|Fr|Sa|So)\w*,?\s(?:den\s)?)?\d{{1,2}}\.\s?(?:\d{{1,2}}\.\s?(?:\d{{4}}|"
            rf"\d{{2}}\b)|{_MONTHS}(?:\s{_YEAR})?)"
            rf"|\b{_YEAR}-\d{{2}}-\d{{2}}\b|\b\d{{1,2}}/\d{{1,2}}/{_YEAR}\b"
        ), 0.9, "Genaues Datum", Placeholder.YEARS,
    ),
    PatternRule(Kind.DATE, re.compile(r"(?<![\d.])(?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|"
                                r"1[0-2])\.(?!\d)(?!\s?[A-ZÄÖÜ][a-z]+(?:plan|satz))"), 0.5,
          "Tag und Monat", Placeholder.PERIOD),
    PatternRule(
          Kind.DATE, re.compile(rf"\b{_MONTHS}\s(?:des Jahres\s)?{_YEAR}\b|\b(?:0?[1-9]|1[0-2])/20\d\d\b"),
    0.8, "Monat und Jahr",
          Placeholder.YEARS),
    PatternRule(
        Kind.DATE,
        re.compile(
            rf"\b(?:[Ii]m Jahre?|seit|Seit|[Aa]nno|ab|Ab|bis|Ende|Anfang|Mitte|Jahrgang|geboren|gegründet|"
            rf"erbaut|Haushalt(?:sjahr)?|"
            rf"Frühjahr|Sommer|Herbst|Winter|Frühling|von|Von|zwischen|\*|und|nach|vor|schon|bereits|erst)"
            rf"\s{_YEAR}(?:[/–-]\d{{2,4}})?\b(?!\s?(?:Euro|€|{_UNITS}))"
        ), 0.45, "Jahreszahl", Placeholder.YEARS,
    ),
    PatternRule(
        Kind.NUMBER, re.compile(r"(?<![\d.,])(\d{1,3}(?:,\d+)?)\s?(?:Prozent|%|v\. ?H\.)(?!\w)"), 0.5,
        "Genauer Prozentwert",
        Placeholder.SHARE, _rate_percent,
    ),
    PatternRule(
        # The result of a vote stands in the minutes and in the paper.
        Kind.NUMBER,
        re.compile(
            r"(?<![\d.,:])\d{1,3}(?:[.\s]?\d{3})?(?:\sJa)?(?:-?[Ss]timmen)?\s?(?:zu|gegen|"
            r":)\s?\d{1,3}(?:[.\s]?\d{3})?(?:\sNein)?[-\s](?:[Gg]egens|[Ss])timmen"
            r"|\b(?:stimm\w+|votier\w+|beschloss\w*|entschied\w*|angenommen|abgelehnt|Abstimmung\w*|"
            r"Ergebnis)\s(?:\w+\s){0,4}?(?:mit|von)\s\d{1,3}\s?(?:zu|gegen|:)\s?\d{1,3}(?![\d:]|\sUhr)"
        ), 0.6, "Genaues Abstimmungsergebnis", Placeholder.VOTE,
    ),
    PatternRule(
        Kind.NUMBER,
        re.compile(
            r"(?<![\d.,])(?P<number>\d{1,3}(?:[. ]\d{3})+(?:,\d+)?|\d+(?:,\d+)?)\s?(?P<unit>Mio\.?|Mrd\.?|"
            r"Millionen|Milliarden|Tsd\.?)?"
            r"\s?(?:Euro|EUR|€|DM|Mark)(?!\w)|€\s?(?P<euro>\d{1,3}(?:\.\d{3})+(?:,\d+)?)"
        ), 0.6, "Genauer Betrag", Placeholder.SUM,
        lambda m: 0.7 if m.group("euro") else _rate_money(m),
    ),
    PatternRule(
        Kind.NUMBER,
        re.compile(
            r"(?<![\d.,])(?P<count>\d{1,3}(?:[. ]\d{3})+|\d{2,6})[-\s](?:Einwohner\w*|Seelen|"
            r"Bürger(?!meister)\w*|Menschen leben|EW\b|Wahlberechtigte\w*|Köpfe)"
            r"|(?<![\d.,])\b(?:Einwohnerzahl|Einwohner\w*)[:\s]+(?:von\s|rund\s|etwa\s|"
            r"ca\.\s)?(?P<after>\d{1,3}(?:[. ]\d{3})+|\d{3,6})"
        ), 0.7, "Einwohnerzahl", Placeholder.SIZE_BAND, _rate_population,
    ),
    PatternRule(
        Kind.NUMBER,
        re.compile(r"\b\w*(?:tausend|hundert)\w*\s(?:Einwohner\w*|Seelen|Wahlberechtigte\w*)",
        re.IGNORECASE), 0.5, "Einwohnerzahl", Placeholder.SIZE_BAND,
    ),
    PatternRule(
        Kind.NUMBER,
        # "es betrifft 3800 Leute": rounded to hundreds a population still tells one municipality in three.
        re.compile(
            r"(?<![\d.,])(?P<people>\d{1,3}(?:[. ]\d{3})+|\d{2,6})[-\s](?:[a-zäöüß]+\s)?"
            r"(?:Leuten?|Menschen|Personen|Haushalten?)(?!\w)"
        ), 0.6, "Könnte die Einwohnerzahl sein", Placeholder.SIZE_BAND, _rate_people,
    ),
    PatternRule(
        Kind.NUMBER,
        re.compile(
            r"(?<![\d.,])\d{1,4}(?:,\d+)?[-\s](?:Einwohner\w*|Mensch\w+|Personen)(?:\sund\s\w+)?\s(?:je|pro|"
            r"auf\sde[nm]|auf\seinen)\s(?:Quadratkilometer|qkm|km²|km2)"
        ), 0.6, "Einwohnerdichte: steht in jedem Verzeichnis", Placeholder.DENSITY,
    ),
    PatternRule(
        Kind.NUMBER, re.compile(r"(?<![\d.,])(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?[-\s]?(?:Quadratkilometern?|"
                                r"qkm|km²|km2)(?!\w)"), 0.6,
        "Fläche der Gemeinde: steht in jedem Verzeichnis", Placeholder.AREA,
    ),
    PatternRule(
        Kind.NUMBER, re.compile(r"(?<![\d.,])(?P<area>\d{1,3}(?:[. ]\d{3})+|\d+)(?:,\d+)?[-\s]?(?:Hektar|"
                                r"ha)(?!\w)"), 0.6,
        "Könnte die Fläche der Gemeinde sein", Placeholder.AREA, _rate_hectares,
    ),
    PatternRule(
        Kind.ADDRESS, re.compile(r"\b(?:PLZ|Postleit\w+)(?:-\w+)?(?:\s\w+){0,3}[\s:]+\d{2,5}\b"), 0.9,
        "Postleitzahl oder ihr Anfang", Placeholder.ADDRESS,
    ),
    PatternRule(
        # Bavaria and Baden-Württemberg have the codes 63 to 97.
        Kind.ADDRESS, re.compile(r"(?<![\d.,/+-])(?:6[3-9]|[78]\d|9[0-7])\d{3}(?![\d/-]|[.,]\d)"), 0.4,
        "Könnte eine Postleitzahl sein", Placeholder.ADDRESS, _rate_postcode,
    ),
    PatternRule(
        Kind.PLACE, re.compile(r"\b(?:Bezirksr|R)egierung\svon\s[A-ZÄÖÜ][\w-]+|\bRegierungspräsidi(?:um|ums|"
                               r"en)(?:\s[A-ZÄÖÜ][\w-]+)?(?!\w)"), 0.5,
        "Höhere Aufsichtsbehörde: verrät Land und Bezirk", Placeholder.AUTHORITY,
    ),
)  # fmt: skip
