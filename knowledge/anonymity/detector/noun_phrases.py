# ruff: noqa: SIM905 (word lists are easier to read as text)
"""Whole noun phrases: a find takes in the words that belong to its name, and capital adjectives show names.
Pure module.

Half a find reads as done: "[Zeitung]" beside "Alte ..." tells what it was.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.anonymity.detector.findings import LIKELY, NAME_KINDS, Finding, Harm, Kind
from knowledge.anonymity.detector.lexicon import load_lexicon
from knowledge.anonymity.detector.placeholders import Placeholder
from knowledge.anonymity.detector.preprocessing import Token
from knowledge.anonymity.detector.rules import BEGINS_WITH_HEAD, HEAD, TAIL

__all__ = ["find_capital_adjectives", "find_headed_names", "widen"]

_REACH = 70
"""So many characters before a name are looked at for its head."""

_GUESSING = frozenset({"model", "register", "repeated"})
"""Layers that find a word; a name of the intake or behind a title is whole as it is."""
_SLIGHT = 0.05
"""Behind the head of an institution so little is enough."""

_OF_NAMES = frozenset(
    "alte alten alter altes neue neuen neuer neues obere oberen oberer oberes untere unteren unterer unteres"
    " hintere hinteren hinterer hinteres vordere vorderen vorderer mittlere mittleren mittlerer mittleres"
    " äußere"
    " äußeren äußerer äußeres innere inneren große großen großer großes kleine kleinen kleiner kleines rote"
    " roten"
    " roter rotes grüne grünen grüner grünes weiße weißen weißer weißes schwarze schwarzen schwarzer"
    " schwarzes blaue"
    " blauen blauer blaues gelbe gelben goldene goldenen goldener goldenes silberne lange langen langer"
    " breite"
    " breiten hohe hohen hoher hohes tiefe tiefen tiefes hinterer heilige heiligen schöne schönen wilde"
    " wilden"
    " steinerne steinernen krumme krummen dicke dicken kalte kalten warme lebendige lebendigen digitale"
    " digitales"
    " brennende brennenden lebendiges aktive aktiven offene offenen freie freien staatliche staatlichen"
    " staatliches evangelische katholische evangelischen katholischen".split()
)
"""Adjectives that proper names are made with, as they stand in lower case."""

_FIXED = re.compile(
    r"(?:Rund|Grün)e[rnms]?\sTisch|Freie[nr]?\sWähler|Freiwillige[nr]?\sFeuerwehr\w*|Rote[sn]?\sKreuz\w*"
    r"|Rote[rn]?\sFaden\w*"
    r"|Rote\sListe\w*|Schwarze[sn]?\sBrett\w*|Gelbe[rn]?\sSack|Blaue[rn]?\s(?:Brief|Tonne|Fleck)\w*"
    r"|Große[nr]?\s(?:Kreisstadt|Koalition|Anfrage|Kreise)\w*"
    r"|Kleine[nr]?\sAnfrage\w*|Offene[rnsm]?\s(?:Ganztag\w*|Werkstatt\w*|Daten|Weltcaf\w*|Briefe?\w*|Bühne"
    r"|Tür\w*|Runde\w*|Fragen?|Punkte?)|Freie[rn]?\s(?:Träger\w*|Künste|Wahl|Rede|Tage?|Stellen?|Zeit)"
    r"|Neue[rnsm]?\s(?:Medien|Arbeit|Mitte|Welt|Steuerung\w*|Wege?|Zeit\w*)|Alte[rnsm]?\s(?:Hasen?|Menschen"
    r"|Leute|Gewohnheit\w*|Rathaus\w*\s?(?=als))|Soziale[rn]?\sMedien|Heilige[rn]?\sAbend"
    r"|Wilde[rn]?\sWesten\w*|Weiße[rn]?\s(?:Fleck|Flecken|Ware|Rauch)|Digitale[rnsm]?\s(?:Akten?|Rathaus\w*"
    r"|Verwaltung|Sprechstunde\w*|Agenda|Dienste?|Bauantr\w+)"
)
_MORE = re.compile(r"\s(?:Plus|Süd|Nord|Ost|West)\b")
_OPENERS = frozenset({"Der", "Die", "Das", "Ein", "Eine", "Sehr", "Ganz", "Und", "Oder"})
"""Words of a heading written with capitals."""


def find_capital_adjectives(text: str, tokens: Sequence[Token]) -> Iterator[Finding]:
    """``in der Oberen Badgasse``, ``das Alte Zollhäusle``: an adjective with a capital inside a sentence
    makes a proper name of the noun behind it.
    """
    for index in range(1, len(tokens) - 1):
        word, before, following = tokens[index].text, tokens[index - 1].text, tokens[index + 1].text
        if not (
            word[0].isupper()
            and word[1:].islower()
            and before[0].isalpha()
            and before not in _OPENERS
            and following[0].isupper()
            and len(following) > 2
            and text[tokens[index].end : tokens[index + 1].start] == " "
            and "\n" not in text[tokens[index - 1].end : tokens[index].start]
        ):
            continue
        if word.lower() not in _OF_NAMES:
            continue
        start, end = tokens[index].start, tokens[index + 1].end
        if _FIXED.match(text, start):
            continue
        if more := _MORE.match(text, end):
            end = more.end()
        yield Finding(
            start, end, Kind.PLACE, text[start:end], 0.6, "Eigenname mit großem Beiwort", Placeholder.NAME,
            "phrase", Harm.DIRECT,
        )  # fmt: skip


_HEADED = re.compile(r"(?P<name>[A-ZÄÖÜ][\wäöüß-]{3,})(?![\w-])")
_CLUB = re.compile(r"(?:verein|bund|club|klub|gilde|zunft|chor|kranz|kapelle|freunde)\s$", re.IGNORECASE)


def find_headed_names(text: str) -> Iterator[Finding]:
    """``Sängerbund Waldlerherz``, ``Käserei Obermoser``: a noun that no dictionary has behind the head of an
    institution.
    """
    lexicon = load_lexicon()
    for head in BEGINS_WITH_HEAD.finditer(text):
        match = _HEADED.match(text, head.end())
        if match is None or "\n" in head.group():
            continue
        word = match["name"]
        ordinary = lexicon.level(word) or lexicon.level(word.lower()) or lexicon.listed_as(word)
        if ordinary or (lexicon.knows(word) and not _CLUB.search(head.group())):
            continue
        yield Finding(
            head.start(), match.end(), Kind.ORGANISATION, text[head.start() : match.end()], 0.5,
            "Name hinter einer Einrichtung", Placeholder.ORGANISATION, "phrase", Harm.DIRECT,
        )  # fmt: skip


def widen(text: str, findings: Sequence[Finding]) -> list[Finding]:
    """The findings of names with the head before them ("Zweckverband ", "Mittelschule am ") and the tail
    behind them (" Zeitung", " & Söhne").
    """
    return [
        _widened(text, item) if item.kind in NAME_KINDS and item.layer in _GUESSING else item
        for item in findings
    ]


def _widened(text: str, finding: Finding) -> Finding:
    start, end = finding.start, finding.end
    head = HEAD.search(text, max(0, start - _REACH), start)
    if head and "\n" not in head.group():
        start = head.start()
    tail = TAIL.match(text, end)
    if tail:
        end = tail.end()
    begins = BEGINS_WITH_HEAD.match(finding.text)
    if (head and finding.certainty > _SLIGHT) or (begins and begins.end() < len(finding.text)):
        certainty = max(finding.certainty, LIKELY)
    else:
        certainty = finding.certainty
    if (start, end, certainty) == (finding.start, finding.end, finding.certainty):
        return finding
    return replace(finding, start=start, end=end, text=text[start:end], certainty=certainty)
