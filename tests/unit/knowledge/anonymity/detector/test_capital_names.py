"""Names in capitals must be decided by a person; words in capitals are only loud."""

import pytest

from knowledge.anonymity.detector.detection import find
from knowledge.anonymity.detector.findings import Kind

LIKELY = 0.5


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("BÜRGERMEISTERIN ANNA SCHWARZ AUS DEM RATHAUS.", "ANNA SCHWARZ"),
        ("Es sprach ANNA SCHWARZ zum Haushalt.", "ANNA SCHWARZ"),
        ("In der Tabelle steht SCHWARZ, ANNA als Ansprechpartnerin.", "SCHWARZ, ANNA"),
        ("Protokoll: HERR ZWIRNLEIN fragt nach.", "ZWIRNLEIN"),
        ("DR. ZWIRNLEIN hat im Umlauf widersprochen.", "ZWIRNLEIN"),
        ("KÄMMERER ZWIRNLEIN rief an.", "ZWIRNLEIN"),
    ],
)
def test_names_in_capitals_are_persons_to_decide(text: str, name: str) -> None:
    finding = next(item for item in find(text) if name in item.text)
    assert (finding.kind, finding.certainty >= LIKELY) == (Kind.PERSON, True)


@pytest.mark.parametrize(
    "text",
    [
        "DER BÜRGERMEISTER ENTSCHEIDET ALLEIN.",
        "WAS WIR LERNEN: FRAU KÄMMERIN FRAGEN.",
        "ALLE MACHEN MIT.",
        "Wichtig: NICHT OHNE DEN RAT.",
    ],
)
def test_loud_words_are_no_names(text: str) -> None:
    assert not [item for item in find(text) if item.certainty >= LIKELY]
