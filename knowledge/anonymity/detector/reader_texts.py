"""What a reader writes into a public form, looked through before it is kept.

Pure: no Django. A certain finding has to go; a doubtful one may stay when the writer says that it names
nobody, because a person reads the text again before anything is done with it.
"""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.anonymity.detector.detection import Finding, find

__all__ = ["CERTAIN", "Inspected", "TextPiece", "inspect_text", "names_nobody"]

CERTAIN = 0.9
"""The same border as at the gate of the cases (cases/gate/clearance.py)."""


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A stretch of the text; ``finding`` where it may tell who or where."""

    text: str
    finding: Finding | None = None

    @property
    def is_certain(self) -> bool:
        """Whether this piece has to go."""
        return self.finding is not None and self.finding.certainty >= CERTAIN


@dataclass(frozen=True, slots=True)
class Inspected:
    """A text with its findings. The pieces, one after the other, are the text."""

    text: str
    findings: tuple[Finding, ...]

    @property
    def certain(self) -> tuple[Finding, ...]:
        """What has to go."""
        return tuple(f for f in self.findings if f.certainty >= CERTAIN)

    @property
    def doubtful(self) -> tuple[Finding, ...]:
        """What the writer may keep by saying that it names nobody."""
        return tuple(f for f in self.findings if f.certainty < CERTAIN)

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

    def replaced(self, *, also_doubtful: bool = True) -> str:
        """The text with the suggestion of each finding in its place; "[…]" where there is none."""
        return "".join(
            (
                (piece.finding.suggestion or "[…]")
                if piece.finding is not None and (also_doubtful or piece.is_certain)
                else piece.text
            )
            for piece in self.pieces()
        )


def inspect_text(text: str) -> Inspected:
    """Look a text through. The detector's own suggestions ("[Gemeinde]") are no findings, so a replaced text
    passes.
    """
    return Inspected(text, tuple(find(text)))


LIKELY = 0.5
"""From here on a query is taken for a name. Below, the model finds any rare noun suspicious, and rare nouns
are what people search in vain.
"""


def names_nobody(text: str) -> bool:
    """Whether a query is free of anything that probably names a person, a place or a contact."""
    return not any(finding.certainty >= LIKELY for finding in find(text))
