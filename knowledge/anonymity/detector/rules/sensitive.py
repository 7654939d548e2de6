"""Special categories (Art. 9 and 10 DSGVO) and private life: health, religion, origin, offences, money and
family of a person. Pure module.

Some words say it by themselves ("Krebs", "vorbestraft"); others only in a sentence with a person in it
("krank", "Kirche"). A sentence about many ("Menschen mit Behinderung", "der Krankenstand") says nothing of
anybody.
"""

import re
from collections.abc import Iterator, Sequence

from knowledge.anonymity.detector.findings import Finding, Harm, Kind
from knowledge.anonymity.detector.placeholders import Placeholder
from knowledge.anonymity.detector.preprocessing import Token

__all__ = ["find_sensitive"]

_PERSON = re.compile(
    r"\b(?:[Ee]r|[Ss]ie|[Ii]hr(?:e[rnms]?)?|[Ss]eine?[rnms]?|[Mm]ein(?:e[rnms]?)?|[Ii]ch|[Mm]ich|[Mm]ir"
    r"|Frau|Herrn?|Mann|Sohn|Tochter|Bruder|Schwester|Vater|Mutter|Familie|Ehepaar|Kind|Kollege[n]?"
    r"|Kollegin|Person"
    r"|\w*(?:[Ll]eiter|[Ll]eitung|[Mm]eister|[Kk]ämmerer|[Kk]ämmerin|[Rr]at|[Rr]ätin|[Rr]atsherr|[Ff]ührer"
    r"|[Aa]rbeiter|[Bb]earbeiter|[Bb]eamte[rn]?|[Bb]eamtin|[Vv]orsitzende[rn]?|[Kk]assier(?:er)?|[Ww]irt"
    r"|[Ee]igentümer|[Vv]orgänger|[Nn]achfolger|[Ss]tellvertreter|[Kk]andidat|[Bb]ewerber|[Ee]rzieher"
    r"|[Ll]ehrer|[Rr]ektor|[Pp]farrer|[Aa]rchitekt|[Uu]nternehmer|[Hh]ändler|[Hh]andwerker|[Bb]auer"
    r"|[Ll]andwirt|[Pp]ächter|[Mm]ieter|[Tt]rainer|[Kk]raft|[Ss]ekretär|[Ss]precher|[Nn]achbar|[Cc]hef"
    r"|[Aa]zubi|[Pp]raktikant|[Gg]ründer|[Vv]orstand|[Ww]art|[Kk]ommandant|[Ii]nvestor|[Tt]räger|[Pp]fleger|[Ss]chreiber)(?:s|in)?)\b"
)
_MANY = re.compile(
    r"\b(?:Menschen|Personen|Leute|Familien|Eltern|Beschäftigte[n]?|Mitarbeitende[n]?|Frauen|Männer|Kinder"
    r"|Jugendliche[n]?|Ältere[n]?|Betroffene[n]?|wer|Wer|jemand|man)\b"
)

_ALONE = (
    # health
    r"[a-zäöü][a-zäöüß]{2,}krank(?:e[rnms]?)?|(?:Herz|Nieren|Leber|Lungen|Sucht|Krebs|Nerven|Gemüts)kranke[rnms]?"
    r"|(?:Herz|Nieren|Leber|Lungen|Rücken|Nerven|Magen|Augen|Hör|Haut|Muskel)leiden"
    r"|(?:Brust|Lungen|Darm|Haut|Prostata|Magen|Blut|Hirn|Leber|Nieren|Schilddrüsen)krebs\w*"
    r"|(?:alkohol|tabletten|medikamenten|kokain|drogen|nikotin)(?:süchtig|abhängig)\w*"
    r"|(?:Alkohol|Tabletten|Medikamenten|Drogen|Spiel|Mager)sucht|(?:geh|seh|hör|mehrfach)behindert\w*"
    r"|(?:Herz|Nieren|Leber|Lungen|Knochenmark)transplantation|Bandscheibenvorfall|Herzoperation|Herzschrittmacher"
    r"|[a-zäöü]+schstämmig(?:e[rnms]?)?|strenggläubig\w*"
    r"|Krebs(?:erkrankung|diagnose)?|Leukämie|Burn-?[Oo]ut|Depression(?:en)?|depressiv\w*|Schlaganfall\w*"
    r"|Herzinfarkt\w*|[Dd]emenz\w*|dement|Alzheimer|Parkinson|Multiple\sSklerose|Epilepsie|epileptisch\w*"
    r"|Diabetes|HIV|aidskrank\w*|Hepatitis"
    r"|autistisch\w*|Autis(?:mus|t\w*)|ADHS|Angststörung|Psychose|psychisch\skrank\w*"
    r"|in\spsychiatrischer\s\w+|Suizid\w*|Selbstmord\w*|das\sLeben\sgenommen|magersüchtig\w*"
    r"|alkoholkrank\w*|Alkoholiker(?:in)?|alkoholabhängig\w*|drogenabhängig\w*|spielsüchtig\w*"
    r"|Entzug(?:sklinik)?|Chemotherapie|Dialyse|Fehlgeburt|Schwerbehinderung|schwerbehindert\w*"
    r"|Berufsunfähig\w*|dienstunfähig\w*|querschnitt\w*"
    r"|Asthma\w*|Rheuma\w*|Migräne|Multiple\sSklerose|Entziehungskur|Entgiftung|Suchtklinik|Selbsthilfegruppe"
    # religion and origin
    r"|(?:zum|vom)\s(?:Islam|Judentum|Christentum|Buddhismus|Hinduismus|Katholizismus)"
    r"|praktizierende[rn]?\s(?:Christ|Katholik|Muslim|Buddhist|Jud|Hindu)\w*|als\sGeflüchtete[rn]?"
    r"|Geflüchtete[rn]?\saus\s(?=[A-ZÄÖÜ])"
    r"|Zeug(?:e|in|en)\sJehovas|Kopftuch|aus\sder\sKirche\sausgetreten|Kirchenaustritt|(?:ist|sind"
    r"|war)\s(?:ein(?:e)?\s)?(?:Jude|Jüdin|Muslim(?:in|a)?|Moslem|Alevit(?:in)?|Hindu|Buddhist(?:in)?"
    r"|Mormon\w*|Atheist(?:in)?|muslimisch|jüdisch|alevitisch|orthodox)|(?:Roma|Sinti|Jesiden"
    r"|Jenische)(?:-Familie\w*)?|Sintiza|Russlanddeutsche[rn]?|Aussiedler(?:in)?|[Zz]igeuner\w*"
    r"|mit\s(?:türkischen|russischen|kurdischen|arabischen|polnischen|afrikanischen|jüdischen|rumänischen"
    r"|kosovarischen|syrischen|afghanischen)\sWurzeln|sicheren\sAufenthalt|geduldet(?:e[rn]?)?\b(?=\s(?:und"
    r"|ist|wird))|abgelehnte[rn]?\sAsylbewerber\w*|Hautfarbe"
    # offences
    r"|vorbestraft\w*|[Vv]orstrafe\w*|Untreue|[Uu]nterschl(?:agen|ug|agung)\w*|veruntreut\w*"
    r"|Körperverletzung|Trunkenheitsfahrt\w*|Führerschein\s(?:abgeben|verloren|entzogen|weg)\w*"
    r"|[Ss]trafbefehl\w*|Untersuchungshaft|U-Haft|(?:im|ins)\sGefängnis|(?:auf|unter)\sBewährung|Bewährungsstrafe"
    r"|Steuerhinterziehung|Kinderpornogra\w*|sexuelle[rnm]?\s(?:Übergriff|Belästigung|Nötigung"
    r"|Missbrauch)\w*|Missbrauchs?vorw\w+|beim\sDiebstahl|beim\sStehlen|gestohlen\shat|bestechlich\w*"
    r"|Bestechung\w*|Vergewaltig\w+|Anzeige\swegen"
    r"|(?:ermittelt|ermittelte|ermitteln)\s(?:die\sStaatsanwaltschaft|die\sPolizei|die\sKripo)"
    r"|[Gg]egen\s\w+\s(?:\w+\s){0,4}(?:ermittelt|läuft\sein\s(?:Verfahren|Strafverfahren"
    r"|Disziplinarverfahren))|(?:Straf|Disziplinar|Ermittlungs)verfahren"
    # private life and politics
    r"|Affäre\s(?:mit|hat|hatte)|eine\sAffäre|Scheidung|scheiden\s(?:lassen|lässt)|(?:lässt|lassen"
    r"|ließ)\ssich\s(?:\w+\s)?scheiden|geschieden\w*|alleinerziehend\w*|schwul\w*|lesbisch\w*|bisexuell\w*"
    r"|homosexuell\w*|transsexuell\w*|nonbinär\w*|Privatinsolvenz|Offenbarungseid|Bürgergeld|Hartz\s?(?:IV"
    r"|4)|Sozialhilfe\b(?=\s(?:und|lebt|bezieht))|Pfändung\w*|häusliche[rn]?\sGewalt|ungewollt\sschwanger"
    r"|getrennt\svon\s(?:seine[rm]|ihre[rm])\s(?:Frau|Mann|Partner\w*)|Spielschulden|Privatschulden"
    r"|mit\seine[rm]\s(?:Frau|Mann)\s(?:verheiratet|zusammen|verpartnert)"
    r"|uneheliche\w*|Geliebte[rn]?|Seitensprung|Ehekrise|Ehekrach"
    r"|rechtsextrem\w*|linksextrem\w*|Reichsbürger\w*|Querdenker\w*|Neonazi\w*|NPD|Stasi"
)
_WITH_PERSON = (
    r"krank(?:geschrieben|gemeldet)?(?!en)|erkrankt\w*|trinkt|trank|schwanger\w*|Schwangerschaft|Rollstuhl"
    r"|Tabletten|Reha|in\sder\sKlinik|in\seiner\sKlinik|Krankenhaus(?=\s(?:lag|liegt|war|lag))|Therapie"
    r"|Diagnose|Operation|operiert|Behinderung|behindert\w*|gestürzt|blind|taub|süchtig\w*"
    r"|überlastet\sund\skrank|zusammengebrochen|Nervenzusammenbruch"
    r"|muslimisch\w*|Moschee|Muslim\w*|jüdisch\w*|evangelische[rn]?\sKandidat\w*|gläubig\w*|konvertiert\w*"
    r"|Freikirche|Sekte|(?:stammt|stammen|kommt|kommen|kam|kamen)\saus\s(?:Syrien|Afghanistan|der\sTürkei"
    r"|Nigeria|Russland|der\sUkraine|Polen|Rumänien|Bulgarien|dem\sIrak|Irak|dem\sIran|Iran|Eritrea|Somalia"
    r"|dem\sKosovo|Kosovo|Albanien|Serbien|Kroatien|Italien|Griechenland|Ungarn|Tschechien|Indien|China"
    r"|Vietnam|Pakistan|Marokko|Tunesien|Gambia|Ghana|Senegal|Äthiopien|Togo|Kamerun|Georgien|Moldau"
    r"|Kasachstan|Spanien|Portugal|Frankreich|den\sUSA)"
    r"|(?:ist|war)\s(?:eine?\s|gebürtige[rn]?\s)?(?:(?:Pol|Türk|Russ|Rumän|Bulgar|Kurd|Griech|Kroat|Portugies|Chines"
    r"|Franzos|Tschech|Serb)(?:e|in)|(?:Syr|Iran|Irak|Italien|Ukrain|Alban|Ungar|Span|Ind|Nigerian|Marokkan)(?:er|erin)"
    r"|Ukrainer(?:in)?|Französin|Afghan(?:e|in))"
    r"|Buddhist(?:in)?|Katholik(?:in)?|Protestant(?:in)?|Atheist(?:in)?|Moslem|Muslima"
    r"|Hausdurchsuchung|festgenommen|hohe\sSchulden"
    r"|Staatsangehörigkeit|Migrationshintergrund|Flüchtling|Akzent|Staatsanwalt\w*|Diebstahl|gestohlen"
    r"|betrogen|Betrug|verurteilt\w*|Haftstrafe|angezeigt\w*|Anzeige|(?:sie|ihn|seine\sFrau"
    r"|ihren\sMann)\sgeschlagen|bedroht\shat|betrunken"
    r"|pleite|insolvent|verschuldet\sprivat|getrennt\s(?:hat|lebt|leben)|Trennung\svon|verliebt"
    r"|Freundin\shat|Verhältnis\smit|Sorgerecht|adoptiert|Gewerkschaft|Parteimitglied|Mitglied\s(?:der"
    r"|einer)\s(?:\w+\s)?Partei|Schulden\sbei|befangen|sitzt\sim\sVorstand|Ehe\b|arbeitslos\w*"
    r"|überfordert\sund\skrank"
)
_STRONG = re.compile(rf"\b(?:{_ALONE})\b")
_WEAK = re.compile(rf"\b(?:{_WITH_PERSON})\b")
_CLEAN = re.compile(
    r"\b(?:Krankheitstage|Haushalt\w*\s(?:ist|war)\s(?:nicht\s)?(?:gesund|krank)"
    r"|Gewerkschaft(?:en)?\s(?:verlangt|fordert|hat)|(?:Bus|Bagger|Frei|Schwimm|Fahr)\w*pleite)"
)
_REASON = "Besondere Angaben über einen Menschen (Gesundheit, Glaube, Herkunft, Strafe, Privates)"


def find_sensitive(text: str, sentences: Sequence[Sequence[Token]]) -> Iterator[Finding]:
    """What a sentence tells about the health, faith, origin, offences or private life of a person; each word
    by itself.
    """
    for tokens in sentences:
        start, end = tokens[0].start, tokens[-1].end
        has_person = bool(_PERSON.search(text, start, end)) and not _MANY.search(text, start, end)
        for pattern, certainty in ((_STRONG, 0.6), (_WEAK, 0.55)) if has_person else ((_STRONG, 0.5),):
            for match in pattern.finditer(text, start, end):
                if _CLEAN.match(text, match.start()):
                    continue
                yield Finding(
                    match.start(), match.end(), Kind.SENSITIVE, match.group(), certainty, _REASON,
                    Placeholder.PRIVATE, "phrase", Harm.EXACT,
                )  # fmt: skip
