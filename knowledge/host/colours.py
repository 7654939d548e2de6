"""Three colours of the host and what follows from them: their contrast, the tints of surfaces, the versions
on dark ground, and the stylesheet that holds them all.

Contrast after WCAG 2.2, "relative luminance" and "contrast ratio".
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Final

__all__ = ["LIBRARY_COLOURS", "PAPER", "Colours", "darker_until", "ratio", "tint"]

PAPER: Final = "#ffffff"
_DARK_GROUND: Final = "#181c28"
"""The lightest ground of the dark version (``--site-raised``): what can be read there can be read on all."""

_READ_ON_DARK: Final = 7.0
_SEEN_ON_DARK: Final = 4.5
_TINT, _TINT_LINE = 0.08, 0.28
_DARK_TINT, _DARK_TINT_LINE = 0.12, 0.4
_STEP: Final = 0.02

_KEY: Final = re.compile(r"([0-9a-f]{6})-([0-9a-f]{6})-([0-9a-f]{6})-[0-9a-f]{8}")


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    parts = [value / 255 for value in _channels(colour)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    """Contrast of two colours ("#1a2b3c"), from 1 (equal) to 21 (black on white)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _mixed(colour: str, ground: str, share: float) -> str:
    """``share`` (0 to 1) of a colour in a ground."""
    pairs = zip(_channels(colour), _channels(ground), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)


def tint(colour: str) -> str:
    """The surface that a colour gives on paper."""
    return _mixed(colour, PAPER, _TINT)


def _moved(colour: str, towards: str, ground: str, least: float) -> str:
    """The colour nearest to this one, on the way to another, that reaches a contrast on a ground."""
    share = 1.0
    while share > 0 and ratio(found := _mixed(colour, towards, share), ground) < least:
        share -= _STEP
    return found if share > 0 else towards


def darker_until(colour: str, least: float) -> str:
    """The nearest darker colour that reaches the contrast ``least`` on paper."""
    return _moved(colour, "#000000", PAPER, least)


@dataclass(frozen=True, slots=True)
class Colours:
    """``brand`` (sign, headings), ``action`` (links, buttons), ``accent`` (lines), as "#1a2b3c"."""

    brand: str
    action: str
    accent: str

    @property
    def key(self) -> str:
        """Name of the stylesheet: the colours, and a hash of what it holds, so it may be kept for ever."""
        colours = "-".join(colour[1:] for colour in (self.brand, self.action, self.accent))
        return f"{colours}-{hashlib.sha256(self.stylesheet.encode()).hexdigest()[:8]}"

    @classmethod
    def of_key(cls, key: str) -> Colours | None:
        """The colours of a stylesheet that is called so today; ``None`` for any other name."""
        parts = _KEY.fullmatch(key)
        found = cls(*(f"#{part}" for part in parts.groups())) if parts else None
        return found if found is not None and found.key == key else None

    @property
    def stylesheet(self) -> str:
        """The variables of ``theme.css`` that follow from the three colours, light and dark."""
        brand = _moved(self.brand, PAPER, _DARK_GROUND, _READ_ON_DARK)
        action = _moved(self.action, PAPER, _DARK_GROUND, _READ_ON_DARK)
        accent = _moved(self.accent, PAPER, _DARK_GROUND, _SEEN_ON_DARK)
        light = _variables(
            self.brand, self.action, self.accent, tint(self.brand), _mixed(self.brand, PAPER, _TINT_LINE)
        )
        dark = _variables(
            brand,
            action,
            accent,
            _mixed(brand, _DARK_GROUND, _DARK_TINT),
            _mixed(brand, _DARK_GROUND, _DARK_TINT_LINE),
        )
        return f":root{{{light}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"


def _variables(brand: str, action: str, accent: str, surface: str, line: str) -> str:
    return (
        f"--site-brand:{brand};--site-second:{accent};--site-tint:{surface};--site-tint-line:{line};"
        f"--kern-color-action-default:{action}"
    )


LIBRARY_COLOURS: Final = Colours(brand="#092797", action="#2044aa", accent="#b8860b")
"""The library's own, as ``theme.css`` and KERN have them (there in OKLCH)."""
