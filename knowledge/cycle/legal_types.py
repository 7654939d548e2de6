"""The legal type of a municipality as the register writes it, and how to find it by the name somebody
typed.
"""

from __future__ import annotations

import re

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from knowledge.anonymity.profile import band_of
from knowledge.anonymity.register import municipalities
from search.language import fold

__all__ = ["LegalType", "legal_type_of"]

_TITLE = re.compile(
    r"^(?:(?:große\s+kreis|kreisfreie\s+|universitäts)?stadt|stadtkreis|gemeinde|markt(?:gemeinde)?)\s+",
    re.IGNORECASE,
)


class LegalType(TextChoices):
    """The values are those of the register; a Landkreis has none."""

    MUNICIPALITY = "Gemeinde", _("Gemeinde")
    MARKET = "Markt", _("Markt")
    TOWN = "Stadt", _("Stadt")
    LARGE_TOWN = "Große Kreisstadt", _("Große Kreisstadt")
    INDEPENDENT_BY = "kreisfreie Stadt", _("kreisfreie Stadt")
    INDEPENDENT_BW = "Stadtkreis", _("Stadtkreis")


def legal_type_of(name: str, federal_state: str, size_band: str) -> str:
    """The legal type of the municipality that somebody calls ``name``, with or without its title; empty where
    the register has none of this Land and size, or several of different types.
    """
    wanted = {fold(name.strip()), fold(_TITLE.sub("", name.strip()))}
    types = {
        item.type
        for item in municipalities()
        if item.federal_state == federal_state
        and fold(item.name) in wanted
        and band_of(item.population) == size_band
    }
    return types.pop() if len(types) == 1 else ""
