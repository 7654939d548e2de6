"""Which threshold holds for a word, and what is joined to one name."""

import pytest

from knowledge.anonymity.detector import Kind, find
from knowledge.anonymity.detector.lexicon import load_lexicon, load_names
from knowledge.anonymity.detector.preprocessing import tokenise
from knowledge.anonymity.detector.tagger import Guess
from knowledge.anonymity.detector.unknown_words import find_names, word_class


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Vereinsmeierei", "dictionary"), ("Zirnbichl", "unknown"), ("Zirnhausen", "unknown_place"),
        ("Haushalt", "common"), ("Russlands", "rare"),
        ("Tagesalarmierung", "compound"), ("Milošević", "foreign"), ("klein", "lower"), ("7", "digit"),
    ],
)  # fmt: skip
def test_class_of_a_word(word, expected):
    assert word_class(word, load_lexicon(), load_names()) == expected


def test_adjectives_that_begin_a_heading_are_no_names():
    assert [finding.text for finding in find("Kühle Orte ausweisen")] == []
    assert any("Kühle" in finding.text for finding in find("Das sagte Frau Kühle gestern."))


def test_comparatives_and_possessive_pronouns_that_begin_a_sentence_are_no_names():
    assert find("Es hilft. Kürzere Sitzungen halten.") == []
    assert find("Meins war das nicht.") == []
    assert any("Meinsberg" in finding.text for finding in find("Herr Meinsberg kam gestern."))


class Suspicion:
    """A model that suspects the given words and no others."""

    def __init__(self, **scores):
        self.scores = scores

    def guess(self, words):
        return [Guess(self.scores.get(word, 0.0), 0.0, 0.0, 0.0) for word in words]


def names(text, **scores):
    found = find_names(text, tokenise(text), model=Suspicion(**scores))
    return [(finding.text, finding.kind) for finding in found]


def test_a_word_needs_the_suspicion_of_its_class():
    assert names("Der Zirnbichl kam.", Zirnbichl=0.03) == []
    assert names("Der Zirnbichl kam.", Zirnbichl=0.04) == [("Zirnbichl", Kind.PERSON)]
    assert names("Der Haushalt kam.", Haushalt=0.04) == []


def test_words_with_nothing_but_glue_between_them_are_one_name():
    assert names("Zirnbichl von der Mooswies kam.", Zirnbichl=0.5, Mooswies=0.5) == [
        ("Zirnbichl von der Mooswies", Kind.PERSON)
    ]
    assert names("Zirnbichl ging, Mooswies kam.", Zirnbichl=0.5, Mooswies=0.5) == [
        ("Zirnbichl", Kind.PERSON),
        ("Mooswies", Kind.PERSON),
    ]


def test_a_letter_that_numbers_things_is_no_name():
    assert names("Gruppe Q sprach.", Q=0.9) == []
    assert names("Zeuge Q sprach.", Q=0.9) == [("Q", Kind.PERSON)]


def test_signs_are_never_names():
    assert names("Ja, „gut“ – so.", **{",": 0.9, "„": 0.9, "–": 0.9}) == []
