"""The file of what left the public: it only grows, survives a torn line, and knows from where to go on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from knowledge.operations import withdrawals
from knowledge.operations.withdrawals import Departure, LedgerUnreadable

pytestmark = pytest.mark.django_db


@pytest.fixture
def ledger(tmp_path: Path, settings: Any) -> Path:
    settings.WITHDRAWALS_FILE = str(tmp_path / "neben" / "widerrufe.txt")
    return withdrawals.ledger_file()


def left(key: str, departure: Departure, commit: Any) -> None:
    with commit(execute=True):
        withdrawals.note(key, departure)


def test_only_what_came_after_the_backup_counts(
    ledger: Path, django_capture_on_commit_callbacks: Any
) -> None:
    left("vorher", Departure.WITHDRAWN, django_capture_on_commit_callbacks)
    backup = withdrawals.note_backup()
    left("nachher", Departure.OFF, django_capture_on_commit_callbacks)
    left("nachher", Departure.REFUSED, django_capture_on_commit_callbacks)
    after = {withdrawals.mark_of("nachher"): {Departure.OFF, Departure.REFUSED}}
    assert withdrawals.read(ledger, since=backup) == after
    assert withdrawals.read(ledger) == after | {withdrawals.mark_of("vorher"): {Departure.WITHDRAWN}}


def test_neither_a_key_nor_other_eyes(ledger: Path, django_capture_on_commit_callbacks: Any) -> None:
    left("c0ffee", Departure.WITHDRAWN, django_capture_on_commit_callbacks)
    assert "c0ffee" not in ledger.read_text()
    assert ledger.stat().st_mode & 0o077 == 0


def test_nothing_is_written_before_the_commit(ledger: Path) -> None:
    withdrawals.note("vielleicht", Departure.WITHDRAWN)
    assert not ledger.exists()


def test_a_torn_line_swallows_no_other(ledger: Path, django_capture_on_commit_callbacks: Any) -> None:
    backup = withdrawals.note_backup()
    with ledger.open("ab") as file:
        file.write(b"0123456789abcdef zurueck\xff")
    left("danach", Departure.INNER, django_capture_on_commit_callbacks)
    assert withdrawals.read(ledger, since=backup) == {withdrawals.mark_of("danach"): {Departure.INNER}}


def test_a_file_that_ends_before_the_backup_tells_nothing(ledger: Path) -> None:
    with pytest.raises(LedgerUnreadable):
        withdrawals.read(ledger)
    older = withdrawals.note_backup()
    assert withdrawals.read(ledger, since=older) == {}
    with pytest.raises(LedgerUnreadable):
        withdrawals.read(ledger, since="0" * 32)


def test_a_full_disk_keeps_nobody_from_withdrawing(
    ledger: Path, django_capture_on_commit_callbacks: Any, caplog: pytest.LogCaptureFixture
) -> None:
    ledger.parent.parent.joinpath("neben").write_text("a file where the folder should be")
    left("trotzdem", Departure.WITHDRAWN, django_capture_on_commit_callbacks)
    assert "was not written" in caplog.text and "trotzdem" not in caplog.text


def test_the_lines_of_the_old_machine_come_first_and_once(ledger: Path, tmp_path: Path) -> None:
    """Also where this one has written some already."""
    old = tmp_path / "alt.txt"
    old.write_text(f"{'a' * 32} sicherung\n{'b' * 32} {Departure.OFF}")
    here = withdrawals.note_backup()
    for _again in range(2):
        withdrawals.take_over(old)
    assert ledger.read_text() == f"{old.read_text()}\n{here} sicherung\n"
    assert withdrawals.read(ledger, since="a" * 32) == {"b" * 32: {Departure.OFF}}
    assert ledger.stat().st_mode & 0o077 == 0
    assert list(ledger.parent.iterdir()) == [ledger]


def test_the_file_of_the_old_machine_may_be_the_only_one(ledger: Path, tmp_path: Path) -> None:
    (tmp_path / "alt.txt").write_text("alt\n")
    withdrawals.take_over(tmp_path / "alt.txt")
    withdrawals.take_over(ledger)
    assert ledger.read_text() == "alt\n"
