"""People known without a name: kin, private ties, initials, and what an English sentence says of a place or
person. Pure module.
"""

import re

from knowledge.anonymity.detector.findings import Harm, Kind
from knowledge.anonymity.detector.placeholders import Placeholder
from knowledge.anonymity.detector.rules.grammar import ADJECTIVE, NAME
from knowledge.anonymity.detector.rules.rule import PatternRule

__all__ = ["PEOPLE_RULES"]

_KIN = (
    r"(?:Witwer?|Ehefrau|Ehemann|Ehegatt\w+|Gattin|Gatte[n]?|Frau|Mann|Lebensgefährt\w+|Partner(?:in)?"
    r"|Bruder|Brüder|Schwester|Sohn|Söhne|Tochter|Töchter|Vater|Mutter|Eltern|Großvater|Großmutter|Opa|Oma"
    r"|Enkel(?:in|s|n)?"
    r"|Onkel|Tante|Neffen?|Nichte|Cousin(?:e)?|Vetter|Base|Schwager|Schwägerin|Schwiegervater"
    r"|Schwiegermutter|Schwiegersohn|Schwiegertochter|Schwiegereltern|Stiefsohn|Stieftochter"
    r"|Zwillingsbruder|Verwandte[rn]?|Erben?|Erbin|Nachkomme\w*|Patin|Pate|Ex-?[Mm]ann|Ex-?[Ff]rau"
    r"|Jugendfreund(?:in)?|Schulfreund(?:in)?|Nachbar(?:in)?)"
)
_NEAR_KIN = (
    r"(?:Ehefrau|Ehemann|Frau|Mann|Lebensgefährt\w+|Bruder|Schwester|Sohn|Tochter|Vater|Mutter"
    r"|Großvater|Großmutter|Opa|Oma|Enkel(?:in)?|Onkel|Tante|Neffe|Nichte|Cousin(?:e)?|Vetter"
    r"|Schwager|Schwägerin|Schwiegervater|Schwiegermutter|Schwiegersohn|Schwiegertochter)"
)
_GENITIVE = rf"(?:des|der|eines|einer|vom|von\sder|von\sdem|von)\s(?:{ADJECTIVE}\s)?(?:{ADJECTIVE}\s)?"
_ENGLISH = (
    r"(?:of|near|in|at|from|by|on|with|without|its|their|own|the|a|an|and|or|for|to|border|town"
    r"|village|lake|small|big|large|old|new|spa|ferry|council|district|county|mayor|river|mountain"
    r"|market|former|next|who|that|is|was|has|had|[a-z]+ing)"
)

_FORMERLY = r"(?:pensioniert|verrentet|emeritiert|verabschiedet|ausgeschieden|ehemalig|früher)e[rnms]?"
_PROFESSION = (
    r"(?!(?:Partner|Mitglied|Mitglieder|Nutzer|Betreiber|Eigentümer|Bewohner|Besitzer|Pächter|Mieter"
    r"|Standort|Teilnehmer)(?:in|innen|s|n)?\b)"
    r"(?:[A-ZÄÖÜ][a-zäöüß]+(?:meister|lehrer|leiter|arzt|ärztin|wart|pfleger|förster|schreiber|richter"
    r"|anwält|anwalt|warte|führer|direktor|rektor|ingenieur|beamt\w|polizist|pfarrer|kommandant|vorsteher"
    r"|sekretär|schwester|helfer|trainer|händler|wirt|bauer|müller|drucker|hauer|techniker|zeichner|verwalter)"
    r"|Lehrer|Pfarrer|Förster|Rektor|Arzt|Ärzt|Polizist|Richter|Schulleiter|Apotheker|Ingenieur|Architekt"
    r"|Metzger|Bäcker|Schreiner|Zimmerer|Maurer|Schlosser|Gastwirt|Landwirt|Krankenschwester|Hebamme"
    r"|Diakon|Mesner|Organist|Journalist|Redakteur|Banker|Offizier|Soldat|Postbote|Müllwerker|Kämmer"
    r"|Kapitän|Lokführer|Bademeister|Schwimmmeister|Hausmeister)(?:in|e|er)?s?"
)

_ABBREVIATION = re.compile(r"(?:[Zz]|[Uu]|[Dd]|[Ss]|[Ii])\.\s?(?:B|U|H|O|Ä|A|R)\.")

PEOPLE_RULES = (
    PatternRule(
        Kind.PERSON,
        re.compile(
            rf"\b(?:[Dd](?:er|ie|em|en|es)|[Ee]ine?[rnm]?|[Ii]hre?[rnm]?"
            rf"|[Uu]nser(?:e[rnm]?)?)\s(?:{ADJECTIVE}\s)?{_KIN}\s{_GENITIVE}[A-ZÄÖÜ][\wäöüß*-]+"
        ),
        0.7, "Verwandtschaft mit jemandem, den man kennt", Placeholder.RELATIVE,
        lambda match: 0.0 if re.search(r"(?:Mann|Frau|Eltern|Mutter|Vater|Erben?|Partner(?:in)?)\s(?:der"
                                       r"|des|von|vom)\s(?:\w+\s)?(?:Tat|Stunde|Praxis|Mitte|Kinder|Kindes"
                                       r"|Jugendlichen|Idee|Lösung|Wahl|Straße|Klasse|Kita|Haus\w*|Hofs?"
                                       r"|Gebäudes?|Grundstücks?|Eigentümer\w*|Gedankens|Gründergeneration"
                                       r"|Verwaltung|Kommune|Gemeinde|Stadt)\b", match.group()) else 0.7,
        Harm.EXACT,
    ),
    PatternRule(
        Kind.PERSON, re.compile(rf"\b[Mm]ein(?:e[rnm]?|em|en)?\s{_NEAR_KIN}\b(?!-)"),
        0.6, "Angehörige der fallgebenden Person", Placeholder.RELATIVE, None, Harm.EXACT,
    ),
    PatternRule(
        Kind.PERSON,
        re.compile(
            r"\b(?:Frau|Herrn?|Hr\.|Fr\.|Kollegin|Kollegen?|Dr\."
            r"|Prof\.)\s(?:Dr\.\s)?[A-ZÄÖÜ]\.(?:-?[A-ZÄÖÜ]\.)?(?!\w)"
            r"|(?<![\w.])[A-ZÄÖÜ]\.(?:-[A-ZÄÖÜ]\.)?\s?[A-ZÄÖÜ]\.(?=\s[a-zäöü(,])"
            r"|(?<![\w.])[A-ZÄÖÜ]\.-[A-ZÄÖÜ]\.\s[A-ZÄÖÜ]\."
        ),
        0.8, "Initialen einer Person", Placeholder.PERSON_ROLE,
        lambda match: 0.0 if _ABBREVIATION.match(match.group()) else 0.8,
    ),
    PatternRule(
        Kind.PLACE,
        re.compile(
            rf"\b(?:the|The|a|an)\s(?:[a-z]+\s){{1,5}}(?:of|near|at|from|by"
            rf"|in)\s(?:the\s)?[A-ZÄÖÜ][\w-]+(?:\s{_ENGLISH})*(?:\s[a-z]+(?=[.,;]))?"
            rf"|\b(?:the|The)\s(?!(?:[A-Z][a-z]+\s)?(?:Work"
            rf"|World)\b)[A-ZÄÖÜ][\w-]+(?:\s[A-ZÄÖÜ][\w-]+)?\s(?:model|agreement|plan|case|way|example"
            rf"|council|town\shall|mayor|solution|approach|project|method|study|report|deal|bridge|market"
            rf"|school|hospital|region|area|road)\b"
            rf"|\b(?:Mayor|Councillor|Alderman|Mr\.?|Mrs\.?|Ms\.?)\s{NAME}(?:\s{NAME})?(?:\s(?:of|from|at"
            rf"|in)\s(?:(?:{_ENGLISH}|[a-z]+|[A-Z]\w+)\s?){{1,10}})?"
        ),
        0.7, "Englische Angabe zu Ort oder Person", Placeholder.PLACE,
    ),
    PatternRule(
        Kind.PERSON,
        re.compile(
            rf"\b(?:[Ee]ine?[rnm]?|[Dd](?:er|ie|em|en)|[Uu]nser(?:e[rnm]?)?)\s(?:{ADJECTIVE}\s)?"
            rf"{_FORMERLY}\s(?:{ADJECTIVE}\s)?{_PROFESSION}\b"
            rf"|(?<=,\s)(?:früher(?:er|e)?|ehemals|einst|zuvor|vormals|lange)\s(?:{ADJECTIVE}\s)?"
            rf"{_PROFESSION}\b(?:\s(?:im|am|in\sder|bei\sder|beim|der|des)\s[A-ZÄÖÜ][\w-]+)?"
            rf"|\b{_PROFESSION}\s(?:a\.\s?D\.|im\sRuhestand|in\sRente|in\sPension)"
        ),
        0.55, "Früherer Beruf einer einzelnen Person", Placeholder.PERSON_ROLE, None, Harm.EXACT,
    ),
)  # fmt: skip
