"""Writes measured figures into the model card, between marks, so that nobody types them. Pure module."""

from pathlib import Path

__all__ = ["write_between"]


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
