"""Persons known by a title or a given name: ordinary words and capitals are no obstacle."""

import pytest

from knowledge.anonymity.detector import Kind, find
from knowledge.anonymity.detector.persons import find_persons
from knowledge.anonymity.detector.preprocessing import tokenise
from tools.anonymity.demo_texts import demo_texts

FRAMES = (
    "{} hat das so entschieden.",
    "Gestern war {} im Rathaus.",
    "Mit {} war das abgesprochen.",
    "Die Idee kam nicht aus dem Amt, sondern von {}, und alle wussten es.",
    "„Das geht nicht“, sagte {}.",
    "Widerstand: {}",
)


def persons(text: str) -> list[str]:
    return [finding.text for finding in find_persons(text, tokenise(text))]


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Bürgermeisterin", "Anna Schwarz"),
        ("Oberbürgermeister", "Peter Licht"),
        ("Landrätin", "Monika Weg"),
        ("Kämmerer", "Stefan Wald"),
        ("Stadtkämmerin", "Petra Kasse"),
        ("Amtsleiterin", "Julia Sommer"),
        ("Frau", "Eva Lange"),
        ("Herr", "Thomas Haus"),
        ("Herrn Dr.", "Hans-Peter Groß"),
        ("Frau Prof. Dr.", "Claudia von der Mooswies"),
        ("Stadtrat", "Karl Zeit"),
        ("Fraktionsvorsitzende", "Sabine Recht"),
        ("Herr", "Mark Boden"),
    ],
)
def test_title_given_name_and_noun_are_a_certain_person(frame: str, title: str, name: str) -> None:
    text = frame.format(f"{title} {name}")
    found = next(finding for finding in find(text) if name in finding.text)
    assert (found.kind, found.is_certain) == (Kind.PERSON, True)


@pytest.mark.parametrize(
    "text",
    [
        "Bürgermeister und Rat waren sich einig.",
        "Der Frau Holle-Effekt war groß.",
        "Herr Rat, sagte er nur.",
        "Frau Kämmerin nickte.",
        "Die Bürgermeisterin Mai Sitzung fiel aus.",
        "Der Kämmerer Peter, Haushalt in der Hand, schwieg.",
        "Bürgermeister: Anna\nSchwarz: Kämmerei",
        "Der Amtsleiter Ordnung und Verkehr sagte zu.",
        "Landrat, Kreistag und Verwaltung stritten.",
        "Jede Frau Im Saal rief.",
        "Der Leiter Haushalt Und Steuern kam.",
        "Frau Anna Bürgermeisterin nannten sie sie.",
        "Dr. Klaus.",
        "Dann kam Herr Peter zu Besuch.",
        "Frau Anna von der Verwaltung und Frau Eva und Haus und Hof.",
    ],
)
def test_titles_without_given_name_and_surname_say_nothing(text: str) -> None:
    assert persons(text) == []


def test_several_given_names_and_noble_particles_belong_to_the_name() -> None:
    assert persons("Es sprach Frau Anna Maria von der Zirnbichl lange.") == ["Anna Maria von der Zirnbichl"]
    assert persons("Es sprach Herr Peter Ernst lange.") == ["Peter Ernst"]


def test_the_rule_is_silent_in_all_demo_texts() -> None:
    assert [name for text in demo_texts() for name in persons(text)] == []


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
    assert (finding.kind, finding.is_likely) == (Kind.PERSON, True)


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
    assert not [item for item in find(text) if item.is_likely]
