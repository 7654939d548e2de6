"""Icons are decoration: hidden from readers' programmes, known by name, bars without colour."""

from __future__ import annotations

import pytest

from knowledge.templatetags.icons import PATHS, level_svg, svg


@pytest.mark.parametrize("name", sorted(PATHS))
def test_icon_is_hidden_and_cannot_be_focused(name: str) -> None:
    drawn = svg(name)
    assert 'aria-hidden="true" focusable="false"' in drawn
    assert PATHS[name] in drawn


def test_unknown_icon_is_a_programming_error() -> None:
    with pytest.raises(KeyError):
        svg("gibt-es-nicht")


def test_class_is_added_and_escaped() -> None:
    assert 'class="icon icon--big"' in svg("clock", "icon--big")
    assert 'class="icon"' in svg("clock")
    assert "<b>" not in svg("clock", "<b>")


@pytest.mark.parametrize("level", [0, 1, 4])
def test_as_many_bars_are_filled_as_the_level_says(level: int) -> None:
    drawn = level_svg(level, 4)
    assert drawn.count('class="fill"') == level
    assert drawn.count('class="hollow"') == 4 - level
