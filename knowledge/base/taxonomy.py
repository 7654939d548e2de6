"""Taxonomies: challenge areas, policy fields, target groups and the global goals.

Challenge areas are a closed taggit vocabulary: editors choose among the 18, nobody adds one while tagging.
"""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase, TagBase

from knowledge.base import in_use
from knowledge.base.guarded import GuardedWords
from knowledge.base.slugs import german_slug
from knowledge.base.versions import VersionedRecord
from knowledge.classification import classify
from search.models import InRange, OneOf

__all__ = [
    "ChallengeArea",
    "ChallengeAreaItem",
    "PolicyField",
    "SustainableDevelopmentGoal",
    "TargetGroup",
    "localised",
]


def localised(german: str, english: str) -> str:
    """The text in the active language; German where the English one is empty."""
    return english if english and (get_language() or "de").startswith("en") else german


class ChallengeArea(VersionedRecord, GuardedWords, TagBase):
    """One of the 18 challenges in which the forum thinks; its slug is the key in addresses and records."""

    free_tagging = False

    name_en = models.CharField(
        _("Name auf Englisch"), max_length=100, help_text=_("Für die englische Oberfläche.")
    )
    definition = models.TextField(_("Definition"), help_text=_("Ein Satz: Was gehört dazu?"))
    definition_en = models.TextField(
        _("Definition auf Englisch"), blank=True, help_text=_("Für die englische Oberfläche.")
    )
    seed_wording = models.CharField(
        _("Wortlaut der Ausschreibung"),
        max_length=200,
        blank=True,
        help_text=_("Die Worte der Ausschreibung, zum Beispiel „bei knappen Kassen“."),
    )
    entry_terms = models.TextField(
        _("Einstiegsbegriffe"),
        blank=True,
        help_text=_(
            "Ein Begriff je Zeile, wie ihn Menschen in die Suche tippen, zum Beispiel „klamm“. Die Suche"
            " führt von dort zu dieser Herausforderung."
        ),
    )
    entry_terms_en = models.TextField(
        _("Einstiegsbegriffe auf Englisch"),
        blank=True,
        help_text=_("Ein Begriff je Zeile, zum Beispiel „broke“."),
    )
    sort_order = models.PositiveSmallIntegerField(
        _("Reihenfolge"), default=0, help_text=_("Kleine Zahlen stehen vorn.")
    )

    classification: ClassVar[dict[str, Any]] = classify(
        public=(
            "name slug name_en definition definition_en seed_wording entry_terms entry_terms_en sort_order"
        ),
        internal="id row_version",
    )

    class Meta:
        ordering = ["sort_order"]
        verbose_name = _("Herausforderung")
        verbose_name_plural = _("Herausforderungen")

    def slugify(self, tag: str, i: int | None = None) -> str:
        """The address of a new one; ``i`` where another has it already."""
        return "-".join([german_slug(tag, most=90), *([str(i)] if i is not None else [])])

    @property
    def label(self) -> str:
        """Name in the active language."""
        return localised(self.name, self.name_en)

    @property
    def description(self) -> str:
        """Definition in the active language."""
        return localised(self.definition, self.definition_en)


class ChallengeAreaItem(ItemBase):
    """Abstract link from a page to a challenge area: taggit's through model and an orderable inline in one.

    The order counts ("most important first"), which a plain tag widget cannot express.
    """

    tag = models.ForeignKey(
        ChallengeArea,
        on_delete=in_use.protect,
        related_name="%(app_label)s_%(class)s_items",
        verbose_name=_("Herausforderung"),
        help_text=_("Eine der 18 Herausforderungen; die wichtigste zuerst."),
    )
    sort_order = models.IntegerField(null=True, blank=True, editable=False)
    sort_order_field = "sort_order"

    classification: ClassVar[dict[str, Any]] = classify(public="tag sort_order", internal="id content_object")

    class Meta:
        abstract = True
        ordering = ["sort_order"]
        verbose_name = _("Herausforderung")
        verbose_name_plural = _("Herausforderungen")

    def __str__(self) -> str:
        return self.tag.name


class _Term(VersionedRecord, GuardedWords):
    """A term with a key and a name in both languages."""

    key = models.SlugField(
        _("Schlüssel"), unique=True, help_text=_("Steht in Adressen; bitte nicht mehr ändern.")
    )
    name = models.CharField(_("Name"), max_length=100, help_text=_("So steht es in Filtern und auf Seiten."))
    name_en = models.CharField(
        _("Name auf Englisch"), max_length=100, help_text=_("Für die englische Oberfläche.")
    )
    sort_order = models.PositiveSmallIntegerField(
        _("Reihenfolge"), default=0, help_text=_("Kleine Zahlen stehen vorn.")
    )

    classification: ClassVar[dict[str, Any]] = classify(
        public="key name name_en sort_order", internal="id row_version"
    )

    class Meta:
        abstract = True
        ordering = ["sort_order"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Name in the active language."""
        return localised(self.name, self.name_en)


class PolicyField(_Term):
    """Field of municipal work (childcare, energy ...): the facet by which readers search."""

    class Meta(_Term.Meta):
        verbose_name = _("Handlungsfeld")
        verbose_name_plural = _("Handlungsfelder")


class TargetGroup(_Term):
    """Whom a record addresses: participants of the forum, or groups it should travel to."""

    class Reach(models.TextChoices):
        """Whether the group takes part in the forum or is reached by transfer."""

        FORUM = "forum", _("nimmt am Forum teil")
        TRANSFER = "transfer", _("wird durch Transfer erreicht")

    reach = models.CharField(
        _("Bezug zum Forum"),
        max_length=10,
        choices=Reach.choices,
        default=Reach.TRANSFER,
        help_text=_("Sitzt die Gruppe selbst im Forum, oder soll das Wissen zu ihr gelangen?"),
    )

    classification: ClassVar[dict[str, Any]] = classify(public="reach")

    class Meta(_Term.Meta):
        verbose_name = _("Zielgruppe")
        verbose_name_plural = _("Zielgruppen")
        constraints = [OneOf("reach")]


class SustainableDevelopmentGoal(VersionedRecord, GuardedWords):
    """One of the 17 global goals of the United Nations."""

    number = models.PositiveSmallIntegerField(_("Nummer"), primary_key=True)
    name = models.CharField(
        _("Name"),
        max_length=100,
        help_text=_("Der amtliche Kurztitel, zum Beispiel „Maßnahmen zum Klimaschutz“."),
    )
    name_en = models.CharField(
        _("Name auf Englisch"), max_length=100, help_text=_("Für die englische Oberfläche.")
    )

    classification: ClassVar[dict[str, Any]] = classify(public="number name name_en", internal="row_version")

    class Meta:
        ordering = ["number"]
        verbose_name = _("Nachhaltigkeitsziel")
        verbose_name_plural = _("Nachhaltigkeitsziele")
        constraints = [InRange("number", 1, 17)]

    def __str__(self) -> str:
        return f"{self.number} {self.label}"

    @property
    def label(self) -> str:
        """Name in the active language."""
        return localised(self.name, self.name_en)
