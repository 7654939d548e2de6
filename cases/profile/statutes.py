"""Statutes a case may rest on: a closed list. One of a Land tells the Land, so it counts in k."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from knowledge.enums import FederalState

__all__ = ["Statute", "land_of_statutes"]


class Statute(TextChoices):
    """Federal statutes, those of a Land, and the same by kind where the Land is not to be told."""

    GO = "go", _("Gemeindeordnung (Land nicht genannt)")
    LKRO = "lkro", _("Landkreisordnung (Land nicht genannt)")
    KAG = "kag", _("Kommunalabgabengesetz (Land nicht genannt)")
    KHV = "khv", _("Gemeindehaushaltsverordnung (Land nicht genannt)")
    KZG = "kzg", _("Gesetz über kommunale Zusammenarbeit (Land nicht genannt)")
    WG = "wg", _("Wassergesetz des Landes (Land nicht genannt)")
    GO_BY = "go-by", _("Gemeindeordnung (Bayern)")
    KAG_BY = "kag-by", _("Kommunalabgabengesetz (Bayern)")
    KHV_BY = "khv-by", _("Kommunalhaushaltsverordnung (Bayern)")
    KZG_BY = "kzg-by", _("Gesetz über die kommunale Zusammenarbeit (Bayern)")
    GO_BW = "go-bw", _("Gemeindeordnung (Baden-Württemberg)")
    KAG_BW = "kag-bw", _("Kommunalabgabengesetz (Baden-Württemberg)")
    KHV_BW = "khv-bw", _("Gemeindehaushaltsverordnung (Baden-Württemberg)")
    KZG_BW = "kzg-bw", _("Gesetz über kommunale Zusammenarbeit (Baden-Württemberg)")
    BAUGB = "baugb", _("Baugesetzbuch")
    BAUNVO = "baunvo", _("Baunutzungsverordnung")
    SGB8 = "sgb8", _("Sozialgesetzbuch VIII")
    WHG = "whg", _("Wasserhaushaltsgesetz")
    KSG = "ksg", _("Bundes-Klimaschutzgesetz")
    KANG = "kang", _("Bundes-Klimaanpassungsgesetz")
    EEG = "eeg", _("Erneuerbare-Energien-Gesetz")
    ARBSCHG = "arbschg", _("Arbeitsschutzgesetz")
    GWB = "gwb", _("Gesetz gegen Wettbewerbsbeschränkungen (Vergabe)")
    USTG = "ustg", _("Umsatzsteuergesetz")
    BGB = "bgb", _("Bürgerliches Gesetzbuch")

    @property
    def land(self) -> str:
        """The Land it tells, or nothing."""
        end = self.value.partition("-")[2].upper()
        return end if end in FederalState.values else ""

    @property
    def hides_land(self) -> bool:
        """Whether it stands for the statute of a Land that is not to be told."""
        return self in {Statute.GO, Statute.LKRO, Statute.KAG, Statute.KHV, Statute.KZG, Statute.WG}


def land_of_statutes(statutes: Iterable[str]) -> str:
    """The Land that some of these statutes tell, or nothing."""
    return next((land for value in statutes if (land := Statute(value).land)), "")
