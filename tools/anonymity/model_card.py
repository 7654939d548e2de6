"""Writes versions and measured figures into the model card, between marks, so that nobody types them."""

import hashlib
from pathlib import Path

from knowledge.anonymity.detector import DETECTOR_VERSION
from knowledge.anonymity.detector.tagger import MODEL_FILE

__all__ = ["CARD", "versions", "write_between"]

CARD = Path(__file__).resolve().parents[2] / "docs" / "messungen" / "anonymitaet.md"


def versions() -> str:
    """Which rules and which model the card is about, as a German line. Raises ``FileNotFoundError`` without a
    model.
    """
    digest = hashlib.sha256(MODEL_FILE.read_bytes()).hexdigest()[:16]
    return f"Fassung der Prüfung: {DETECTOR_VERSION} · Modell: `{MODEL_FILE.name}`, SHA-256 `{digest}…`"


def write_between(card: Path, name: str, table: str) -> None:
    """Put ``table`` between ``<!-- name -->`` and ``<!-- /name -->``; raises ``ValueError`` with a German
    sentence where they are missing.
    """
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    head, found, rest = card.read_text(encoding="utf-8").partition(begin)
    _old, closed, tail = rest.partition(end)
    if not found or not closed:
        raise ValueError(f"In {card} fehlen die Marken {begin} und {end}.")
    card.write_text(f"{head}{begin}\n{table}\n{end}{tail}", encoding="utf-8")
