"""Text of any age becomes letters, or is none."""

from __future__ import annotations

import pytest

from knowledge.anonymity.sandbox import ReadingRefused
from knowledge.anonymity.sandbox.encodings import decoded

LONG = "Ausgangslage\nMüller geht heim, die Straße ist gesperrt, der Übungsleiter wütend."


@pytest.mark.parametrize("text", [LONG, "Käse", "Müller geht."])
@pytest.mark.parametrize(
    "encoding",
    [
        "utf-8",
        "utf-8-sig",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
        "cp1252",
        "latin-1",
        "mac_roman",
        "cp850",
    ],
)
def test_german_in_any_common_encoding(text: str, encoding: str) -> None:
    assert decoded(text.encode(encoding)) == text


@pytest.mark.parametrize(("data", "code"), [(b"\xff\xfea", "broken"), (b"MZ\x90\x01\x02ab", "unsupported")])
def test_what_is_no_text(data: bytes, code: str) -> None:
    with pytest.raises(ReadingRefused, match=code):
        decoded(data)
