"""Pages that still hold what whoever runs the library has to fill in: words in square brackets, as the pages
come with a new library.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from django.utils.html import strip_tags

from knowledge.host import host_look
from knowledge.models import ContentPage
from knowledge.operations.finding import HINT, OK, Diagnosis

__all__ = ["open_placeholders", "placeholders", "waiting"]

AREA: Final = "Seiten"

_PLACEHOLDER: Final = re.compile(r"\[[^\[\]\n]{3,}\]")


def open_placeholders(page: ContentPage) -> list[str]:
    """What a page still holds in square brackets, in its order, each once."""
    text = strip_tags(" ".join(str(block.value) for block in (*page.body, *page.body_en)))
    return list(dict.fromkeys(_PLACEHOLDER.findall(text)))


def waiting() -> list[tuple[str, list[str]]]:
    """(title, what it holds) of the live pages with something to fill in, in the order of the tree."""
    found = ((page.title, open_placeholders(page)) for page in ContentPage.objects.current().order_by("path"))
    return [(title, marks) for title, marks in found if marks]


def placeholders() -> Iterable[Diagnosis]:
    """Pages with something to fill in, and whether readers reach somebody."""
    if host_look().email.endswith("@localhost"):
        yield Diagnosis(
            AREA,
            HINT,
            "Wer Hilfe braucht, findet keine Mailadresse",
            "Tragen Sie in der Verwaltung unter Einstellungen > Aussehen und Angaben einen Kontakt ein.",
        )
    pages = waiting()
    if not pages:
        yield Diagnosis(AREA, OK, "Auf keiner Seite steht ein Platzhalter")
    for title, marks in pages:
        yield Diagnosis(
            AREA,
            HINT,
            f"„{title}“ hat {len(marks)} Platzhalter, zum Beispiel {marks[0]}",
            "Tragen Sie in der Verwaltung unter Seiten die eigenen Angaben ein und veröffentlichen Sie neu.",
        )
