"""Files that come from another library: which are read, and what is said of the others. The records are
looked at in ``tests/integration/test_imports.py``.
"""

from __future__ import annotations

import json
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import pytest

from knowledge.content import imports
from knowledge.content.exchange import FORMAT, VERSION
from knowledge.jobs import JobRefused, results
from tests.broken_archives import FAULTS, unreadable

HEAD = json.dumps({"format": FORMAT, "version": VERSION})
LINE = json.dumps({"key": f"lesson:{'a' * 32}", "title": "Ein Satz.", "fields": {}})


def archive(folder: Path, **members: str) -> Path:
    path = folder / "file.zip"
    with zipfile.ZipFile(path, "w") as made:
        for name, text in members.items():
            made.writestr(name.replace("_", "."), text)
    return path


def test_records_are_counted(tmp_path: Path) -> None:
    path = archive(tmp_path, format_json=HEAD, lesson_jsonl=f"{LINE}\n{LINE}\n", unknown_jsonl="?")
    assert imports.check_archive(path) == 2


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        ({}, "beschädigt"),
        ({"format_json": "{"}, "beschädigt"),
        ({"format_json": '{"format": "anders"}'}, "keine Datei aus"),
        ({"format_json": json.dumps({"format": FORMAT, "version": VERSION + 1})}, "Fassung"),
        ({"format_json": HEAD, "case_jsonl": "[1]\n"}, "beschädigt"),
        ({"format_json": HEAD, "case_jsonl": '{"key": "case:x"}\n'}, "beschädigt"),
    ],
)
def test_another_file_is_refused_with_a_sentence(
    tmp_path: Path, members: dict[str, str], sentence: str
) -> None:
    with pytest.raises(imports.ArchiveRefused, match=sentence):
        imports.check_archive(archive(tmp_path, **members))


@pytest.mark.parametrize("fault", FAULTS)
def test_a_file_that_cannot_be_unpacked_is_refused_with_a_sentence(tmp_path: Path, fault: str) -> None:
    path = tmp_path / "file.zip"
    path.write_bytes(unreadable(fault))
    with pytest.raises(imports.ArchiveRefused, match="beschädigt"):
        imports.check_archive(path)


def test_what_is_huge_when_unpacked_is_not_unpacked(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(imports, "MOST_BYTES", 10)
    with pytest.raises(imports.ArchiveRefused, match="zu groß"):
        imports.check_archive(archive(tmp_path, format_json=HEAD))


@pytest.mark.parametrize(
    ("limit", "most"), [("MOST_BYTES", 3 * len(LINE)), ("MOST_LINE", len(LINE)), ("MOST_RECORDS", 3)]
)
def test_all_records_together_each_line_and_their_number_are_limited(
    tmp_path: Path, monkeypatch: Any, limit: str, most: int
) -> None:
    path = archive(
        tmp_path, format_json=HEAD, case_jsonl=f"{LINE}\n{LINE}\n", lesson_jsonl=f"{LINE}\n{LINE}\n"
    )
    assert imports.check_archive(path) == 4
    monkeypatch.setattr(imports, limit, most)
    with pytest.raises(imports.ArchiveRefused, match="zu groß"):
        imports.check_archive(path)


def test_a_small_file_takes_little_memory(tmp_path: Path) -> None:
    """Fifteen kilobytes unfold to fifteen megabytes of text, and those to four hundred of objects."""
    hollow = "[]," * 40_000
    lines = [
        json.dumps({"key": f"case:{'a' * 32}", "title": "x", "fields": {"a": "?"}}).replace(
            '"?"', f"[{hollow}[]]"
        )
    ]
    path = archive(tmp_path, format_json=HEAD, case_jsonl="\n".join(lines * 8))
    text = 8 * len(lines[0])
    tracemalloc.start()
    try:
        given = imports.read_archive(path)
        kept, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(given) == 8 and len(given[7].fields["a"]) == 40_001
    assert kept < 1.2 * text and peak < 6 * text
    whole = archive(tmp_path, format_json=HEAD, case_jsonl=lines[0].replace(hollow, hollow * 20))
    with pytest.raises(imports.ArchiveRefused, match="zu groß"):
        imports.check_archive(whole)


def test_a_job_knows_its_file_by_a_number(tmp_path: Path, settings: Any) -> None:
    settings.JOB_RESULTS_DIR = str(tmp_path)
    path = results.new_file()
    path.touch()
    assert imports.file_of(imports.number_of(path)) == path
    path.unlink()
    with pytest.raises(JobRefused):
        imports.file_of(imports.number_of(path))
