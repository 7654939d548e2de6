"""Tables of a drill: Markdown on the terminal, JSON and Markdown in ``bench-results/``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any


def table(title: str, rows: list[dict[str, Any]]) -> str:
    """A Markdown table with one line per row; a dash where a row lacks what another has."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    lines = [f"### {title}", "| " + " | ".join(names) + " |", "|" + "---|" * len(names)]
    lines += ["| " + " | ".join(str(row.get(name, "–")) for name in names) + " |" for row in rows]
    return "\n".join(lines)


def publish(name: str, results: dict[str, list[dict[str, Any]]]) -> None:
    """Print and keep the results."""
    report = "\n\n".join(table(title, rows) for title, rows in results.items())
    target = Path("bench-results")
    target.mkdir(exist_ok=True)
    (target / f"{name}.json").write_text(json.dumps(results, indent=2, ensure_ascii=False), encoding="utf-8")
    (target / f"{name}.md").write_text(report + "\n", encoding="utf-8")
    sys.stdout.write(report + "\n")


def say(text: str) -> None:
    """What the drill is doing, on the error stream, so that the tables can be piped."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
