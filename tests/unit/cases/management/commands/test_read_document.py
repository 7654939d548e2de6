"""Files as practitioners have them, read whole or refused with the right reason, through the command."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from cases.intake.forms import RawCaseForm

FOLDER = Path(__file__).parent / "files"
EXPECTED = [json.loads(line) for line in (FOLDER / "expected.jsonl").read_text().splitlines()]


def read(file: Path) -> dict[str, Any]:
    out = StringIO()
    call_command("read_document", str(file), "--json", stdout=out)
    answer: dict[str, Any] = json.loads(out.getvalue())
    return answer


@pytest.mark.parametrize("expected", EXPECTED, ids=[row["file"] for row in EXPECTED])
def test_a_file_is_read_whole_or_refused_with_the_right_reason(expected: dict[str, Any]) -> None:
    found = read(FOLDER / expected["file"])
    if expected["error"]:
        assert expected["error"] in found["error"]
        assert not found["text"]
        return
    assert found["error"] is None
    assert found["text"]
    assert all(words in found["text"] for words in expected["must"])
    assert not [words for words in expected["must_not"] if words in found["text"]]
    assert {row["kind"] for row in found["dropped"]} == set(expected["dropped"])
    assert set(found["fields"]) <= set(RawCaseForm.base_fields)
    assert len(found["fields"]) == expected.get("fields", len(found["fields"]))
    places = [found["text"].index(words) for words in expected.get("order", ())]
    assert places == sorted(places)


def test_whoever_reads_the_terminal_is_told_what_is_missing() -> None:
    out = StringIO()
    call_command("read_document", str(FOLDER / "b-aenderungen-kommentar-kopfzeile.docx"), stdout=out)
    first = out.getvalue().splitlines()[0]
    assert first == "Nicht übernommen: 1 gestrichene Stelle, 1 Kommentar, Kopfzeile, Fußzeile."
