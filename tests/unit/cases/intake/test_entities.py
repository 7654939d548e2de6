"""One person, club or office is one group, whatever it is called and whatever the detector took it for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cases.intake.entities import bare, entities, is_same
from cases.intake.suggestions import Sort
from knowledge.anonymity.detector import CoverName, Finding, Kind, Placeholder


def finding(
    text: str, words: str, kind: Kind = Kind.PERSON, layer: str = "model", suggestion: str = ""
) -> Finding:
    start = text.index(words)
    return Finding(start, start + len(words), kind, words, 0.9, "", suggestion, layer)


def groups(text: str, *found: Finding) -> list[list[str]]:
    ordered = sorted(found, key=lambda item: item.start)
    return [[member.text for member in entity.members] for entity in entities(text, ordered)]


@pytest.mark.parametrize(
    ("sort", "one", "other", "same"),
    [
        (Sort.PERSON, "huber", "hubers", True),
        (Sort.PERSON, "anna huber", "anna", False),
        (Sort.PLACE, "dachau", "dachauer", True),
        (Sort.PLACE, "rothausen", "rothauser", True),
        (Sort.PERSON, "roth", "rothmann", False),
        (Sort.OTHER, "1000", "1000s", False),
        (Sort.PERSON, "li", "lis", False),
    ],
)
def test_two_forms_of_one_name(sort: Sort, one: str, other: str, same: bool) -> None:
    assert is_same(sort, one, other) is same


def test_a_name_is_compared_without_role_title_and_legal_form() -> None:
    assert bare("Kämmerer Berger") == bare("Frau Berger") == "berger"
    assert bare("TSV Quell 1923 e. V.") == "tsv quell"


@pytest.mark.parametrize(
    ("text", "name", "whole"),
    [
        ("Da kam Kämmerer Berger.", "Berger", "Kämmerer Berger"),
        ("Der Pfarrer, Dr. Egon Berger, kam.", "Egon Berger", "Pfarrer, Dr. Egon Berger,"),
        ("Mein Bauamtsleiter, der Uli, fehlt.", "Uli", "Bauamtsleiter, der Uli,"),
        ("Da kam Dr. Egon Berger.", "Egon Berger", "Dr. Egon Berger"),
    ],
)
def test_role_and_title_belong_to_the_name_behind_them(text: str, name: str, whole: str) -> None:
    assert groups(text, finding(text, name)) == [[whole]]


def test_inflected_names_are_one_group_and_sure_kinds_are_kept_apart() -> None:
    text = "Huber sprach. Hubers Plan für Berg."
    found = [finding(text, "Huber"), finding(text, "Hubers"), finding(text, "Berg", Kind.PLACE, "register")]
    assert groups(text, *found) == [["Huber", "Hubers"], ["Berg"]]


def test_one_club_is_one_group_by_its_acronym_too() -> None:
    text = "Der TSV Quell 1923 e. V. baut; im Vorstand des TSV, so der TSV Quell:"
    short, long = text.index("TSV,"), text.index("TSV Quell:")
    found = [
        finding(text, "TSV Quell 1923 e. V.", Kind.ORGANISATION),
        Finding(short, short + 3, Kind.ORGANISATION, "TSV", 0.9, "", "", "model"),
        Finding(long, long + 9, Kind.PLACE, "TSV Quell", 0.9, "", "", "model"),
    ]
    assert groups(text, *found) == [["TSV Quell 1923 e. V.", "TSV", "TSV Quell"]]


def test_what_fits_two_names_is_nobody_s() -> None:
    text = "Anna Huber und Alois Huber stritten. Dann ging Huber."
    last = text.rindex("Huber")
    found = [
        finding(text, "Anna Huber"),
        finding(text, "Alois Huber"),
        Finding(last, last + 5, Kind.PERSON, "Huber", 0.9, "", "", "model"),
    ]
    assert groups(text, *found) == [["Anna Huber"], ["Alois Huber"], ["Huber"]]


def test_an_office_is_the_person_who_holds_it() -> None:
    text = "Unser Kämmerer Egon Berger rechnet. Der Kämmerer sagt nein."
    found = [
        finding(text, "Egon Berger"),
        finding(text, "Der Kämmerer", Kind.OFFICE, "quasi", CoverName.MAYOR),
    ]
    (entity,) = entities(text, found)
    assert entity.role == CoverName.TREASURER
    assert [member.text for member in entity.members] == ["Kämmerer Egon Berger", "Der Kämmerer"]


def test_the_mayor_of_another_town_is_somebody_else() -> None:
    text = "Bürgermeister Egon Berger rief den Bürgermeister von Nirgends an."
    found = [
        finding(text, "Egon Berger"),
        finding(text, "den Bürgermeister", Kind.OFFICE, "quasi", CoverName.MAYOR),
    ]
    assert groups(text, *found) == [["Bürgermeister Egon Berger"], ["den Bürgermeister"]]


def test_a_quotation_goes_whole_and_the_name_in_it_stays_a_finding() -> None:
    text = "Sie schrieb: „Ein Haus für alle, in Berg geht der Riss durch alle.“ Das saß."
    cut = finding(text, "„Ein Haus für alle, in", Kind.UNIQUE, "quasi", Placeholder.PARAPHRASE)
    assert groups(text, cut, finding(text, "Berg", Kind.PLACE, "register")) == [
        ["„Ein Haus für alle, in Berg geht der Riss durch alle.“"],
        ["Berg"],
    ]


def test_two_places_in_one_finding_are_two_and_common_words_stay() -> None:
    text = "Wir sind eine Gemeinde im Landkreis Dings, dazu Oberdings und Niederdings."
    found = [
        finding(text, "Gemeinde im Landkreis Dings", Kind.PLACE),
        finding(text, "Oberdings und Niederdings", Kind.PLACE),
    ]
    assert groups(text, *found) == [["Landkreis Dings"], ["Oberdings"], ["Niederdings"]]


def test_an_address_with_a_name_in_it_is_an_address() -> None:
    text = "Schreiben Sie an amt@dings.example, bitte."
    halves = [finding(text, "amt"), finding(text, "dings.example", Kind.PLACE, "intake")]
    (entity,) = entities(text, halves)
    assert [member.text for member in entity.members] == ["amt@dings.example"]
    assert (entity.kind, entity.members[0].suggestion) == (Kind.CONTACT, Placeholder.MAIL)


def test_a_relation_of_somebody_is_not_somebody() -> None:
    text = "Alfons Huber fehlt. Es kam der Schwager von Huber. Huber lachte."
    last = text.rindex("Huber")
    found = [
        finding(text, "Alfons Huber"),
        finding(text, "der Schwager von Huber"),
        Finding(last, last + 5, Kind.PERSON, "Huber", 0.9, "", "", "model"),
    ]
    assert groups(text, *found) == [["Alfons Huber", "Huber"], ["der Schwager von Huber"]]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Ich bin Erste Bürgermeisterin hier.", "Erste Bürgermeisterin"),
        ("Unser Zweiter Bürgermeister sagt nichts.", "Zweiter Bürgermeister"),
    ],
)
def test_the_rank_of_an_office_goes_with_it(text: str, whole: str) -> None:
    office = finding(text, whole.split()[1], Kind.OFFICE, "quasi", CoverName.MAYOR)
    assert groups(text, office) == [[whole]]


def test_a_place_in_the_name_of_a_club_is_part_of_the_name() -> None:
    text = "Seitdem hat unser Schützenverein Hubertus Oberdings e.V. keinen Raum in Oberdings."
    found = [
        finding(text, "Schützenverein Hubertus", Kind.ORGANISATION, "intake"),
        finding(text, "Oberdings", Kind.PLACE, "intake"),
        replace(
            finding(text, "Oberdings", Kind.PLACE, "intake"),
            start=text.rindex("Oberdings"),
            end=text.rindex("Oberdings") + 9,
        ),
    ]
    assert groups(text, *found) == [["Schützenverein Hubertus Oberdings e.V."], ["Oberdings"]]
