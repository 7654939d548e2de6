"""What stands in the place of a name ("[Ort B]", "[Kämmerei]"): the one table, and why none of it is a
finding. Pure module.

The detector and the review (``cases/intake/suggestions.py``) take their proposals from here. Only these words
count: a name that somebody puts in brackets stays a finding.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import StrEnum

from knowledge.anonymity.detector.findings import Finding

__all__ = ["CoverName", "Placeholder", "blank_out", "is_placeholder", "outside", "placeholder_spans"]


class CoverName(StrEnum):
    """What may carry the letter that tells several of one case apart: ``[Ort B]``; here without brackets."""

    PLACE = "Ort"
    MUNICIPALITY = "Gemeinde"
    DISTRICT = "Landkreis"
    NEIGHBOUR = "Nachbarkommune"
    NEIGHBOUR_MUNICIPALITY = "Nachbargemeinde"
    NEIGHBOUR_DISTRICT = "Nachbarlandkreis"
    PERSON = "Person"
    CLUB = "Verein"
    COMPANY = "Unternehmen"
    MUNICIPAL_COMPANY = "Kommunales Unternehmen"
    SCHOOL = "Bildungseinrichtung"
    NEWSPAPER = "Zeitung"
    INSTITUTION = "Einrichtung"
    ORGANISATION = "Organisation"
    NAME = "Name"
    PARTY = "Fraktion"
    VOTERS = "Wählergruppe"
    BATH = "Bad"
    ADMINISTRATIVE_UNION = "Verwaltungsgemeinschaft"
    PROSECUTION = "Staatsanwaltschaft"
    MAYOR = "Rathausspitze"
    DEPUTY_MAYOR = "Stellvertretung der Rathausspitze"
    FORMER_MAYOR = "frühere Rathausspitze"
    DISTRICT_HEAD = "Spitze des Landratsamts"
    TREASURER = "Kämmerei"
    BUILDING_OFFICE = "Bauamtsleitung"
    MAIN_OFFICE = "Leitung des Hauptamts"
    PUBLIC_ORDER_OFFICE = "Leitung des Ordnungsamts"
    CLIMATE_MANAGER = "Klimaschutzmanagement"
    PARTY_LEADER = "Fraktionsvorsitz"
    COUNCILLOR = "Mitglied des Rats"
    HEAD_TEACHER = "Schulleitung"
    NURSERY_HEAD = "Leitung der Kita"
    PARISH = "Kirchengemeinde"
    CLUB_CHAIR = "Vereinsvorsitz"
    MANAGING_DIRECTOR = "Geschäftsführung"
    PLANNER = "Planungsbüro"
    INVESTOR = "Investor*in"


class Placeholder(StrEnum):
    """What the detector proposes, brackets included."""

    PERSON = f"[{CoverName.PERSON}]"
    PERSON_ROLE = "[Person, Rolle nennen]"
    PLACE = f"[{CoverName.PLACE}]"
    MUNICIPALITY = f"[{CoverName.MUNICIPALITY}]"
    DISTRICT = f"[{CoverName.DISTRICT}]"
    LANDSCAPE = "[Landschaft]"
    ORGANISATION = f"[{CoverName.ORGANISATION}]"
    NAME = "[Name]"
    MAIL = "[E-Mail-Adresse]"
    WEB_ADDRESS = "[Internetadresse]"
    SOCIAL_ACCOUNT = "[Konto]"
    BANK_ACCOUNT = "[Kontonummer]"
    TAX_NUMBER = "[Steuernummer]"
    PHONE = "[Telefonnummer]"
    NUMBER_PLATE = "[Kennzeichen]"
    FILE_NUMBER = "[Aktenzeichen]"
    NUMBER = "[Nummer]"
    ADDRESS = "[Anschrift]"
    LOCATION = "[Lage]"
    STREET = "[eine Straße im Ort]"
    ROUTE = "[eine Durchgangsstraße]"
    PERIOD = "[Zeitraum]"
    YEARS = "[Zeitraum von Jahren]"
    SIZE_BAND = "[Größenklasse]"
    SHARE = "[gerundeter Anteil]"
    VOTE = "[gerundetes Ergebnis]"
    SUM = "[Betrag in einer Bandbreite]"
    COUNT = "[gerundete Zahl]"
    AREA = "[Fläche]"
    DENSITY = "[dünn oder dicht besiedelt]"
    AUTHORITY = "[höhere Aufsichtsbehörde]"
    PARTY = "[eine Fraktion]"
    OFFICE = "[Amt ohne Partei]"
    FACILITY = "[eine größere Einrichtung]"
    EVENT = "[ein Ereignis]"
    BUILDING = "[ein Gebäude im Ort]"
    FEAST = "[ein Fest im Ort]"
    PROGRAMME = "[ein Förderprogramm]"
    PRODUCT = "[ein Erzeugnis]"
    CAPTION = "[Bildunterschrift]"
    RELATIVE = "[eine nahestehende Person]"
    PRIVATE = "[persönlicher Umstand]"
    ONE_OF_SEVERAL = "[eine von mehreren]"
    ONE_OF_MUNICIPALITIES = "[eine von mehreren Gemeinden]"
    PECULIARITY = "[Besonderheit]"
    PARAPHRASE = "[sinngemäße Wiedergabe]"
    LEFT_OUT = "[…]"


_TRANSLATED_COVER_NAMES = ("Municipality", "District")
_TRANSLATED = ("neighbouring district", "district office", "nearby landscape", "email address")
"""What the English interface proposes (``locale/en``)."""
_OF_THE_REVIEW = ("Landratsamt", "Landschaft in der Nähe")
"""What only the review proposes, through the catalogue."""

_BANDS = (
    r"(?: (?:mit weniger als|mit|ab|with fewer than|with) [\d.,]+(?:(?: bis | to |[–-])[\d.,]+)?"
    r" (?:Einwohnern|inhabitants)(?: or more)?)?"
    r"(?: in (?:Bayern|Baden-Württemberg|Süddeutschland|Bavaria|Southern Germany))?"
)


def _one_of(words: Sequence[str]) -> str:
    return "|".join(map(re.escape, words))


_PLACEHOLDER = re.compile(
    rf"\[(?:(?:{_one_of([*CoverName, *_TRANSLATED_COVER_NAMES])})(?: [A-Z]{{1,2}})?{_BANDS}"
    rf"|(?:{_one_of([word[1:-1] for word in Placeholder] + [*_TRANSLATED, *_OF_THE_REVIEW])}))\]"
)
_FILL = ("Kommune", "Stelle", "Amt")
"""Ordinary words that stand for a placeholder while the sentence is read: brackets make the model suspicious
of its neighbours.
"""

_SAYS_SOMETHING = re.compile(r"[A-ZÄÖÜ\d]")


def is_placeholder(words: str) -> bool:
    """Whether ``words`` are a placeholder, brackets included."""
    return bool(_PLACEHOLDER.fullmatch(words))


def placeholder_spans(text: str) -> list[tuple[int, int]]:
    """Where placeholders stand, brackets included."""
    return [match.span() for match in _PLACEHOLDER.finditer(text)]


def blank_out(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with an ordinary word in each span; as long as before, so that offsets hold."""
    for start, end in spans:
        word = next((word for word in _FILL if len(word) <= end - start), "")
        text = text[:start] + word.ljust(end - start) + text[end:]
    return text


def outside(findings: Sequence[Finding], spans: Sequence[tuple[int, int]], text: str) -> Iterator[Finding]:
    """The findings of ``text`` without what they say of a placeholder; a rest without a capital letter or a
    digit ("und") says nothing.
    """
    for finding in findings:
        inside = [span for span in spans if span[0] < finding.end and finding.start < span[1]]
        if not inside:
            yield finding
            continue
        position = finding.start
        for start, end in [*inside, (finding.end, finding.end)]:
            rest = text[position : max(position, start)]
            if _SAYS_SOMETHING.search(rest):
                first = position + len(rest) - len(rest.lstrip())
                yield replace(finding, start=first, end=first + len(rest.strip()), text=rest.strip())
            position = max(position, end)
