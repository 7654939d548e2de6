"""What a rule of the tables is, and how its findings are made. Pure module."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from knowledge.anonymity.detector.findings import LIKELY, Finding, Harm, Kind

__all__ = ["PatternRule", "find_by_rules"]

_NAMING = frozenset({Kind.PERSON, Kind.PLACE, Kind.ORGANISATION, Kind.CONTACT, Kind.ADDRESS, Kind.URL})


@dataclass(frozen=True, slots=True)
class PatternRule:
    """A regular expression with what a match means; ``rate`` may give another certainty or 0 (no finding).

    Without ``harm`` a likely find of a kind that names somebody is direct, any other likely one exact, the
    rest a hint. A group whose name begins with ``what`` narrows the finding to a part of the match.
    """

    kind: Kind
    pattern: re.Pattern[str]
    certainty: float
    reason: str
    suggestion: str
    rate: Callable[[re.Match[str]], float] | None = None
    harm: Harm | None = None

    def harm_of(self, certainty: float) -> Harm:
        """The harm of a find with this certainty."""
        if self.harm is not None:
            return self.harm
        if certainty < LIKELY:
            return Harm.HINT
        return Harm.DIRECT if self.kind in _NAMING else Harm.EXACT


def find_by_rules(text: str, rules: Iterable[PatternRule], layer: str) -> Iterator[Finding]:
    """Findings of ``rules`` on (normalised) ``text``, rule by rule; overlaps are settled later."""
    for rule in rules:
        parts = [name for name in rule.pattern.groupindex if name.startswith("what")]
        for match in rule.pattern.finditer(text):
            certainty = rule.certainty if rule.rate is None else rule.rate(match)
            start, end = match.span(next((name for name in parts if match[name]), 0))
            while start < end and text[end - 1].isspace():
                end -= 1
            while start < end and text[start].isspace():
                start += 1
            if certainty > 0 and start < end:
                yield Finding(
                    start, end, rule.kind, text[start:end], certainty, rule.reason, rule.suggestion, layer,
                    rule.harm_of(certainty),
                )  # fmt: skip
