"""The version of the analysis follows its code and its word lists, and nothing else."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from search.ingest import analysis_version as module
from search.ingest.analysis_version import fingerprint, fingerprint_of


@pytest.fixture
def language(tmp_path: Path, repository: Path) -> Path:
    """A copy of the language, without what Python compiled."""
    return Path(
        shutil.copytree(
            repository / "search" / "language",
            tmp_path / "language",
            ignore=shutil.ignore_patterns("__pycache__"),
        )
    )


def _append(name: str, line: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")

    return change


CHANGES: dict[str, Callable[[Path], None]] = {
    "a further stop word": _append("data/stopwords_de.txt", "gleichwohl"),
    "a further stem": _append("data/words.txt", "hallenbad"),
    "another rule": _append("families.py", "MIN_ROOT = 5"),
    "other vectors": lambda folder: (folder / "data" / "meanings.npz").write_bytes(b"PK"),
    "a further module": lambda folder: (folder / "numerals.py").write_text("", encoding="ascii"),
    "another name": lambda folder: (folder / "data" / "ablaut.txt").rename(folder / "data" / "vowels.txt"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_code_and_lists_change_it(language: Path, change: Callable[[Path], None]) -> None:
    before = fingerprint_of([language])
    change(language)
    assert fingerprint_of([language]) != before


def test_the_machine_does_not_change_it(language: Path, tmp_path: Path) -> None:
    """Neither line ends of a checkout, nor times, nor compiled files, nor the place in the file system."""
    before = fingerprint_of([language])
    for path in language.rglob("*.txt"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
        os.utime(path, (0, 0))
    (language / "__pycache__").mkdir()
    (language / "__pycache__" / "forms.cpython-311.pyc").write_bytes(b"compiled")
    (language / "data" / "README.md").write_text("Anderes", encoding="utf-8")
    moved = language.rename(tmp_path / "elsewhere")
    assert fingerprint_of([moved]) == before


def test_a_newer_library_changes_it(language: Path) -> None:
    assert fingerprint_of([language], ["PyStemmer 3.0.0"]) != fingerprint_of([language], ["PyStemmer 3.0.1"])


def test_words_cannot_move_from_one_file_to_the_next_unseen(tmp_path: Path) -> None:
    found = set()
    for first, second in (("ab", "c"), ("a", "bc")):
        (tmp_path / "a.txt").write_text(first, encoding="ascii")
        (tmp_path / "b.txt").write_text(second, encoding="ascii")
        found.add(fingerprint_of([tmp_path]))
    assert len(found) == 2


def test_that_of_this_process_covers_the_whole_analysis_and_is_read_once(
    monkeypatch: pytest.MonkeyPatch, repository: Path
) -> None:
    search = repository / "search"
    assert set(module._SOURCES) == {search / "language", search / "ingest" / "preparation.py"}
    assert len(fingerprint()) == 12 and fingerprint().isalnum()
    monkeypatch.setattr(module, "fingerprint_of", lambda *_sources: pytest.fail("read twice"))
    assert fingerprint()
