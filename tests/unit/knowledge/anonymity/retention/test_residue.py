"""A name is found wherever an installation keeps bytes, in whatever spelling."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.core import signing

from knowledge.anonymity.retention import residue, search_residue
from search.models import UnansweredQuery
from tests.residue.life import pdf

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folders(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.SEARCH_INDEX_DIR = str(tmp_path / "index")
    (tmp_path / "media").mkdir()
    return tmp_path / "media"


def places(*names: str) -> dict[str, int]:
    return {found.where: found.count for found in search_residue(names)}


@pytest.mark.parametrize(
    "written",
    [
        "Grünwiesner",
        "GRÜNWIESNER",
        "gruenwiesner",
        "Grunwiesner",
        json.dumps("Grünwiesner"),
        quote("Grünwiesner"),
    ],
)
def test_a_row_is_found_in_every_spelling(written: str) -> None:
    UnansweredQuery.objects.create(text=f"x {written} x", day=date(2026, 1, 2))
    table = UnansweredQuery._meta.db_table
    assert places("Grünwiesner")[f"{table}.text"] == 1


def test_what_is_clean_gives_nothing_and_so_do_no_names() -> None:
    assert places("Grünwiesnerische Erfindung") == {}
    assert search_residue([]) == []
    assert search_residue(["ab"]) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "latin-1"])
def test_a_file_is_found_in_every_encoding(folders: Path, encoding: str) -> None:
    (folders / "a.bin").write_bytes(b"\0\1" + "Grünwiesner".encode(encoding))
    assert places("Grünwiesner") == {"media/a.bin": 1}


def test_a_file_name_is_found_and_not_repeated(folders: Path) -> None:
    (folders / "gruenwiesner.txt").write_bytes(b"x")
    assert places("Grünwiesner") == {"media/…": 1}


def test_a_name_across_two_blocks_is_found(folders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(residue, "_CHUNK", 12)
    (folders / "a.bin").write_bytes(b"12345 Beispielname 12345")
    assert places("Beispielname") == {"media/a.bin": 1}


def test_the_compressed_text_of_a_pdf_is_read(folders: Path) -> None:
    (folders / "a.pdf").write_bytes(pdf("Brief an Beispielname", hidden=False))
    assert places("Beispielname") == {"media/a.pdf": 1}


def test_a_packed_session_is_opened() -> None:
    packed = signing.dumps({"suche": "Beispielname " * 40}, compress=True)
    assert "Beispielname" not in packed
    assert "Beispielname" in residue._unpacked(packed)
    assert residue._unpacked("kein Paket") == ""
