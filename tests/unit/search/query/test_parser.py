"""The query language: what is read from the text, what stays literal, and that nothing is an error."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.query.parser import MAX_CHARACTERS, MAX_TERMS, Grammar, clean, content_words, parse
from search.registry import Band, FacetWord

GRAMMAR = Grammar(
    values={"typ": {"methode": "methode", "fall": "fall"}},
    facet_words=(
        FacetWord("gescheitert", "ausgang", "gescheitert", strict=True),
        FacetWord("Methode", "typ", "methode"),
    ),
    bands=(
        Band(
            ("Einwohner", "EW"), "groesse", ((5_000, "landgemeinde"), (20_000, "kleinstadt"), (None, "stadt"))
        ),
    ),
)


def surfaces(text: str, **options: object) -> list[str]:
    return [w.surface for w in content_words(parse(text, GRAMMAR, **options))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        '"kollegiale Beratung"',
        "„kollegiale Beratung“",
        "»kollegiale Beratung«",
        "“kollegiale Beratung”",
        "«kollegiale Beratung»",
    ],
)
def test_phrases_in_all_quotation_marks(text: str) -> None:
    parsed = parse(f"Ablauf {text}", GRAMMAR)
    assert parsed.phrases == (("kollegiale", "beratung"),)
    assert [w.surface for w in parsed.words] == ["Ablauf"]
    assert [c.value for c in parsed.chips] == ["kollegiale Beratung"]


@pytest.mark.parametrize("text", ['"offen', "offen“", '""', '"', "„“", '" "'])
def test_lonely_quotation_marks_are_literal(text: str) -> None:
    assert parse(text, GRAMMAR).phrases == ()


def test_exclusions() -> None:
    parsed = parse('Methode -fishbowl Check-in - -"offener Raum" Rat-', GRAMMAR)
    assert [forms.exact for forms in parsed.prohibited] == ["fishbowl"]
    assert parsed.prohibited_phrases == (("offener", "raum"),)
    assert [w.surface for w in parsed.words] == ["Methode", "Check", "in", "Rat"]


def test_known_terms_become_filters_and_unknown_ones_stay() -> None:
    parsed = parse("typ:Methode kurz https://x.de a:b typ:unsinn", GRAMMAR)
    assert parsed.filters == {"typ": ("methode",)}
    assert "unsinn" in [w.surface for w in parsed.words]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("20 Personen 1 Stunde", {"personen": 20, "min": 60}),
        ("Methode für zwanzig Personen", {"personen": 20}),
        ("90 Minuten", {"min": 90}),
        ("90min", {"min": 90}),
        ("1,5 Stunden", {"min": 90}),
        ("anderthalb Stunden", {"min": 90}),
        ("1 Stunde 30 Minuten", {"min": 90}),
        ("2 Std. und 15 min", {"min": 135}),
        ("halbe Stunde", {"min": 30}),
        ("12 Teilnehmer*innen", {"personen": 12}),
        ("100.000 Personen", {"personen": 100_000}),
        ("Agenda 2030", {}),
        ("0 Personen", {}),
        ("B7 Personen", {}),
    ],
)
def test_amounts(text: str, numbers: dict[str, int]) -> None:
    assert parse(text, GRAMMAR).numbers == numbers


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("4000 Einwohner", "landgemeinde"),
        ("4.000 Einwohner", "landgemeinde"),
        ("18 000 EW", "kleinstadt"),
        ("250000 Einwohner", "stadt"),
    ],
)
def test_sizes_become_bands_and_the_number_is_not_kept(text: str, band: str) -> None:
    assert parse(text, GRAMMAR).filters == {"groesse": (band,)}
    parsed = parse(f"Leerstand {text}", GRAMMAR)
    assert (parsed.filters, parsed.lifted) == ({}, (("groesse", band),))
    assert [w.surface for w in parsed.words] == ["Leerstand"]


def test_numbers_beside_words_order_and_do_not_narrow() -> None:
    parsed = parse("Warm-up 10 Minuten online", GRAMMAR)
    assert (parsed.numbers, parsed.wishes) == ({}, {"min": 10})
    assert [(chip.label, chip.value) for chip in parsed.chips] == [("bevorzugt: 10 Minuten", "10 Minuten")]
    assert parse("Methode 10 Minuten", GRAMMAR).numbers == {"min": 10}


def test_a_second_size_stays_literal_because_it_would_widen() -> None:
    found = parse("4000 Einwohner 12000 Einwohner", GRAMMAR)
    assert found.lifted == (("groesse", "landgemeinde"),)


def test_words_for_values() -> None:
    parsed = parse("gescheiterte Projekte", GRAMMAR)
    assert (parsed.filters, surfaces("gescheiterte Projekte")) == (
        {"ausgang": ("gescheitert",)},
        ["Projekte"],
    )
    parsed = parse("Methoden für den Rat", GRAMMAR)
    assert (parsed.filters, parsed.lifted) == ({}, (("typ", "methode"),))
    assert parsed.naming == {0: (("typ", "methode"),)}
    assert parse("Methode Methoden", GRAMMAR).naming == {0: (("typ", "methode"),), 1: (("typ", "methode"),)}
    assert parse("Methode", GRAMMAR, ["methode"]).naming == {}


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("20 Personen", "20 Personen"),
        ('"der Rat"', "der Rat"),
        ("gescheiterte", "gescheiterte"),
        ("typ:fall", "typ:fall"),
        ("4000 Einwohner", "4000 Einwohner"),
        ("-fishbowl", "fishbowl"),
        ("Methoden", "Methoden"),
        ("1 Stunde 30 Minuten", "1 Stunde 30 Minuten"),
    ],
)
def test_every_interpretation_can_be_taken_back(text: str, piece: str) -> None:
    before = parse(text, GRAMMAR)
    assert [chip.value for chip in before.chips] == [piece]
    after = parse(text, GRAMMAR, literal=[piece])
    assert (after.chips, after.filters, after.numbers, after.phrases, after.prohibited) == (
        (),
        {},
        {},
        (),
        (),
    )
    assert after.words


def test_only_function_words_are_searched_themselves() -> None:
    assert surfaces("wie geht das") == ["wie", "geht", "das"]


def test_english_queries_lose_english_function_words() -> None:
    assert surfaces("How to deal with a blocked town council") == ["blocked", "town", "council"]
    assert parse("Haus und Hof", GRAMMAR).english is False


def test_words_that_are_english_only_make_a_query_english() -> None:
    """Without function words too; a German one among them, or words that both languages have, decide for
    German.
    """
    assert parse("youth participation failed", GRAMMAR).english
    assert not parse("youth participation im Ort", GRAMMAR).english
    assert not parse("Workshop Team Budget", GRAMMAR).english
    assert not parse("participation", GRAMMAR).english


@pytest.mark.parametrize("text", ["town council", "swimming pool", "new swimming pool", "day care"])
def test_an_english_expression_makes_a_query_english(text: str) -> None:
    """Though German has one of its words as a name or a loan."""
    assert parse(text, GRAMMAR).english
    assert not parse(f"{text} im Ort", GRAMMAR).english


@pytest.mark.parametrize("text", ["Pool", "Pool Planung", "Team Building", "Wind Solar", "council pool"])
def test_single_words_of_both_languages_are_german(text: str) -> None:
    assert not parse(text, GRAMMAR).english


def test_long_input_is_cut() -> None:
    assert len(clean("a" * 100_000)) == MAX_CHARACTERS
    assert len(content_words(parse("Rat Haus " * 10_000, GRAMMAR))) <= MAX_TERMS


def test_controls_are_stripped() -> None:
    assert clean("Rat\x00haus\u202e \ud800\nTür") == "Rat haus Tür"


PIECES = [
    '"',
    "„",
    "“",
    "»",
    "«",
    "-",
    "--",
    "typ:",
    "typ:methode",
    ":",
    "*",
    "(",
    ")",
    "\\",
    "\x00",
    "AND",
    "OR",
    "NOT",
    "~2",
    "^4",
    "[a TO b]",
    "{",
    "}",
    "20 Personen",
    "1 Stunde",
    "4000 Einwohner",
    "gescheitert",
    "Rat",
    "ä",
    "ß",
    "🏛",
    "'; DROP",
    "%",
    "_",
    "\u202e",
    "/-innen",
    "*innen",
    "Verwaltungs-",
    "und",
    "-struktur",
]


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join) | st.text(max_size=600))
def test_nothing_is_an_error(text: str) -> None:
    parsed = parse(text, GRAMMAR)
    assert len(parsed.text) <= MAX_CHARACTERS
    assert len(content_words(parsed)) <= MAX_TERMS
    again = parse(text, GRAMMAR, literal=[chip.value for chip in parsed.chips])
    assert not again.numbers


@pytest.mark.parametrize(
    "text",
    [
        '"' * 512,
        "-" * 512,
        "typ:" * 128,
        "1" * 512,
        "1 " * 256,
        "a-" * 256,
        "a*innen" * 70,
        "(" * 512,
        "ein" * 170,
        "1.000." * 80,
        "„" * 512,
    ],
)
def test_hostile_input_is_read_in_linear_time(text: str) -> None:
    begun = time.perf_counter()
    parse(text, GRAMMAR)
    assert time.perf_counter() - begun < 0.5
