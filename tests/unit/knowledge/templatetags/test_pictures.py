"""Pictures are lists: what is drawn is said in words, and an empty place stays."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.template import Context, Template

from knowledge.enums import FollowUpAfter, IdeaStatus, Outcome, Stance
from knowledge.templatetags import pictures


def drawn(source: str, **values: Any) -> BeautifulSoup:
    loaded = "{% load components pictures %}" + source
    return BeautifulSoup(Template(loaded).render(Context(values)), "lxml")


def test_a_board_has_a_column_for_each_status_with_the_reason() -> None:
    idea = SimpleNamespace(text="Gebühr", effort="S", reach="", status="verworfen", reason="Trifft Kinder.")
    board = drawn('{% include "components/board.html" %}', ideas=[idea])
    columns = board.select(".board__column")
    assert [
        str(status.label) in column.h3.get_text() for status, column in zip(IdeaStatus, columns, strict=True)
    ]
    assert [len(column.select(".board__card")) for column in columns] == [0, 0, 1]
    assert "Grund: Trifft Kinder." in columns[2].get_text(" ", strip=True)
    assert "keine" in columns[0].get_text()


def test_a_scale_goes_from_against_to_for() -> None:
    actor = SimpleNamespace(role="Bauhof", interest="Ruhe", stance="+")
    steps = drawn('{% include "components/stances.html" %}', actors=[actor]).select(".stances__step")
    assert [
        str(stance.label) in step.get_text() for stance, step in zip(reversed(Stance), steps, strict=True)
    ]
    assert [bool(step.select("li")) for step in steps] == [False, False, False, True, False]


def test_a_track_shows_every_band_and_what_was_told() -> None:
    told = [SimpleNamespace(after=12, status=Outcome.FAILED.value)]
    stops = drawn("{% track told %}", told=told).select(".track__stop")
    assert len(stops) == 1 + len(FollowUpAfter)
    assert [str(band.label) in stop.get_text() for band, stop in zip(FollowUpAfter, stops[1:], strict=True)]
    known = ["track__stop--known" in stop["class"] for stop in stops]
    assert known == [True, False, True, False]
    assert "Gescheitert" in stops[2].get_text() and "noch nichts bekannt" in stops[1].get_text()


def test_a_row_of_verdicts_says_how_many_and_not_which() -> None:
    groups = [{"kind": "bestaetigt", "count": 2}, {"kind": "widerlegt", "count": 1}]
    row = drawn("{% verdict_row groups %}", groups=groups).p
    assert len(row.select(".verdicts__sign svg")) == 3
    assert row.get_text(strip=True) == "2-mal bestätigt, 1-mal widerlegt"


@pytest.mark.parametrize(("count", "sign"), [(0, "empty"), (None, "half"), (3, "full"), (40, "full")])
def test_coverage_has_three_steps(count: int | None, sign: str) -> None:
    assert f"step--{sign}" in pictures.coverage_sign(count)
