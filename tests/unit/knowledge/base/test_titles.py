"""What lists call a record: in English where it has such a title, else by its name."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.utils import translation

from knowledge.base import title_for_reader

CASE = SimpleNamespace(title="Kein Geld", title_en="No money")
LESSON = SimpleNamespace(title="Wenn kein Geld da ist, dann …", name="Kein Geld")


@pytest.mark.parametrize(
    ("language", "page", "shown"),
    [
        ("de", CASE, ("Kein Geld", False)),
        ("en", CASE, ("No money", True)),
        ("en", SimpleNamespace(title="Kein Geld", title_en=""), ("Kein Geld", False)),
        ("en", LESSON, ("Kein Geld", False)),
    ],
)
def test_a_record_is_called_as_its_reader_reads(language: str, page: object, shown: tuple[str, bool]) -> None:
    with translation.override(language):
        assert title_for_reader(page) == shown
