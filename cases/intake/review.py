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
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.intake.corrections import corrections_of, regrouped, with_overlooked
from cases.intake.entities import Entity, bare, entities, is_same
from cases.intake.suggestions import Sort, is_cover_name, municipality_phrase, propose
from cases.models import RawCase, RawDecision
from cases.sealed import IntakeNames, open_sealed, read_text, unreported_words
from knowledge.anonymity.detector import (
    CERTAIN,
    DETECTOR_VERSION,
    LIKELY,
    NAME_KINDS,
    CoverName,
    Finding,
    Kind,
    Placeholder,
    find,
)
from search.language import fold

__all__ = [
    "TEXT_FIELDS",
    "Decision",
    "Mention",
    "RawReview",
    "ReviewRow",
    "guarded_text",
    "pieces",
    "review_of",
]

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
        there.
        """
        return self._is_taken_with_others and self.certainty >= CERTAIN

    @property
    def must_go(self) -> bool:
        """Whether it is a name given at intake: no reason lets it stand, in no draft."""
        return self.is_intake

    @property
    def may_be_unreported(self) -> bool:
        """Whether it is only taken for a name, so that somebody may say it never is one."""
        return not self.is_intake and self.kind in NAME_KINDS

    @property
    def is_third_person(self) -> bool:
        """Whether it is somebody without an office in the story, whom nobody asked."""
        return (
            self.kind == Kind.PERSON
            and not self.is_intake
            and (
                self.suggestion.startswith(f"[{CoverName.PERSON}") or self.suggestion == Placeholder.RELATIVE
            )
        )

    @property
    def is_taken_with_its_kind(self) -> bool:
        """Whether "accept all proposals of this kind" takes this row; a word that only may be a name is
        decided by itself.
        """
        return self._is_taken_with_others and (self.kind not in NAME_KINDS or self.certainty >= LIKELY)

    @property
    def _is_taken_with_others(self) -> bool:
        """Whether one click may take this row with others: undecided, with something to put there. Third
        persons and what is said of a person's health, faith or private life are decided one by one.
        """
        return (
            self.decision is None
            and self.kind != Kind.SENSITIVE
            and not self.is_third_person
            and self.suggestion not in {"", Placeholder.LEFT_OUT}
        )


@dataclass(slots=True)
class RawReview:
    """The state of a review: text by field, rows in the order of the text."""

    texts: dict[str, str]
    rows: list[ReviewRow]
    labels: dict[str, str] = field(default_factory=dict)
    step: str = ""
    """The newest batch of decisions and corrections, which is the one to take back."""

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


def _mark(key: str, kind: str, forms: Sequence[str]) -> str:
    """Keyed hash over the shortest form, so that a further inflection does not make a new finding."""
    name = min((bare(form) or form.casefold() for form in forms), key=lambda form: (len(form), form))
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
    key = str(open_sealed(raw.sealed_key) or "")
    labels: dict[str, str] = dict(open_sealed(raw.sealed_labels) or {})
    review = RawReview(texts, [], labels)
    counts = Counter(label.split(" ")[0] for label in labels.values())
    corrections = corrections_of(raw)
    ordinary = unreported_words()
    reported = [
        finding
        for finding in _findings(raw, document, names)
        if finding.layer == "intake" or finding.kind not in NAME_KINDS or fold(finding.text) not in ordinary
    ]
    findings = with_overlooked(document, reported, corrections)

    def marked(found: Sequence[Entity], taken: Collection[str] = ()) -> list[tuple[str, Entity]]:
        groups: dict[str, Entity] = {}
        for entity in found:
            mark = _mark(key, entity.kind, entity.spellings)
            while mark in groups or mark in taken:
                # Two mayors of two towns are called the same, and decided apart.
                mark = _mark(key, mark, entity.spellings)
            groups[mark] = entity
        return list(groups.items())

    for mark, entity in regrouped(marked(entities(document, findings)), corrections, marked):
        mentions = [mention for member in entity.members if (mention := _locate(offsets, member)) is not None]
        row = _row(entity, mentions, mark)
        if row.mark not in labels:
            labels[row.mark] = f"{row.kind} {_letter(counts[row.kind])}"
            counts[row.kind] += 1
        around = [
            (document[max(0, member.start - 60) : member.start], document[member.end : member.end + 60])
            for member in entity.members
        ]
        row.suggestion = _suggestion(entity, around, labels[row.mark].split(" ")[1], names, data)
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


def _row(entity: Entity, mentions: list[Mention], mark: str) -> ReviewRow:
    best = max(entity.members, key=lambda member: member.certainty)
    forms = Counter(member.text for member in entity.members)
    return ReviewRow(
        mark=mark,
        kind=str(entity.kind),
        certainty=best.certainty,
        reason=best.reason,
        words=max(forms, key=lambda form: (forms[form], -len(form))),
        forms=tuple(forms),
        mentions=mentions,
        suggestion="",
        is_intake=any(member.layer == "intake" for member in entity.members),
    )


def _suggestion(
    entity: Entity, around: list[tuple[str, str]], letter: str, names: IntakeNames, data: Mapping[str, Any]
) -> str:
    own = {bare(part) for part in re.split(r"[\n;]", names.municipality) if part.strip()}
    if entity.sort == Sort.PLACE and any(
        is_same(entity.sort, name, form) for name in own for form in entity.forms
    ):
        return municipality_phrase(str(data.get("federal_state", "")), str(data.get("size_band", "")))
    return propose(
        entity.sort,
        [member.text for member in entity.members],
        around=around,
        letter=letter,
        suggestion=entity.members[0].suggestion,
    )


def _tell_apart(rows: Sequence[ReviewRow], labels: Mapping[str, str]) -> None:
    """Two who hold the same role get their letter: one cover name is one person."""
    holders = [row for row in rows if row.kind in {Kind.PERSON, Kind.OFFICE}]
    counts = Counter(row.suggestion for row in holders)
    for row in holders:
        if counts[row.suggestion] > 1 and is_cover_name(row.suggestion):
            row.suggestion = f"{row.suggestion[:-1]} {labels[row.mark].split(' ')[1]}]"


def _add_decisions(raw: RawCase, review: RawReview) -> None:
    latest: dict[str, RawDecision] = {}
    for decision in raw.decisions.filter(undone_at=None).select_related("decided_by"):
        review.step = decision.batch
        if decision.choice in RawDecision.ABOUT_WORDS:
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
    return {name: "".join(words for words, _row in pieces(review, name)) for name in review.texts}


def pieces(review: RawReview, field: str) -> Iterator[tuple[str, ReviewRow | None]]:
    """The guarded text of ``field`` in pieces: its words, and the row where a person has not decided about
    them yet.
    """
    text, position = review.texts[field], 0
    cuts = [
        (mention.start, mention.end, row)
        for row in review.rows
        if row.decision is None or row.decision.choice == RawDecision.Choice.REPLACE
        for mention in row.mentions
        if mention.field == field
    ]
    for start, end, row in _outermost(cuts):
        yield text[position:start], None
        if row.decision is None:
            yield text[start:end], row
        else:
            yield _begun(text[:start], row.decision.replacement), None
        position = end
    yield text[position:], None


def _begun(before: str, replacement: str) -> str:
    """With a capital letter where a sentence begins."""
    if not before.strip() or before.rstrip(" ").endswith((".", "!", "?", "\n")):
        return replacement[:1].upper() + replacement[1:]
    return replacement


def _outermost(cuts: Sequence[tuple[int, int, ReviewRow]]) -> list[tuple[int, int, ReviewRow]]:
    """In the order of the text, without what lies inside another: a name in a quotation goes with it. Where
    nobody has decided about the quotation yet, the name in it counts.
    """
    kept: list[tuple[int, int, ReviewRow]] = []
    for cut in sorted(cuts, key=lambda cut: (cut[2].decision is None, cut[0], -cut[1])):
        if not any(cut[0] < other[1] and other[0] < cut[1] for other in kept):
            kept.append(cut)
    return sorted(kept, key=lambda cut: cut[0])
