"""Names nobody has, the same for the same seed."""

import pytest

from tools.anonymity.corpora import GoldSpan, Sentence
from tools.anonymity.invented import InventedNames, IsOrdinary, with_invented_names, with_names_for_roles

MODELS = ("Huber", "Meier", "Schmidt", "Zirngibl", "Oberhauser", "Brandl", "Schuster", "Lehner")


@pytest.fixture
def names():
    return InventedNames(MODELS, 7)


def test_the_same_seed_gives_the_same_names(names):
    again = InventedNames(reversed(MODELS), 7)
    assert [names.word() for _number in range(20)] == [again.word() for _number in range(20)]


def test_no_invented_name_is_a_real_one(names):
    made = {names.word() for _number in range(200)}
    assert not made & set(MODELS)
    assert all(4 <= len(name) <= 11 and name[0].isupper() for name in made)


def test_ordinary_words_endings_and_small_words_of_a_name_stay(names):
    assert names.replacement("Landgericht Zirnbichl", "LOC", [True, False]).startswith("Landgericht ")
    assert names.replacement("Brömel GmbH", "ORG", [False, False]).endswith(" GmbH")
    first, middle, last = names.replacement("Anna von Huber", "PER", [False] * 3).split(" ")
    assert middle == "von"
    assert {first, last}.isdisjoint({"Anna", "Huber"})


def test_a_copy_has_its_spans_where_the_new_names_are(names):
    sentence = Sentence("x", "Gestern kam Anna Huber an.", (GoldSpan(12, 22, "PER"),))
    copy = with_invented_names(sentence, names, IsOrdinary())
    (span,) = copy.spans
    assert copy.text == f"Gestern kam {copy.text[span.start : span.end]} an."
    assert "Huber" not in copy.text


def test_a_subject_gets_a_name_and_a_sentence_without_one_no_copy(names):
    sentence = Sentence("demo", "Der Kämmerer hat gewarnt.", ())
    (copy, *_places) = with_names_for_roles(sentence, names)
    (span,) = copy.spans
    assert copy.text[span.end :] == " hat gewarnt."
    assert list(with_names_for_roles(Sentence("demo", "Gut so.", ()), names)) == []


def test_a_word_seen_twice_outside_of_names_is_ordinary():
    ordinary = IsOrdinary({"Gericht": 2, "Hof": 1})
    assert ordinary("Gericht,")
    assert not ordinary("Hof")
