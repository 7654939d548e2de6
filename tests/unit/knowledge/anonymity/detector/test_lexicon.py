"""What the word lists say of a word, and of which names it can be a form."""

import pytest

from knowledge.anonymity.detector.lexicon import (
    Lexicon,
    handwritten_words,
    load_lexicon,
    load_listed,
    load_names,
    read_list,
    stems_of,
)


def test_dictionary_knows_forms_of_its_words():
    lexicon = Lexicon({}, frozenset({"Vereinsleben", "Gemeinderäte", "bewährt"}))
    assert lexicon.listed_as("Vereinslebens") == "n"
    assert lexicon.listed_as("Gemeinderäten") == "n"
    assert lexicon.listed_as("Bewährt") == "l"
    assert lexicon.listed_as("bewährt") == "l"
    assert lexicon.listed_as("vereinsleben") == ""
    assert lexicon.listed_as("Zirnbichl") == ""
    assert lexicon.knows("Vereinslebens")


def test_no_name_stands_in_the_dictionary():
    names, listed = load_names(), load_listed()
    assert len(listed) > 200_000
    assert not listed & (names.first | names.last | names.landscape | names.municipalities | names.countries)
    for name in ("Dachau", "Münchner", "Nürnbergerin", "Isar", "Huber", "Maria", "Siemens"):
        assert not load_lexicon().listed_as(name), name


@pytest.fixture
def small():
    return Lexicon(
        {"Haushalt": 3, "Plan": 2, "leeren": 2, "kirchlich": 1, "Sitzung": 1, "Saal": 1, "Berg": 1}
    )


@pytest.mark.parametrize(
    ("word", "level"), [("Haushalt", 3), ("leeren", 2), ("haushalt", 0), ("Zirnbichl", 0), ("", 0)]
)
def test_levels_hold_for_one_spelling(small, word, level):
    assert small.level(word) == level


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("Haushaltsplan", "noun"),
        ("Sitzungssaal", "noun"),
        ("Haushaltsberg", "place"),
        ("Zirnplan", ""),
        ("Plan", ""),
        ("ab", ""),
    ],
)
def test_compounds_are_told_by_their_last_part(small, word, kind):
    assert small.compound(word) == kind
    assert small.compound(word) == kind  # the second answer is the remembered one


@pytest.mark.parametrize(
    ("word", "derived"),
    [
        ("Leerung", "verb"),
        ("Kirchlicher", "adjective"),
        ("Menschlichkeit", "suffix"),
        ("Zirnbichl", ""),
        ("Ung", ""),
    ],
)
def test_derivations(small, word, derived):
    assert small.derived(word) == derived


def test_a_hyphen_compound_is_known_when_all_its_parts_are(small):
    assert small.knows("Haushalts-Plan")
    assert not small.knows("Zirnbichl-Plan")
    assert small.knows("Sitzungs-")


def test_the_handwritten_words_are_ordinary_whatever_the_corpora_say():
    words = handwritten_words()
    assert len(words) > 500
    assert {load_lexicon().level(word) for word in words} == {3}


def test_a_list_that_is_not_there_is_an_error():
    with pytest.raises(FileNotFoundError):
        read_list("keine_liste")


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("dachau", "dachau"),
        ("dachaus", "dachau"),
        ("dachauer", "dachau"),
        ("muenchner", "muenchen"),
        ("nuernbergerin", "nuernberg"),
        ("tuebingerisch", "tuebing"),
        ("gruens", "gruen"),
        ("wuerther", "wurth"),
    ],
)
def test_a_form_leads_to_its_name(form, name):
    assert name in {stem for stem, _kind in stems_of(form)}


def test_the_word_itself_stands_first():
    assert next(iter(stems_of("dachauer"))) == ("dachauer", "")
