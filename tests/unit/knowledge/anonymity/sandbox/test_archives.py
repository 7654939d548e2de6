"""Archives and XML that mean harm are refused, each with its reason."""

from __future__ import annotations

import io
import zipfile

import pytest

from knowledge.anonymity.sandbox import ReadingRefused, archives
from knowledge.anonymity.sandbox.archives import Archive, tree
from tests.unit.knowledge.anonymity.sandbox.building import word, zipped


def refusal(data: bytes, part: str = "a") -> str:
    with pytest.raises(ReadingRefused) as refused:
        Archive(data).part(part)
    return str(refused.value)


def packed(size: int) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", b"0" * size)
    return target.getvalue()


def test_a_bomb_is_refused_by_what_it_says_and_by_what_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    assert refusal(packed(archives.UNPACKED_BYTES + 1)) == "too_large"
    monkeypatch.setattr(archives, "PART_BYTES", 10)
    assert refusal(packed(11)) == "too_large"


def test_a_password_is_named() -> None:
    data = bytearray(packed(10))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert refusal(bytes(data)) == "locked"


@pytest.mark.parametrize("cut", [10, 60, 100])
def test_a_torn_archive_is_broken(cut: int) -> None:
    assert refusal(packed(100_000)[:cut]) == "broken"


def test_a_part_that_was_changed_is_broken() -> None:
    data = bytearray(zipped({"a": "x" * 100}))
    data[40] ^= 1
    assert refusal(bytes(data)) == "broken"


@pytest.mark.parametrize("data", [b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", b"<x>", b"", b"<x>&a;</x>"])
def test_entities_and_torn_xml_are_refused(data: bytes) -> None:
    with pytest.raises(ReadingRefused, match="broken"):
        tree(data)


def test_relations_stay_inside_the_package() -> None:
    archive = Archive(word("", comments="<c/>"))
    assert archive.relations("") == [("officeDocument", "word/document.xml")]
    assert archive.relations("word/document.xml") == [("comments", "word/comments.xml")]
    assert archive.relations("word/comments.xml") == []
