"""What could stand there instead."""

from __future__ import annotations

import pytest

from cases.intake.suggestions import (
    Sort,
    municipality_phrase,
    propose,
    role_before,
    sort_of,
    without_role,
)
from knowledge.anonymity.detector import Finding, Kind
from knowledge.anonymity.register import municipalities


@pytest.mark.parametrize(
    ("state", "band", "phrase"),
    [
        ("BY", "kleinstadt-klein", "[Gemeinde mit 5.000 bis 10.000 Einwohnern in Bayern]"),
        ("BW", "landgemeinde-klein", "[Gemeinde mit weniger als 2.000 Einwohnern in Baden-Württemberg]"),
        ("SUED", "stadt-ab-20000", "[Gemeinde ab 20.000 Einwohnern in Süddeutschland]"),
        ("BY", "landkreis", "[Landkreis in Bayern]"),
        ("", "", "[Gemeinde]"),
    ],
)
def test_municipality_in_bands(state: str, band: str, phrase: str) -> None:
    assert municipality_phrase(state, band) == phrase


def test_of_another_municipality_only_whether_it_is_large_is_said() -> None:
    item = next(item for item in municipalities() if item.name == "Aidlingen")
    assert 5_000 <= item.population < 10_000
    for form in ("Aidlingen", "Aidlingens"):
        proposal = propose(Sort.PLACE, [form], around=[("in ", "")], letter="B", suggestion="[Gemeinde]")
        assert proposal == "[Gemeinde B mit weniger als 20.000 Einwohnern]"


@pytest.mark.parametrize(
    ("before", "words", "proposal"),
    [
        ("im ", "Landkreis Günzburg", "[Landkreis A]"),
        ("im benachbarten ", "Landkreis Günzburg", "[Nachbarlandkreis A]"),
        ("aus der ", "Verwaltungsgemeinschaft Dings", "[Verwaltungsgemeinschaft A]"),
        ("in der ", "Dingsgasse", "[eine Straße im Ort]"),
        ("in der Nachbargemeinde ", "Dings", "[Nachbarkommune A]"),
        ("in ", "Dings", "[Ort A]"),
    ],
)
def test_a_place_is_called_what_the_text_says_it_is(before: str, words: str, proposal: str) -> None:
    found = Finding(0, len(words), Kind.PLACE, words, 0.9, "", "", "model")
    sort = sort_of(found, before, "")
    assert propose(sort, [words], around=[(before, "")], letter="A", suggestion="") == proposal


@pytest.mark.parametrize(
    ("words", "proposal"),
    [
        ("Der Kämmerer", "[Kämmerei]"),
        ("die Bürgermeisterin", "[Rathausspitze]"),
        ("Der Zweite Bürgermeister", "[Stellvertretung der Rathausspitze]"),
        ("den Altbürgermeister", "[frühere Rathausspitze]"),
        ("die erste Frau in diesem Amt", "[Besonderheit]"),
    ],
)
def test_a_role_keeps_its_role(words: str, proposal: str) -> None:
    suggestion = "[Besonderheit]" if "Frau" in words else "Rathausspitze"
    assert propose(Sort.OFFICE, [words], around=[("", "")], letter="A", suggestion=suggestion) == proposal


@pytest.mark.parametrize(
    ("words", "proposal"),
    [
        ("412 Menschen", "mehrere hundert Menschen"),
        ("187 Personen", "über hundert Personen"),
        ("54 Mitglieder", "einige Dutzend Mitglieder"),
        ("4.312 Einwohner", "[Größenklasse]"),
    ],
)
def test_only_inhabitants_have_a_size_band(words: str, proposal: str) -> None:
    assert (
        propose(Sort.OTHER, [words], around=[("", "")], letter="A", suggestion="[Größenklasse]") == proposal
    )


@pytest.mark.parametrize(
    ("forms", "around", "proposal"),
    [
        (["Bürgermeisterin Hubertine Quastenberg", "Quastenberg"], [("", ""), ("", "")], "[Rathausspitze]"),
        (["Tratzmüller", "Kämmerer Tratzmüller"], [("", ""), ("", "")], "[Kämmerei]"),
        (["Ehrensperling"], [("", ", die Vorsitzende des Vereins")], "[Vereinsvorsitz]"),
        (["Ehrensperling"], [("", " geht")], "[Person C]"),
    ],
)
def test_role_instead_of_person(forms: list[str], around: list[tuple[str, str]], proposal: str) -> None:
    assert propose(Sort.PERSON, forms, around=around, letter="C", suggestion="[Person]") == proposal


@pytest.mark.parametrize(
    ("words", "proposal"),
    [
        ("TSV Grünquell", "[Verein A]"),
        ("Klarwerk GmbH", "[Unternehmen A]"),
        ("Stadtwerke Quellenrode", "[Kommunales Unternehmen A]"),
        ("Günzburger Zeitung", "[Zeitung A]"),
        ("FW-Fraktion", "[Fraktion A]"),
        ("Blaskapelle Dings", "[Verein A]"),
        ("Grüner Kreis", "[Organisation A]"),
    ],
)
def test_kind_of_organisation(words: str, proposal: str) -> None:
    assert (
        propose(Sort.ORGANISATION, [words], around=[("", "")], letter="A", suggestion="[Organisation]")
        == proposal
    )


def test_role_before_a_name_belongs_to_it() -> None:
    assert role_before("sagte unser Kämmerer ") == len("Kämmerer ")
    assert role_before("sagte ") == 0
    assert without_role("Bürgermeisterin Frau Quastenberg") == "Quastenberg"


def test_a_name_of_nothing_known_is_only_a_name() -> None:
    found = Finding(0, 13, Kind.ORGANISATION, "Dings-Problem", 0.7, "", "", "model")
    assert sort_of(found, "das ", "") == Sort.OTHER_NAME
    assert (
        propose(Sort.OTHER_NAME, ["Dings-Problem"], around=[("", "")], letter="A", suggestion="")
        == "[Name A]"
    )


def test_a_full_name_behind_an_article_in_an_apposition_is_a_person() -> None:
    found = Finding(0, 14, Kind.ORGANISATION, "Schorsch Dings", 0.9, "", "", "model")
    assert sort_of(found, "Der Wirt, der ", ", kam") == Sort.PERSON
