"""Contrast and what follows from the three colours of a host."""

from __future__ import annotations

import re

import pytest

from knowledge.host.colours import LIBRARY_COLOURS, PAPER, Colours, darker_until, ratio, tint

GREEN = Colours("#00664f", "#006650", "#d04a02")
DARK_GROUND = "#181c28"


def test_contrast_is_that_of_wcag() -> None:
    assert ratio("#000000", "#ffffff") == pytest.approx(21)
    assert ratio("#777777", PAPER) == pytest.approx(4.48, abs=0.01)
    assert ratio("#112233", "#112233") == 1


def test_the_nearest_darker_colour_reaches_what_is_asked() -> None:
    better = darker_until("#88bbff", 4.5)
    assert 4.5 <= ratio(better, PAPER) < 4.9
    assert darker_until("#000080", 4.5) == "#000080"


def variables(sheet: str) -> list[dict[str, str]]:
    return [dict(re.findall(r"--([a-z-]+):(#[0-9a-f]{6})", part)) for part in sheet.split("@media")]


@pytest.mark.parametrize("colours", [GREEN, LIBRARY_COLOURS, Colours("#111111", "#7a0019", "#5c3d00")])
def test_light_and_dark_can_be_read(colours: Colours) -> None:
    light, dark = variables(colours.stylesheet)
    assert light.keys() == dark.keys()
    assert ratio(light["site-brand"], tint(colours.brand)) >= 4.5
    for name in ("site-brand", "kern-color-action-default"):
        assert ratio(dark[name], DARK_GROUND) >= 7
    assert ratio(dark["site-brand"], dark["site-tint"]) >= 4.5


def test_a_stylesheet_is_named_by_what_it_holds() -> None:
    assert Colours.of_key(GREEN.key) == GREEN
    assert Colours.of_key(GREEN.key[:-1] + ("0" if GREEN.key[-1] != "0" else "1")) is None
    assert Colours.of_key("rot-gruen-blau-12345678") is None
    assert LIBRARY_COLOURS.key != GREEN.key
