"""What could stand there instead."""

from __future__ import annotations

import pytest

from cases.intake.suggestions import municipality_phrase, propose, role_before, without_role
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


def test_register_gives_the_band_of_another_municipality() -> None:
    item = next(item for item in municipalities() if item.name == "Aidlingen")
    assert 5_000 <= item.population < 10_000
    for form in ("Aidlingen", "Aidlingens"):
        proposal = propose("place", [form], around=[("in ", "")], letter="B", suggestion="[Gemeinde]")
        assert proposal == "[Gemeinde B mit 5.000 bis 10.000 Einwohnern in Baden-Württemberg]"


@pytest.mark.parametrize(
    ("forms", "around", "proposal"),
    [
        (["Bürgermeisterin Hubertine Quastenberg", "Quastenberg"], [("", ""), ("", "")], "[Rathausspitze]"),
        (["Tratzmüller", "Kämmerer Tratzmüller"], [("", ""), ("", "")], "[Kämmerei]"),
        (["Ehrensperling"], [("", ", die Vorsitzende des Vereins")], "[Vereinsvorsitz]"),
        (["Ehrensperling"], [("", " geht")], "[Person C]"),
        (["e.tratz@quellenrode.example"], [("", "")], "[E-Mail-Adresse]"),
    ],
)
def test_role_instead_of_person(forms: list[str], around: list[tuple[str, str]], proposal: str) -> None:
    assert propose("person", forms, around=around, letter="C", suggestion="[Person]") == proposal


@pytest.mark.parametrize(
    ("words", "proposal"),
    [
        ("TSV Grünquell", "[Verein A]"),
        ("Klarwerk GmbH", "[Unternehmen A]"),
        ("Stadtwerke Quellenrode", "[Kommunales Unternehmen A]"),
        ("Grüner Kreis", "[Einrichtung A]"),
    ],
)
def test_kind_of_organisation(words: str, proposal: str) -> None:
    assert (
        propose("organisation", [words], around=[("", "")], letter="A", suggestion="[Organisation]")
        == proposal
    )


def test_role_before_a_name_belongs_to_it() -> None:
    assert role_before("sagte unser Kämmerer ") == len("Kämmerer ")
    assert role_before("sagte ") == 0
    assert without_role("Bürgermeisterin Frau Quastenberg") == "Quastenberg"
