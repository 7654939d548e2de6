"""A dossier as Markdown (CommonMark, with the tables of GitHub)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from publications.dossier.blocks import Block, Bullets, Grid, Heading
from publications.dossier.composition import Dossier

__all__ = ["as_markdown"]

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#])")


def as_markdown(dossier: Dossier) -> str:
    """The whole dossier; what stands in its texts is no markup."""
    day = _("Für: %(audience)s. Stand: %(day)s") % {"audience": dossier.audience, "day": dossier.made_on}
    parts = [f"# {_plain(dossier.title)}", _plain(day)]
    parts += ["\n".join(_lines(block)) for block in dossier.blocks]
    if dossier.missing:
        parts.append(f"## {_('Was fehlt')}")
        parts.append("\n".join(f"- {_plain(gone.key)}: {_plain(gone.sentence)}" for gone in dossier.missing))
    if dossier.sources:
        parts.append(f"## {_('Quellen')}")
        parts.append("\n\n".join(_plain(line) for line in dossier.references))
    return "\n\n".join(parts) + "\n"


def _plain(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield f"{'#' * block.level} {_plain(block.text)}"
    elif isinstance(block, Bullets):
        for number, (text, mark) in enumerate(block.lines, start=1):
            yield f"{f'{number}.' if block.numbered else '-'} {_plain(f'{text} {mark}')}"
    elif isinstance(block, Grid):
        yield f"| {' | '.join(map(_plain, block.head))} |"
        yield f"|{' --- |' * len(block.head)}"
        for row in block.rows:
            yield f"| {' | '.join(map(_plain, row))} |"
    else:
        lead = f"**{_plain(block.lead)}:** " if block.lead else ""
        yield lead + _plain(f"{block.text} {block.mark}")
