"""What somebody collected as a table: a row per record, and one for each key that leads nowhere."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from knowledge.listing import Sheet
from publications.dossier.records import MissingRecord, Source

__all__ = ["table_of_selection"]


def table_of_selection(sources: Sequence[Source], missing: Sequence[MissingRecord]) -> Sheet:
    """In the order of the list, with the remarks; what is missing says so in its row."""
    columns = {
        _("Art"): 18, _("Titel"): 50, _("Kurzfassung"): 70, _("Ausgang oder Stand"): 22, _("Beleglage"): 22,
        _("Größe"): 28, _("Zeitraum"): 12, _("Anmerkung"): 50, _("Adresse"): 40, _("Kennung"): 40,
    }  # fmt: skip
    gone = [["", one.sentence, *[""] * 7, one.key] for one in missing]
    return Sheet(_("Merkliste"), columns, [*map(_row, sources), *gone])


def _row(source: Source) -> list[str]:
    described = source.described
    return [
        described.kind_label,
        described.title,
        described.summary,
        source.fact("outcome") or source.fact("state"),
        source.fact("evidence_level"),
        source.fact("size_band"),
        source.period or source.fact("period_band"),
        source.note,
        source.address,
        described.key,
    ]
