"""Inlines of a method card."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.models import Orderable

from knowledge.base import GuardedRow, InnerPassage, in_use
from knowledge.classification import classify
from knowledge.enums import AccessibilityNeed, QuantityRule, RoleKind
from knowledge.models import ChallengeAreaItem
from methods.models.card_page import MethodCardPage
from search.models import InRange, Needed, OneOf, Rising

__all__ = [
    "MethodAccessNote",
    "MethodChallengeArea",
    "MethodCombination",
    "MethodFile",
    "MethodInnerPassage",
    "MethodMaterial",
    "MethodPhase",
    "MethodPitfall",
    "MethodQuestion",
    "MethodRole",
    "MethodSource",
    "MethodTip",
    "MethodVariant",
]


class _CardRow(GuardedRow, Orderable):
    """A row of a card in the editor's order."""

    class Meta(Orderable.Meta):
        abstract = True

    def shown_on(self) -> MethodCardPage | None:
        """The card."""
        card: MethodCardPage | None = getattr(self, "card", None)
        return card


class MethodChallengeArea(ChallengeAreaItem):
    """Challenge area a method suits."""

    content_object = ParentalKey(
        MethodCardPage, on_delete=models.CASCADE, related_name="challenge_area_items"
    )


class MethodInnerPassage(InnerPassage, _CardRow):
    """A passage of a card that goes deeper, for alumni or for those of one cycle alone."""

    card = ParentalKey(MethodCardPage, on_delete=models.CASCADE, related_name="inner_passages")

    classification: ClassVar[dict[str, Any]] = classify(internal="card")

    class Meta(InnerPassage.Meta, _CardRow.Meta):
        pass


class MethodPhase(_CardRow):
    """A step of the run sheet with minutes and the sentence to say."""

    card = ParentalKey(MethodCardPage, on_delete=models.CASCADE, related_name="phases")
    title = models.CharField(_("Phase"), max_length=120, help_text=_("Kurz, zum Beispiel „Fall schildern“."))
    minutes_min = models.PositiveSmallIntegerField(_("Minuten mindestens"), help_text=_("Wenn es eilt."))
    minutes_typ = models.PositiveSmallIntegerField(
        _("Minuten üblich"), help_text=_("Danach richten sich die Uhrzeiten auf der Karte.")
    )
    minutes_max = models.PositiveSmallIntegerField(_("Minuten höchstens"), help_text=_("Wenn viel Zeit ist."))
    social_form = models.CharField(
        _("Sozialform"), max_length=80, help_text=_("Zum Beispiel „Plenum“ oder „zu dritt“.")
    )
    instruction = models.TextField(
        _("Anweisung"),
        help_text=_("Was geschieht? Höchstens zwei Sätze, damit die Karte auf eine Seite passt."),
    )
    script = models.TextField(
        _("Sprechtext"), blank=True, help_text=_("Ein Satz, den die Moderation so sagen kann.")
    )
    output = models.CharField(
        _("Ergebnis"),
        max_length=200,
        blank=True,
        help_text=_("Was am Ende der Phase vorliegt, zum Beispiel „drei Fragen auf Karten“."),
    )
    material = models.CharField(
        _("Material"),
        max_length=200,
        blank=True,
        help_text=_("Was in dieser Phase gebraucht wird, zum Beispiel „Stoppuhr“."),
    )

    panels = [
        FieldPanel("title"),
        FieldRowPanel(["minutes_min", "minutes_typ", "minutes_max"]),
        FieldPanel("social_form"),
        FieldPanel("instruction"),
        FieldPanel("script"),
        FieldPanel("output"),
        FieldPanel("material"),
    ]

    classification: ClassVar[dict[str, Any]] = classify(
        public=(
            "title minutes_min minutes_typ minutes_max social_form instruction script output material"
            " sort_order"
        ),
        internal="id card",
    )

    class Meta(_CardRow.Meta):
        verbose_name = _("Phase")
        verbose_name_plural = _("Phasen")
        constraints = [
            InRange("minutes_typ", 1),
            Rising(
                "minutes_min",
                "minutes_typ",
                "minutes_max",
                at="minutes_typ",
                sentence=_("Die üblichen Minuten liegen zwischen den wenigsten und den meisten."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.minutes_typ} min)"


class MethodRole(_CardRow):
    """Who does what; an empty count means everybody else."""

    card = ParentalKey(MethodCardPage, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(
        _("Rolle"), max_length=14, choices=RoleKind.choices, help_text=_("Wer, zum Beispiel „Fallgeber*in“.")
    )
    task = models.CharField(
        _("Aufgabe"),
        max_length=240,
        help_text=_(
            "Ein Satz mit Tätigkeitswort. Beispiel: „hört zu und schweigt, bis die Runde fertig ist“."
        ),
    )
    count = models.PositiveSmallIntegerField(
        _("Anzahl"), null=True, blank=True, help_text=_("Leer: alle übrigen.")
    )

    classification: ClassVar[dict[str, Any]] = classify(
        public="role task count sort_order", internal="id card"
    )

    class Meta(_CardRow.Meta):
        verbose_name = _("Rolle")
        verbose_name_plural = _("Rollen")
        constraints = [
            OneOf("role", blank=True),
            InRange("count", 1),
        ]

    def __str__(self) -> str:
        return self.get_role_display()


class MethodMaterial(_CardRow):
    """What to bring; the quantity follows from the number of people."""

    card = ParentalKey(MethodCardPage, on_delete=models.CASCADE, related_name="materials")
    item = models.CharField(
        _("Gegenstand"), max_length=160, help_text=_("Zum Beispiel „Pinnwand“ oder „Stuhlkreis ohne Tische“.")
    )
    quantity = models.PositiveSmallIntegerField(
        _("Menge"), default=1, help_text=_("Wie viele davon; worauf sich die Zahl bezieht, steht daneben.")
    )
    rule = models.CharField(
        _("Menge gilt"),
        max_length=10,
        choices=QuantityRule.choices,
        default=QuantityRule.FIXED,
        help_text=_("„Je Gruppe“: dann auch angeben, wie viele Personen eine Gruppe sind."),
    )
    group_size = models.PositiveSmallIntegerField(
        _("Personen je Gruppe"),
        null=True,
        blank=True,
        help_text=_("Zum Beispiel 6, wenn eine Pinnwand für sechs Personen reicht."),
    )

    classification: ClassVar[dict[str, Any]] = classify(
        public="item quantity rule group_size sort_order", internal="id card"
    )

    class Meta(_CardRow.Meta):
        verbose_name = _("Material")
        verbose_name_plural = _("Material")
        constraints = [
            OneOf("rule", blank=True),
            InRange("quantity", 1),
            InRange("group_size", 1),
            Needed(
                "group_size",
                when="rule",
                values=[QuantityRule.PER_GROUP],
                empty=None,
                sentence=_("Bitte angeben, für wie viele Personen diese Menge reicht."),
            ),
        ]

    def __str__(self) -> str:
        return self.item


class MethodQuestion(_CardRow):
    """A good question from practice."""

    card = ParentalKey(MethodCardPage, on_delete=models.CASCADE, related_name="questions")
    text = models.CharField(
        _("Leitfrage"),
        max_length=240,
        help_text=_(
            "Wörtlich, wie sie gestellt wird. Beispiel: „Woran würden wir in einem Jahr merken, dass es"
            " besser ist?“"
        ),
    )

    classification: ClassVar[dict[str, Any]] = classify(public="text sort_order", internal="id card")

    class Meta(_CardRow.Meta):
        verbose_name = _("Leitfrage")
        verbose_name_plural = _("Leitfragen")

    def __str__(self) -> str:
        return self.text


class MethodTip(_CardRow):
    """A tip."""

    card = ParentalKey(MethodCardPage, on_delete=models.CASCADE, related_name="tips")
    text = models.CharField(
        _("Tipp"),
        max_length=300,
        help_text=_(
            "Ein Kniff aus der Praxis. Beispiel: „Die Uhr sichtbar aufhängen, dann muss niemand"
            " unterbrechen.“"
        ),
    )

    classification: ClassVar[dict[str, Any]] = classify(public="text sort_order", internal="id card")

    class Meta(_CardRow.Meta):
        verbose_name = _("Tipp")
        verbose_name_plural = _("Tipps")

    def __str__(self) -> str:
        return self.text


class MethodPitfall(_CardRow):
    """How one notices that it goes wrong, and what helps."""

    card = ParentalKey(MethodCardPage, on_delete=models.CASCADE, related_name="pitfalls")
    sign = models.CharField(
        _("Woran merkt man es?"),
        max_length=240,
        help_text=_("Was man sieht oder hört. Beispiel: „Alle geben Ratschläge statt zu fragen.“"),
    )
    remedy = models.CharField(
        _("Was hilft?"),
        max_length=240,
        help_text=_("Was man dann sagt oder tut. Beispiel: „Ratschläge auf Karten parken.“"),
    )

    classification: ClassVar[dict[str, Any]] = classify(public="sign remedy sort_order", internal="id card")

    class Meta(_CardRow.Meta):
        verbose_name = _("Stolperstein")
        verbose_name_plural = _("Stolpersteine")

    def __str__(self) -> str:
        return self.sign


class MethodVariant(_CardRow):
    """Another way to run it."""

    card = ParentalKey(MethodCardPage, on_delete=models.CASCADE, related_name="variants")
    name = models.CharField(_("Name"), max_length=120, help_text=_("Zum Beispiel „Kurzform“."))
    change = models.TextField(_("Was ändert sich?"), help_text=_("Nur was anders ist als oben."))
    group = models.CharField(_("Gruppe"), max_length=80, blank=True, help_text=_("Zum Beispiel „4–6“."))
    minutes = models.CharField(_("Minuten"), max_length=40, blank=True, help_text=_("Zum Beispiel „20–25“."))

    classification: ClassVar[dict[str, Any]] = classify(
        public="name change group minutes sort_order", internal="id card"
    )

    class Meta(_CardRow.Meta):
        verbose_name = _("Variante")
        verbose_name_plural = _("Varianten")

    def __str__(self) -> str:
        return self.name


class MethodAccessNote(_CardRow):
    """How to run the method so that everybody can take part."""

    card = ParentalKey(MethodCardPage, on_delete=models.CASCADE, related_name="access_notes")
    need = models.CharField(
        _("Bedarf"),
        max_length=10,
        choices=AccessibilityNeed.choices,
        help_text=_("Wofür der Hinweis gilt, zum Beispiel „Hören“."),
    )
    note = models.CharField(
        _("Hinweis"),
        max_length=300,
        help_text=_("Was man konkret tut. Beispiel: „Mikrofon herumgeben, auch in kleinen Räumen.“"),
    )

    classification: ClassVar[dict[str, Any]] = classify(public="need note sort_order", internal="id card")

    class Meta(_CardRow.Meta):
        verbose_name = _("Hinweis zur Barrierefreiheit")
        verbose_name_plural = _("Hinweise zur Barrierefreiheit")
        constraints = [OneOf("need", blank=True)]

    def __str__(self) -> str:
        return self.get_need_display()


class MethodCombination(_CardRow):
    """A method that goes well before or after."""

    class Position(models.TextChoices):
        """Before or after."""

        BEFORE = "davor", _("Gut davor")
        AFTER = "danach", _("Gut danach")

    card = ParentalKey(MethodCardPage, on_delete=models.CASCADE, related_name="combinations")
    other = models.ForeignKey(
        MethodCardPage,
        on_delete=models.CASCADE,
        related_name="combined_by",
        verbose_name=_("Methode"),
        help_text=_("Eine Karte, die sich davor oder danach bewährt hat."),
    )
    position = models.CharField(
        _("Stelle"), max_length=6, choices=Position.choices, help_text=_("Kommt sie davor oder danach?")
    )

    panels = [PageChooserPanel("other", "methods.MethodCardPage"), FieldPanel("position")]

    classification: ClassVar[dict[str, Any]] = classify(
        public="other position sort_order", internal="id card"
    )

    class Meta(_CardRow.Meta):
        verbose_name = _("Kombination")
        verbose_name_plural = _("Kombinationen")
        constraints = [OneOf("position", blank=True)]

    def __str__(self) -> str:
        return f"{self.get_position_display()}: {self.other}"


class MethodSource(_CardRow):
    """Where a method comes from; authors are named, licences respected."""

    card = ParentalKey(MethodCardPage, on_delete=models.CASCADE, related_name="sources")
    text = models.CharField(
        _("Quelle"),
        max_length=300,
        help_text=_("Urheber*in, Titel, Jahr. Die Karte selbst ist in eigenen Worten geschrieben."),
    )
    url = models.URLField(_("Adresse"), blank=True, help_text=_("Vollständig, mit https://."))
    licence = models.CharField(
        _("Lizenz"),
        max_length=120,
        blank=True,
        help_text=_("Zum Beispiel „CC BY 4.0“; geschützte Namen hier vermerken."),
    )

    classification: ClassVar[dict[str, Any]] = classify(
        public="text url licence sort_order", internal="id card"
    )

    class Meta(_CardRow.Meta):
        verbose_name = _("Quelle")
        verbose_name_plural = _("Quellen")

    def __str__(self) -> str:
        return self.text


class MethodFile(_CardRow):
    """A sheet to print or hand out; the document has been cleaned and read for names as it came in."""

    card = ParentalKey(MethodCardPage, on_delete=models.CASCADE, related_name="files")
    title = models.CharField(
        _("Bezeichnung"),
        max_length=120,
        help_text=_("Was man bekommt, zum Beispiel „Rollenkarten zum Ausschneiden“."),
    )
    document = models.ForeignKey(
        "knowledge.LibraryDocument",
        on_delete=in_use.protect,
        related_name="+",
        verbose_name=_("Datei"),
        help_text=_("Ein PDF. Es wird beim Hochladen gereinigt und auf Namen gelesen."),
    )

    panels = [FieldPanel("title"), FieldPanel("document")]

    classification: ClassVar[dict[str, Any]] = classify(
        public="title document sort_order", internal="id card"
    )

    class Meta(_CardRow.Meta):
        verbose_name = _("Datei")
        verbose_name_plural = _("Dateien")

    def __str__(self) -> str:
        return self.title
