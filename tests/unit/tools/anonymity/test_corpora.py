"""Labelled sentences read from the forms in which corpora come."""

import gzip
import json

import pytest

from tools.anonymity.corpora import GoldSpan, read_corpora, split_of


@pytest.fixture
def folder(tmp_path):
    """The smallest folder with all four corpora."""
    root = tmp_path / "ner_training"
    for name in ("ler", "mobie", "smartdata"):
        (root / name).mkdir(parents=True)
    (root / "germeval2014-part.tsv").write_text(
        "#\t1\n1\tAnna\tB-PER\tO\n2\tHuber\tI-PER\tO\n3\tkam\tO\tO\n4\t.\tO\tO\n\n", encoding="utf-8"
    )
    for name in ("ler_dev.conll", "ler_test.conll"):
        (root / "ler" / name).write_text("Das O\nBGB B-GS\ngilt O\n\n", encoding="utf-8")
    for name in ("train", "dev", "test"):
        (root / "mobie" / f"{name}.conll2003").write_text(
            "Berlin\t-\t-\tB-location-city\n-\t-\t-\tI-location-city\nMitte\t-\t-\tI-location-city\n\n",
            encoding="utf-8",
        )
    document = {
        "text": {"string": "Der Konzern zahlt 5 Euro."},
        "conceptMentions": {"array": [{"span": {"start": 0, "end": 11}, "type": "organization"}]},
    }
    (root / "smartdata" / "a.json.gz").write_bytes(gzip.compress(json.dumps([document]).encode()))
    return tmp_path


def test_every_corpus_gives_its_sentences_once(folder):
    found = {sentence.corpus: sentence for sentence in read_corpora(folder)}
    assert found["germeval"].text == "Anna Huber kam."
    assert found["germeval"].spans == (GoldSpan(0, 10, "PER"),)
    assert found["ler"].spans == (GoldSpan(4, 7, "LAW", counted=False),)
    assert found["mobie"].text == "Berlin-Mitte"
    assert found["mobie"].spans == (GoldSpan(0, 12, "LOC"),)
    assert found["smartdata"].spans == ()  # "Der Konzern" names nobody
    assert len(read_corpora(folder)) == 4


def test_a_missing_corpus_is_an_error(folder):
    (folder / "ner_training" / "germeval2014-part.tsv").unlink()
    with pytest.raises(FileNotFoundError, match="germeval"):
        read_corpora(folder)


def test_near_copies_stay_on_one_side_and_the_parts_have_their_size():
    assert split_of("Stau auf der A8, 12 km!") == split_of("stau auf der a8 – 3 km")
    parts = [
        split_of(f"Satz mit Wort {chr(97 + number % 26)}{chr(97 + number // 26)}") for number in range(600)
    ]
    assert 0.68 < parts.count("train") / 600 < 0.84
    assert set(parts) == {"train", "dev", "holdout"}
