"""What stands on ``/konto/``: each app announces its boxes in an ``account_boxes.py``, which Django finds as
it finds ``search_documents.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.module_loading import autodiscover_modules

__all__ = ["PREVIOUS_VISIT", "AccountBox", "BoxEntry", "boxes_for", "discover", "register_box"]


PREVIOUS_VISIT = "vorher-da"
"""Key in the session: when somebody signed in the time before (ISO 8601, "" for never)."""


@dataclass(frozen=True, slots=True)
class BoxEntry:
    """A line: what it is, where it leads ("" for nowhere), and what to know about it. ``german`` where the
    title is text of a record in German.
    """

    title: str
    url: str = ""
    note: str = ""
    german: bool = False


@dataclass(frozen=True, slots=True)
class AccountBox:
    """A part of the page. ``empty`` is the sentence for somebody for whom there is nothing yet."""

    heading: str
    entries: tuple[BoxEntry, ...] = ()
    empty: str = ""
    more: BoxEntry | None = None
    """Where the person does something about it."""


_makers: dict[str, tuple[int, Callable[[Any], AccountBox | None]]] = {}


def register_box(name: str, order: int, make: Callable[[Any], AccountBox | None]) -> None:
    """``make(request)`` returns the box of whoever is signed in, or ``None`` where it is not for them. A name
    that comes again replaces the box.
    """
    _makers[name] = (order, make)


def discover() -> None:
    """Read what the apps announce."""
    autodiscover_modules("account_boxes")


def boxes_for(request: Any) -> Iterable[AccountBox]:
    """The boxes of this reader in their order."""
    discover()
    made = (make(request) for _order, make in sorted(_makers.values(), key=lambda item: item[0]))
    return [box for box in made if box is not None]
