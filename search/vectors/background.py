"""What questions have in common whatever they ask, and statements whatever they say.

E5 puts questions and statements apart, so that a question lies near other questions rather than near its
answer. The means of these two lists measure that: the first is taken off every query, shifted towards the
records of the installation by half of what distinguishes those from the second list
(docs/explanation/search.md). Written for this project, with the tuning queries of the judged collections in
mind; none is copied from them. Their means come as ``background.npz`` (``tools/meanings/background.py``), so
that no process embeds the lists; for another model or other lists they are measured again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from search import sentences
from search.sentences import Floats, vectors

FILE = Path(__file__).parent / "background.npz"

QUESTIONS = (
    "Wer ist zuständig?",
    "Wie kann ich einen Antrag stellen?",
    "Was kostet das?",
    "Gibt es Unterstützung vom Land?",
    "Wo finde ich Beratung?",
    "Welche Unterlagen brauche ich?",
    "Was muss ich beachten?",
    "Wie läuft das Verfahren ab?",
    "Wann beginnt die Frist?",
    "Kann ich das auch online erledigen?",
    "Wer kann mir helfen?",
    "Was passiert, wenn etwas schiefgeht?",
    "Welche Möglichkeiten gibt es für Familien?",
    "Wie lange dauert die Genehmigung?",
    "Gibt es Daten zum Verkehr?",
    "Ich suche Zahlen über die Bevölkerung.",
    "Darf ich trotzdem arbeiten?",
    "Wie schütze ich mich?",
    "Wie gewinnen wir mehr Menschen für das Ehrenamt?",
    "Wir haben kein Geld für neue Projekte.",
    "Der Gemeinderat ist dagegen, was tun?",
    "Wie bringen wir alle an einen Tisch?",
    "Welche Methode passt für eine große Gruppe?",
    "Wie messen wir den Erfolg?",
)
STATEMENTS = (
    "Zuständig ist das Amt für öffentliche Ordnung.",
    "Den Antrag stellen Sie schriftlich bei der Verwaltung.",
    "Die Gebühr beträgt 30 Euro und ist bei Abholung zu zahlen.",
    "Das Land fördert solche Vorhaben mit bis zu 80 Prozent der Kosten.",
    "Die Beratungsstelle ist montags bis freitags geöffnet.",
    "Mitzubringen sind Ausweis, Meldebescheinigung und Nachweis des Einkommens.",
    "Wichtig ist, dass alle Angaben vollständig sind.",
    "Das Verfahren beginnt mit der Anhörung und endet mit dem Bescheid.",
    "Die Frist endet vier Wochen nach Zustellung.",
    "Das Formular steht im Internet bereit.",
    "Ehrenamtliche helfen beim Ausfüllen der Formulare.",
    "In diesem Fall wird die Leistung gekürzt.",
    "Familien erhalten einen Zuschlag für jedes Kind.",
    "Die Genehmigung wird in der Regel nach drei Monaten erteilt.",
    "Verkehrszählung an den Hauptstraßen nach Monaten",
    "Bevölkerung nach Alter und Geschlecht",
    "Beschäftigte dürfen die Arbeit fortsetzen, sofern keine Gefahr besteht.",
    "Regelmäßiges Händewaschen schützt vor Ansteckung.",
    "Vereine wurden früh eingebunden und übernahmen eigene Aufgaben.",
    "Der Haushalt ließ freiwillige Leistungen nicht mehr zu.",
    "Im Gemeinderat fehlte zunächst eine Mehrheit.",
    "Ein runder Tisch brachte Ämter und Betroffene zusammen.",
    "Die Methode eignet sich für 20 bis 80 Personen.",
    "Kennzahlen zeigten nach einem Jahr die Wirkung.",
)

#: How much of the common part is taken off a query, and how far it follows the records. Flat: .6 to 1 and .3
#: to .7 differ by .004.
STRENGTH = 0.8
SHIFT = 0.5


def fingerprint() -> str:
    """Means of another fingerprint are of other lists, or of another model."""
    return hashlib.sha256(
        "\0".join([sentences.NAME, sentences.PREFIX, *QUESTIONS, "", *STATEMENTS]).encode()
    ).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class BackgroundComponent:
    """Means of typical questions and statements."""

    question: Floats
    statement: Floats

    @classmethod
    def by(cls, embed: Callable[[Sequence[str]], Floats]) -> BackgroundComponent:
        """Measured with a model."""
        return cls(np.mean(embed(QUESTIONS), axis=0), np.mean(embed(STATEMENTS), axis=0))

    @classmethod
    def of(cls, embed: Callable[[Sequence[str]], Floats]) -> BackgroundComponent:
        """The bundled means where they are of this model, else measured."""
        if embed is vectors and FILE.is_file():
            with np.load(FILE) as stored:
                if str(stored["fingerprint"]) == fingerprint():
                    return cls(stored["question"], stored["statement"])
        return cls.by(embed)

    def removed_from(self, query: Floats, centroid: Floats) -> Floats:
        """A query relative to what queries to records around ``centroid`` have in common."""
        background = self.question + SHIFT * (centroid - self.statement)
        return np.asarray(query - STRENGTH * background, dtype=np.float32)
