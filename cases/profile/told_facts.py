"""The tick list of a case: which facts of its text count into k, and what a person decided about them.

The rules find a fact by its words ("Universität") and cannot tell whether the text means the own town. A
second person may untick it with a reason; that holds for the sentences it was decided about alone.
Anybody who edits may add what the text paraphrases. Both stand beside the page, never in a revision.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from knowledge.anonymity.profile import FactMention
from knowledge.classification import classify
from knowledge.guard import SealError, finding_mark
from search.models import OneOf

__all__ = ["FACT_NAMES", "UNTICKED", "CaseFact", "FactRow", "counted", "fact_name", "tick_list"]

FACT_NAMES: Final = {
    "tram": _("hat eine Straßenbahn"),
    "fire": _("hat eine Berufsfeuerwehr"),
    "university": _("hat eine Universität"),
    "college": _("hat eine Hochschule"),
    "university-clinic": _("hat eine Universitätsklinik"),
    "bishop": _("ist Bischofssitz"),
    "airport": _("hat einen Verkehrsflughafen"),
    "national-park": _("liegt am Nationalpark"),
    "youth-office": _("hat ein eigenes Jugendamt"),
    "independent": _("ist kreisfrei"),
    "baden-wuerttemberg": _("liegt in Baden-Württemberg (Wort, das es nur dort gibt)"),
    "bavaria": _("liegt in Bayern (Wort, das es nur dort gibt)"),
    "citizens-meeting": _("hält Bürgerversammlungen ab"),
    "association": _("gehört einer Verwaltungsgemeinschaft an"),
    "joint-authority": _("gehört einem Gemeindeverwaltungsverband an"),
    "lake": _("liegt an einem See"),
    "border": _("liegt an der Grenze zu einem anderen Staat oder Land"),
    "spa": _("ist Kurort oder hat eine Therme"),
    "hospital": _("hat ein Krankenhaus"),
    "indoor-pool": _("hat ein Hallenbad"),
    "outdoor-pool": _("hat ein Freibad"),
    "referendum": _("hatte einen Bürgerentscheid"),
    "grammar-school": _("hat ein Gymnasium"),
    "secondary-school": _("hat eine Realschule"),
    "station": _("hat einen Bahnhof"),
    "public-utility": _("hat eigene Werke"),
    "theatre": _("hat ein Theater"),
    "harbour": _("hat einen Hafen"),
    "ski": _("hat ein Skigebiet oder eine Bergbahn"),
    "wine": _("ist eine Weingemeinde"),
    "prison": _("hat eine Justizvollzugsanstalt"),
    "housing": _("hat ein Neubaugebiet"),
    "barracks": _("hat eine Kaserne"),
    "unlisted:rare": _("hat etwas Seltenes, das in keiner Liste steht"),
}
"""What each fact says of the municipality, for people."""
_COUNCIL = _("hat %(seats)s Sitze im Rat")
_NEIGHBOUR = _("hat eine Nachbarkommune dieser Größe")


class CaseFact(models.Model):
    """What a person decided about one fact of a case."""

    class Reason(models.TextChoices):
        """Why it counts or not; a code, never words of the case."""

        OTHER_PLACE = "anderer-ort", _("Der Text meint einen anderen Ort")
        IN_GENERAL = "allgemein", _("Der Text spricht allgemein, nicht von dieser Kommune")
        OTHER_SENSE = "anderer-sinn", _("Das Wort meint hier etwas anderes")
        PARAPHRASED = "umschrieben", _("Der Text umschreibt es")
        FOUND_BESIDE = "nebenbei", _("Es steht mit dem Fall zusammen in der Presse oder im Netz")

    case = models.ForeignKey(
        "cases.CasePage", on_delete=models.CASCADE, related_name="fact_decisions", verbose_name=_("Fall")
    )
    key = models.CharField(_("Angabe"), max_length=40)
    counts = models.BooleanField(_("Zählt"))
    reason = models.CharField(_("Grund"), max_length=16, choices=Reason.choices)
    mark = models.CharField(
        _("Kennzeichen der Sätze"),
        max_length=32,
        blank=True,
        help_text=_("Gilt nur für diese Sätze; kommt ein anderer dazu, zählt die Angabe wieder."),
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("Entschieden von"),
    )
    decided_at = models.DateTimeField(_("Entschieden am"), auto_now=True)

    classification: ClassVar[dict[str, Any]] = classify(
        internal="id case key counts reason mark decided_by decided_at"
    )

    class Meta:
        verbose_name = _("Gezählte Angabe")
        verbose_name_plural = _("Gezählte Angaben")
        constraints = [
            OneOf("reason"),
            models.UniqueConstraint(fields=["case", "key"], name="one_decision_per_fact_of_a_case"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.key}"


UNTICKED: Final = (CaseFact.Reason.OTHER_PLACE, CaseFact.Reason.IN_GENERAL, CaseFact.Reason.OTHER_SENSE)
"""Reasons for which a fact of the text does not count; the others are those for adding one."""


@dataclass(frozen=True, slots=True)
class FactRow:
    """A row of the tick list: what is told, whether it counts, and what was decided, if anything."""

    mention: FactMention
    counts: bool
    is_found: bool
    decision: CaseFact | None = None


def fact_name(key: str) -> str:
    """What a fact says of the municipality."""
    name, _colon, rest = key.partition(":")
    if name == "council":
        return str(_COUNCIL % {"seats": rest})
    return str(_NEIGHBOUR if name == "neighbour" else FACT_NAMES[key])


def tick_list(
    case: Any, mentions: Iterable[FactMention], sentences: Callable[[str], str]
) -> tuple[FactRow, ...]:
    """The facts that the text of a case tells and those that were added, in this order. ``sentences`` gives
    those that tell a fact, by its key.
    """
    decided = {row.key: row for row in case.fact_decisions.all()} if case.pk else {}
    rows = [
        FactRow(mention, not _is_unticked(row, sentences), True, row)
        for mention in mentions
        if (row := decided.pop(mention.key, None)) or True
    ]
    added = [row for row in decided.values() if row.counts]
    return (*rows, *(FactRow(FactMention(row.key, fact_name(row.key)), True, False, row) for row in added))


def _is_unticked(row: CaseFact | None, sentences: Callable[[str], str]) -> bool:
    """Fail closed: where no key opens that of the marks, nothing is unticked."""
    if row is None or row.counts or not row.mark:
        return False
    try:
        return row.mark == finding_mark("fact", sentences(row.key))
    except SealError:
        return False


def counted(
    case: Any, mentions: Iterable[FactMention], sentences: Callable[[str], str]
) -> tuple[FactMention, ...]:
    """The facts that count into k."""
    return tuple(row.mention for row in tick_list(case, mentions, sentences) if row.counts)
