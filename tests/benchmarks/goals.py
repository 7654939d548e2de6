"""Goals beside what was reached, as rows of a table, and the gate: no ratio may grow past its stored norm.

Only ratios of one run are stored: to the peer, to the limit, to the fixed loop (where neither is there).
Each is our cost divided by the other's, so less is better.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["NORMS", "TOLERANCE", "Reached", "read_norms", "store_norms", "too_slow"]

NORMS = Path(__file__).parent / "norms.json"
TOLERANCE = 1.3
"""How much worse than its norm a ratio may be before the gate closes."""

RATIOS = ("to_peer", "to_limit", "to_loop")


@dataclass(frozen=True, slots=True)
class Reached:
    """One row: a goal of the design, what was wanted, what was measured."""

    goal: str
    what: str
    wanted: str
    reached: str
    is_met: bool | None = None
    to_peer: float | None = None
    to_limit: float | None = None
    to_loop: float | None = None

    @property
    def name(self) -> str:
        """Under which the norms of this row are stored."""
        return f"{self.goal} {self.what}".strip()

    @property
    def ratios(self) -> dict[str, float]:
        """What was measured, by name."""
        return {name: value for name in RATIOS if (value := getattr(self, name)) is not None}

    def row(self) -> dict[str, Any]:
        """The line of the table."""
        met = {True: "yes", False: "no", None: "–"}[self.is_met]
        line = {"goal": self.goal, "what": self.what, "wanted": self.wanted, "reached": self.reached}
        ratios = {name: f"{self.ratios[name]:.3g}" if name in self.ratios else "–" for name in RATIOS}
        return line | {"met": met} | ratios


def read_norms(path: Path = NORMS) -> dict[str, dict[str, float]]:
    """Norms by row and ratio; none where nothing was stored yet."""
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


def store_norms(rows: list[Reached], path: Path = NORMS) -> None:
    """The ratios of these rows are the norm from now on; rows that were not measured keep theirs."""
    norms = read_norms(path) | {
        row.name: {name: float(f"{value:.3g}") for name, value in row.ratios.items()}
        for row in rows
        if row.ratios
    }
    path.write_text(json.dumps(dict(sorted(norms.items())), indent=2) + "\n", encoding="utf-8")


def too_slow(rows: list[Reached], norms: dict[str, dict[str, float]]) -> list[str]:
    """A sentence for each ratio that is worse than it may be."""
    return [
        f"{row.name}: {name} {value:.3g}, norm {norm:.3g}, at most {norm * TOLERANCE:.3g}"
        for row in rows
        for name, value in row.ratios.items()
        if (norm := norms.get(row.name, {}).get(name)) is not None and value > norm * TOLERANCE
    ]
