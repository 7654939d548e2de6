"""Details with a form: found with their kind, and what only looks like one is left alone."""

import time

import pytest

from knowledge.anonymity.detector.preprocessing import normalise
from knowledge.anonymity.detector.rules import PATTERN_RULES, find_by_rules


def find_patterns(text):
    return list(find_by_rules(text, PATTERN_RULES, "pattern"))


def kinds(text):
    return {str(finding.kind) for finding in find_patterns(text)}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Schreiben Sie an vorzimmer@musterort.example bitte.", "contact"),
        ("Telefon 08031 / 123-456", "contact"),
        ("erreichbar unter +49 89 1234567", "contact"),
        ("Tel.: 0170 1234567", "contact"),
        ("IBAN DE89 3704 0044 0532 0130 00", "number"),
        ("Steuer-ID 86 095 742 719", "number"),
        ("das Auto mit M-AB 1234", "number"),
        ("82131 Musterhausen", "address"),
        ("am Rathausplatz 7", "address"),
        ("in der Lindenstraße 12a", "address"),
        ("Az. 6100-12/2021", "number"),
        ("Beschluss Nr. 45/2021", "number"),
        ("am 12.03.2021", "date"),
        ("am 3. März 2021", "date"),
        ("im März 2021", "date"),
        ("2021-03-12", "date"),
        ("seit 2014", "date"),
        ("mit 63,4 Prozent", "number"),
        ("247.300 Euro", "number"),
        ("3,47 Mio. Euro", "number"),
        ("siehe www.musterort.example/haushalt", "url"),
        ("auf musterort.de nachzulesen", "url"),
        ("bei 48.1374, 11.5755", "place"),
        ("HRB 123456", "number"),
        ("Flurnummer 123/4", "number"),
        ("7.312 Einwohner", "number"),
        ("an der B 301", "place"),
        ("etwa 5.300 Einwohner", "number"),
        ("etwa 5.000 Einwohner", "number"),
        ("Etwa 2000 Einwohner hat der Ort", "number"),
        ("Knapp 10.000 Menschen leben hier", "number"),
        ("es betrifft 4000 Leute", "number"),
        ("rund 300 Leute wohnen im Ort", "number"),
        ("In unserem Dorf leben 240 Menschen", "number"),
        ("gut dreitausend Einwohner", "number"),
        ("Wir sind rund 2.000 Einwohner", "number"),
        ("Der Bescheid ging an 401 Haushalte", "number"),
        ("Bei 473 Menschen kennt jeder jeden", "number"),
        ("Das Gemeindegebiet hat 58,5 Quadratkilometer", "number"),
        ("Auf 4.135 Hektar verteilen sich die Ortsteile", "number"),
        ("Wir sind 12,3 km² groß", "number"),
        ("Bei 37 Einwohnern je Quadratkilometer lohnt sich kein Bus", "number"),
        ("Unsere Postleitzahl ist 72297.", "address"),
        ("im PLZ-Gebiet 91", "address"),
        ("Die Postleitzahl beginnt mit 864", "address"),
        ("Im Briefkopf steht 72297", "address"),
        ("Das Regierungspräsidium Musterstadt fragte nach", "place"),
        ("die Regierung von Oberbayern stimmte zu", "place"),
    ],
)
def test_details_are_found(text, kind):
    assert kind in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "30 Prozent der Teilnehmenden", "rund 50.000 Euro", "fünf Personen in 20 Minuten", "ein Blatt in A4",
        "von 9 bis 12 Uhr",
        "z.B. die Kämmerei", "zwei bis drei Jahre", "unter 5.000 Einwohner",
        "zwischen 2.000 und 5.000 Einwohnern",
        "mehr als 20.000 Einwohner", "je 1.000 Einwohner", "300 Menschen kamen zum Fest",
        "ein Gewerbegebiet von 12 Hektar", "25000 Euro", "Phase 1: Ankommen 10 Minuten",
        "1. Schritt, 2. Schritt",
        "die Hauptstraße", "20 Karten und 12 Stifte", "Gruppen zu 4 bis 6",
    ],
)  # fmt: skip
def test_harmless_figures_are_left_alone(text):
    assert not kinds(text)


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("IBAN DE89 3704 0044 0532 0130 00", 1.0),
        ("IBAN DE89370400440532013000", 1.0),
        ("IBAN DE89 3704 0044 0532 0130 01", 0.7),
        ("IBAN AT61 1904 3002 3457 3201", 1.0),
        ("IBAN AT61 1904 3002 3457 3202", 0.5),
        ("Steuer-ID 86 095 742 719", 1.0),
        ("DE136695976", 1.0),
        ("DE 136 695 976", 1.0),
        ("DE136695977", 0.6),
    ],
)
def test_a_check_digit_proves_a_number(text, certainty):
    assert max(finding.certainty for finding in find_patterns(text) if finding.kind == "number") == certainty


@pytest.mark.parametrize("digits", ["86 095 742 718", "11 111 111 111", "06 095 742 719"])
def test_eleven_digits_without_the_check_digit_are_no_tax_number(digits):
    assert not [finding for finding in find_patterns(digits) if "Identifikationsnummer" in finding.reason]


def test_offsets_cut_the_text():
    text = "  Az. 6100-12/2021, am 12.03.2021 für 247.300 Euro "
    for finding in find_patterns(text):
        assert text[finding.start : finding.end] == finding.text


@pytest.mark.parametrize(
    "text",
    ["a" * 20_000, "Ab-" * 7_000, "a." * 10_000, "1 " * 10_000, "„" * 20_000, "\n" * 20_000, "www." * 5_000],
)
def test_hostile_texts_take_linear_time(text):
    start = time.process_time()
    list(find_patterns(normalise(text).text))
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    "word",
    [
        "Der",
        "Die",
        "De",
        "In",
        "At",
        "Net",
        "Info",
        "Online",
        "App",
        "Berlin",
        "Digital",
        "Li",
        "Ch",
        "Org",
        "Eu",
        "Io",
        "Bayern",
    ],
)
def test_a_missing_blank_behind_a_full_stop_is_no_address(word):
    for text in (
        f"Es fehlte am Geld.{word} Rat hat entschieden.",
        f"Es fehlte am Geld.{word} wurde es nie.",
        f"Geld.{word}",
    ):
        assert not [finding for finding in find_patterns(text) if finding.kind == "url"], text
    assert not [finding for finding in find_patterns("GELD.DER RAT SCHWEIGT.") if finding.kind == "url"]


@pytest.mark.parametrize(
    "text",
    [
        "Siehe musterdorf.de.",
        "Siehe musterdorf.de/rathaus und mehr",
        "MUSTERDORF.DE",
        "www.Musterdorf.De",
        "rathaus.musterdorf.bayern,",
        "Musterdorf.info",
    ],
)
def test_addresses_stay_addresses(text):
    assert [finding for finding in find_patterns(text) if finding.kind == "url" and finding.certainty >= 0.9]


@pytest.mark.parametrize(
    "text",
    [
        "mit 14 zu 3 Stimmen",
        "Mit 1.204 zu 987 Stimmen ging es aus.",
        "13 gegen 4 Stimmen",
        "Der Rat stimmte mit 14:3 dafür.",
        "wurde mit 9 zu 8 abgelehnt, 9 zu 8 Stimmen",
    ],
)
def test_the_result_of_a_vote_is_found(text):
    assert any(
        finding.reason == "Genaues Abstimmungsergebnis" and finding.certainty >= 0.5
        for finding in find_patterns(text)
    )


@pytest.mark.parametrize(
    "text",
    [
        "Die Sitzung begann um 14:30 Uhr.",
        "Im Verhältnis 1 zu 3 gemischt.",
        "Am Ende stand es 2:1 im Spiel.",
        "Er kam mit zwei Stimmen Vorsprung.",
    ],
)
def test_other_ratios_are_no_votes(text):
    assert not [finding for finding in find_patterns(text) if finding.reason == "Genaues Abstimmungsergebnis"]


def test_a_year_before_an_office_is_no_number_of_inhabitants() -> None:
    assert "number" not in kinds("Ich bin seit 2020 Bürgermeisterin.")
    assert "number" in kinds("Wir sind 2020 Bürger.")
