"""What anybody may send is looked through before it is stored; while nobody can look, nothing is stored."""

from __future__ import annotations

import logging

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knowledge.anonymity.detector import DetectorUnavailable, inspect_text, names_nobody
from knowledge.guard.public_texts import kind_way

__all__ = ["NOBODY_LOOKS", "is_nameless", "objection", "objection_to_query"]

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
    """A sentence for the sender where a text may not be stored, else the empty string: it names somebody, or
    an exact detail singles one out.
    """
    return _objection(text, is_query=False)


def objection_to_query(text: str) -> str:
    """The same for the words of a search, which nobody else reads: names alone are refused."""
    return _objection(text, is_query=True)


def _objection(text: str, *, is_query: bool) -> str:
    try:
        found = inspect_text(text)
    except DetectorUnavailable as error:
        logger.error("an open form is refused: %s", error)
        return str(NOBODY_LOOKS)
    named = dict.fromkeys(f"„{item.text}“" for item in found.certain)
    exact = dict.fromkeys(f"„{item.text}“ ({kind_way(item.kind)})" for item in found.exact)
    sentences = [_("Bitte ohne Namen und Orte: %(words)s.") % {"words": ", ".join(named)}] if named else []
    if exact and not is_query:
        sentences.append(_("Bitte weniger genau: %(words)s.") % {"words": ", ".join(exact)})
    return " ".join([*sentences, _("Gespeichert wurde nichts.")]) if sentences else ""
