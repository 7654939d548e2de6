"""What the detector holds against the text of a case. Reads only, but for the memory of the scan.

Fail closed: where the detector cannot run, that is a problem.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from cases.models import CasePage, Problem, raw_of
from cases.sealed import IntakeNames, SealError
from cases.sections import CaseText, digest_of, field_label
from knowledge.anonymity.detector import (
    CERTAIN,
    DETECTOR_VERSION,
    DetectorUnavailable,
    Finding,
    Harm,
    IntakeName,
    Kind,
    find_all,
)
from knowledge.anonymity.register import municipalities
from knowledge.guard import finding_mark, harm_name, is_asked, kind_name
from search.language import fold

__all__ = [
    "GateFinding",
    "finding_mark",
    "finding_problems",
    "found_words",
    "harm_name",
    "held_words",
    "intake_names",
    "kind_name",
    "named_texts",
    "open_findings",
    "scan",
]

_CODES = {Harm.DIRECT.value: "finding", Harm.EXACT.value: "exact", Harm.HINT.value: "likely"}
_AT_ONCE = frozenset({Kind.PERSON, Kind.PLACE, Kind.CONTACT, Kind.ADDRESS, Kind.URL, Kind.NUMBER})
"""Kinds that name somebody by themselves: found with certainty in a live case they take it off without delay.
"""


@dataclass(frozen=True, slots=True)
class GateFinding:
    """A finding that holds a case up, without its text: the mark is a keyed hash of field and words."""

    field: str
    kind: str
    mark: str
    certainty: float = 1.0
    at_once: bool = True
    """Whether a live case goes off for it without a term: it names a person or place with certainty, or was
    given at intake.
    """
    harm: str = Harm.DIRECT.value

    @property
    def is_certain(self) -> bool:
        """Whether the detector is sure."""
        return self.certainty >= CERTAIN


@cache
def _place_slugs() -> frozenset[str]:
    names = (re.split(r"[,(/]", item.name)[0].strip().lower() for item in municipalities())
    return frozenset(
        form for name in names for form in (name.replace(" ", "-"), fold(name).replace(" ", "-"))
    )


def intake_names(case: CasePage) -> list[IntakeName]:
    """The names given at intake of this case, while they are kept. Raises ``SealError`` where no key opens
    them.
    """
    raw = raw_of(case)
    return IntakeNames.opened(raw).dictionary() if raw and raw.has_names else []


def named_texts(case: CasePage, texts: Sequence[str]) -> list[int]:
    """Places of the texts that hold a name given at the intake of this case, letter for letter (capitals,
    umlauts and blanks do not matter): cheap enough for every draft that is saved. Raises ``SealError``.
    """
    names = [words for entry in intake_names(case) if (words := _letters(entry.name))]
    found = [_letters(text) for text in texts]
    return [place for place, words in enumerate(found) if any(name in words for name in names)]


def _letters(text: str) -> str:
    words = re.findall(r"[^\W_]+", fold(text))
    return f" {' '.join(words)} " if words else ""


def found_words(text: CaseText, names: Collection[IntakeName]) -> list[tuple[str, Finding]]:
    """(field, finding) of everything the detector sees, sure or not; ``names`` are those of the intake.

    Raises ``DetectorUnavailable``.
    """
    found = find_all([words for _field, words in text.texts], dictionary=names)
    return [
        (field, finding)
        for (field, _words), findings in zip(text.texts, found, strict=True)
        for finding in findings
        if is_asked(field, finding)
    ]


def _gate_finding(field: str, finding: Finding) -> GateFinding:
    at_once = finding.layer == "intake" or (finding.is_certain and finding.kind in _AT_ONCE)
    return GateFinding(
        field,
        str(finding.kind),
        finding_mark(field, finding.text),
        finding.certainty,
        at_once,
        str(finding.harm),
    )


def held_words(
    case: CasePage, text: CaseText, names: Collection[IntakeName]
) -> list[tuple[GateFinding, str]]:
    """Findings that hold the case up with their words, for the eyes of a reviewer only. Raises as
    :func:`found_words` does.
    """
    held = [
        (_gate_finding(field, finding), finding.text)
        for field, finding in found_words(text, names)
        if finding.holds
    ]
    address = case.slug.removeprefix("fall-")
    if address in _place_slugs():
        held.append((GateFinding("slug", "place", finding_mark("slug", address)), address))
    return held


def scan(case: CasePage, text: CaseText, *, afresh: bool = False) -> list[GateFinding]:
    """What the present detector holds against the text, remembered by detector version and text (never the
    text).

    The names given at intake are looked for as long as they are kept. Raises ``DetectorUnavailable``, or
    ``SealError`` where those names cannot be opened.
    """
    names = intake_names(case)
    digest = digest_of({**text.data, "slug": case.slug, "intake": len(names)})
    known = (
        None
        if afresh or case.pk is None
        else case.scans.filter(detector=DETECTOR_VERSION, text_hash=digest).first()
    )
    if known is not None:
        return [GateFinding(**row) for row in known.findings]
    found = [finding for finding, _words in held_words(case, text, names)]
    if case.pk is not None:
        values = {
            "certain": sum(item.is_certain for item in found),
            "findings": [asdict(item) for item in found],
        }
        case.scans.update_or_create(detector=DETECTOR_VERSION, text_hash=digest, defaults=values)
    return found


def open_findings(case: CasePage, text: CaseText, passed: Collection[str]) -> list[GateFinding]:
    """What nobody has decided yet; ``passed`` are the marks of what may stay. Raises as :func:`scan` does."""
    return [item for item in scan(case, text) if item.mark not in passed]


def finding_problems(case: CasePage, text: CaseText, passed: Collection[str]) -> list[Problem]:
    """Open findings by field and kind, in words; a detector that cannot run is a problem of its own."""
    try:
        found = open_findings(case, text, passed)
    except DetectorUnavailable:
        return [
            Problem(
                "detector",
                _("Anonymitätsprüfung"),
                _(
                    "Die Prüfung antwortet gerade nicht. Bitte in einer Minute noch einmal versuchen; hilft"
                    " das nicht, die Betreuung der Bibliothek benachrichtigen."
                ),
            )
        ]
    except SealError as error:
        return [Problem("sealed", _("Anonymitätsprüfung"), str(error))]
    counts: Counter[tuple[str, str, str]] = Counter((item.field, item.kind, item.harm) for item in found)
    return [_problem(*key, count) for key, count in counts.items()]


def _problem(field: str, kind: str, harm: str, count: int) -> Problem:
    words: Any = {
        Harm.DIRECT.value: _(
            "%(kind)s (%(count)s-mal): nennt jemanden."
            " Bitte ersetzen oder in der Anonymitätsprüfung mit einem Grund übergehen."
        ),
        Harm.EXACT.value: _(
            "%(kind)s (%(count)s-mal): macht zusammen mit dem Kommunenprofil erkennbar, wer es war. Bitte"
            " ersetzen,"
            " in eine Spanne fassen oder in der Anonymitätsprüfung mit einem Grund stehen lassen."
        ),
        Harm.HINT.value: _(
            "wohl %(kind)s (%(count)s-mal). Bitte ersetzen oder in der Anonymitätsprüfung mit einem Grund"
            " stehen"
            " lassen."
        ),
    }[harm]
    return Problem(
        f"{_CODES[harm]}:{kind}",
        field_label(CasePage, field),
        words % {"kind": kind_name(kind), "count": count},
    )
