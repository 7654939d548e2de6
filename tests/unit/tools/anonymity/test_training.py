"""Readers of corpora, the fixed split and invented names; nothing is trained here."""

from collections import Counter

from knowledge.anonymity.detector.preprocessing import sentences, tokenise
from tools.anonymity.corpora import GoldSpan, Sentence, read_corpora, split_of
from tools.anonymity.invented import InventedNames, IsOrdinary, with_invented_names
from tools.anonymity.training import token_labels

GERMEVAL = (
    "#\tquelle\n1\tFrau\tO\tO\n2\tZirnbichl\tB-PER\tO\n3\tkam\tO\tO\n4\taus\tO\tO\n5\tMoosgrubing\tB-LOC\tO\n"
    "6\t.\tO\tO\n\n"
)
LER = "Die O\nBrömelwerk B-UN\nAG I-UN\nklagte O\nnach O\n§ B-GS\n1 I-GS\nBGB I-GS\n. O\n\n"
MOBIE = (
    "-DOCSTART- 1 O"
    " O\n\nStau\tNN\tX\tB-trigger\nin\tX\tX\tO\nMoos\tX\tX\tB-location-city\n-\tX\tX\tI-location-city\nOst\tX"
    "\tX\tI-location-city\n\n"
)


def folder_with_corpora(tmp_path):
    root = tmp_path / "ner_training"
    for name in ("ler", "mobie", "smartdata"):
        (root / name).mkdir(parents=True)
    (root / "germeval2014-part.tsv").write_text(GERMEVAL, encoding="utf-8")
    for name in ("ler_dev.conll", "ler_test.conll"):
        (root / "ler" / name).write_text(LER, encoding="utf-8")
    for name in ("train", "dev", "test"):
        (root / "mobie" / f"{name}.conll2003").write_text(MOBIE, encoding="utf-8")
    return tmp_path


def test_corpora_are_read_with_spans_that_cut_the_text(tmp_path):
    found = read_corpora(folder_with_corpora(tmp_path))
    spans = {
        (item.corpus, item.text[span.start : span.end], span.label, span.counted)
        for item in found
        for span in item.spans
    }
    assert spans == {
        ("germeval", "Zirnbichl", "PER", True), ("germeval", "Moosgrubing", "LOC", True), ("ler",
        "Brömelwerk AG", "ORG", True),
        ("ler", "§ 1 BGB", "LAW", False), ("mobie", "Moos-Ost", "LOC", True),
    }  # fmt: skip


def test_the_split_is_fixed_and_keeps_near_copies_together():
    assert split_of("Stau auf der A 8 nach 3 km") == split_of("STAU auf der A 99, nach 12 km!")
    shares = Counter(
        split_of(f"Satz {chr(97 + index % 26) * (1 + index // 26)} steht hier") for index in range(2000)
    )
    assert 0.70 < shares["train"] / 2000 < 0.82
    assert shares["dev"] > 150
    assert shares["holdout"] > 150


def test_labels_follow_the_spans():
    sentence = Sentence("x", "Frau Anna Zirnbichl kam.", (GoldSpan(5, 19, "PER"),))
    assert token_labels(tokenise(sentence.text), sentence) == ["O", "B-PER", "I-PER", "O", "O"]


def test_invented_names_replace_all_names_and_keep_the_rest():
    inventor = InventedNames(["Huber", "Maier", "Schmid", "Wagner", "Lechner", "Gruber"], 1)
    sentence = Sentence(
        "x",
        "Das Landgericht Moosgrubing lud Frau Huber vor.",
        (GoldSpan(4, 27, "ORG"), GoldSpan(37, 42, "PER")),
    )
    copy = with_invented_names(sentence, inventor, IsOrdinary({"Landgericht": 5}))
    assert "Huber" not in copy.text
    assert "Moosgrubing" not in copy.text
    assert copy.text.startswith("Das Landgericht ")
    assert [copy.text[span.start : span.end] in copy.text for span in copy.spans] == [True, True]
    assert copy.text.endswith(" vor.")


def test_sentences_end_where_they_should():
    text = "Am 3. März kam Dr. Zirnbichl. Dann ging sie z. B. Holz holen. Schluss\nNeue Zeile"
    groups = [text[group[0].start : group[-1].end] for group in sentences(text, tokenise(text))]
    assert groups == [
        "Am 3. März kam Dr. Zirnbichl.",
        "Dann ging sie z. B. Holz holen.",
        "Schluss",
        "Neue Zeile",
    ]
