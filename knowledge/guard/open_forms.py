"""What anybody may send is looked through before it is stored; while nobody can look, nothing is stored."""

from __future__ import annotations

import logging

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knowledge.anonymity.detector import DetectorUnavailable, inspect_text, names_nobody

__all__ = ["NOBODY_LOOKS", "is_nameless", "objection"]

logger = logging.getLogger("knowledge.guard")

NOBODY_LOOKS = gettext_lazy(
    "Wir suchen in jedem Text nach Namen, bevor etwas gespeichert wird, und können das gerade nicht. Bitte"
    " senden Sie in einer Minute noch einmal ab; Ihre Eingaben sind noch da."
)


def is_nameless(text: str) -> bool:
    """Whether a query may be counted: it probably names nobody, and somebody could look."""
    try:
        return names_nobody(text)
    except DetectorUnavailable as error:
        logger.error("a query is not counted: %s", error)
        return False


def objection(text: str) -> str:
    """A sentence for the sender where a text may not be stored, else the empty string."""
    try:
        certain = inspect_text(text).certain
    except DetectorUnavailable as error:
        logger.error("an open form is refused: %s", error)
        return str(NOBODY_LOOKS)
    words = ", ".join(dict.fromkeys(f"„{finding.text}“" for finding in certain))
    return (
        _("Bitte ohne Namen und Orte: %(words)s. Gespeichert wurde nichts.") % {"words": words}
        if words
        else ""
    )
