"""What the dictionary knows and which threshold holds for a word."""

import gzip
import os
import subprocess
import sys

import pytest

from knowledge.anonymity.detector.detection import find
from knowledge.anonymity.detector.lexicon import Lexicon, load_lexicon, load_listed, load_names
from knowledge.anonymity.detector.unknown_words import word_class
from tools.anonymity import wordlists
from tools.anonymity.demo_texts import demo_files


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


def test_building_the_dictionary_leaves_names_out_and_keeps_umlaut_plurals(tmp_path, monkeypatch):
    def pack(name, lines):
        (tmp_path / "words" / name).write_bytes(gzip.compress("\n".join(lines).encode("utf-8"), mtime=0))

    (tmp_path / "words").mkdir()
    pack("nouns.txt.gz", ["Vereinsrat", "Dachau", "Huber", "Nürnbergerin", "ABM", "Turmuhr"])
    pack("words.txt.gz", ["vereinsrat", "vereinsräte", "turmuhren", "bewährt", "gänzlichst", "dachau"])
    pack("graded_words.txt.gz", ["bewährt\t20", "dachau\t30"])
    written = {}
    monkeypatch.setattr(
        wordlists, "write_list", lambda name, lines: written.setdefault(name, sorted(lines)) and 1
    )
    wordlists.build_dictionary(tmp_path)
    assert written == {"dictionary": ["Turmuhr", "Vereinsrat", "Vereinsräte", "bewährt"]}


def test_without_sources_the_shipped_dictionary_stays(tmp_path):
    before = (wordlists.DATA / "dictionary.txt.gz").read_bytes()
    assert wordlists.build_dictionary(tmp_path) == len(before)
    assert (wordlists.DATA / "dictionary.txt.gz").read_bytes() == before


def test_demo_parts_do_not_overlap_and_cover_all():
    parts = [{path.name for path in demo_files(part)} for part in ("tuning", "thresholds", "holdout")]
    assert sum(len(part) for part in parts) == len(set.union(*parts)) == len(demo_files())
    assert all(len(part) >= 5 for part in parts)


def test_features_do_not_depend_on_the_process():
    """Sets of strings have another order in every process; a model learned from that could not be learned
    again.
    """
    code = (
        "from knowledge.anonymity.detector.features import sentence_features; from"
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
