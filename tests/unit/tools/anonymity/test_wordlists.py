"""The word lists are made of their sources and nothing else."""

import gzip

from tools.anonymity import wordlists


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
