"""Which words get a vector, and a projection that every machine makes the same."""

import gzip

import numpy as np
import pytest

from tools.meanings import build


def test_every_machine_makes_the_same_projection():
    vectors = np.random.default_rng(1).normal(size=(300, 120)).astype(np.float32)
    one, other = build.projection_of(vectors), build.projection_of(vectors[::-1])
    assert one.directions.shape == (build.KEPT, 120)
    assert np.allclose(one.mean, vectors.mean(0), atol=1e-5)
    assert np.allclose(one.directions, other.directions, atol=1e-3)
    largest = np.take_along_axis(one.directions, np.abs(one.directions).argmax(axis=1)[:, None], axis=1)
    assert (largest > 0).all()


def test_the_strongest_directions_are_left_out():
    vectors = np.random.default_rng(2).normal(size=(400, 110)).astype(np.float32)
    vectors[:, :3] *= 50
    directions = build.projection_of(vectors).directions
    assert np.abs(directions[:, :3]).max() < 0.2


def test_a_package_that_is_not_installed_is_named():
    with pytest.raises(SystemExit, match="no_such_package is not installed"):
        build.lines_of("no_such_package", "words.txt.gz")


def test_lines_of_a_list_inside_a_package(tmp_path, monkeypatch):
    (tmp_path / "listpackage" / "data").mkdir(parents=True)
    (tmp_path / "listpackage" / "__init__.py").touch()
    (tmp_path / "listpackage" / "data" / "words.txt.gz").write_bytes(gzip.compress(b"eins\nzwei"))
    monkeypatch.syspath_prepend(tmp_path)
    assert build.lines_of("listpackage", "words.txt.gz") == ["eins", "zwei"]


def test_the_project_s_own_words_come_first_each_root_once_and_no_stop_word(monkeypatch):
    monkeypatch.setattr(build, "lines", lambda name: ["Haushalt"] if name == "words.txt" else [])
    monkeypatch.setattr(build, "demo_texts", lambda: ["Der Bürger 2021"])
    lists = {"nouns.txt.gz": ["Brunnen"], "graded_words.txt.gz": ["haushalt\t10", "brunnen\t10", "und\t10"]}
    monkeypatch.setattr(build, "lines_of", lambda package, name: lists[name])
    assert build.chosen(10) == ["Haushalt", "Bürger", "Brunnen"]
    assert build.chosen(1) == ["Haushalt"]
