"""The demo library of a measurement, in a folder of its own, and its texts as the peer gets them."""

from __future__ import annotations

import io
import os
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

__all__ = ["prepare", "synthetic", "texts"]


def prepare(folder: Path) -> None:
    """Set Django up over a database and an index of their own, with the demo content; what an earlier run
    left in the folder is taken.
    """
    os.environ.update(
        DJANGO_SETTINGS_MODULE="knowledge.settings.dev",
        DEBUG="0",
        DATABASE_URL=f"sqlite:///{folder / 'bench.sqlite3'}",
        SEARCH_INDEX_DIR=str(folder / "index"),
        WITHDRAWALS_FILE=str(folder / "widerrufe.txt"),
        MEDIA_ROOT=str(folder / "media"),
    )
    import django

    django.setup()
    from django.core.management import call_command

    if (folder / "ready").exists():
        return
    call_command("migrate", verbosity=0)
    call_command("load_demo", stdout=io.StringIO())
    (folder / "ready").touch()


def texts() -> list[dict[str, Any]]:
    """Title, summary and paragraphs of every public record."""
    from search.index import apply
    from search.readers import Index

    return [
        {"title": d.title, "intro": d.summary, "paragraphs": [p.text for p in d.passages]}
        for d in (document.stored for document in apply.all_documents(Index.PUBLIC))
    ]


def synthetic(count: int) -> Iterator[Any]:
    """``count`` documents, not analysed, whose sentences are drawn from the demo records: real words, real
    lengths.
    """
    from search.index import apply
    from search.readers import Index

    originals = [document.stored for document in apply.all_documents(Index.PUBLIC)]
    sentences = [s.strip() for d in originals for p in d.passages for s in p.text.split(".") if len(s) > 30]
    draw = random.Random(7)
    for number in range(count):
        base = originals[number % len(originals)]
        passages = tuple(replace(p, text=". ".join(draw.sample(sentences, 6))) for p in base.passages[:4])
        yield replace(base, key=f"{base.kind}:{number:032x}", passages=passages)
