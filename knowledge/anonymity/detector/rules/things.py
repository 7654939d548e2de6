"""What a place has and others know it by: buildings, schools, feasts, papers, firms, parties, programmes,
lines and names that stand for a name ("Stadt am Kocher"). Pure module.

Heads are compounds with a first part that says which one; ordinary ones ("Wochenmarkt", "Radweg") are listed.
"""

import re

from knowledge.anonymity.detector.findings import Harm, Kind
from knowledge.anonymity.detector.placeholders import CoverName, Placeholder
from knowledge.anonymity.detector.rules.grammar import MONTH, NAME
from knowledge.anonymity.detector.rules.rule import PatternRule

__all__ = ["BEGINS_WITH_HEAD", "HEAD", "TAIL", "THING_RULES"]

_CAPS = rf"{NAME}(?:\s(?:(?:und|&|für|der|im|am|an\sder|hat|zum|von)\s)?{NAME})*"
_ORDINARY_TIME = (
    rf"(?!(?:Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag|Wochenende|Vormittag"
    rf"|Nachmittag|Mittag|Abend|Morgen|Ende|Anfang|Rand|Ort|Ortsrand|Haus|Sommer|Winter|Herbst"
    rf"|Frühjahr|Jahr|Nachbarort|Ernstfall|Gespräch|Rat|Landkreis|Umbau|Bau|{MONTH})\b)"
)


def _unless(*ordinary: str) -> re.Pattern[str]:
    """Words of the language that only look like a name of this sort, by how they begin."""
    return re.compile("|".join(ordinary), re.IGNORECASE)


_ORDINARY_BUILDINGS = _unless(
    r"(?:kirch|fernseh|aussichts|glocken|wohn|funk|sprung|schlauch|sende|schul|rathaus|feuerwehr|strom"
    r"|trafo|kühl)turm"
    r"|(?:luft|tür|zünd|fahrrad|vorhänge|zahlen|sicherheits|kombi)schloss|(?:pfarr|dorf|orts|landes|haupt"
    r"|amts|volks|frei|staats|stadt|gemeinde)kirche|(?:musik|blas|friedhofs|stadt|tanz|jugend|dorf"
    r"|feuerwehr|trachten)kapelle"
    r"|(?:wind|tret|gebet|papier|kaffee|gerüchte|zwick|büro)mühle|(?:stadt|gemeinde|dorf)halle"
)
_ORDINARY_BATHS = _unless(
    r"(?:sole|einkaufs|privat|vereins|frei|hallen|hallenfrei|schwimm|erlebnis|thermal|natur|strand|blut|dampf|sonnen|voll|fuß|heil|spaß"
    r"|schul|lehrschwimm|kombi|wannen|schaum|kinder|familien|bewegungs|moor|see|sport|allwetter|gäste|dusch"
    r"|wald|freizeit|hotel|therapie|kneipp|arm|sitz|kräuter|salz|schlamm|luft|wasser|eis|farb|tauch|wechsel"
    r"|öl|säure|klang|wellen|sommer|winter|kur|stadt|gemeinde|dorf|bürger|volks|gesundheits|ganzjahres"
    r"|kleinschwimm|plansch|flussfrei|waldfrei|naturfrei|hütten|licht|gas|stein|lokal|schulschwimm)bad"
)
_ORDINARY_FEASTS = _unless(
    r"(?:super|wochen|bau|drogerie|arbeits?|arbeitskräfte|wohnungs|weihnachts|floh|jahr|einkaufs|bauern"
    r"|verbraucher|lebensmittel|getränke|garten|stellen|immobilien|binnen|energie|bio|discount"
    r"|vollsortiments|tausch|bücher|kunst|advents|möbel|fach|elektro|kapital|strom|regional|finanz|miet"
    r"|welt|grundstücks|kunden|frische|ausbildungs|fleischer|sozial|boden|bauland|personal|dorf|fahrrad"
    r"|kleider|kram|krämer|vieh|holz|absatz|nachwuchs|fachkräfte|ideen|markt|projekt|info|informations)markt"
    r"|(?:straßen|dorf|stadt|bürger|vereins|sommer|wein|bier|volks|heimat|schul|garten|grill|nachbarschafts"
    r"|markt|kinder|weihnachts|oster|fach|mani|herbst|frühlings|hof|abschluss|dank|begegnungs|kultur"
    r"|familien|jugend|sport|spiel|richt|einweihungs|eröffnungs|pfarr|feuerwehr|musik|gemeinde|jubiläums"
    r"|helfer|mitarbeiter|abschieds|willkommens|alt|kita|lese|haus|platz|hoch|tauf|erntedank|oktober"
    r"|stadtteil|gemeinschafts|kirchen|schützen|gau)fest"
)
_ORDINARY_WAYS = _unless(
    r"(?:rad|fuß|geh|feld|schul|um|aus|rück|heim|dienst|rechts|mittel|königs|lösungs|wald|wander|spazier"
    r"|haupt|neben|arbeits|rund|kirch|friedhofs|hin|hinter|lebens|leidens|irr|holz|schleich|flucht|rettungs"
    r"|wirtschafts|zufahrts|verbindungs|lehr|pilger|bau|um|ab|halb|melde|transport|liefer|instanzen"
    r"|rechtsmittel|beschwerde|entscheidungs|entwicklungs|zwischen|panorama|fahrrad|ufer|schotter|stich"
    r"|privat|zu|eisen|wasser|versorgungs|kommunikations|vertriebs|post|weit|gesamt|sonder|alternativ"
    r"|bildungs|berufs|ausbildungs|karriere|verwaltungs|rollstuhl|kies|gras|wiesen|pfad)-?weg"
    r"|(?:sack|seiten|neben|haupt|dorf|einkaufs|rettungs|wohn|spiel|einbahn|durchgangs)gasse|(?:bürger|auf"
    r"|ein|ab|um|aus|bahn|über|rück|zu|an)steig|(?:ein|aus|auf|zu)stieg|(?:trag|treppen)stiege"
)
_ORDINARY_LINES = _unless(
    r"(?:auto|straßen|eisen|u|s|stadt|seil|kegel|bundes|lande|renn|start|überhol|fahr|flug|umlauf|schwebe"
    r"|gondel|zahnrad|berg|regional|reichs|staats|kreis|geister|rodel|lauf|schlitten|vor|deutsche|deutschen"
    r"|güter|privat|neben|museums|loipen|lauf|hunderter|dreh|papier|stoff|bus|haupt|leit|fluchtlinie|richt"
    r"|bau|zeit|um|grund|mittel|front|flucht|blick|stamm|buslinien|seiten|deeskalations|klein|ring|hoch"
    r"|werk|bobbahn|bob|eis|rutsch|wasserrutsch|wasser|kletter|bmx|skater|skate|mountainbike|pump|lokal"
    r"|seilbahn)-?(?:bahn|linie)"
)
_LINE = re.compile(r"[a-zäöüß]linie$")
_ORDINARY_PAPERS = _unless(
    r"(?:lokal|tages|heimat|gemeinde|dorf|schüler|schul|vereins|bürger|wochen|monats|mitarbeiter|haus"
    r"|sonntags|kirchen|amts|pfarr|regional|boulevard|abend|morgen|kunden|fahr|eltern|stadtteil|fahrrad"
    r"|geschwindigkeits|paket|drehzahl|füllstands|wasserstands|stand|kreis|eil|sonder|bau|ge|an|ver|auf"
    r"|post|pizza|paket|kurier|meldungs)-?(?:zeitung|bote|boten|anzeiger|tagblatt|blatt|post|kurier|echo"
    r"|gebote?)"
)
_ORDINARY_TOWNS = _unless(
    r"(?:kreis|alt|innen|haupt|landeshaupt|bundeshaupt|groß|klein|kern|nachbar|gesamt|partner|mittel|heimat"
    r"|universitäts|hochschul|rand|schlaf|zelt|werk|millionen|welt|hafen|trabanten|vor|neu|ober|unter|nord"
    r"|süd|ost|west|garten|schwamm|stand|cuxhaven|fahrrad|geister|ideal|gründer|reichs|residenz|kur|bade"
    r"|satelliten|wohn|mutter|ausgangs|muster|modell|beispiel|patenschafts|paten|gast|außen|zukunfts|sport"
    r"|bildungs|verwaltungs|einkaufs|fußgänger|kunst|lieblings|mini|wissenschafts|pendler|industrie"
    r"|arbeiter|zwillings|weiß|fairtrade|metropol|container)-?st[aä]dt(?:chen|e|en)?"
)


def _compound(ordinary: re.Pattern[str], certainty: float = 0.55):  # type: ignore[no-untyped-def]
    return lambda match: 0.0 if ordinary.match(match["word"]) else certainty


_HEAD = (
    r"(?:(?<![\w-])(?:(?!(?:Die|Der|Eine[rs]?|Unser\w*|Keine|Diese[rs]?|Jede[rs]?|Ihre?|Seine?|Meine?"
    r"|Welche|Alle|Viele)\s)[A-ZÄÖÜ][a-zäöüß]+(?:e|er|es|en)\s|[A-ZÄÖÜ][\wäöüß]+-\s(?:und"
    r"|&)\s)?(?:[A-ZÄÖÜ][\wäöüß-]*)?"
    r"(?:[Aa]mt|[Aa]mts|ALE|AELF|VG|ILE|LAG|LEADER-Region|[Gg]ericht|[Ss]taatsanwaltschaft|[Dd]irektion"
    r"|[Bb]ehörde|[Pp]olizei|[Ii]nspektion|[Kk]ammer|[Ii]nnung|[Vv]erband|[Gg]enossenschaft|[Gg]emeinschaft"
    r"|[Aa]llianz|[Gg]esellschaft"
    r"|[Pp]farrei|[Kk]uratie|[Pp]farrgemeinde|[Kk]irchengemeinde|[Dd]ekanat|[Kk]apelle|[Kk]irche|Dom"
    r"|[Mm]ünster|[Bb]asilika|[Kk]loster|[Ss]tift|[Ss]tiftung|[Ss]chule|[Gg]ymnasium|[Hh]ochschule"
    r"|[Uu]niversität|[Kk]indergarten|[Kk]ita|[Kk]rippe|[Hh]ort"
    r"|[Kk]linik|[Kk]rankenhaus|[Ss]eniorenheim|[Ss]anatorium|[Aa]usfahrt|[Aa]nschlussstelle"
    r"|[Aa]utobahnkreuz|[Aa]utobahndreieck|[Kk]reuz|[Dd]reieck|[Rr]asthof|[Rr]aststätte|[Bb]ahnhof"
    r"|[Hh]altepunkt|[Hh]altestelle|[Tt]unnel"
    r"|[Vv]erein|[Cc]lub|[Kk]lub|[Ll]iederkranz|[Cc]hor|[Gg]ilde|[Kk]apelle|[Ff]euerwehr|[Bb]ergwacht"
    r"|[Ww]asserwacht|[Oo]rtsgruppe|[Ii]nitiative|[Gg]ruppe|[Ll]iste|[Ff]raktion|[Vv]ereinigung|[Bb]ündnis"
    r"|[Mm]osterei|[Bb]rauerei|[Bb]äckerei|[Mm]etzgerei|[Kk]äserei|[Mm]olkerei|[Gg]asthof|[Gg]asthaus"
    r"|[Ww]irtshaus|[Hh]otel|[Aa]utohaus|[Ss]chreinerei|[Ss]ägewerke?|[Ss]pedition|[Dd]ruckerei"
    r"|[Gg]ärtnerei|[Ff]irma|[Zz]immerei|[Kk]anzlei|[Aa]potheke|[Mm]ühle|[Bb]aumschule|[Hh]of|[Ww]eingut"
    r"|[Ww]erke?|[Bb]auunternehmen|[Bb]üro|[Pp]raxis|[Kk]iesgrube|[Ss]teinbruch"
    r"|[Ll]andkreis|[Aa]ltlandkreis|[Aa]ltkreis|Kreis|Lkr\.|LK|[Gg]emarkung|[Gg]ewann|[Ff]lur|[Oo]rtsteil"
    r"|[Ss]tadtteil|[Ww]eiler|[Ss]iedlung"
    r"|[Mm]odellregion|[Mm]odellkommune|[Pp]ilotkommune|[Pp]ilotregion|[Pp]ilotprojekt|[Mm]odellprojekt"
    r"|[Pp]rogramm|[Aa]ktion|[Pp]rojekt|[Ww]ettbewerb|[Zz]eltlager|[Mm]odell|[Mm]odul|[Mm]arke|[Tt]yp)\s"
    r"(?:(?:am|an\sder|an|im|in\sder|in|bei|beim|zu|zum|zur|von|vom|der|des|auf\sder|auf\sdem|Zum|Zur|St\."
    r"|Sankt|Mariä|Heilig|Heilige[rn]?|Maria)\s){0,2}"
    r"|\b(?:[Ss]tadt|[Gg]emeinde|[Mm]arkt|[Mm]arktgemeinde|[Kk]ommune|[Oo]rt|[Dd]orf|[Ss]tädtchen|[Kk]urort"
    r"|[Kk]reisstadt|[Ss]eegemeinde|[Bb]erggemeinde)\s(?:hoch\s|direkt\s|oben\s)?"
    r"(?:am\s(?:Fuß(?:e)?|Rand(?:e)?|Ufer|Tor|Eingang|Ende|Südufer|Nordufer|Ostufer|Westufer)\s(?:der|des"
    r"|vom|zum|zur)|an\sder|an\sden|am|im|in\sder|auf\sder|unter\sder|unterm|überm|über\sdem|vor\sder"
    r"|vor\sden|hinter\sdem|zwischen)\s"
    r"|(?<=[a-zäöüß,]\s)(?:Auf|Am|Im|In|An|Beim|Hinter|Vor|Unter|Ob)\s(?:(?:der|dem|den)\s)?)"
)
HEAD, BEGINS_WITH_HEAD = re.compile(_HEAD + "$"), re.compile(_HEAD)
"""What stands before a name and belongs to it: the head of an institution with its preposition."""

TAIL = re.compile(
    r"(?:\s(?:Zeitung|Bote[n]?|Tagblatt|Nachrichten|Anzeigers?|Kuriers?|Merkurs?|Rundschau|Post|Presse"
    r"|Echos?|Volksblatt|Wochenblatt|Stimme|Landbote[n]?|Umschau)\b"
    r"|\s(?:&|und)\s(?:Söhne|Sohn|Partner|Co\.?|Cie\.?|Töchter|Tochter|Kollegen)\b(?:\s(?:GmbH|KG|OHG|AG"
    r"|GbR)\b)?"
    r"|\s(?:Fein|Kunststoff|Metall|Mess|Umform|Elektro|Bau|Maschinen|Werkzeug|Holz|Medizin|Heiz|Förder"
    r"|Antriebs|Verpackungs|Umwelt)\w*(?:mechanik|technik|bau|werke?|verarbeitung|systeme)\b"
    r"|\s(?:\d{1,4}|[A-Z]\d{1,4}|[IVX]{1,4}|Plus|plus)\b(?![.,]\d|\s?(?:Uhr|Euro|Prozent|%|Jahre|Meter"
    r"|Kilometer|Stimmen|Personen|Einwohner|Kinder|Mitglieder|Prozent|Stunden|Tage|Wochen))"
    r"|(?<=\.[A-ZÄÖÜ])\.|(?<=\s[A-ZÄÖÜ])\.(?=\s[a-zäöü])"
    r"|\s(?:Straße|Weg|Platz|Allee|Gasse|Ring|Steig|Ufer|Moos|Ried|Filz|Heide|Wald|Forst|Alb|Land|Winkel"
    r"|Becken|Tal|See|Weiher|Höhe|Schloss|Burg|Turm|Tor|Markt|Messe|Dult|Kirchweih|Volksfest|Wiesn)\b)"
)
"""What stands behind a name and belongs to it."""

THING_RULES = (
    # ------------------------------------------------------------- instead of a name
    PatternRule(
        Kind.PLACE,
        re.compile(r"(?<![\w-])(?P<word>(?:[A-ZÄÖÜ][\wäöüß]*-){0,3}[A-ZÄÖÜ]\w*-?[Ss]tadt)(?![\w-])"),
        0.5, "Beiname, unter dem man die Stadt kennt", CoverName.MUNICIPALITY,
        lambda match: 0.0 if _ORDINARY_TOWNS.match(match["word"]) or match["word"] in {"Stadt"} else 0.55,
    ),
    PatternRule(
        Kind.PLACE,
        re.compile(
            rf"\b(?:[Ss]tadt|[Gg]emeinde|[Mm]arkt|[Mm]arktgemeinde|[Kk]ommune|[Dd]orf|[Ss]tädtchen"
            rf"|[Kk]urort|[Kk]reisstadt|[Ss]eegemeinde|[Bb]erggemeinde|[Oo]rt)\s"
            rf"(?:am\s(?:Fuß(?:e)?|Tor|Eingang|Südufer|Nordufer|Ostufer|Westufer)\s(?:der|des|vom|zum"
            rf"|zur)\s{NAME}|zwischen\s{NAME}\sund\s{NAME}"
            rf"|(?:an\sder|am|unterm|unter\sder|unter\sdem|hinter\sder)\s(?!(?:Ende|Rand|Tisch|Spitze"
            rf"|Grenze|Stelle|Seite|Arbeit|Reihe|Decke|Bahn|Autobahn|Straße|Bundesstraße|Küste|Wand|Hand"
            rf"|See|Fluss|Berg|Bach|Hang|Wochenende|Montag|Abend|Morgen|Anfang|Limit|Markt|Kreuz|Zug"
            rf"|Apparat|Telefon|Werk|Steuer|Bahnhof|Wald|Aufsicht|Zweifel|Ball|Wahltag|Maßstab|Stadtrand"
            rf"|Ortsrand|Pranger|Thema|Anfahrt)\b){NAME})"
        ),
        0.6, "Umschreibung, die den Ort verrät", Placeholder.MUNICIPALITY,
    ),
    # ------------------------------------------------------------- buildings and schools
    PatternRule(
        Kind.UNIQUE,
        re.compile(
            r"(?<![\w-])(?P<word>[A-ZÄÖÜ][a-zäöüß]{2,}(?:-[A-ZÄÖÜ])?[a-zäöüß]*(?:schloss|schlössle|schlössl"
            r"|schlösschen|turm|türmle|spital|stadel|stadl|scheune|scheuer|kornhaus|kornhalle|zeughaus"
            r"|torhaus|zollhaus|zollhäusle|amtshaus|fachwerkhaus|tanzhaus"
            r"|kloster|abtei|münster|kapelle|kirche|mühle|brauhaus|kelter|villa|palais|orangerie"
            r"|festspielhaus|schranne|meierhof|maierhof|viadukt|sternwarte|burgruine|hammerwerk"
            r"|hammerschmiede|lokschuppen|wasserwerk|kurhaus|badhaus|bastei|zwinger|stadttor|synagoge"
            r"|kartause))(?:s|es|e|en|n)?(?![\w-])"
        ),
        0.5, "Gebäude mit Namen", Placeholder.BUILDING, _compound(_ORDINARY_BUILDINGS, 0.5),
    ),
    PatternRule(
        Kind.UNIQUE,
        re.compile(
            rf"(?<![\w-])(?:Frei|Hallen|Wald|Natur|Strand|Thermal|Erlebnis|Schwimm)bad\s(?:am|an\sder|im"
            rf"|in\sder|auf\sdem|bei)\s{_ORDINARY_TIME}{NAME}"
            r"|(?<![\w-])(?P<word>[A-ZÄÖÜ][a-zäöüß]{3,}bad)(?:s|es|e)?(?![\w-])(?!\s(?:GmbH|AG|e\.))"
        ),
        0.55, "Bad mit Namen", CoverName.BATH,
        lambda match: 0.0 if match["word"] and _ORDINARY_BATHS.match(match["word"]) else 0.55,
    ),
    PatternRule(
        Kind.UNIQUE, re.compile(r"(?<=[a-zäöüß]\s)(?:Stifts|Spital|Schloss|Kloster|Wallfahrts|Garnisons|Hof"
                                r"|Johannis|Martins|Marien|Georgs|Michaels|Stephans|Peters|Lorenz|Christus"

                                r"|Luther|Erlöser|Friedens|Dreifaltigkeits|Heilig-Geist-|Kreuz|Wehr)kirche\b"),
        0.55, "Gebäude mit Namen", Placeholder.BUILDING,
    ),
    PatternRule(
        Kind.ORGANISATION,
        re.compile(
            r"(?<![\w-])(?:Pfarrei|Kuratie|Pfarrgemeinde|Kirchengemeinde|Kirche|Kapelle|Kloster|Stift"
            r"|Seelsorgeeinheit|Pfarrverband|Dekanat|Wallfahrt)\s"
            r"(?:(?:zu|von|in|bei|zur|zum|der|des)\s)?(?:St\.|Sankt|Mariä?|Heilig\w*|Herz|Christ\w*"
            r"|Unsere\w*|Zu[rm]|Aller)\s?(?:[A-ZÄÖÜ][\wäöüß-]+)(?:\s(?:und|im|am|an|in)\s[A-ZÄÖÜ][\w-]+)?"
            r"|(?<![\w-])(?:St\.|Sankt)\s?[A-ZÄÖÜ][\wäöüß-]+(?:\sund\s[A-ZÄÖÜ][\wäöüß-]+)?"
        ),
        0.8, "Kirche oder Pfarrei", CoverName.PARISH,
    ),
    PatternRule(
        Kind.ORGANISATION,
        re.compile(
            rf"(?<![\w-])(?:Mittel|Real|Grund|Haupt|Werkreal|Gemeinschafts|Berufs|Förder|Volks|Wirtschafts"
            rf"|Musik|Volkshoch|Fach|Hoch)?(?:[Ss]chule|[Gg]ymnasium|[Ss]chulzentrum)\s"
            rf"(?:am|an\sder|im|in\sder|bei|beim|auf\sdem|auf\sder|unter\sder|zum"
            rf"|zur)\s{_ORDINARY_TIME}(?:St\.\s)?[A-ZÄÖÜ][\wäöüß-]+(?:park|berg|tor|graben|weg|see|bach"
            rf"|ring|wall|hain|bühl|halde|schloss|kirche|wald|allee|platz|garten|turm|hang|höhe|tal|ried|au"
            rf"|mühle|feld|hof|burg|buck|lehen|Anna|Ulrich|Stephan|Michael|Peter|Paul|Martin|Josef)\b"
            rf"|(?<![\w-])(?:[A-ZÄÖÜ][\wäöüß.]*-){{1,4}}(?:Grund|Real|Mittel|Gemeinschafts|Berufs|Haupt"
            rf"|Förder|Werkreal)?-?(?:[Ss]chule|[Gg]ymnasium|[Rr]ealschule|[Gg]rundschule|[Kk]indergarten"
            rf"|[Hh]alle|[Ss]aal|[Ss]tiftung|[Kk]linik|[Hh]aus|[Hh]eim)\b"
        ),
        0.6, "Schule oder Haus mit Namen", CoverName.SCHOOL,
        lambda match: 0.0 if re.match(r"(?:Kita|Kinder|Schul|Ganztags|Jugend|Bürger|Senioren|Rathaus|Dorf"
                                      r"|E-|IT-|Co-|Open|Mehr|Neben|Nicht|Vor|Montessori|Waldorf|Volks"
                                      r"|Mehrgenerationen|Mehrzweck|VHS|DRK|AWO|BRK|Boulder|Tennis|Turn"
                                      r"|Sport|Eis|Reit|Kletter|Rats|Feuerwehr|Bauhof|Tiny|Holz|Beton"
                                      r"|Fertig|Lehr)", match.group()) else 0.6,
    ),
    PatternRule(
        Kind.ORGANISATION,
        re.compile(
            r"(?<![\w-])(?:[A-ZÄÖÜ][\wäöüß]+-\s(?:und|&)\s)?(?:(?:Gesang|Musik|Trachten|Schützen|Theater"
            r"|Heimat|Faschings|Narren|Karnevals|Männergesang|Sport|Turn|Fußball|Ski|Garten|Gartenbau"
            r"|Kleingarten|Burschen|Soldaten|Krieger|Schäferhunde|Kaninchenzucht|Angel|Fischerei|Radfahr"
            r"|Kegel|Schach|Volkstrachten|Gebirgstrachten|Trachtenerhaltungs|Ruder|Segel|Tennis|Reit"
            r"|Wander)(?:verein|club|klub|bund|gesellschaft|kameradschaft|zunft|gilde)"
            r"|Liederkranz|Liedertafel|Sängerkranz|Sängerbund|Gesangverein|Männerchor|Kirchenchor|Singkreis"
            r"|Blaskapelle|Stadtkapelle|Trachtenkapelle|Feuerwehrkapelle|Musikkapelle|Schützengesellschaft"
            r"|Schützengilde|Narrenzunft|Gartenfreunde|Naturfreunde|Bürgerwehr|Stadtgarde|Bergwacht"
            r"|Landfrauen|Schalmeienzug|Fanfarenzug|Spielmannszug|Theatergruppe|Laienbühne|Volksbühne)\s"
            r"(?:Eintracht|Harmonie|Frohsinn|Edelweiß|Almrausch|Concordia|Germania|Alemannia|Teutonia|Tell"
            r"|Hubertus|Liederkranz|Sängerlust|Cäcilia|Lyra|Heimatklang|Alpenrose|Enzian|Immergrün|Fidelio"
            r"|Frisch\sAuf|Gut\sZiel|Diana|Waldeslust|Bergfreunde|[A-ZÄÖÜ][a-zäöüß]+(?:klang|lust|zauber"
            r"|rain|tal|blick|grün|treu|berg|bach|bund|freunde|stolz|glück|eck|stern|land|rausch|blüte))"
            r"|(?<![\w-])(?:TSV|SV|FC|VfB|VfL|VfR|TV|SpVgg|SC|DJK|SSV|ASV|TuS|TSG|SG|FSV|BC|RSV|ESV|MTV|SKC"
            r"|TC|RC|EV|ERC)\s[A-ZÄÖÜ][\wäöüß-]+(?:\s\d{4}|\s\d{2})?(?:\se\.\s?V\.)?"
        ),
        0.7, "Verein", CoverName.CLUB,
    ),
    # ------------------------------------------------------------- feasts, streets, lines
    PatternRule(
        Kind.UNIQUE,
        re.compile(r"(?<![\w-])(?P<word>(?:[A-ZÄÖÜ][\wäöüß]*-)*[A-ZÄÖÜ][a-zäöüß]+-?(?:[Mm]arkt|[Ff]est"
                   r"|[Kk]irmes|[Kk]irchweih|[Kk]erwe|[Kk]erwa|[Kk]ärwa|[Dd]ult|[Ss]techen|[Ff]estspiele?"
                   r"|[Ww]iesn|[Ff]asnet|[Ff]unken|[Uu]mritt|[Rr]itt(?=\s)|[Tt]anzel\w*|[Ss]pectaculum"
                   r"|[Mm]ess[’']?))(?:e?s|e)?(?![\w-])"),
        0.55, "Fest oder Markt mit Namen", Placeholder.FEAST,
        lambda match: 0.0 if _ORDINARY_FEASTS.match(match["word"]) or re.search(r"(?:schr|[Aa]ust|[Ff]rit"
                                                                                r"|[Ss]chr|[Tt])itt$"
                                                                                r"|[Tt]ritt$|bestechen"
                                                                                r"|Sticheln|^(?:Auf|Aus|Ein"
                                                                                r"|Be)stechen",
                                                                                match["word"]) else 0.55, ),
    PatternRule(
        Kind.ADDRESS,
        re.compile(r"(?<=[a-zäöüß,]\s)(?P<word>[A-ZÄÖÜ][a-zäöüß]{2,}(?:gasse|gässle|gässchen|gäßle|stiege"
                   r"|steig|rain|weg))(?:s|n)?(?![\w-])"),
        0.5, "Straßenname", Placeholder.STREET, _compound(_ORDINARY_WAYS, 0.5),
    ),
    PatternRule(
        Kind.PLACE,
        re.compile(r"(?<![\w-])(?P<word>(?:[A-ZÄÖÜ][\wäöüß]*-)*[A-ZÄÖÜ][a-zäöüß]{2,}-?(?:[Bb]ahn|[Ll]inie"
                   r"|[Ee]xpress|-Stadtbahn))(?:en|s)?(?![\w-])"),
        0.5, "Bahnlinie", Placeholder.ROUTE,
        lambda match: 0.0 if _ORDINARY_LINES.match(match["word"]) or _LINE.search(match["word"]) else 0.5,
    ),
    # ------------------------------------------------------------- papers
    PatternRule(
        Kind.ORGANISATION,
        re.compile(r"(?<![\w-])(?:[A-ZÄÖÜ][\wäöüß-]+(?:er|en|e)\s){1,2}(?:Zeitung|Bote[n]?|Tagblatt"
                   r"|Nachrichten|Anzeigers?|Kuriers?|Merkurs?|Rundschau|Presse|Echos?|Volksblatt"
                   r"|Wochenblatt|Landbote[n]?)\b"),
        0.7, "Zeitung", CoverName.NEWSPAPER,
        lambda match: 0.0 if re.match(r"(?:Die|Eine|Unsere|Der|Das|Keine|Gute|Schlechte|Diese|Solche|Alle"
                                      r"|Neue|Ihre|Meine|Viele)\s(?:Zeitung|Nachrichten|Presse|Bote"
                                      r"|Anzeiger)", match.group()) else 0.7,
    ),
    PatternRule(
        Kind.ORGANISATION,
        re.compile(r"(?<![\w-])(?P<word>[A-ZÄÖÜ][a-zäöüß]{2,}(?:kurier|(?<!ge)bote|anzeiger|tagblatt"
                   r"|zeitung|merkur|wochenblatt|landpost|volksblatt))(?:s|n)?(?![\w-])"),
        0.6, "Zeitung", CoverName.NEWSPAPER, _compound(_ORDINARY_PAPERS, 0.6),
    ),
    PatternRule(
        Kind.ORGANISATION,
        re.compile(r"\b(?:in\sder|die|der|laut|von\sder|im)\s(?P<what>PNP|SZ|AZ|MZ|NN|NZ|FT|SWP|FAZ|TZ|BZ"
                   r"|MM|OVB|HNA|NP|MP|RNZ|ZVW|StZ|StN|BNN|GEA|SÜKU|HZ|IZ|ET|ZAK|Mittelbayerischen?"
                   r"|Süddeutschen?|Frankfurter|Augsburger|Heilbronner|Stuttgarter|Schwäbischen?|Badischen?"
                   r"|Fränkischen?|Allgäuer|Nürnberger)(?=\s(?:stand|schrieb|berichtete|war|hieß|druckte"
                   r"|brachte|las|erschien)|[.,:;!?]|$)\b"),
        0.8, "Zeitung", CoverName.NEWSPAPER, None, Harm.DIRECT,
    ),
    # ------------------------------------------------------------- firms and products
    PatternRule(
        Kind.ORGANISATION,
        re.compile(
            rf"(?<![\w-])(?:Mosterei|Brauerei|Bäckerei|Metzgerei|Käserei|Molkerei|Gasthof|Gasthaus"
            rf"|Wirtshaus|Hotel|Autohaus|Schreinerei|Sägewerke?|Spedition|Druckerei|Gärtnerei|Firma"
            rf"|Zimmerei|Kanzlei|Weingut|Brennerei|Kelterei|Konditorei|Ziegelei|Gerberei|Weberei|Spinnerei"
            rf"|Maschinenfabrik|Möbelhaus|Bauunternehmen|Reifenhandel|Landmaschinen)\s(?:[Zz]um\s"
            rf"|[Zz]ur\s)?{NAME}(?:\s(?:&|und)\s{NAME}|\s(?:GmbH|KG|OHG|AG))*"
            rf"|(?<![\w-])[A-ZÄÖÜ][\wäöüß-]+\s(?:&|\+|und)\s(?:Söhne|Sohn|Partner|Töchter|Tochter|Cie"
            rf"|Co)\b(?:\s(?:GmbH|KG|OHG))?"
            rf"|(?<=[a-zäöüß,]\s)[A-ZÄÖÜ][a-zäöüß]+(?:er)?\s(?:Fein|Kunststoff|Metall|Umform|Elektro"
            rf"|Maschinen|Werkzeug|Holz|Medizin|Verpackungs|Antriebs)\w*(?:mechanik|technik|bau|werke?"
            rf"|verarbeitung|systeme)\b"
        ),
        0.7, "Unternehmen", CoverName.COMPANY,
    ),
    PatternRule(
        Kind.UNIQUE,
        re.compile(rf"(?<![\w-])(?:Modul|Modell|Marke|Typ|Maschine|Produkt|Serie"
                   rf"|Baureihe)\s(?P<what>(?!(?:der|die"
                   rf"|das)\b)[A-ZÄÖÜ][a-zäöüß]{{3,}}(?:\s\d{{1,4}})?)(?=[\s.,;])"
                   rf"|(?<=[a-zäöüß,]\s)[A-ZÄÖÜ][a-zäöüß]+\sModell\s{NAME}"
                   rf"|(?<=[a-zäöüß,]\s)[A-ZÄÖÜ][a-zäöüß]{{4,}}\s\d{{3}}(?![\d.,]|\s?[A-ZÄÖÜ€%])"),
        0.5, "Erzeugnis mit Namen", Placeholder.PRODUCT,
        lambda match: 0.0 if re.search(r"(?:Seite|Artikel|Absatz|Paragraf|Nummer|Raum|Zimmer|Linie|Punkt"
                                       r"|Halle|Haus|Jahr|Folie|Zeile|Modul\s\d|Teil|Stufe|Gruppe|Klasse"
                                       r"|Tempo|Größe|Etage|Block|Agenda)\s\d|(?:Agenda|Horizont|Ziel"
                                       r"|Vision|Strategie)", match.group()) else 0.5,
    ),
    # ------------------------------------------------------------- parties and programmes
    PatternRule(
        Kind.OFFICE,
        re.compile(
            rf"\b(?:Bürgerliste|Wählerliste|Freien?\sListe|Offenen?\sListe|Liste|Wählervereinigung"
            rf"|Wählergemeinschaft|Wählergruppe|Gruppierung|Bürgerbewegung|Bürgergemeinschaft"
            rf"|Wahlbündnis)\s(?!(?:Ideen|Punkte|Vorschläge|Fragen|Aufgaben)\b){NAME}(?:\s{NAME})*"
        ),
        0.6, "Wählergruppe mit Namen", CoverName.VOTERS,
    ),
    PatternRule(
        Kind.OFFICE,
        re.compile(
            r"\b(?:CSU|SPD|CDU|FDP|AfD|ÖDP|ödp|BSW|FW|FWG|UWG|JU|UBW|BWV|BfB)-(?:Gruppe|Fraktion|Liste"
            r"|Mann|Frau|Rat|Rätin|Räte|Leute|Ortsverein|Ortsverband|Kandidat\w*|Vorsitz\w*|Sprecher\w*"
            r"|Chef\w*|Antrag\w*|Mehrheit|Mitglied\w*|Stadtr\w+|Gemeinder\w+)\b"
            r"|\b(?:[Dd]ie|[Dd]en|[Dd]er)\s(?P<what>Unabhängigen|Parteifreien|Freien|Parteilosen"
            r"|Bürgerlichen|Alternativen)(?=\s(?:stellen|haben|hatten|wollen|wollten|fordern|verlangen"
            r"|im\sRat|stimmten|stimmen|sind|lehnen|lehnten|bringen|brachten|im\sGremium|sitzen|gewannen"
            r"|wurden))"
        ),
        0.6, "Partei oder Liste", Placeholder.PARTY,
    ),
    PatternRule(
        Kind.UNIQUE,
        re.compile(
            rf"\b(?:Modellregion|Modellkommune|Modellgemeinde|Pilotkommune|Pilotgemeinde|Pilotregion"
            rf"|Pilotstadt|Modellstadt|Modellvorhaben|Modellprojekt|Pilotprojekt|Förderprogramm"
            rf"|Bundesprogramm|Landesprogramm|Programm|Initiative|Aktion|Wettbewerb|Kampagne|Förderkulisse"
            rf"|Leaderprojekt|Siegel|Titel)\s(?:Stadt\sund\s|Unser(?:e)?\s)?[„\"»]?{_CAPS}(?:\s(?:\d{{4}}"
            rf"|Plus))?"
            r"|\bUnser\sDorf\s(?:hat\sZukunft|soll\sschöner\swerden)|\b(?:Lebendige\sZentren|Soziale\sStadt"
            r"|Digitales\sDorf|Smart\sCit(?:y|ies)|Zukunftsstadt|Stadtumbau\s(?:Ost|West)"
            r"|Soziale\sIntegration\sim\sQuartier|Kommune\sInklusiv|Land(?:auf)?Schwung|Land\(auf\)Schwung"
            r"|Demokratie\sleben|Jung\skauft\sAlt|Innen\sstatt\sAußen|Fairtrade-(?:Stadt|Gemeinde|Town)"
            r"|Klimaschutzkommune|Öko-Modellregion\w*|Bioenergiedorf|Entente\sFlorale|Goldener\sPlan"
            r"|Flächensparoffensive|Gesunde\sKommune|Kinderfreundliche\sKommune|Cittaslow|Bergsteigerdorf"
            r"|Genussort|Ort\sder\sVielfalt|Heimat-Digital-Regional)\b(?:\s(?:Plus|Süd|Nord|Ost|West|\d{4}))?"
        ),
        0.55, "Programm oder Auszeichnung: die Teilnehmerliste ist öffentlich", Placeholder.PROGRAMME,
    ),
    PatternRule(
        Kind.PLACE,
        re.compile(rf"\b(?:[Pp]artner(?:stadt|gemeinde|ort|kommune|landkreis)\w*|Städtepartnerschaft\smit"
                   rf"|Partnerschaft\smit)\s(?:mit\s)?(?P<what>{NAME}(?:\s{NAME})?)"
                   rf"|(?P<what_2>{NAME}),\s(?:unser\w*|die|der|dem)\sPartner(?:stadt|gemeinde|ort)"),
        0.7, "Partnergemeinde", Placeholder.PLACE,
    ),
)  # fmt: skip
