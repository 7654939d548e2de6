"""The second of two savers is told, and the first keeps what was written."""

from __future__ import annotations

import pytest

from search.models import GlossaryEntry, OutdatedRecord

pytestmark = pytest.mark.django_db


@pytest.fixture
def row() -> GlossaryEntry:
    return GlossaryEntry.objects.create(term="Kita", equivalents="Kindergarten", kind="synonym")


def test_second_saver_is_refused_and_nothing_is_written(row: GlossaryEntry) -> None:
    mine, other = (GlossaryEntry.objects.get(pk=row.pk) for _time in range(2))
    other.equivalents = "Kindertagesstätte"
    other.save()
    mine.equivalents = "Hort"
    with pytest.raises(OutdatedRecord):
        mine.save()
    stored = GlossaryEntry.objects.get(pk=row.pk)
    assert (stored.equivalents, stored.row_version) == ("Kindertagesstätte", 2)


def test_version_counts_also_when_some_columns_are_saved(row: GlossaryEntry) -> None:
    row.equivalents = "Hort"
    row.save(update_fields=["equivalents"])
    row.save()
    stored = GlossaryEntry.objects.get(pk=row.pk)
    assert (stored.equivalents, stored.row_version, row.row_version) == ("Hort", 3, 3)


def test_save_that_fails_leaves_the_version(row: GlossaryEntry) -> None:
    row.equivalents = None  # type: ignore[assignment]
    with pytest.raises(Exception, match="equivalents"):
        row.save()
    assert row.row_version == GlossaryEntry.objects.get(pk=row.pk).row_version == 1
