"""Format, cycle and working meeting: where knowledge comes from. Three meetings are the default, not a
law.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable

from knowledge.base import GuardedWords, VersionedRecord, in_use
from knowledge.classification import classify
from knowledge.cycle.conditions import (
    begin_ends,
    for_archive,
    for_begin,
    for_call,
    for_closing,
    for_evaluation,
    for_holding,
    for_preparation,
    for_transfer,
    for_trial,
    for_working_up,
)
from knowledge.cycle.steps import StateStep, Stepped
from knowledge.enums import (
    CycleState,
    FederalState,
    FormatKind,
    FormatState,
    MeetingMode,
    MeetingState,
)
from search.contract import Viewer
from search.models import InRange, Needed, OneOf, Rising

__all__ = ["CycleCallText", "CycleQuestion", "Format", "ForumCycle", "MeetingGoal", "WorkingMeeting"]


class Format(Stepped, VersionedRecord, GuardedWords):
    """A way of working together that others can take over, with version and licence."""

    STEPS: ClassVar[tuple[StateStep, ...]] = (
        StateStep("erproben", _("Erprobt"), frozenset({FormatState.DRAFT}), FormatState.TRIED, for_trial),
        StateStep(
            "weitergeben",
            _("Zum Weitergeben freigeben"),
            frozenset({FormatState.TRIED}),
            FormatState.TRANSFERABLE,
            for_transfer,
        ),
        StateStep(
            "zurueck",
            _("Zurück zum Erproben"),
            frozenset({FormatState.TRANSFERABLE}),
            FormatState.TRIED,
            back=True,
        ),
    )

    key = models.SlugField(
        _("Schlüssel"),
        unique=True,
        help_text=_("Kurz und ohne Umlaute, zum Beispiel „forum“. Bitte nicht mehr ändern."),
    )
    name = models.CharField(
        _("Name"), max_length=120, help_text=_("Zum Beispiel „Forum Meine Kommune weiterdenken“.")
    )
    kind = models.CharField(
        _("Art"),
        max_length=20,
        choices=FormatKind.choices,
        default=FormatKind.FORUM,
        help_text=_("Wozu der Baustein gehört; „Eigenes“ für übernommene und umgebaute Formate."),
    )
    purpose = models.TextField(
        _("Zweck"), help_text=_("Wozu dient das Format, was haben Teilnehmende davon?")
    )
    principles = models.TextField(
        _("Grundsätze"), blank=True, help_text=_("Ein Grundsatz je Zeile, zum Beispiel „Vertraulichkeit“.")
    )
    min_meetings = models.PositiveSmallIntegerField(
        _("Treffen mindestens"),
        default=3,
        help_text=_("Beim Forum sind es drei. Drei sind üblich, kein Gesetz."),
    )
    target_groups = models.ManyToManyField(
        "knowledge.TargetGroup",
        verbose_name=_("Zielgruppen"),
        blank=True,
        help_text=_("Für wen das Format gemacht ist."),
    )
    budget_band = models.CharField(
        _("Kostenrahmen"),
        max_length=80,
        blank=True,
        help_text=_("Als Spanne, zum Beispiel „8.000 bis 12.000 € je Staffel“."),
    )
    licence = models.CharField(
        _("Lizenz"),
        max_length=60,
        default="CC BY 4.0",
        help_text=_("Unter welcher Lizenz andere es übernehmen dürfen, zum Beispiel „CC BY 4.0“."),
    )
    version = models.CharField(
        _("Fassung"),
        max_length=20,
        default="1.0",
        help_text=_("Zum Beispiel „2.1“; steigt, wenn eine Lehre das Format ändert."),
    )
    state = models.CharField(
        _("Stand"), max_length=16, choices=FormatState.choices, default=FormatState.DRAFT, editable=False
    )

    classification: ClassVar[dict[str, Any]] = classify(
        public=(
            "key name kind purpose principles min_meetings target_groups budget_band licence version state"
            " cycles"
        ),
        internal="id row_version",
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("Format")
        verbose_name_plural = _("Formate")
        constraints = [
            OneOf("kind"),
            OneOf("state"),
            InRange("min_meetings", 1),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class ForumCycle(Stepped, VersionedRecord, GuardedWords, ClusterableModel):
    """A run of the format ("Staffel"). Participants stay private; readers see the public summary page."""

    STEPS: ClassVar[tuple[StateStep, ...]] = (
        StateStep(
            "ausschreiben", _("Ausschreiben"), frozenset({CycleState.PLANNED}), CycleState.CALLED, for_call
        ),
        StateStep(
            "zurueckziehen",
            _("Ausschreibung zurückziehen"),
            frozenset({CycleState.CALLED}),
            CycleState.PLANNED,
            back=True,
        ),
        StateStep(
            "beginnen",
            _("Beginnen"),
            frozenset({CycleState.CALLED}),
            CycleState.RUNNING,
            for_begin,
            warning=begin_ends,
        ),
        StateStep(
            "auswerten",
            _("Auswerten"),
            frozenset({CycleState.RUNNING}),
            CycleState.EVALUATION,
            for_evaluation,
        ),
        StateStep(
            "fortsetzen",
            _("Doch noch ein Treffen"),
            frozenset({CycleState.EVALUATION}),
            CycleState.RUNNING,
            back=True,
        ),
        StateStep(
            "abschliessen",
            _("Abschließen"),
            frozenset({CycleState.EVALUATION}),
            CycleState.CLOSED,
            for_closing,
        ),
        StateStep(
            "wieder-oeffnen",
            _("Wieder öffnen"),
            frozenset({CycleState.CLOSED}),
            CycleState.EVALUATION,
            back=True,
        ),
        StateStep(
            "archivieren", _("Archivieren"), frozenset({CycleState.CLOSED}), CycleState.ARCHIVED, for_archive
        ),
    )

    format = models.ForeignKey(
        Format,
        on_delete=in_use.protect,
        related_name="cycles",
        verbose_name=_("Format"),
        help_text=_("Nach welchem Format die Staffel läuft."),
    )
    number = models.PositiveSmallIntegerField(
        _("Nummer"), unique=True, help_text=_("Fortlaufend, zum Beispiel 5.")
    )
    title = models.CharField(
        _("Titel"),
        max_length=120,
        help_text=_("Das Thema der Staffel, zum Beispiel „Knappe Kassen, andere Fragen“."),
    )
    state = models.CharField(
        _("Stand"), max_length=16, choices=CycleState.choices, default=CycleState.PLANNED, editable=False
    )
    starts = models.DateField(_("Beginn"), help_text=_("Tag des ersten Treffens."))
    ends = models.DateField(_("Ende"), help_text=_("Tag des letzten Treffens."))
    organisers = models.CharField(
        _("Veranstaltet von"),
        max_length=200,
        default="",
        help_text=_("Einrichtungen, keine Personen. Beispiel: „Forum Meine Kommune weiterdenken“."),
    )
    federal_states = models.CharField(
        _("Länder"),
        max_length=20,
        default="BY BW",
        help_text=_("Kürzel mit Leerzeichen, zum Beispiel „BY BW“."),
    )
    venue_band = models.CharField(
        _("Ort der Treffen"),
        max_length=120,
        blank=True,
        help_text=_("Ohne Ortsnamen, zum Beispiel „Tagungshaus im ländlichen Raum“."),
    )
    capacity_band = models.CharField(
        _("Zahl der Teilnehmenden"),
        max_length=40,
        blank=True,
        help_text=_("Nur als Spanne, zum Beispiel „10–12“."),
    )
    call_text = models.TextField(
        _("Ausschreibung"), blank=True, help_text=_("Der Text, mit dem eingeladen wurde.")
    )
    apply_until = models.DateField(
        _("Anmelden bis"), null=True, blank=True, help_text=_("Letzter Tag, an dem das Formular offen ist.")
    )
    places = models.PositiveSmallIntegerField(
        _("Plätze"),
        default=12,
        help_text=_("Wie viele Personen teilnehmen können; danach beginnt die Warteliste."),
    )
    costs = models.CharField(
        _("Kosten"),
        max_length=160,
        blank=True,
        help_text=_("Zum Beispiel „Die Teilnahme ist frei; Reise und Übernachtung tragen Sie selbst.“"),
    )
    confidentiality = models.TextField(
        _("Vertraulichkeit"), blank=True, help_text=_("Was in den Treffen gilt; steht in der Ausschreibung.")
    )
    commitment = models.TextField(
        _("Verbindlichkeit"),
        blank=True,
        help_text=_("Wozu sich verpflichtet, wer sich anmeldet, zum Beispiel zu allen drei Terminen."),
    )
    evaluation = models.TextField(
        _("Auswertung (intern)"), blank=True, help_text=_("Was die Auswertung ergab; bleibt im Haus.")
    )

    classification: ClassVar[dict[str, Any]] = classify(
        public=(
            "format number title state starts ends organisers federal_states venue_band capacity_band"
            " call_text call_texts questions meetings apply_until costs confidentiality commitment"
        ),
        internal="id row_version evaluation verdicts public_page participant_bands places",
    )

    names_makers_in = ("organisers",)

    panels = [
        FieldPanel("format"),
        FieldPanel("number"),
        FieldPanel("title"),
        FieldPanel("state", read_only=True),
        FieldPanel("starts"),
        FieldPanel("ends"),
        FieldPanel("organisers"),
        FieldPanel("federal_states"),
        FieldPanel("venue_band"),
        FieldPanel("capacity_band"),
        InlinePanel("questions", heading=_("Leitfragen"), label=_("Leitfrage")),
        FieldPanel("call_text"),
        InlinePanel("call_texts", heading=_("Ausschreibung je Zielgruppe"), label=_("Zielgruppe")),
        FieldPanel("apply_until"),
        FieldPanel("places"),
        FieldPanel("costs"),
        FieldPanel("confidentiality"),
        FieldPanel("commitment"),
        InlinePanel(
            "meetings",
            panels=[FieldPanel(name) for name in ("number", "date", "mode", "region_band", "public_note")],
            heading=_("Arbeitstreffen"),
            label=_("Arbeitstreffen"),
            help_text=_("Ziele und zu prüfende Lehren stehen beim einzelnen Treffen unter „Forum“."),
        ),
        FieldPanel("evaluation"),
    ]

    class Meta:
        ordering = ["number"]
        verbose_name = _("Staffel")
        verbose_name_plural = _("Staffeln")
        constraints = [
            OneOf("state"),
            InRange("number", 1),
            InRange("places", 1, 200),
            Rising("starts", "ends", at="ends", sentence=_("Das Ende liegt vor dem Beginn.")),
            Rising(
                "apply_until",
                "starts",
                at="apply_until",
                sentence=_("Anmelden kann man sich nur, bevor die Staffel beginnt."),
            ),
            Needed(
                "apply_until",
                when="state",
                values=[CycleState.CALLED],
                empty=None,
                sentence=_("Wer ausschreibt, sagt, bis wann man sich anmelden kann."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    @property
    def is_public(self) -> bool:
        """Whether everybody may read its page: what hides that hides its call, its form, its dates and its
        report.
        """
        page = getattr(self, "public_page", None)
        return page is not None and page.is_readable_by(Viewer())

    def clean(self) -> None:
        """The states are codes of the list, each once. Raises ``ValidationError`` at the field."""
        super().clean()
        codes = list(dict.fromkeys(self.federal_states.upper().replace(",", " ").split()))
        known = (FederalState.BY, FederalState.BW)
        if unknown := [code for code in codes if code not in known]:
            raise ValidationError(
                {
                    "federal_states": _("„%(codes)s“ ist kein Land; möglich sind BY und BW.")
                    % {"codes": " ".join(unknown)}
                }
            )
        self.federal_states = " ".join(codes)


class CycleQuestion(GuardedWords, Orderable):
    """A guiding question of a cycle."""

    cycle = ParentalKey(
        ForumCycle, on_delete=models.CASCADE, related_name="questions", verbose_name=_("Staffel")
    )
    text = models.CharField(
        _("Leitfrage"),
        max_length=240,
        help_text=_(
            "Eine Frage, die alle Treffen begleitet. Beispiel: „Was lassen wir, damit anderes gelingt?“"
        ),
    )

    classification: ClassVar[dict[str, Any]] = classify(public="text sort_order", internal="id cycle")

    class Meta(Orderable.Meta):
        verbose_name = _("Leitfrage")
        verbose_name_plural = _("Leitfragen")

    def __str__(self) -> str:
        return self.text


class CycleCallText(GuardedWords, Orderable):
    """What the call says to one target group."""

    cycle = ParentalKey(
        ForumCycle, on_delete=models.CASCADE, related_name="call_texts", verbose_name=_("Staffel")
    )
    target_group = models.ForeignKey(
        "knowledge.TargetGroup",
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("Zielgruppe"),
        help_text=_("Wen dieser Absatz anspricht."),
    )
    text = models.TextField(
        _("Text"), help_text=_("Zwei bis vier Sätze: warum gerade diese Gruppe gebraucht wird.")
    )

    classification: ClassVar[dict[str, Any]] = classify(
        public="target_group text sort_order", internal="id cycle"
    )

    class Meta(Orderable.Meta):
        verbose_name = _("Ausschreibung für eine Zielgruppe")
        verbose_name_plural = _("Ausschreibungen je Zielgruppe")
        constraints = [
            models.UniqueConstraint(fields=["cycle", "target_group"], name="one_call_text_per_group")
        ]

    def __str__(self) -> str:
        return str(self.target_group)


class WorkingMeeting(Stepped, VersionedRecord, GuardedWords, ClusterableModel):
    """A working meeting of a cycle. Which cases it consulted is never public."""

    STEPS: ClassVar[tuple[StateStep, ...]] = (
        StateStep(
            "vorbereiten",
            _("Vorbereitet"),
            frozenset({MeetingState.PLANNED}),
            MeetingState.PREPARED,
            for_preparation,
        ),
        StateStep(
            "umplanen", _("Neu planen"), frozenset({MeetingState.PREPARED}), MeetingState.PLANNED, back=True
        ),
        StateStep(
            "halten",
            _("Hat stattgefunden"),
            frozenset({MeetingState.PREPARED}),
            MeetingState.HELD,
            for_holding,
        ),
        StateStep(
            "nachbereiten",
            _("Nachbereitet"),
            frozenset({MeetingState.HELD}),
            MeetingState.WORKED_UP,
            for_working_up,
        ),
        StateStep(
            "nacharbeiten",
            _("Doch noch nacharbeiten"),
            frozenset({MeetingState.WORKED_UP}),
            MeetingState.HELD,
            back=True,
        ),
    )

    cycle = ParentalKey(
        ForumCycle, on_delete=models.CASCADE, related_name="meetings", verbose_name=_("Staffel")
    )
    number = models.PositiveSmallIntegerField(
        _("Nummer"), help_text=_("Das wievielte Treffen der Staffel es ist.")
    )
    date = models.DateField(_("Datum"), null=True, blank=True, help_text=_("Bleibt intern."))
    region_band = models.CharField(_("Gegend"), max_length=120, blank=True, help_text=_("Ohne Ortsnamen."))
    mode = models.CharField(
        pgettext_lazy("meeting", "Form"),
        max_length=12,
        choices=MeetingMode.choices,
        default=MeetingMode.ON_SITE,
        help_text=_("Präsenz, hybrid oder online."),
    )
    state = models.CharField(
        _("Stand"), max_length=16, choices=MeetingState.choices, default=MeetingState.PLANNED, editable=False
    )
    lessons_to_check = ParentalManyToManyField(
        "knowledge.LessonPage", verbose_name=_("Zu prüfende Lehren"), blank=True, related_name="checked_in",
        help_text=_("Drei bis fünf Lehren früherer Staffeln, über die die Runde am Ende des Treffens "
                    "urteilt. Bleibt intern."),
    )  # fmt: skip
    public_note = models.TextField(
        _("Öffentlicher Bericht"), blank=True, help_text=_("Zwei bis vier Sätze ohne Namen und ohne Fälle.")
    )

    classification: ClassVar[dict[str, Any]] = classify(
        public="number region_band mode public_note goals",
        internal=(
            "id row_version cycle date state lessons_to_check case_links raw_cases usage_reports verdicts"
            " session_plans originated_lessons observations"
        ),
    )

    panels = [
        FieldPanel("cycle", help_text=_("Die Staffel, zu der das Treffen gehört.")),
        FieldPanel("number"),
        FieldPanel("state", read_only=True),
        FieldPanel("date"),
        FieldPanel("mode"),
        FieldPanel("region_band"),
        InlinePanel("goals", heading=_("Ziele"), label=_("Ziel"), min_num=1),
        FieldPanel("lessons_to_check"),
        FieldPanel("public_note"),
    ]

    class Meta:
        ordering = ["cycle", "number"]
        constraints = [
            OneOf("mode"),
            OneOf("state"),
            InRange("number", 1),
            models.UniqueConstraint(fields=["cycle", "number"], name="unique_meeting_number"),
            Needed(
                "date",
                when="state",
                values=[MeetingState.PREPARED, MeetingState.HELD, MeetingState.WORKED_UP],
                empty=None,
                sentence=_("Ein vorbereitetes Treffen hat ein Datum."),
            ),
        ]
        verbose_name = _("Arbeitstreffen")
        verbose_name_plural = _("Arbeitstreffen")

    def __str__(self) -> str:
        return f"{self.cycle.number}. Staffel, {self.number}. Treffen"


class MeetingGoal(GuardedWords, Orderable):
    """What a meeting wants to reach."""

    meeting = ParentalKey(
        WorkingMeeting, on_delete=models.CASCADE, related_name="goals", verbose_name=_("Arbeitstreffen")
    )
    text = models.CharField(
        _("Ziel"),
        max_length=240,
        help_text=_("Was nach dem Treffen anders ist. Beispiel: „Jeder Fall hat drei nächste Schritte.“"),
    )

    classification: ClassVar[dict[str, Any]] = classify(public="text sort_order", internal="id meeting")

    class Meta(Orderable.Meta):
        verbose_name = _("Ziel")
        verbose_name_plural = _("Ziele")

    def __str__(self) -> str:
        return self.text
