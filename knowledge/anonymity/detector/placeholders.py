"""What a review puts in the place of a name ("[Ort B]", "[Kämmerei]"): never a finding itself. Pure module.

Only words of a closed list count: a name that somebody puts in brackets stays a finding. The list holds the
proposals of the review (``cases/intake/suggestions.py``) and of the detector, in both languages of the
interface; a test walks them all.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.anonymity.detector.findings import Finding

__all__ = ["blank_out", "is_placeholder", "outside", "placeholder_spans"]

_LETTERED = (
    "Ort|Gemeinde|Landkreis|Nachbarkommune|Nachbargemeinde|Nachbarlandkreis|Person|Verein|Unternehmen|"
    "Kommunales"
    " Unternehmen|Bildungseinrichtung"
    "|Zeitung|Einrichtung|Organisation|Rathausspitze|Spitze des Landratsamts|Kämmerei|Bauamtsleitung|Leitung"
    " des Hauptamts|Leitung des Ordnungsamts"
    "|Klimaschutzmanagement|Fraktionsvorsitz|Mitglied des Rats|Schulleitung|Leitung der"
    " Kita|Kirchengemeinde|Vereinsvorsitz|Geschäftsführung"
    r"|Planungsbüro|Investor\*in|Municipality|District"
)
"""These may carry the letter that tells several of one case apart."""

_FIXED = (
    "Landratsamt|Landschaft|Landschaft in der Nähe|Lage|Person, Rolle"
    " nennen|E-Mail-Adresse|Internetadresse|Konto|Kontonummer|Steuernummer|Telefonnummer|Kennzeichen|"
    "Aktenzeichen|Nummer|Anschrift|Zeitraum|Zeitraum"
    " von Jahren|Größenklasse|gerundeter Anteil|gerundetes Ergebnis|Betrag in einer Bandbreite|Fläche|dünn"
    " oder dicht besiedelt|höhere Aufsichtsbehörde|eine Straße im Ort|eine Durchgangsstraße|eine"
    " Fraktion|eine größere Einrichtung|ein Ereignis|eine von mehreren|eine von mehreren"
    " Gemeinden|Besonderheit|Amt ohne Partei|sinngemäße Wiedergabe|neighbouring district|district"
    " office|nearby landscape|email address|Name|…"
)
_BANDS = (
    r"(?: (?:mit weniger als|mit|ab|with fewer than|with) [\d.,]+(?:(?: bis | to |[–-])[\d.,]+)?"
    r" (?:Einwohnern|inhabitants)(?: or more)?)?"
    r"(?: in (?:Bayern|Baden-Württemberg|Süddeutschland|Bavaria|Southern Germany))?"
)
_PLACEHOLDER = re.compile(rf"\[(?:(?:{_LETTERED})(?: [A-Z]{{1,2}})?{_BANDS}|(?:{_FIXED}))\]")
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


def outside(text: str, findings: Sequence[Finding], spans: Sequence[tuple[int, int]]) -> Iterator[Finding]:
    """The findings without what they say of a placeholder; a rest without a capital letter or a digit ("und")
    says nothing.
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
