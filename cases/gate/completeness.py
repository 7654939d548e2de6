"""What nobody need be asked to release yet: the form of the case is not filled in, or a placeholder of the
anonymisation still stands where words of one's own belong. Reads only.

It keeps a draft from being published and takes nothing off that is read already.
"""

from __future__ import annotations

import re
from collections import Counter

from django.utils.translation import gettext as _

from cases.models import CasePage, Consent, Problem, broken_rules, missing_fields
from cases.sections import SECTIONS, CaseText, field_label

__all__ = ["NO", "UNFINISHED", "unfinished"]

NO = "nein"
"""The answer of a case giver who wants to keep a section."""

UNFINISHED = frozenset({"missing", "form", "placeholder"})
"""Codes of these problems."""

_IN_BRACKETS = re.compile(r"\[[^\[\]\n]*[^\W\d_][^\[\]\n]*\]")
"""Words in square brackets. An omission in a quotation ("[…]") has none."""


def unfinished(case: CasePage, text: CaseText, consent: Consent | None = None) -> list[Problem]:
    """What the form asks for, and where placeholders stand. What the case giver refused in ``consent`` may be
    empty: nobody can fill it then.
    """
    scope = consent.scope if consent else {}
    refused = [section for section in SECTIONS if scope.get(section.key, {}).get("level") == NO]
    missing = missing_fields(case, text, but=[name for section in refused for name in section.fields])
    found = []
    if missing:
        words = _("Bitte im Formular des Falls ausfüllen: %(names)s.")
        found.append(Problem("missing", _("Pflichtfelder"), words % {"names": ", ".join(missing)}))
    found += [Problem("form", field, sentence) for field, sentence in broken_rules(case)]
    return [*found, *_placeholders(text)]


def _placeholders(text: CaseText) -> list[Problem]:
    counts: dict[str, Counter[str]] = {}
    for field, words in text.written:
        counts.setdefault(field, Counter()).update(_IN_BRACKETS.findall(words))
    sentence = _("Hier stehen noch Platzhalter: %(words)s. Bitte in eigenen Worten umschreiben.")
    return [
        Problem("placeholder", field_label(CasePage, field), sentence % {"words": ", ".join(found)})
        for field, found in counts.items()
        if found
    ]
