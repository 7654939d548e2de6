"""The findings of a raw case, one row per thing found, with all its mentions; and the guarded text. Reads
only.

The text is scanned as one document, so that a name found in one field is found in all. A row is recognised by
a mark: a hash with the raw case's own key, which is destroyed with the names.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections import Counter, OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.intake.suggestions import municipality_phrase, propose, role_before, without_role
from cases.models import RawCase, RawDecision
from cases.sealed import IntakeNames, open_sealed, read_text
from knowledge.anonymity.detector import (
    CERTAIN,
    DETECTOR_VERSION,
    LIKELY,
    NAME_KINDS,
    Finding,
    Kind,
    Placeholder,
    find,
)

__all__ = ["TEXT_FIELDS", "Decision", "Mention", "RawReview", "ReviewRow", "guarded_text", "review_of"]

TEXT_FIELDS: Mapping[str, Any] = {
    "title": _("Titel"),
    "situation": _("Ausgangslage"),
    "key_question": _("Schlüsselfrage"),
    "actors": _("Beteiligte"),
    "hypotheses": _("Hypothesen"),
    "ideas": _("Lösungsideen"),
    "methods": _("Eingesetzte Methoden"),
    "next_steps": _("Nächste Schritte"),
}
"""The capture fields people write into, in the order of the form. The others hold choices of closed lists."""

_GAP = "\n\n"
_TITLES = re.compile(
    r"^(?:(?:Frau|Herrn?|Dr\.|Prof\.|Stadt|Gemeinde|Markt|Familie|Firma|die|der|das|den|dem)\s+)+",
    re.IGNORECASE,
)
_INFLECTION = ("s", "er", "ern", "erin", "ers", "es", "n", "en")


@dataclass(frozen=True, slots=True)
class Mention:
    """One place of a finding in a field."""

    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided for all mentions of a row."""

    choice: str
    reason: str
    replacement: str
    user: str
    pk: int = 0
    batch: str = ""


@dataclass(slots=True)
class ReviewRow:
    """One thing that could identify somebody, with all its mentions."""

    mark: str
    kind: str
    certainty: float
    reason: str
    words: str
    forms: tuple[str, ...]
    mentions: list[Mention]
    suggestion: str
    is_intake: bool
    decision: Decision | None = None

    @property
    def level(self) -> str:
        """``sicher``, ``wahrscheinlich`` or ``hinweis``: a word, so that nobody needs to tell colours
        apart.
        """
        return (
            "sicher"
            if self.certainty >= CERTAIN
            else "wahrscheinlich"
            if self.certainty >= LIKELY
            else "hinweis"
        )

    @property
    def is_sure_proposal(self) -> bool:
        """Whether "accept all certain proposals" takes this row: certain, undecided, and something to put
        there. What is said of a person's health, faith or private life is decided one by one.
        """
        return (
            self.kind != Kind.SENSITIVE
            and self.certainty >= CERTAIN
            and self.decision is None
            and self.suggestion not in {"", Placeholder.LEFT_OUT}
        )


@dataclass(slots=True)
class RawReview:
    """The state of a review: text by field, rows in the order of the text."""

    texts: dict[str, str]
    rows: list[ReviewRow]
    labels: dict[str, str] = field(default_factory=dict)

    @property
    def decided(self) -> int:
        """How many rows are decided."""
        return sum(row.decision is not None for row in self.rows)

    @property
    def is_complete(self) -> bool:
        """Whether nothing is open."""
        return self.decided == len(self.rows)

    def row(self, mark: str) -> ReviewRow | None:
        """The row with this mark."""
        return next((row for row in self.rows if row.mark == mark), None)


# --------------------------------------------------------------------------- rows


def _bare(words: str) -> str:
    return re.sub(r"\s+", " ", _TITLES.sub("", without_role(words))).strip(" .,").casefold()


def _stem(word: str) -> str:
    """A place name without the ending of its inhabitants or its genitive."""
    return re.sub(r"(?:en|ern?|ers|ens|s)$", "", word)


def _same(kind: str, one: str, other: str) -> bool:
    """Whether two surface forms (bare) mean the same: inflected, or a person by the last name alone."""
    short, long = sorted((one, other), key=len)
    if short == long:
        return True
    if kind not in NAME_KINDS or len(short) < 4:
        return False
    if any(long == short + ending for ending in _INFLECTION):
        return True
    if kind == Kind.PERSON:
        last = long.split(" ")[-1]
        return last == short or any(
            last == short + ending or last + ending == short for ending in _INFLECTION
        )
    return kind == Kind.PLACE and len(_stem(short)) > 3 and _stem(long) == _stem(short)


def _with_roles(document: str, findings: Sequence[Finding]) -> list[Finding]:
    """Persons together with the role before their name, so that "Kämmerer Berger" becomes "[Kämmerei]" as a
    whole.
    """
    found: list[Finding] = []
    for finding in findings:
        start = finding.start
        if finding.kind == Kind.PERSON:
            start -= role_before(document[max(0, start - 60) : start])
        while found and found[-1].end > start:
            start = min(start, found.pop().start)
        found.append(replace(finding, start=start, text=document[start : finding.end]))
    return found


def _groups(findings: Sequence[Finding]) -> list[list[Finding]]:
    groups: list[tuple[str, set[str], list[Finding]]] = []
    for finding in findings:
        bare = _bare(finding.text) or finding.text.casefold()
        for kind, forms, members in groups:
            same_kind = kind == finding.kind or (
                {kind, finding.kind} <= NAME_KINDS
                and bool({"model", "repeated"} & {finding.layer, members[0].layer})
            )
            if same_kind and any(_same(kind, form, bare) for form in forms):
                forms.add(bare)
                members.append(finding)
                break
        else:
            groups.append((finding.kind, {bare}, [finding]))
    return [members for _kind, _forms, members in groups]


def _mark(key: str, kind: str, forms: Sequence[str]) -> str:
    """Keyed hash over the shortest form, so that a further inflection does not make a new finding."""
    name = min((_bare(form) or form.casefold() for form in forms), key=lambda form: (len(form), form))
    return hmac.new(key.encode(), f"{kind}\0{name}".encode(), hashlib.sha256).hexdigest()[:32]


def _letter(number: int) -> str:
    return chr(65 + number % 26) * (number // 26 + 1)


def _locate(offsets: Mapping[str, tuple[int, int]], finding: Finding) -> Mention | None:
    for name, (start, end) in offsets.items():
        if start <= finding.start < end:
            return Mention(name, finding.start - start, min(finding.end, end) - start)
    return None


def _join(texts: Mapping[str, str]) -> tuple[str, dict[str, tuple[int, int]]]:
    document, offsets = "", {}
    for name, text in texts.items():
        start = len(document)
        document += text + _GAP
        offsets[name] = (start, start + len(text))
    return document, offsets


def review_of(raw: RawCase) -> RawReview:
    """Scan a raw case and put its decisions beside the findings.

    Raises ``DetectorUnavailable`` and ``SealError`` without the key.
    """
    data, names = read_text(raw), IntakeNames.opened(raw)
    texts = {name: str(data.get(name, "")) for name in TEXT_FIELDS}
    document, offsets = _join(texts)
    findings = _with_roles(document, _findings(raw, document, names))
    key = str(open_sealed(raw.sealed_key) or "")
    labels: dict[str, str] = dict(open_sealed(raw.sealed_labels) or {})
    review = RawReview(texts, [], labels)
    counts = Counter(label.split(" ")[0] for label in labels.values())
    for members in _groups(findings):
        mentions = [mention for member in members if (mention := _locate(offsets, member)) is not None]
        row = _row(members, mentions, key)
        if row.mark not in labels:
            labels[row.mark] = f"{row.kind} {_letter(counts[row.kind])}"
            counts[row.kind] += 1
        around = [
            (document[max(0, member.start - 60) : member.start], document[member.end : member.end + 60])
            for member in members
        ]
        row.suggestion = _suggestion(row, around, labels[row.mark].split(" ")[1], names, data, members)
        review.rows.append(row)
    _tell_apart(review.rows, labels)
    _add_decisions(raw, review)
    return review


_spans: OrderedDict[str, list[Finding]] = OrderedDict()
_SPANS_KEPT = 16


def _findings(raw: RawCase, document: str, names: IntakeNames) -> list[Finding]:
    """The detector's findings, remembered per process for the length of a review: a decision must not wait
    for a scan.

    Remembered are spans, kinds and reasons; the words are cut from the document each time.
    """
    key = hashlib.sha256(
        "\0".join((DETECTOR_VERSION, raw.sealed_text, raw.sealed_names)).encode()
    ).hexdigest()
    known = _spans.get(key)
    if known is None:
        known = [replace(finding, text="") for finding in find(document, dictionary=names.dictionary())]
        _spans[key] = known
        while len(_spans) > _SPANS_KEPT:
            _spans.popitem(last=False)
    return [replace(finding, text=document[finding.start : finding.end]) for finding in known]


def _row(members: Sequence[Finding], mentions: list[Mention], key: str) -> ReviewRow:
    best = max(members, key=lambda member: member.certainty)
    forms = Counter(member.text for member in members)
    return ReviewRow(
        mark=_mark(key, best.kind, list(forms)),
        kind=str(best.kind),
        certainty=best.certainty,
        reason=best.reason,
        words=max(forms, key=lambda form: (forms[form], -len(form))),
        forms=tuple(forms),
        mentions=mentions,
        suggestion="",
        is_intake=any(member.layer == "intake" for member in members),
    )


def _suggestion(
    row: ReviewRow,
    around: list[tuple[str, str]],
    letter: str,
    names: IntakeNames,
    data: Mapping[str, Any],
    members: Sequence[Finding],
) -> str:
    own = [_bare(part) for part in re.split(r"[\n;]", names.municipality) if part.strip()]
    if row.kind == Kind.PLACE and any(
        _same(row.kind, name, _bare(form)) for name in own for form in row.forms
    ):
        return municipality_phrase(str(data.get("federal_state", "")), str(data.get("size_band", "")))
    return propose(
        row.kind,
        [member.text for member in members],
        around=around,
        letter=letter,
        suggestion=members[0].suggestion,
    )


def _tell_apart(rows: Sequence[ReviewRow], labels: Mapping[str, str]) -> None:
    """Two persons with the same role, or two municipalities of the same band, get their letter."""
    named = [row for row in rows if row.kind in NAME_KINDS]
    counts = Counter(row.suggestion for row in named)
    for row in named:
        letter = labels[row.mark].split(" ")[1]
        if counts[row.suggestion] > 1 and row.kind == Kind.PERSON and row.suggestion.endswith("]"):
            row.suggestion = f"{row.suggestion[:-1]} {letter}]"


def _add_decisions(raw: RawCase, review: RawReview) -> None:
    latest: dict[str, RawDecision] = {}
    for decision in raw.decisions.filter(undone_at=None).select_related("decided_by"):
        latest[decision.mark] = decision
    for row in review.rows:
        found = latest.get(row.mark)
        if found is not None:
            row.decision = Decision(
                found.choice,
                found.reason,
                str(open_sealed(found.sealed_replacement) or ""),
                str(found.decided_by) if found.decided_by else "",
                found.pk,
                found.batch,
            )


# --------------------------------------------------------------------------- the guarded text


def guarded_text(review: RawReview) -> dict[str, str]:
    """The text by field with every replacement in place. What is undecided or may stay is as it was."""
    result = {}
    for name, text in review.texts.items():
        cuts = [
            (mention.start, mention.end, row.decision.replacement)
            for row in review.rows
            if row.decision is not None and row.decision.choice == RawDecision.Choice.REPLACE
            for mention in row.mentions
            if mention.field == name
        ]
        for start, end, replacement in sorted(cuts, reverse=True):
            text = text[:start] + replacement + text[end:]
        result[name] = text
    return result
