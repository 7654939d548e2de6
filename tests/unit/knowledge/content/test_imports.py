"""Files that come from another library: which are read, and what is said of the others. The records are
looked at in ``tests/integration/test_imports.py``.
"""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from knowledge.content import imports
from knowledge.content.exchange import FORMAT, VERSION
from knowledge.jobs import JobRefused, results

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


def test_what_is_huge_when_unpacked_is_not_unpacked(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(imports, "MOST_BYTES", 10)
    with pytest.raises(imports.ArchiveRefused, match="zu groß"):
        imports.check_archive(archive(tmp_path, format_json=HEAD))


def test_a_job_knows_its_file_by_a_number(tmp_path: Path, settings: Any) -> None:
    settings.JOB_RESULTS_DIR = str(tmp_path)
    path = results.new_file()
    path.touch()
    assert imports.file_of(imports.number_of(path)) == path
    path.unlink()
    with pytest.raises(JobRefused):
        imports.file_of(imports.number_of(path))
