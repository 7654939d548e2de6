"""One name, one decision: what is a finding once is a finding everywhere in the document. Pure module."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.anonymity.detector.findings import NAME_KINDS, Finding, Kind
from knowledge.anonymity.detector.lexicon import Lexicon, fold, load_lexicon
from knowledge.anonymity.detector.tokens import Token

__all__ = ["find_repeated", "settle"]

_LEAST = 0.3
_ORDER = {"intake": 0, "pattern": 1, "titled": 2, "register": 2, "model": 3, "repeated": 4, "quasi": 5}


def _genitive_free(folded: str) -> str:
    return re.sub(r"(?:'s|’s|s|'|’)$", "", folded) if len(folded) > 4 else folded


def _roots(findings: Sequence[Finding], lexicon: Lexicon) -> dict[str, Finding]:
    """Name words (folded, without genitive) of the sure findings, each with the finding it comes from."""
    roots: dict[str, Finding] = {}
    for finding in findings:
        if finding.kind not in NAME_KINDS or finding.certainty < _LEAST or finding.layer == "pattern":
            continue
        for word in re.findall(r"[^\W\d_]{3,}", finding.text):
            ordinary = lexicon.level(word) or lexicon.level(word.lower()) or lexicon.knows(word)
            if word[0].isupper() and not ordinary:
                roots.setdefault(_genitive_free(fold(word)), finding)
    return roots


def find_repeated(text: str, tokens: Sequence[Token], findings: Sequence[Finding]) -> Iterator[Finding]:
    """Further mentions of the names found: genitive, plural, compounds (``Huber`` -> ``Hubers``,
    ``Huber-Plan``).
    """
    lexicon = load_lexicon()
    roots = _roots(findings, lexicon)
    covered = (
        {index for finding in findings for index in range(finding.start, finding.end)} if roots else set()
    )
    for token in tokens if roots else ():
        if token.start in covered or not token.text[0].isupper():
            continue
        for part in re.split(r"[-‑–*:_]", token.text):
            source = roots.get(_genitive_free(fold(part))) if len(part) > 2 else None
            if source:
                yield Finding(
                    token.start, token.end, source.kind, text[token.start : token.end], min(source.certainty,
                    0.9),
                    f"Kommt im Text schon als „{source.text}“ vor", source.suggestion, "repeated",
                )  # fmt: skip
                break


def settle(text: str, findings: Sequence[Finding]) -> list[Finding]:
    """No two findings overlap any more: names that overlap become one, otherwise the surer layer stays."""
    result: list[Finding] = []
    firm = [finding for finding in findings if finding.layer != "quasi"]
    for finding in sorted(firm, key=lambda item: (item.start, -item.end)):
        if not result or finding.start >= result[-1].end:
            result.append(finding)
            continue
        result[-1] = _merge(text, result[-1], finding)
    result = list(_one_per_name(text, result, [finding for finding in firm if finding.layer == "intake"]))
    for finding in sorted(
        (item for item in findings if item.layer == "quasi"), key=lambda item: -item.certainty
    ):
        result = [other for other in result if not _is_part_of_office(finding, other)]
        result += _beside(text, finding, result)
    return sorted((_hint_at_state(item) for item in result), key=lambda item: item.start)


_STATE_WORDS = frozenset(
    {
        *("Bayern", "Bayerns", "Baden-Württemberg", "Baden-Württembergs", "Deutschland", "Deutschlands"),
        *("Süddeutschland", "Süddeutschlands", "Europa", "Europas", "Freistaat"),
    }
)
_BETWEEN = frozenset({"und", "oder", "in", "ganz", "aus"})


def _hint_at_state(finding: Finding) -> Finding:
    """``Bayern und Baden-Württemberg`` stands in the public header anyway, whatever layer found it."""
    words = re.findall(r"[\w-]+", finding.text)
    if (
        finding.layer == "intake"
        or finding.kind is not Kind.PLACE
        or not all(word in _STATE_WORDS or word in _BETWEEN for word in words)
    ):
        return finding
    return replace(
        finding,
        certainty=min(finding.certainty, 0.2),
        reason="Land oder Staat: steht auch im öffentlichen Kopf",
        suggestion="",
    )


def _one_per_name(text: str, findings: Sequence[Finding], intake: Sequence[Finding]) -> Iterator[Finding]:
    """Findings in which two names of the intake were joined (``Musterhausen Huber``), cut so that each has
    its own.
    """
    single: list[Finding] = []
    for finding in sorted(intake, key=lambda item: (item.start, -item.end)):
        if single and finding.start < single[-1].end:
            single[-1] = _merge(text, single[-1], finding)
        else:
            single.append(finding)
    for finding in findings:
        inside = [name for name in single if finding.covers(name)]
        if len(inside) < 2:
            yield finding
            continue
        start = finding.start
        for name, following in zip(inside, [*inside[1:], None], strict=True):
            end = following.start if following else finding.end
            # What stands between two names belongs to the first one as far as it has name words ("GmbH").
            words = [
                match for match in re.finditer(r"[^\W_]+", text[name.end : end]) if match.group()[0].isupper()
            ]
            end = finding.end if following is None else name.end + (words[-1].end() if words else 0)
            yield replace(name, start=start, end=end, text=text[start:end])
            start = following.start if following else end


def _is_part_of_office(finding: Finding, other: Finding) -> bool:
    """``SPD`` or ``Freie Wähler`` inside of party and office says nothing more than the whole."""
    inside = finding.covers(other) and other.layer in {"model", "repeated"} and other.kind is not Kind.PERSON
    return finding.kind is Kind.OFFICE and inside


def _merge(text: str, left: Finding, right: Finding) -> Finding:
    """One finding for two that overlap: the whole span, the kind of the surer layer."""
    best, other = (left, right) if _rank(left) <= _rank(right) else (right, left)
    if best.layer == "register" and other.layer == "model" and other.covers(best) and other.certainty > 0.5:
        best = other if other.end - other.start > best.end - best.start else best
    start, end = min(left.start, right.start), max(left.end, right.end)
    certainty = max(left.certainty, right.certainty)
    return replace(best, start=start, end=end, text=text[start:end], certainty=certainty)


def _rank(finding: Finding) -> tuple[int, float]:
    return _ORDER[finding.layer], -finding.certainty


def _beside(text: str, finding: Finding, others: Sequence[Finding]) -> list[Finding]:
    """The part of a quasi-identifier before the first finding inside it; none where that is too short to
    read.
    """
    inside = [other for other in others if other.overlaps(finding)]
    if not inside:
        return [finding]
    end = min(other.start for other in inside)
    while end > finding.start and text[end - 1].isspace():
        end -= 1
    if end - finding.start < 12:
        return []
    return [replace(finding, end=end, text=text[finding.start : end])]
