from __future__ import annotations

from pathlib import Path

import pytest

from publications.leaks import read_expectations
from publications.leaks.channels import BY_RECORD, FOR_ALL


def test_every_channel_of_the_file_is_asked_and_the_other_way_round() -> None:
    named = {channel.name for channel in read_expectations().channels}
    assert named == BY_RECORD.keys() | FOR_ALL.keys()


def test_what_is_handed_on_is_the_same_for_all() -> None:
    rows = read_expectations().tables["handed_on"].values()
    assert all(len(set(row.values())) == 1 for row in rows)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [("a: 'x x'", "one sign"), ("a: 'x ? -'", "one sign"), ("b: 'x - -'", "every record")],
)
def test_a_table_with_a_mistake_is_refused(tmp_path: Path, rows: str, sentence: str) -> None:
    path = tmp_path / "expected.yaml"
    path.write_text(
        f"readers: [r, s, t]\nchannels: {{}}\npages:\n  a: 'x - .'\nfound:\n  {rows}\n", encoding="utf-8"
    )
    with pytest.raises(ValueError, match=sentence):
        read_expectations(path)
