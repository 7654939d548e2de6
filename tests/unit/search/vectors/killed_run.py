"""A run that prints the size of each batch, killed after six batches of 16 and started again."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class KilledRun:
    """Batches of the first run after its sixth, what was there then, batches and last line of the second."""

    late: list[int]
    left: Any
    second: list[int]
    last: str


def kill_and_go_on(script: str, path: Path, look: Callable[[], Any] = lambda: None) -> KilledRun:
    """Run ``script`` with ``path`` and "slow", kill it, ``look`` at what it left, run it with "fast"."""

    def start(speed: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", script, str(path), speed], stdout=subprocess.PIPE, text=True
        )

    with start("slow") as first:
        assert first.stdout is not None
        begun = [first.stdout.readline() for _batch in range(6)]
        first.send_signal(signal.SIGKILL)
        late = first.stdout.read()
    assert all(line.strip() == "16" for line in begun)
    assert "complete" not in late
    left = look()
    with start("fast") as second:
        assert second.stdout is not None
        *batches, last = second.stdout.read().splitlines()
    return KilledRun([*map(int, late.split())], left, [*map(int, batches)], last)
