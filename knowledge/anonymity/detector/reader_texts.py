"""What a reader writes into a public form, looked through before it is kept.

Pure: no Django. A certain finding has to go; a doubtful one may stay when the writer says that it names
nobody, because a person reads the text again before anything is done with it.
"""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.anonymity.detector.asking import find
from knowledge.anonymity.detector.findings import Finding
from knowledge.anonymity.detector.placeholders import Placeholder

__all__ = ["Inspected", "TextPiece", "inspect_text", "names_nobody"]


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A stretch of the text; ``finding`` where it may tell who or where."""

    text: str
    finding: Finding | None = None

    @property
    def is_certain(self) -> bool:
        """Whether this piece has to go."""
        return self.finding is not None and self.finding.is_certain


@dataclass(frozen=True, slots=True)
class Inspected:
    """A text with its findings. The pieces, one after the other, are the text."""

    text: str
    findings: tuple[Finding, ...]

    @property
    def certain(self) -> tuple[Finding, ...]:
        """What has to go."""
        return tuple(f for f in self.findings if f.is_certain)

    @property
    def exact(self) -> tuple[Finding, ...]:
        """What is not certain but singles somebody out, unless the learned model alone says so."""
        return tuple(f for f in self.findings if f.is_harmful and not (f.is_certain or f.is_learned))

    @property
    def doubtful(self) -> tuple[Finding, ...]:
        """What the writer may keep by saying that it names nobody."""
        return tuple(f for f in self.findings if not f.is_certain)

    def pieces(self) -> list[TextPiece]:
        """The text cut at its findings."""
        made: list[TextPiece] = []
        position = 0
        for finding in self.findings:
            if finding.start > position:
                made.append(TextPiece(self.text[position : finding.start]))
            made.append(TextPiece(self.text[finding.start : finding.end], finding))
            position = finding.end
        if position < len(self.text):
            made.append(TextPiece(self.text[position:]))
        return made

    def replaced(self) -> str:
        """The text with the suggestion of each finding in its place; "[…]" where there is none."""
        return "".join(
            piece.text if piece.finding is None else (piece.finding.suggestion or Placeholder.LEFT_OUT)
            for piece in self.pieces()
        )


def inspect_text(text: str) -> Inspected:
    """Look a text through. The detector's own suggestions ("[Gemeinde]") are no findings, so a replaced text
    passes. Raises ``DetectorUnavailable``.
    """
    return Inspected(text, tuple(find(text)))


def names_nobody(text: str) -> bool:
    """Whether a query is free of anything that probably names a person, a place or a contact.

    Below ``LIKELY`` the model finds any rare noun suspicious, and rare nouns are what people search in vain.
    Raises ``DetectorUnavailable``.
    """
    return not any(finding.is_likely for finding in find(text))
