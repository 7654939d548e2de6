"""A record for reference managers: BibTeX and RIS."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from django.conf import settings

from knowledge.host import host_look
from knowledge.listing import Description

__all__ = ["as_bibtex", "as_ris"]

_SPECIAL: Final = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"} | {
    sign: f"\\{sign}" for sign in "{}%$#&_"
}


def _fact(described: Description, name: str) -> str:
    return next((fact.value for fact in described.facts if fact.name == name), "")


def _year(described: Description) -> str:
    return _fact(described, "year") or described.released[:4]


def _bibtex(text: str) -> str:
    return "".join(_SPECIAL.get(letter, letter) for letter in " ".join(text.split()))


def as_bibtex(described: Description) -> str:
    """An entry of BibTeX (UTF-8): a report for a publication, else ``misc``. The title keeps its letters."""
    kind = "techreport" if described.kind == "publication" else "misc"
    fields = {
        "author": f"{{{_bibtex(host_look().author)}}}",
        "title": f"{{{_bibtex(described.title)}}}",
        "year": _year(described),
        "edition": _bibtex(_fact(described, "edition")),
        "institution": _bibtex(host_look().name) if kind == "techreport" else "",
        "howpublished": _bibtex(described.kind_label) if kind == "misc" else "",
        "url": f"{settings.PUBLIC_URL}{described.url}",
        "note": _bibtex(described.licence),
        "language": "german",
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{kind}{{{re.sub(r'[^a-z0-9]', '', described.key)[:20]},\n{lines}}}\n"


def as_ris(described: Description) -> str:
    """An entry of RIS with the line ends that it wants."""
    released = f"{date.fromisoformat(described.released):%Y/%m/%d}" if described.released else ""
    fields = [
        ("TY", "RPRT" if described.kind == "publication" else "GEN"),
        ("AU", host_look().author),
        ("TI", described.title),
        ("PY", _year(described)),
        ("DA", released),
        ("ET", _fact(described, "edition")),
        ("PB", host_look().name),
        ("AB", described.summary),
        *(("KW", area) for area in described.areas),
        ("UR", f"{settings.PUBLIC_URL}{described.url}"),
        ("LA", "de"),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {' '.join(text.split())}\r\n" for tag, text in fields if text or tag == "ER")
