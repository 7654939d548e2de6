"""What the tagger sees of a word, and what it answers."""

import os
import subprocess
import sys

import pytest

from knowledge.anonymity.detector.lexicon import Lexicon, NameLists, load_names
from knowledge.anonymity.detector.tagger import Guess, list_flags, load_model, sentence_features

NAMES = NameLists.of(
    {"first": ["Anna"], "last": ["Huber"], "landscape": ["Isar"], "municipalities": [], "countries": []}
)


def test_features_do_not_depend_on_the_process():
    """Sets of strings have another order in every process; a model learned from that could not be learned
    again.
    """
    code = (
        "from knowledge.anonymity.detector.tagger import sentence_features; from"
        " knowledge.anonymity.detector.lexicon import load_lexicon, load_names; print(sentence_features('Herr"
        " Hans Burgs Wald traf Maria Steins in Bergs'.split(), load_lexicon(), load_names()))"
    )
    run = [
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    ]
    assert len(set(run)) == 1


def test_a_name_is_flagged_in_genitive_and_capitals_too():
    assert list_flags("Anna", NAMES) == ["first"]
    assert list_flags("Hubers", NAMES) == ["last"]
    assert list_flags("HUBER", NAMES) == ["last"]
    assert list_flags("ISA", NAMES) == []


def test_every_word_has_its_own_features_and_the_edges_are_marked():
    features = sentence_features(["Anna", "plant"], Lexicon({"plant": 3}), NAMES)
    assert len(features) == 2
    assert {"w=anna", "f=first", "c=unk", "-1:edge", "1:w=plant"} <= set(features[0])
    assert {"w=plant", "c=k3", "-1:f=first", "1:edge"} <= set(features[1])
    assert sentence_features([], Lexicon({}), NAMES) == []


def test_in_training_the_counts_of_the_sentence_itself_are_not_seen():
    features = sentence_features(["plant"], Lexicon({"plant": 3}), NAMES, level=lambda _word: 0)
    assert "c=k3" not in features[0]


def test_works_and_events_count_a_part():
    assert Guess(0.25, 0.25, 0.0, 1.0).score == pytest.approx(0.8)


def test_the_shipped_model_suspects_a_name_more_than_its_neighbours():
    words = ["Das", "sagte", "Bürgermeister", "Alois", "Grünwiesner", "gestern", "im", "Rat", "."]
    guesses = load_model().guess(words)
    assert len(guesses) == len(words)
    assert max(zip(guesses, words, strict=True), key=lambda pair: pair[0].person)[1] in {
        "Alois",
        "Grünwiesner",
    }
    assert all(0 <= guess.score <= 1.0001 for guess in guesses)
    assert load_model().guess([]) == []


def test_given_names_of_the_shipped_lists_are_flagged():
    assert "first" in list_flags("Alois", load_names())
