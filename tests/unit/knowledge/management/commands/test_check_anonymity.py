"""Its output is a promise, its errors are sentences."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError


def run(*arguments):
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_prints_findings_of_all_lines_as_one_array(tmp_path):
    path = tmp_path / "texte.jsonl"
    lines = [
        {"id": "a", "text": "Wir kommen aus Dachau."},
        {"id": 7, "text": "Mail: vorzimmer@musterort.example"},
        {"id": "c", "text": ""},
    ]
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    rows = json.loads(run("check_anonymity", "--json", str(path)))
    assert {"id", "start", "end", "kind", "text", "certainty", "suggestion"} <= set(rows[0])
    assert ("a", "place", "Dachau", 15, 21) in {
        (row["id"], row["kind"], row["text"], row["start"], row["end"]) for row in rows
    }
    assert (7, "contact") in {(row["id"], row["kind"]) for row in rows}


def test_reads_a_plain_text(tmp_path):
    path = tmp_path / "fall.txt"
    path.write_text("Wir kommen aus Dachau.", encoding="utf-8")
    assert "Dachau" in run("check_anonymity", str(path))
    assert json.loads(run("check_anonymity", "--json", str(path)))[0]["id"] == "fall.txt"


def test_takes_known_names(tmp_path):
    path = tmp_path / "fall.txt"
    path.write_text("Das wollte die Runde.", encoding="utf-8")
    rows = json.loads(run("check_anonymity", "--json", "--name", "Runde", str(path)))
    assert [(row["text"], row["certainty"]) for row in rows] == [("Runde", 1.0)]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("kaputt.jsonl", b'{"id": 1, "text": "x"}\n{"id":'), ("ohne.jsonl", b'{"id": 1}'), ("liste.jsonl",
        b"[1]"),
        ("zahl.jsonl", b'{"id": 1, "text": 5}'), ("bytes.txt", b"\xff\xfe\x00"), ("tief.jsonl",
        b"[" * 100_000),
    ],
)  # fmt: skip
def test_refuses_bad_files_with_a_sentence(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(CommandError, match=r"\.$"):
        run("check_anonymity", "--json", str(path))


def test_refuses_missing_files_and_folders(tmp_path):
    with pytest.raises(CommandError):
        run("check_anonymity", str(tmp_path / "fehlt.txt"))
    with pytest.raises(CommandError):
        run("check_anonymity", str(tmp_path))
