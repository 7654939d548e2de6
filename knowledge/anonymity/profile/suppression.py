"""Small numbers tell: public counts below three are not named, nor is what they could be calculated from.
Pure module.

If one cell of a row is hidden and the total is known, the hidden one is the rest. Therefore at least two
cells are hidden in every row and column that has a hidden one, and two hidden cells never sum up to less than
the threshold alone would allow.
"""

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

__all__ = ["LEAST", "suppress", "suppress_table"]

LEAST = 3
"""Counts below this one are hidden; zero says nothing about anybody and stays."""

Key = TypeVar("Key", bound=Hashable)


def suppress(counts: Mapping[Key, int], least: int = LEAST) -> dict[Key, int | None]:
    """The counts with ``None`` for those that may not be named: the small ones, and the next smallest as
    their complement.

    Zeros stay, unless a hidden count would be alone and no other count is there to hide it.
    """
    hidden = {key for key, count in counts.items() if 0 < count < least}
    others = sorted((key for key, count in counts.items() if count >= least), key=lambda key: counts[key])
    while hidden and (len(hidden) == 1 or sum(counts[key] for key in hidden) < least) and others:
        hidden.add(others.pop(0))
    return {key: None if key in hidden else count for key, count in counts.items()}


def suppress_table(rows: Sequence[Sequence[int]], least: int = LEAST) -> list[list[int | None]]:
    """A table whose row and column totals are known: no row and no column keeps a single hidden cell.

    Raises ``ValueError`` for rows of different lengths.
    """
    if len({len(row) for row in rows}) > 1:
        raise ValueError("all rows need the same length")
    hidden = {(r, c) for r, row in enumerate(rows) for c, count in enumerate(row) if 0 < count < least}
    changed = bool(hidden)
    while changed:
        changed = False
        lines = [[(r, c) for c in range(len(row))] for r, row in enumerate(rows)]
        lines += [[(r, c) for r in range(len(rows))] for c in range(len(rows[0]))]
        for line in lines:
            if sum(cell in hidden for cell in line) != 1:
                continue
            free = [cell for cell in line if cell not in hidden]
            if free:
                # A count is hidden rather than a zero, and the smallest rather than a large one.
                hidden.add(min(free, key=lambda cell: (rows[cell[0]][cell[1]] == 0, rows[cell[0]][cell[1]])))
                changed = True
    return [
        [None if (r, c) in hidden else count for c, count in enumerate(row)] for r, row in enumerate(rows)
    ]
