"""Brackets read like German, and say the same."""

from __future__ import annotations

import pytest

from cases.intake.smoothing import smooth
from knowledge.anonymity.detector import find


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("[Kämmerei] sagt nein.", "Die Kämmerei sagt nein."),
        ("Unser [Kämmerei] sagt nein.", "Unsere Kämmerei sagt nein."),
        ("Der [Kämmerei] sagt nein.", "Die Kämmerei sagt nein."),
        ("Ich sprach mit unserem [Kämmerei].", "Ich sprach mit unserer Kämmerei."),
        ("Ich sprach mit dem [Kämmerei].", "Ich sprach mit der Kämmerei."),
        ("Er ist gegen [Rathausspitze].", "Er ist gegen die Rathausspitze."),
        ("In [Gemeinde] fehlt Personal.", "In der Gemeinde fehlt Personal."),
        ("Mit [Kämmerei] geht es.", "Mit der Kämmerei geht es."),
        ("Es liegt vor [Rathausspitze].", "Es liegt vor [Rathausspitze]."),
        ("Das Papier lag vor der [Rathausspitze].", "Das Papier lag vor der Rathausspitze."),
        ("Er stellt sich vor den [Kämmerei].", "Er stellt sich vor die Kämmerei."),
        ("Er wartet auf seinen [Bauamtsleitung].", "Er wartet auf seine Bauamtsleitung."),
        ("Mein [Bauamtsleitung] fehlt.", "Meine Bauamtsleitung fehlt."),
        ("Das will [Fraktionsvorsitz].", "Das will der Fraktionsvorsitz."),
        (
            "[Gemeinde mit 2.000 bis 5.000 Einwohnern in Bayern] baut in [Gemeinde].",
            "Die Gemeinde baut in der Gemeinde.",
        ),
        ("Das sagt [Kämmerei B].", "Das sagt [Kämmerei B]."),
        ("Der [Verein A] kam.", "Der [Verein A] kam."),
        ("Bis [Zeitraum].", "Bis [Zeitraum]."),
        ("Wir wollten einen [ein Ereignis].", "Wir wollten [ein Ereignis]."),
        ("In der [eine Straße im Ort] war es still.", "In [eine Straße im Ort] war es still."),
    ],
)
def test_roles_get_their_article_and_the_rest_its_brackets(text: str, reads: str) -> None:
    assert smooth(text) == reads
    assert [finding.text for finding in find(reads) if finding.is_likely] == []
