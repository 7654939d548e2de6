"""A dossier: records that somebody collected, put together for those who decide, on 1, 4 or 12 pages.

What is collected stands in the address, so a dossier can be handed on and nothing about a reader is stored.
Whoever asks, it is made of what everybody may read.
"""

from publications.dossier.composition import AUDIENCES, PAGES, Dossier, compose
from publications.dossier.orders import BUILD_DOSSIER, forget_old_orders, forget_orders, order
from publications.dossier.records import MissingRecord, Source, collect, named
from publications.dossier.selection import Choice, Selection
from publications.dossier.writing import write

__all__ = [
    "AUDIENCES",
    "BUILD_DOSSIER",
    "PAGES",
    "Choice",
    "Dossier",
    "MissingRecord",
    "Selection",
    "Source",
    "collect",
    "compose",
    "forget_old_orders",
    "forget_orders",
    "named",
    "order",
    "write",
]
