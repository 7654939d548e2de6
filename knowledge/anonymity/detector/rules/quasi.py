"""Details that single out a municipality or a person without naming it. Pure module.

Superlatives and firsts, events, unique facilities, the sex of an office holder (about one
mayor in ten is a woman), party with office, and quotations.
"""

import re

from knowledge.anonymity.detector.findings import Harm, Kind
from knowledge.anonymity.detector.placeholders import CoverName, Placeholder
from knowledge.anonymity.detector.rules.rule import PatternRule

__all__ = ["QUASI_RULES"]

_OFFICES = (
    r"(?:Ober|Alt|Erste|Zweite|Dritte|Ersten|Zweiten|Dritten)?\s?-?(?:[Bb]ürgermeister|[Ll]and[rR]at|"
    r"[Ll]andrät|[Kk]ämmer|[Oo]rtsvorsteher"
    r"|[Bb]eigeordnet|[Dd]ezernent|[Ss]tadtbaumeister|[Bb]audirektor|[Gg]eschäftsleiter)"
)
_FEMALE = (
    r"(?:(?:Ober|Alt)?[Bb]ürgermeisterin|Landrätin|Kämmerin|Ortsvorsteherin|Stadtbaumeisterin|Dezernentin|"
    r"Rathauschefin|Stadtkämmerin)"
)
_PARTIES = (
    r"(?:CSU|SPD|CDU|FDP|AfD|ÖDP|ödp|BSW|Grünen?|Grüner|Linken?|Linker|Freien? Wählern?|Freier"
    r" Wähler|FW|FWG|UWG|Piraten(?:partei)?"
    r"|Sozialdemokrat(?:en|in|innen)?|Christsozialen?r?|Christdemokrat(?:en|in|innen)?|Bayernpartei|Volt|"
    r"parteilos(?:e[rn]?)?)"
)
_PAPERS = (
    r"(?:(?:Lokal|Heimat|Tages|Kreis|Wochen|Land|Amts|Mitteilungs|Gemeinde|Dorf)?(?:[Zz]eitung|[Bb]oten?"
    r"|[Tt]agblatt|[Bb]lättle|[Bb]latt|[Aa]nzeiger|[Mm]erkur|[Kk]urier|[Ee]cho|[Pp]resse|[Rr]undschau)"
    r"|Lokalteil|Leserbrief)"
)
_MUNICIPAL = (
    r"(?:Gemeinde|Stadt|Kommune|Markt|Ort|Kreisstadt|Dorf|Landkreis|Rathaus|Verwaltung|Landgemeinde|"
    r"Kleinstadt|Bürgermeister\w*|Landrat|Landrätin)"
)
_AREA = (
    r"(?:im|des|in|weit und breit|in ganz|landesweit|bundesweit|bayernweit|europaweit|deutschlandweit|der"
    r" Region|am Ort)"
)


def _rule(kind: Kind, pattern: str, certainty: float, reason: str, suggestion: str) -> PatternRule:
    return PatternRule(kind, re.compile(pattern), certainty, reason, suggestion)


QUASI_RULES = (
    _rule(
        Kind.UNIQUE,
        rf"\b[Aa]ls\s(?:erste|einzige|letzte|größte|kleinste|jüngste|älteste)[rsnm]?\s(?:\w+e[rn]?\s)"
        rf"?{_MUNICIPAL}\w*",
        0.85, "Alleinstellung", Placeholder.ONE_OF_MUNICIPALITIES,
    ),
    _rule(
        Kind.UNIQUE,
        r"\b(?:der|die|das|dem|den|unsere?|ihre?|seine?)\s(?:einzige|erste|größte|kleinste|älteste|jüngste|"
        r"höchst\w*|längste|nördlichste"
        rf"|südlichste|östlichste|westlichste|reichste|ärmste|bekannteste|berühmteste|meistbesuchte)"
        rf"[rsnm]?\s(?:\w+e[rn]?\s)?[A-ZÄÖÜ][\wäöüß-]+\s"
        rf"(?:in\s|im\s)?(?:{_AREA}\s)?(?:Bayerns?|Baden-Württembergs?|Deutschlands?|Europas?|"
        rf"Süddeutschlands?|Landkreise?s?|Landes?|Freistaate?s?|Bundesland\w*"
        r"|Regierungsbezirk\w*|Welt|Region|weit\sund\sbreit|Kreise?s?|Bezirke?s?)\b",
        0.85, "Alleinstellung", Placeholder.ONE_OF_SEVERAL,
    ),
    _rule(
        Kind.UNIQUE,
        r"\b(?:[Ee]inzig(?:e[rsnm]?|artig\w*)\s(?:\w+e[rn]?\s)?[A-ZÄÖÜ][\wäöüß-]*(?:stadt|gemeinde|kommune|"
        r"museum|werk|anlage|fabrik|schloss|hochschule"
        r"|universität|klinik|bahnhof|flughafen|hafen|see|burg|dom|kloster)\w*|bundesweit\s(?:einzig|"
        r"einmalig|erst)\w*|landesweit\s(?:einzig|einmalig|erst)\w*"
        r"|bayernweit\s(?:einzig|einmalig|erst)\w*|deutschlandweit\s(?:einzig|einmalig|erst)\w*|"
        r"weltweit\s(?:einzig|einmalig|erst)\w*|europaweit\s(?:einzig|einmalig|erst)\w*"
        r"|(?:erst|einzig)malig\sin\s(?:Bayern|Deutschland|Baden-Württemberg)|Alleinstellungsmerkmal\w*|"
        r"Weltmarktführer\w*|Weltkulturerbe\w*|UNESCO-\w+)",
        0.7, "Alleinstellung", Placeholder.PECULIARITY,
    ),
    _rule(
        Kind.UNIQUE,
        r"\b(?:Landesgartenschau\w*|Gartenschau\w*|Bundesgartenschau\w*|Bürgerentscheid\w*|Bürgerbegehren\w*|"
        r"Ratsbegehren\w*|Landesausstellung\w*|Jahrhunderthochwasser\w*"
        r"|Flutkatastrophe\w*|Amtsenthebung\w*|Abwahl(?:verfahren\w*)?|Passionsspiele?\w*|Heimattage?\w*|"
        r"Tag\sder\sFranken"
        r"|Bayern-?Tag\w*|Landesturnfest\w*|Hessentag\w*|Deutsche[rn]?\sStädtebaupreis\w*|Staatspreis\w*|"
        r"Europapreis\w*|Kirchentag\w*|Katholikentag\w*"
        r"|\d{2,4}-?[Jj]ahr-?[Ff]eier\w*|(?:\d{3,4}|tausend)-?jährige[sn]?\s(?:Bestehen|Jubiläum)\w*|"
        r"Stadtjubiläum\w*|Gebietsreform|Eingemeindung\w*|Zweckverbandsauflösung)\b",
        0.55, "Ereignis, das den Ort verraten kann", Placeholder.EVENT,
    ),
    _rule(
        Kind.UNIQUE,
        r"\b(?:Kernkraftwerk\w*|Atomkraftwerk\w*|Flughafen\w*|Justizvollzugsanstalt\w*|Wallfahrtskirche\w*|"
        r"Wallfahrtsort\w*|Basilika|Münster(?:platz\w*|turm\w*)|Kaiserpfalz|Residenzschloss\w*"
        r"|Truppenübungsplatz\w*|Kaserne\w*|Bundeswehrstandort\w*|Festspielhaus\w*|Freilichtmuseum\w*|"
        r"Bergwerk\w*|Salzbergwerk\w*|Skisprungschanze\w*"
        r"|Raffinerie\w*|Zwischenlager\w*|Endlager\w*|Ankerzentrum\w*|Bezirkskrankenhaus\w*|"
        r"Universitätsklinik\w*|Hochschulstandort\w*|Bischofssitz\w*|Spielbank\w*"
        r"|Thermalbad\w*|Freizeitpark\w*|Pumpspeicherwerk\w*|Hopfenmuseum\w*|Glashütte\w*|Automobilwerk\w*|"
        r"Papierfabrik\w*|Zementwerk\w*|Chemiepark\w*|Schleuse\w*)\b",
        0.5, "Einrichtung, die es selten gibt", Placeholder.FACILITY,
    ),
    _rule(
        Kind.UNIQUE,
        r"\b(?:Marktgemeinde[n]?|Große[nr]?\sKreisstadt|[Kk]reisfreie[nr]?\s(?:Stadt|Kommune)|"
        r"Stadtkreis(?:es)?|(?:Landeshaupt|Universitäts|Kreis)stadt|Heilbad\w*|Kurort\w*"
        r"|(?:Ober|Mittel)zentrum\w*)\b",
        0.5, "Rang, den nur einige Gemeinden haben", Placeholder.MUNICIPALITY,
    ),
    _rule(
        Kind.UNIQUE, r"\bMarkt(?:gemeinde)?r[aä]t\w*|\bMarktgemeinderats?\b", 0.5,
        "Rang, den nur einige Gemeinden haben", "Rat",
    ),
    _rule(
        Kind.OFFICE, rf"\b{_FEMALE}\b", 0.6,
        "Geschlecht und Amt: nur etwa jedes zehnte Rathaus wird von einer Frau geführt",
        CoverName.MAYOR,
    ),
    _rule(
        Kind.OFFICE,
        r"\b(?:Unser|unser|Der|der|Dem|dem|Den|den|Des|des|Ein|ein|Einem|einem|Sein|sein|Mein|mein|Ihr|"
        r"ihr)\s(?:(?:neu|alt|damalig|früher|jetzig|amtierend|langjährig|jung|erst)e[rnms]?\s)?"
        r"(?:(?:Ober|Alt)?[Bb]ürgermeister|Landrat|Kämmerer|Stadtkämmerer|Rathauschef)s?\b(?![*:_/]|\soder\s|"
        r"\sund\s(?:die|der)\s)",
        0.35, "Geschlecht und Amt", CoverName.MAYOR,
    ),
    _rule(
        Kind.OFFICE,
        rf"\b{_OFFICES}\w*\s?(?:\(|von\sder\s|von\sden\s|der\s|,\s)\s?{_PARTIES}\)?|\b{_PARTIES}-?\s?(?:Ober|"
        rf"Alt)?-?(?:[Bb]ürgermeister|[Ll]andrat|[Ll]andrät|[Kk]andidat|[Ss]tadtr[aä]t|[Gg]emeinder[aä]t|"
        rf"[Ff]raktion)\w*"
        rf"|\b{_PARTIES}[ -](?:geführt|regiert)\w*|\b(?:parteilose[rn]?|parteiloser?)\s(?:Bürgermeister|"
        rf"Landrat|Landrätin|Kandidat)\w*",
        0.75, "Partei und Amt", Placeholder.OFFICE,
    ),
    _rule(
        Kind.OFFICE, rf"\b(?:die|der|den|bei\sder|bei\sden|von\sder|mit\sder|mit\sden)"
                     rf"\s{_PARTIES}\b(?=\s(?:im|hat|hatte|wollte|stimmte|lehnte|war|stellt|stellte|Fraktion|"
                     rf"und))",
        0.4, "Partei", Placeholder.PARTY,
    ),
    _rule(Kind.OFFICE, r"\bFreie[nr]?\sWähler\w*", 0.4, "Partei", Placeholder.PARTY),
    _rule(
        Kind.UNIQUE,
        r"\b(?:laut|so|schrieb|schreibt|titelte|berichtete|zitiert|im|in\sder)\s(?:die|der|das|den|"
        r"dem)?\s?(?:Lokalzeitung|Heimatzeitung|Lokalpresse|Zeitung|Tagblatt|Kreisbote\w*|Anzeiger|Merkur|"
        r"Kurier|Amtsblatt|Mitteilungsblatt)\s?:?\s?[„“\"»]",
        0.55, "Zitat aus der Presse: lässt sich im Netz finden", Placeholder.PARAPHRASE,
    ),
    PatternRule(
        Kind.UNIQUE,
        re.compile(
            rf"\b(?:[Ii]m|[Ii]n\sder|[Ll]aut|[Aa]us\sdem|[Aa]us\sder)\s(?:[a-zäöüß]+en\s)?{_PAPERS}\s"
            rf"(?:stand|hieß\ses|war\szu\slesen|konnte\sman\slesen|las\sman|erschien|war\sdie\sRede)\b"
            rf"[^.\n]{{0,200}}"
            rf"|\b[Dd](?:er|ie|as)\s{_PAPERS}\s(?:schrieb|titelte|druckte|berichtete|nannte\ses)\b[^.\n]{{0,200}}"
        ),
        0.55, "Aus der Presse: lässt sich im Netz finden", Placeholder.PARAPHRASE, None, Harm.EXACT,
    ),
    _rule(
        Kind.UNIQUE, r"[„\"»]([^“”\"«»„]{90,600})[“”\"«]", 0.25,
        "Langes wörtliches Zitat: kann im Netz zu finden sein", Placeholder.PARAPHRASE,
    ),
)  # fmt: skip
"""Rules whose findings hold only where no surer layer has found something."""
