"""The comparison of index and database: exactly what differs is found and mended."""

from __future__ import annotations

import json
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from search import engines, registry
from search.contract import Document, EngineUnavailable
from search.index import apply, outbox, verification
from search.ingest.preparation import prepare
from search.readers import Index

pytestmark = pytest.mark.db


@pytest.fixture(params=["memory", "embedded"])
def five(request: pytest.FixtureRequest, source: Any, settings: Any, tmp_path: Path) -> list[str]:
    settings.SEARCH_ENGINE = request.param
    settings.SEARCH_INDEX_DIR = tmp_path
    engines.reset()
    groups = [Group.objects.create(name=f"public|Titel {number}|Text {number}") for number in range(5)]
    apply.rebuild()
    return [f"gruppe:{group.pk}" for group in groups]


def stored(key: str) -> Document:
    source = registry.source_for("gruppe")
    return source.build(Group.objects.get(pk=key.partition(":")[2]))


def damage(keys: list[str]) -> None:
    engine = engines.current()
    engine.remove([keys[0]])
    version = 999_999  # newer than any change of the database, as after its restoring
    engine.upsert(
        [
            prepare(replace(stored(keys[1]), summary="veraltet"), version),
            prepare(Document("gruppe:999", "gruppe", "Zu viel", "/"), version),
        ]
    )


def test_exactly_the_differences_are_found_and_mended(five: list[str]) -> None:
    assert verification.compare(engines.current()).keys == ()
    damage(five)
    found = verification.compare(engines.current())
    assert (found.missing, found.extra, found.stale) == ((five[0],), ("gruppe:999",), (five[1],))
    (before, after), (inner, _after) = verification.verify()
    assert before == found
    assert (after.keys, inner.keys, inner.index) == ((), (), Index.INNER)
    assert sorted(engines.current().digests()) == sorted(five)


def test_command_prints_and_leaves_alone_when_asked(five: list[str]) -> None:
    damage(five)
    out = StringIO()
    call_command("search_sync", verify=True, dry_run=True, json=True, stdout=out)
    row, inner = map(json.loads, out.getvalue().splitlines())
    assert (row["index"], inner["index"], inner["left"]) == ("public", "inner", 0)
    assert (row["missing"], row["extra"], row["stale"], row["left"]) == (1, 1, 1, 3)
    out = StringIO()
    call_command("search_sync", verify=True, stdout=out)
    assert "1 fehlten, 1 zu viel, 1 veraltet; danach verschieden: 0" in out.getvalue()


def test_each_index_is_compared_with_what_belongs_into_it(five: list[str]) -> None:
    """A record for alumni that somebody put into the public index is taken out there alone."""
    group = Group.objects.create(name="alumni|Intern|Nur für Ehemalige.")
    key = f"gruppe:{group.pk}"
    apply.drain()
    public, inner = engines.current(), engines.current(Index.INNER)
    assert key in inner.digests() and key not in public.digests()
    public.upsert([prepare(stored(key), 0)])
    (before, after), (of_inner, _after) = verification.verify()
    assert (before.extra, after.keys, of_inner.keys) == ((key,), (), ())
    assert key in inner.digests() and key not in public.digests()


def test_waiting_records_do_not_count(five: list[str]) -> None:
    Group.objects.filter(pk=five[2].partition(":")[2]).update(name="public|Anders|Anders")
    assert verification.compare(engines.current()).stale == (five[2],)
    outbox.enqueue(Group.objects.get(pk=five[2].partition(":")[2]))
    assert verification.compare(engines.current()).keys == ()


def test_record_that_cannot_be_built_is_not_taken_out(five: list[str]) -> None:
    Group.objects.filter(pk=five[3].partition(":")[2]).update(name="public|Bruch|kaputt")
    assert verification.compare(engines.current()).keys == ()


def test_what_cannot_be_mended_is_an_error(five: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    damage(five)
    monkeypatch.setattr(verification, "enqueue_repair", lambda found: None)
    with pytest.raises(CommandError, match="3 Datensätze"):
        call_command("search_sync", verify=True, stdout=StringIO())


def test_engine_that_is_away_is_an_error(five: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> dict[str, str]:
        raise EngineUnavailable("refused")

    monkeypatch.setattr(engines.current(), "digests", away)
    with pytest.raises(CommandError, match="nicht erreichbar"):
        call_command("search_sync", verify=True, stdout=StringIO())
