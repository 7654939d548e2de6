"""Special categories: what is said of one person, not of many."""

import pytest

from knowledge.anonymity.detector.preprocessing import sentences, tokenise
from knowledge.anonymity.detector.rules.sensitive import find_sensitive


def found(text):
    return [finding.text for finding in find_sensitive(text, list(sentences(text, tokenise(text))))]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Der Amtsleiter ist seit Monaten krank.", "krank"),
        ("Die Kollegin hat Krebs.", "Krebs"),
        ("Der Kassier ist vorbestraft.", "vorbestraft"),
        ("Der Bauhofleiter ist herzkrank.", "herzkrank"),
        ("Ihre nierenkranke Mutter braucht sie.", "nierenkranke"),
        ("Der Sohn ist alkoholabhängig.", "alkoholabhängig"),
        ("Sein Nierenleiden zwang ihn dazu.", "Nierenleiden"),
        ("Sie ist türkischstämmig.", "türkischstämmig"),
        ("Sie lässt sich gerade scheiden.", "lässt sich gerade scheiden"),
        ("Die Leiterin der Bücherei leidet unter starkem Asthma.", "Asthma"),
        ("Die Lehrerin ist zum Islam übergetreten.", "zum Islam"),
        ("Die Mutter des Bewerbers ist Polin.", "ist Polin"),
        ("Der Stadtrat steht unter Bewährung.", "unter Bewährung"),
        ("Der Kassenwart wurde wegen Betrugs verurteilt.", "verurteilt"),
        ("Die Vorsitzende ist mit einer Frau verheiratet.", "mit einer Frau verheiratet"),
    ],
)
def test_what_is_said_of_a_person_is_found(text, words):
    assert words in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Menschen mit Behinderung brauchen einen Zugang.",
        "Die Krankheitstage gingen zurück.",
        "Die Kirche steht leer.",
        "Viele Geflüchtete wohnen in der Turnhalle.",
        "Der Haushalt leidet unter den Zinsen.",
        "Das Gericht gab der Gemeinde recht.",
    ],
)
def test_what_is_said_of_many_is_not(text):
    assert found(text) == []
