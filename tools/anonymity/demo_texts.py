"""The prose of the demo cases and method cards: a half for training and tuning, a half for measuring.

They are written to be free of names; what sources and inventors of a method are called is
not part of the prose and is left out.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import yaml

__all__ = ["demo_files", "demo_texts", "further_texts", "half_of"]

ROOT = Path(__file__).resolve().parents[2]
_FOLDERS = ("cases/demo", "methods/demo")
_FURTHER = ("knowledge/demo/**/*.yaml", "publications/demo/*.yaml")
_NAMING_KEYS = frozenset(
    {
        "en",
        "sources",
        "source",
        "origin",
        "aliases",
        "references",
        "inventors",
        "literature",
        "id",
        "licence",
        "credit",
        "gate_exceptions",
        "guard_exceptions",
    }
)


def half_of(path: Path) -> str:
    """``tuning``, ``thresholds`` or ``holdout``, by the file's name.

    The first is learned from; the second, a sixth of the first half, is kept out of training, so that
    thresholds are set on prose the model has not seen; the third is only measured.
    """
    digest = hashlib.sha256(path.name.encode()).digest()
    if not digest[0] % 2:
        return "holdout"
    return "tuning" if digest[1] % 3 else "thresholds"


def demo_files(half: str = "") -> list[Path]:
    """Demo files of one part, or all."""
    files = [path for folder in _FOLDERS for path in sorted((ROOT / folder).glob("*[0-9].yaml"))]
    return [path for path in files if not half or half_of(path) == half]


def further_texts() -> list[str]:
    """Texts of lessons, cycles, pages and publications of the demo: only for tuning, never for measuring."""
    return [
        text for pattern in _FURTHER for path in sorted(ROOT.glob(pattern)) for text in demo_texts(path=path)
    ]


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        if " " in value:
            yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in _NAMING_KEYS:
                yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def demo_texts(half: str = "", path: Path | None = None) -> list[str]:
    """The texts of one half (or of one file), without the fields that name sources; unreadable files are left
    out.
    """
    texts: list[str] = []
    for file in [path] if path else demo_files(half):
        try:
            texts += _strings(yaml.safe_load(file.read_text(encoding="utf-8")))
        except yaml.YAMLError:
            continue
    return texts
