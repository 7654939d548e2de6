"""Codes with which something can be looked up: files, parcels, postcodes, area codes, accounts, plates,
positions, names in networks. Pure module.
"""

import re

from knowledge.anonymity.detector.findings import Harm, Kind
from knowledge.anonymity.detector.placeholders import Placeholder
from knowledge.anonymity.detector.rules.grammar import NUMBER_WORD
from knowledge.anonymity.detector.rules.plates import DISTRICT_CODES
from knowledge.anonymity.detector.rules.rule import PatternRule

__all__ = ["IDENTIFIER_RULES"]

_DECIMAL = r"\d{1,2}[.,]\d{3,8}"
_NETWORKS = (
    r"(?:Instagram|Insta|Facebook|Face|TikTok|Telegram|Whats-?[Aa]pp|Twitter|Threads|Mastodon"
    r"|Bluesky|YouTube|Snapchat|LinkedIn|Netz|Internet|Social[\s-]Media|Kanal|Profil|Account|X)"
)
_POST = (
    r"(?:PLZ|Plz|Postleitzahl(?:en|bereich\w*|gebiet\w*|region\w*)?|Leitzahl\w*|Leitregion\w*"
    r"|Zustellbezirk\w*)"
)


def _rate_plate_code(match: re.Match[str]) -> float:
    return 0.7 if match["code"] in DISTRICT_CODES else 0.0


def _rate_file(match: re.Match[str]) -> float:
    """A date, a sum or a range of years has the signs of a file number too."""
    words = match["what"]
    if re.fullmatch(
        r"\d{1,2}[./-]\d{1,2}[./-](?:\d{2}|\d{4})|(?:19|20)\d\d[/–-](?:\d{2}|\d{4})"
        r"|\d{1,3}(?:\.\d{3})+(?:,\d+)?",
        words,
    ):
        return 0.0
    return 0.8


IDENTIFIER_RULES = (
    # ------------------------------------------------------------- files and parcels
    PatternRule(
        Kind.NUMBER,
        re.compile(
            r"(?<![\w./-])(?P<what>[IVX]{1,4}(?:[/.-]\d+)+(?:[-./]\d+)*|\d{2,6}(?:[.-]\d{1,6})+/\d{1,6}"
            r"|\d{2,5}-\d{3,6}(?:\.\d{1,4})+"
            r"|\d{3,5}(?:\.\d{1,4}){1,2}-\d{1,5}(?:[./-]\d{1,5})*"
            r"|[A-Z]{1,4}[-/]\d{2,4}[-/]\d{2,5}(?:[-/.]\d+)*|\d{1,4}-\d{3,5}/\d{2,4}"
            r"|\d{2,4}/\d{3,6}(?:[.-]\d+)?(?:/\d+)?(?=\s(?:vom|liegt|wurde|ist)\b))(?![\w-]|[./]\d)"
        ),
        0.8, "Aktenzeichen", Placeholder.FILE_NUMBER, _rate_file,
    ),
    PatternRule(
        Kind.NUMBER,
        re.compile(
            r"\b(?:Az|AZ|Gz|GZ|Aktenzeichen|Geschäftszeichen|Zeichen|Vorgang|Vorgangsnummer|Akte|Urteil"
            r"|Beschluss|Bescheid|Verfahren|Klage|unter|Nr|Nummer|als|lautet)\b\.?:?"
            r"(?:\s(?:lautet|trägt|läuft|mit|das|dem|der|die|Zeichen|Nummer|Nr\.|als|vom|hat|heißt|steht"
            r"|unter|ist))*\s"
            r"(?P<what>(?:[A-Z]{1,4}\s)?\d{1,4}\s[A-Z][A-Za-z]{0,4}\s\d{1,5}[./]\d{2,5}"
            r"|[A-Z]{1,4}\s?\d[\w]*(?:[./-]\w+)+|\d+(?:[.-]\d+)*[/.-]\d+(?:[./-]\d+)*|\d{4,}(?:[/.-]\w+)+)"
            r"(?![\w-]|[./,]\d)(?!\s?(?:Euro|EUR|€|Prozent|%|Uhr|Mio))"
        ),
        0.8, "Aktenzeichen", Placeholder.FILE_NUMBER, _rate_file,
    ),
    PatternRule(
        Kind.NUMBER, re.compile(r"(?<![\w./-])(?:[A-Z]{1,3}\s)?\d{1,3}\s(?:[A-Z]{1,3}|BvR|StR|ZR|Js|Cs|Ds"
                                r"|Ns|Ca|Sa)\s\d{1,5}[./]\d{2,5}(?![\w-])"),
        0.9, "Aktenzeichen eines Gerichts", Placeholder.FILE_NUMBER,
    ),
    PatternRule(
        Kind.NUMBER,
        re.compile(
            r"\b(?:Flst|Fl|Flur|Flurst|Flurstück\w*|Flurnummer\w*|Grundstück\w*|Parzelle\w*|Gemarkung"
            r"|Gewann)\.?(?:-?Nr\.?|\sNr\.?|\sNummer)?:?\s?"
            r"(?:\w+\s)?(?:Nr\.\s?)?\d{1,5}(?:/\d{1,4})?(?!\d|[.,]\d|\s(?:Euro|Quadrat|Hektar|m))"
        ),
        0.85, "Flurstück", Placeholder.NUMBER,
    ),
    PatternRule(
        Kind.PLACE,
        re.compile(
            r"\b(?:Gewann|Flur|Flurname|Flurlage|Gemarkung|Distrikt|Waldabteilung|(?:Fläche|Wiese|Acker"
            r"|Wald|Feld|Lage|Flurstück)\s(?:heißt|genannt|namens)(?:\sbei\suns)?)\s"
            r"(?:am\s|im\s|in\sder\s|auf\sder\s|auf\sdem\s|an\sder\s|beim\s|Am\s|Im\s|In\sder\s|Auf\sder\s"
            r"|Auf\sdem\s|An\sder\s|Beim\s)?[A-ZÄÖÜ][\w-]+(?:\s[A-ZÄÖÜ][\w-]+)?"
        ),
        0.7, "Flurname", Placeholder.LOCATION,
    ),
    PatternRule(
        Kind.PLACE,
        re.compile(
            r"(?<=[a-zäöüß,]\s)(?:[Aa]uf\sder|[Aa]uf\sdem|[Ii]m|[Aa]m|[Ii]n\sder"
            r"|[Aa]n\sder)\s(?:[A-ZÄÖÜ][a-zäöüß]+en\s)?[A-ZÄÖÜ][a-zäöüß]*(?:äcker|furche|loh|bühl|egert|hub"
            r"|saul?ach|brühl|halde|leite|gern|tobel|allmend|allmand|weingärten|krautgärten|gwend)\b"
        ),
        0.6, "Flurname", Placeholder.LOCATION,
    ),
    # ------------------------------------------------------------- postcodes and area codes
    PatternRule(
        Kind.ADDRESS,
        re.compile(
            rf"\b{_POST}(?:\s(?:mit|von|ab|beginnt|beginnen|die|der|ist|lautet|sind|bei"
            rf"|und))*[\s:]+(?:[a-z]+\s)?\d{{2,5}}(?:[xX*]{{1,3}}|er)?"
            rf"(?:\s?(?:bis|–|-|und|oder)\s?\d{{2,5}}(?:[xX*]{{1,3}}|er)?)*(?![\d.,]\d)"
            r"|(?<![\d.,/+-])(?:von\s|zwischen\s)?(?:6[3-9]|[78]\d|9[0-7])\d{3}\s?(?:bis|–|-|und"
            r"|oder)\s?(?:6[3-9]|[78]\d|9[0-7])\d{3}(?![\d/-]|[.,]\d)(?!\s?(?:Euro|€|Einwohn|Menschen"
            r"|Personen|Tonnen|Liter))"
            r"|(?<![\w.,])(?:6[3-9]|[78]\d|9[0-7])(?:\d?[xX*]{2,3}|\d{1,2}[xX*]{1,2})(?!\w)"
        ),
        0.8, "Postleitzahl oder ihr Anfang", Placeholder.ADDRESS,
    ),
    PatternRule(
        Kind.ADDRESS,
        re.compile(
            r"(?<![\d.,])(?P<what>(?:6[3-9]|[78]\d|9[0-7])\d?(?:er"
            r"|er-[A-ZÄÖÜ]\w+)?)(?=[^.\n]{0,12}\b(?:vorne|am\sAnfang|beginn))"
            r"|\b(?:Postleit|Leitzahl|PLZ|Zustell)[^.\n]{0,60}?(?<![\d.,])(?P<what_2>(?:6[3-9]|[78]\d"
            r"|9[0-7])\d?er)\b"
        ),
        0.8, "Postleitzahl oder ihr Anfang", Placeholder.ADDRESS,
    ),
    PatternRule(
        Kind.ADDRESS,
        re.compile(r"(?<![\d.,])(?:6[3-9]|[78]\d|9[0-7])\d?\svorne\b|\b(?:de[mnr]\s)?(?:Raum|Großraum"
                   r"|Zustellgebiet|Bereich)\s(?:6[3-9]|[78]\d|9[0-7])\d?(?!\d|[.,]\d|\s?(?:Prozent|%|Euro"
                   r"|Personen|Meter))"),
        0.8, "Postleitzahl oder ihr Anfang", Placeholder.ADDRESS,
    ),
    PatternRule(
        Kind.ADDRESS,
        re.compile(r"\b(?:[Bb]riefe?|[Pp]ost|[Aa]nschrift|[Aa]dresse|[Ss]endung\w*"
                   r"|Pakete?)\b[^.\n]{0,40}?(?<![\d.,])(?P<what>(?:6[3-9]|[78]\d|9[0-7])\d{3})(?![\d/-]"
                   r"|[.,]\d)"),
        0.8, "Postleitzahl", Placeholder.ADDRESS,
    ),
    PatternRule(
        Kind.CONTACT,
        re.compile(
            r"\b(?:[Vv]orwahl\w*|Ortsnetz\w*|Ortskennzahl)(?:\s(?:ist|lautet|die|der|beginnt|mit|von|hat"
            r"|war|wäre))*[\s:]+\(?0[\s\d]{2,6}\d\)?"
            r"|(?<![\w/.,-])0[2-9]\d{1,4}(?:er)?-(?:[A-ZÄÖÜ]\w*[Nn]ummer\w*|Nummern?|Vorwahl\w*|Anschl\w+"
            r"|Netz\w*)"
            r"|(?<![\w/.,-])0[2-9]\d{2,4}er\b"
            r"|(?<![\w/.,-])\(0(?:\s?\d){2,5}\)(?:\s?[\d/-]+)*"
            r"|(?<![\w/.,-])0(?:\s?\d){2,5}\s?[/–-]\s?\d+(?:\s\d+)*"
        ),
        0.85, "Vorwahl oder Telefonnummer", Placeholder.PHONE, None, Harm.DIRECT,
    ),
    PatternRule(
        Kind.CONTACT,
        re.compile(
            rf"\b[Nn]ull(?:[\s,;/.–-]{{1,3}}(?:null|eins|{NUMBER_WORD})\b){{3,}}"
            rf"|\b[Pp]lus[\s,]+(?:vier|vierzig)[\s,]+(?:neun)(?:[\s,;/.–-]{{1,3}}(?:null|eins|{NUMBER_WORD})\b){{3,}}"
            rf"|\b(?:[Tt]elefon\w*|[Nn]ummer|[Dd]urchwahl|[Hh]andy\w*|[Aa]nruf\w*|Tel\.?)[^.\n]{{0,20}}?\s"
            rf"(?P<what>(?:null|eins|{NUMBER_WORD})(?:[\s,;/.–-]{{1,3}}(?:null|eins|{NUMBER_WORD})\b){{3,}})"
        ),
        0.9, "Telefonnummer in Worten", Placeholder.PHONE, None, Harm.DIRECT,
    ),
    # ------------------------------------------------------------- accounts and taxes
    PatternRule(
        Kind.NUMBER,
        re.compile(
            r"\b(?:(?:Sparkasse|Volksbank|Raiffeisenbank|VR-Bank|Bank)\w*,?\s)?BLZ[:\s]*\d[\d\s]{5,10}\d"
            r"|\b(?:Konto(?:nummer|nr\.?|-Nr\.?)?|Kto\.?(?:-?Nr\.?)?|Spendenkonto|Sparbuch"
            r"|Depot)[:\s]+(?:Nr\.?\s|Nummer\s|lautet\s|ist\s)?\d[\d\s]{4,14}\d"
            r"|\b(?:IBAN[:\s]*)?[A-Z]{2}\s?\d{2}(?:\s?[\dA-Z]{2,4}){3,8}\b(?<=\d)"
        ),
        0.9, "Kontonummer", Placeholder.BANK_ACCOUNT,
        lambda match: 0.9 if len(re.sub(r"\D", "", match.group())) > 5 else 0.0, Harm.DIRECT,
    ),
    PatternRule(
        Kind.NUMBER,
        re.compile(r"(?<![\d./])\d{2,3}\s?/\s?\d{3,4}\s?/\s?\d{4,5}(?![\d/])|\bSteuer(?:nummer|-?Nr\.?"
                   r"|-ID)?\s[^.\n]{0,20}?\d[\d\s/]{8,14}\d"),
        0.9, "Steuernummer", Placeholder.TAX_NUMBER, None, Harm.DIRECT,
    ),
    # ------------------------------------------------------------- plates
    PatternRule(
        Kind.NUMBER,
        re.compile(r"\b(?P<code>[A-ZÄÖÜ]{1,3})-(?:Nummer(?:nschild\w*)?|Kennzeichen|Schild\w*|Plakette\w*"
                   r"|Autos?|Kfz\w*)\b"),
        0.7, "Kfz-Kennzeichen", Placeholder.NUMBER_PLATE, _rate_plate_code,
    ),
    PatternRule(
        Kind.NUMBER,
        re.compile(r"\b(?P<code>[A-ZÄÖÜ]{1,3})\s(?:auf\s(?:dem|ihrem|seinem|den|ihren)|am"
                   r"|im)\s(?:Nummernschild\w*|Kennzeichen|Schild\w*|Autos?|Kfz\w*|Heck|Blech|Wagen)\b"
                   r"|\b(?:Kennzeichen|Nummernschild\w*)\s(?P<what>[A-ZÄÖÜ]{1,3})\b(?![-a-zäöü])"),
        0.7, "Kfz-Kennzeichen", Placeholder.NUMBER_PLATE,
        lambda match: 0.7 if (match["code"] or match["what"]) in DISTRICT_CODES else 0.0,
    ),
    # ------------------------------------------------------------- positions
    PatternRule(
        Kind.PLACE,
        re.compile(
            r"\b[NS]\s?\d{1,2}\s?°\s?\d{0,2}(?:[.,]\d+)?\s?[′'’]?\s?(?:\d{1,2}(?:[.,]\d+)?\s?(?:[″\"]|''"
            r"|’’)?)?[,;]?\s?[EOW]\s?\d{1,3}\s?°\s?\d{0,2}(?:[.,]\d+)?\s?[′'’]?(?:\s?\d{1,2}(?:[.,]\d+)?\s?(?:[″\"]|''|’’))?"
            r"|(?<![\d.,])\d{1,2}\s?°\s?\d{0,2}(?:[.,]\d+)?\s?[′'’]?\s?(?:\d{1,2}(?:[.,]\d+)?\s?(?:[″\"]|''"
            r"|’’)?)?\s?[NS][,;]?\s+\d{1,3}\s?°\s?\d{0,2}(?:[.,]\d+)?\s?[′'’]?\s?(?:\d{1,2}(?:[.,]\d+)?\s?(?:[″\"]|''|’’)?)?\s?[EOW]\b"
            rf"|(?<![\d.,]){_DECIMAL}\s?°?\s?[NS]?\s?[,;/]\s?{_DECIMAL}\s?°?\s?[EOW]?(?![\d.,]\d)"
            r"|\b(?:Rechtswert|Hochwert|Ostwert|Nordwert|Easting"
            r"|Northing)[:\s]+\d{6,7}(?:[.,]\d+)?(?:[,;\s]+(?:und\s)?(?:Rechtswert|Hochwert|Ostwert"
            r"|Nordwert|Northing)[:\s]+\d{6,7}(?:[.,]\d+)?)?"
            r"|\b3[23]\s?[UTN]?[\s,]+\d{6}[\s,]+\d{7}\b"
        ),
        0.95, "Koordinaten", Placeholder.LOCATION,
    ),
    # ------------------------------------------------------------- names in networks
    PatternRule(
        Kind.CONTACT, re.compile(r"(?<![\w&])#[A-Za-zÄÖÜäöüß]\w{3,}"),
        0.7, "Schlagwort in einem sozialen Netz", Placeholder.SOCIAL_ACCOUNT,
    ),
    PatternRule(
        Kind.CONTACT,
        re.compile(
            rf"\b{_NETWORKS}\b[^.\n]{{0,50}}?\s(?P<what>[a-zäöüß0-9]{{2,}}(?:[._][a-zäöüß0-9]{{2,}})+)(?![\w@])"
            r"|(?<![\w@.])(?P<what_2>[a-zäöüß0-9]{3,}(?:[._][a-zäöüß0-9]{3,})+)"
            rf"(?=[^.\n]{{0,30}}\b{_NETWORKS}\b)"
        ),
        0.7, "Name in einem sozialen Netz", Placeholder.SOCIAL_ACCOUNT,
    ),
    PatternRule(
        Kind.CONTACT,
        re.compile(
            rf"\b(?:{_NETWORKS}-?(?:Gruppe|Seite|Kanal)|(?:{_NETWORKS}\b[^.\n]{{0,40}}?\b(?:[Gg]ruppe"
            rf"|[Ss]eite|[Kk]anal|[Pp]rofil|[Aa]ccount)))\s(?:heißt\s|namens\s|nennt\ssich\s)?"
            r"(?P<what>[„\"“»]?(?!Das|Die|Der)[A-ZÄÖÜ@#][^.;:!?\n]{3,70})(?=[.;:!?\n]|$)"
            r"|\b(?:Facebook|Instagram|Telegram|WhatsApp)\b[^.\n]{0,30}?\b(?:gibt\ses|heißt(?:\ses)?"
            r"|läuft)\s(?P<what_2>(?:die\s|eine\s)?[A-ZÄÖÜ][\w-]+(?:\s[A-ZÄÖÜ][\w-]+)+)"
        ),
        0.7, "Name in einem sozialen Netz", Placeholder.SOCIAL_ACCOUNT,
    ),
    PatternRule(
        Kind.CONTACT,
        re.compile(r"(?<![\w.])[\w.+-]{2,40}\s(?:at|ät)\s[\w-]{2,40}(?:\.[\w-]{2,40}){0,3}\.(?:de|com|org"
                   r"|net|eu|info|bayern)\b"),
        0.95, "E-Mail-Adresse", Placeholder.MAIL,
    ),
)  # fmt: skip
