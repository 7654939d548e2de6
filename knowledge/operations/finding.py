"""What a check of ``manage.py doctor`` says: a sentence in German, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

__all__ = ["CHECKS", "HINT", "OK", "PROBLEM", "Check", "Diagnosis", "register"]

OK, HINT, PROBLEM = "in Ordnung", "Hinweis", "Fehler"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What a check found; ``advice`` says what to do about anything but :data:`OK`."""

    area: str
    state: str
    text: str
    advice: str = ""


Check = Callable[[], Iterable[Diagnosis]]

CHECKS: dict[str, Check] = {}
"""By area, in the order in which they are shown."""


def register(area: str, check: Check) -> None:
    """Add a check. Apps do it in their ``health_checks.py``, which ``doctor`` finds by itself."""
    CHECKS[area] = check
