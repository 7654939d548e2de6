"""A regular command notes when it ended well, and only then."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management.base import CommandError
from django.db import DatabaseError

from search.models import CommandRun
from search.operations import RegularCommand

pytestmark = pytest.mark.django_db


class Night(RegularCommand):
    """Does what the options say."""

    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        if options.get("fail"):
            raise CommandError("Nein.")


def run(**options: Any) -> None:
    plain = {"force_color": False, "no_color": True, "skip_checks": True}
    Night().execute(**plain, **options)


def test_a_good_end_is_noted_by_the_name_of_the_command() -> None:
    run()
    before = CommandRun.objects.get()
    assert before.command == "test_runs"
    run()
    assert CommandRun.objects.get().ended > before.ended


@pytest.mark.parametrize("options", [{"dry_run": True}, {"dryrun": True}])
def test_a_look_is_no_run(options: dict[str, bool]) -> None:
    run(**options)
    assert not CommandRun.objects.exists()


def test_a_failure_is_no_run() -> None:
    with pytest.raises(CommandError):
        run(fail=True)
    assert not CommandRun.objects.exists()


def test_a_note_that_cannot_be_written_costs_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def locked(**_options: Any) -> None:
        raise DatabaseError("database is locked")

    monkeypatch.setattr(CommandRun.objects, "update_or_create", locked)
    run()
    assert "nicht vermerkt" in capsys.readouterr().err
