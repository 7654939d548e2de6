"""The consultation case ("Beratungsfall"): declarations. Its inlines stand in ``case_children.py``."""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalManyToManyField
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Revision
from wagtail.url_routing import RouteResult

from cases.models.forms import CaseForm
from cases.models.gate import PublicationRefused, gate, put_back, refusal, required_order
from cases.models.opening import Became, became, to_take_over
from cases.models.panels import case_tabs
from cases.models.profile import MunicipalityProfile
from cases.models.rendering import page_sections
from cases.once import at_once
from cases.sections import BESIDE, LISTED, CaseText, printed_rows, titles
from knowledge.base import TEXT_FEATURES, AttachmentsBlock, ChoiceListField, SituationBlock, reading
from knowledge.classification import classify
from knowledge.enums import (
    CaseKind,
    ConcernType,
    Constraint,
    ConsultModule,
    CostBand,
    Department,
    EffectKind,
    EvidenceLevel,
    Outcome,
    StaffBand,
    TimeBand,
)
from knowledge.guard.rules import touches_text
from knowledge.models import (
    ChallengeArea,
    LessonPage,
    LibraryPage,
    LibraryPageManager,
    LibraryPageQuerySet,
    OutdatedPage,
)
from knowledge.permissions import viewer_for
from search import registry
from search.contract import Viewer
from search.ingest import readable_part
from search.models import OneOf
from search.public_forms import keep_private

if TYPE_CHECKING:
    from cases.models.related import Related

__all__ = ["CasePage", "CaseQuerySet", "random_slug", "say_withdrawn"]

_SLUG_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without characters that people confuse when they read an address aloud."""

logger = logging.getLogger("knowledge.gate")


def random_slug() -> str:
    """A neutral slug such as ``fall-7k3q``: a title in an address survives every correction of the title."""
    return "fall-" + "".join(secrets.choice(_SLUG_ALPHABET) for _index in range(5))


def say_withdrawn(request: HttpRequest) -> HttpResponse:
    """410 at the address of a case that was taken back."""
    return keep_private(render(request, "410.html", status=410))


class CaseQuerySet(LibraryPageQuerySet):
    """Cases as readers ask for them."""

    def with_public_associations(self) -> CaseQuerySet:
        """Everything a listing, a document or an export prints, in a fixed number of queries."""
        return self.prefetch_related(
            *printed_rows(CasePage), *BESIDE, "challenge_area_items__tag", "followups", "entry_phrases"
        )

    def cleared(self) -> CaseQuerySet:
        """Cases the gate has let through, with a detector that still counts, a release that stands, and what
        lists print of them as it was then.
        """
        if not gate.has_rules:
            return self.none()
        return self.filter(
            live=True,
            clearance__detector_order__gte=required_order(),
            clearance__consent__withdrawn_at=None,
            **{name: F(f"clearance__{name}") for name in LISTED},
        )

    def readable_by(self, viewer: Viewer) -> CaseQuerySet:
        """Cleared cases of a level that this viewer has reached."""
        return super().readable_by(viewer).cleared()

    def for_area(self, area: ChallengeArea) -> CaseQuerySet:
        """Cases on a challenge area."""
        return self.filter(challenge_area_items__tag=area)

    def with_outcome(self, *outcomes: Outcome) -> CaseQuerySet:
        """Cases with one of the given outcomes."""
        return self.filter(outcome__in=outcomes)


class CasePage(MunicipalityProfile, LibraryPage):
    """An open question of a municipality, what the round thought of it, and what became of it."""

    kernel = models.TextField(
        _("Der Fall in 60 Sekunden"),
        max_length=500,
        help_text=_(
            "Lage – Frage – was half – was daraus wurde. Steht in Listen, in der Suche und im Dossier."
        ),
    )
    case_kind = models.CharField(
        _("Art des Falls"),
        max_length=12,
        choices=CaseKind.choices,
        default=CaseKind.CONSULTATION,
        help_text=_(
            "„Beratung“ ist der Regelfall. „Scheitern“, wenn der Fall vom Misslingen her erzählt wird."
        ),
    )
    concern_type = models.CharField(
        _("Anliegen"),
        max_length=12,
        choices=ConcernType.choices,
        help_text=_(
            "Was wollte die fallgebende Person von der Runde? Zum Beispiel „Andere gewinnen“, wenn der Rat"
            " überzeugt werden soll."
        ),
    )
    initial_situation = StreamField(
        SituationBlock(),
        verbose_name=_("Ausgangslage"),
        help_text=_("Was ist los? Was ist der Anlass? Nur Tatsachen, keine Namen."),
    )
    history = RichTextField(
        _("Was schon versucht wurde"),
        features=TEXT_FEATURES,
        blank=True,
        help_text=_("Was hat nicht geholfen, und warum?"),
    )
    key_question = models.CharField(
        _("Schlüsselfrage"),
        max_length=220,
        help_text=_("Als offene Frage in der Ich-Form: „Wie kann ich …?“"),
    )
    constraints = ChoiceListField(
        Constraint, verbose_name=_("Rahmenbedingungen"), help_text=_("Was ist nicht veränderbar?")
    )
    consult_module = models.CharField(
        _("Beratungsmodul"),
        max_length=20,
        choices=ConsultModule.choices,
        blank=True,
        help_text=_("Nur bei kollegialer Beratung: womit die Runde in der vierten Phase gearbeitet hat."),
    )
    takeaway = models.TextField(
        _("Was ich mitnehme"), max_length=400, blank=True, help_text=_("Schlusswort der fallgebenden Person.")
    )
    outcome = models.CharField(
        _("Ausgang"),
        max_length=12,
        choices=Outcome.choices,
        default=Outcome.OPEN,
        help_text=_("Der neueste Stand. Ein gescheiterter Fall ist so wertvoll wie ein gelungener."),
    )
    effects = ChoiceListField(
        EffectKind, verbose_name=_("Wirkung"), help_text=_("Was hat sich verändert, gewollt und ungewollt?")
    )
    effects_text = models.TextField(
        _("Wirkung in Worten"),
        blank=True,
        help_text=_(
            "Ein bis drei Sätze, auch die Nebenwirkungen. Beispiel: „Weniger Nachfragen am Tresen, dafür mehr"
            " Arbeit in der Kämmerei.“"
        ),
    )
    evidence_level = models.CharField(
        _("Beleglage"),
        max_length=16,
        choices=EvidenceLevel.choices,
        help_text=_("Wie sicher wissen wir das?"),
    )
    effort_money = models.CharField(
        _("Geld"),
        max_length=10,
        choices=CostBand.choices,
        blank=True,
        help_text=_(
            "Alles, was bar zu zahlen war, über die ganze Laufzeit. Beispiel: Moderation, Gutachten, Umbau."
        ),
    )
    effort_time = models.CharField(
        _("Zeit"),
        max_length=10,
        choices=TimeBand.choices,
        blank=True,
        help_text=_("Vom Beschluss bis zur Wirkung. Beispiel: „Monate“."),
    )
    effort_staff = models.CharField(
        _("Personal"),
        max_length=10,
        choices=StaffBand.choices,
        blank=True,
        help_text=_(
            "Arbeitstage der Verwaltung zusammen, geschätzt. Beispiel: zwei Leute, je fünf Tage, macht „5 bis"
            " 20 Personentage“."
        ),
    )
    funding = models.CharField(
        _("Wer bezahlt hat"),
        max_length=240,
        blank=True,
        help_text=_("Woher das Geld kam und etwa zu welchem Teil, ohne den Namen eines Programms."),
    )
    supervision = models.TextField(
        _("Was die Rechtsaufsicht sagte"),
        max_length=400,
        blank=True,
        help_text=_("Auflage, Hinweis oder Zustimmung, sinngemäß."),
    )
    attachments = StreamField(
        AttachmentsBlock(),
        verbose_name=_("Unterlagen"),
        blank=True,
        help_text=_("Was andere übernehmen können: Tabelle, Liste, Beschlussentwurf. Keine Dateien."),
    )
    lang_simple = models.TextField(
        _("Kern in Einfacher Sprache"),
        max_length=400,
        blank=True,
        help_text=_("Kurze Sätze, ein Gedanke je Satz."),
    )

    title_en = models.CharField(_("Titel auf Englisch"), max_length=160, blank=True)
    kernel_en = models.TextField(_("Kern auf Englisch"), max_length=900, blank=True)
    challenge_areas = ClusterTaggableManager(
        through="cases.CaseChallengeArea", verbose_name=_("Herausforderungen"), blank=True
    )
    policy_fields = ParentalManyToManyField(
        "knowledge.PolicyField",
        verbose_name=_("Handlungsfelder"),
        related_name="cases",
        help_text=_(
            "Das Fachthema, ein oder zwei. Beispiel: „Bildung und Kita“. Danach suchen Menschen aus dem Fach."
        ),
    )
    departments = ChoiceListField(
        Department,
        verbose_name=_("Zuständige Bereiche"),
        help_text=_("Wer im Rathaus damit zu tun hatte, ein bis drei Bereiche."),
    )
    sdgs = ParentalManyToManyField(
        "knowledge.SustainableDevelopmentGoal",
        verbose_name=_("Nachhaltigkeitsziele"),
        blank=True,
        help_text=_("Höchstens drei der 17 Ziele, und nur wenn der Fall wirklich dazu beiträgt."),
    )

    objects = LibraryPageManager.from_queryset(CaseQuerySet)()

    classification: ClassVar[dict[str, Any]] = classify(
        public="""
            kernel case_kind concern_type initial_situation history key_question constraints consult_module
            takeaway outcome effects effects_text evidence_level effort_money effort_time effort_staff
            title_en kernel_en lang_simple challenge_areas challenge_area_items policy_fields departments
            sdgs actors hypotheses ideas steps preconditions pitfalls inner_passages case_methods relations
            figures legal_basis funding supervision attachments
        """,
        internal="tagged_items followups",
    )

    template = "cases/case_page.html"
    contributed = ("followups",)
    read_with = ("clearance__consent",)
    keeps_no_trace = True
    is_guarded = False
    parent_page_types = ["cases.CaseIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    page_description = _("Ein anonymisierter Beratungsfall mit Frage, Ideen und dem, was daraus wurde.")
    base_form_class = CaseForm
    edit_handler = case_tabs()

    class Meta(MunicipalityProfile.Meta, LibraryPage.Meta):
        verbose_name = _("Beratungsfall")
        verbose_name_plural = _("Beratungsfälle")
        constraints = [
            *MunicipalityProfile.Meta.constraints,
            *LibraryPage.Meta.constraints,
            *OneOf.each(
                "case_kind", "concern_type", "consult_module", "outcome", "evidence_level", blank=True
            ),
            *OneOf.each("effort_money", "effort_time", "effort_staff"),
        ]

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Give a new case a random slug before Wagtail derives one from the title."""
        self._keep_slug_neutral()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        """The same for a draft, of which Wagtail checks title and address only."""
        self._keep_slug_neutral()
        super().minimal_clean()

    def get_route_paths(self) -> list[str]:
        """None: the former address of a case leads nowhere (docs/adr/0006-random-addresses.md)."""
        return []

    def _keep_slug_neutral(self) -> None:
        if not self.slug or not re.fullmatch(r"fall-[a-z0-9]{4,12}", self.slug):
            self.slug = random_slug()

    def clean(self) -> None:
        """Rules an editor can mend.

        Raises ``ValidationError`` by field: title length, form of the question. Rules over rows stand in
        ``cases/models/forms.py``.
        """
        super().clean()
        errors: dict[str, Any] = {}
        if len(self.title or "") > 90:
            errors["title"] = _("Der Titel darf höchstens 90 Zeichen haben; er hat %(count)s.") % {
                "count": len(self.title)
            }
        if self.key_question and not self.key_question.rstrip().endswith("?"):
            errors["key_question"] = _("Die Schlüsselfrage endet mit einem Fragezeichen.")
        if errors:
            raise ValidationError(errors)

    # ------------------------------------------------------------------ the gate (cases/models/gate.py)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """A new case is a draft unless somebody says otherwise, and then the gate refuses it."""
        if not args:
            kwargs.setdefault("live", False)
        super().__init__(*args, **kwargs)

    def save(self, clean: bool = True, user: Any = None, log_action: Any = False, **kwargs: Any) -> None:
        """Save; what readers could see then passes the gate in the same transaction.

        Raises ``PublicationRefused``, and nothing is written; ``OutdatedPage`` for text of a case that was
        taken back meanwhile, as a form sends it that was left open.
        """
        if self.pk and not self.live and (self.key_question or self.initial_situation) and self.is_withdrawn:
            raise OutdatedPage(
                gettext("Der Fall ist zurückgezogen. Sein Text ist gelöscht und wird nicht mehr gespeichert.")
            )
        if self.alias_of_id is not None:
            raise refusal(self, gate.problems(self), user=user)
        try:
            options = {"clean": clean, "user": user, "log_action": log_action, **kwargs}
            super().save(**options)
        except PublicationRefused as refused:
            raise refusal(self, refused.problems, user=user) from None

    def judge_saved(self, update_fields: Collection[str] | None) -> None:
        """What readers could see passes the gate. Raises ``PublicationRefused``."""
        if touches_text(CasePage, update_fields):
            gate.judge(self.pk)

    def publish(self, *args: Any, **kwargs: Any) -> None:
        """Publish a revision that passes the gate, which asks twice."""
        with at_once():
            super().publish(*args, **kwargs)

    def may_go_live(self, draft: CasePage, revision: Revision, *, user: Any, is_scheduled: bool) -> bool:
        """Whether the gate lets this draft through, and its batch comes out; ``False`` for a scheduled one,
        which was put back.

        Raises ``PublicationRefused``.
        """
        found = gate.problems(draft) or gate.waits(draft)
        if found and is_scheduled:
            put_back(revision=revision, found=found)
            return False
        if found:
            raise refusal(self, found, user=user)
        return True

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """A withdrawn case keeps its address, to say 410 there; any other is there with exactly the text that
        was cleared.

        Raises ``Http404`` for any other text.
        """
        if (
            not self.live
            and not path_components
            and hasattr(self, "tombstone")
            and viewer_for(request).may_read(self.audience)
        ):
            return RouteResult(self)
        if self.live and not gate.is_cleared(self):
            logger.error("case %s is live, but its text is not the cleared one", self.pk)
            raise Http404
        found: RouteResult = super().route(request, path_components)
        if not self.is_as_cleared:
            logger.error("case %s is live, but its text is not the cleared one", self.pk)
            raise Http404
        return found

    @classmethod
    def is_gone_for_good(cls, key: str) -> bool:
        """A withdrawn case never comes back, by no file either."""
        return apps.get_model("cases.CaseTombstone").objects.filter(key=key, reopened_on=None).exists()

    @property
    def is_withdrawn(self) -> bool:
        """Whether the case giver has taken the case back, and not come back since."""
        return hasattr(self, "tombstone") and self.tombstone.reopened_on is None

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Serve the case; a withdrawn one answers 410."""
        if not self.live:
            return say_withdrawn(request)
        response: HttpResponse = super().serve(request, *args, **kwargs)
        return response

    def is_open_to(self, viewer: Viewer) -> bool:
        """A case is there as long as the gate lets it through."""
        return super().is_open_to(viewer) and gate.is_cleared(self)

    @property
    def is_as_cleared(self) -> bool:
        """Whether this very text was cleared."""
        return gate.is_cleared(self) and not self.cleared_otherwise

    @property
    def cleared_otherwise(self) -> bool:
        """Whether what was cleared is another text: this one came past the gate."""
        cleared = getattr(self, "clearance", None)
        return cleared is not None and cleared.cleared_hash != CaseText.of(self).digest

    def objections_to(self, words: Sequence[str]) -> list[str]:
        """Words beside the case may not narrow the municipality down either."""
        return gate.objections_to_words(self, words)

    def contributions_changed(self) -> None:
        """A follow-up came or went: the outcome that lists print is the newest one everybody may see."""
        gate.follow_up_changed(self)
        super().contributions_changed()
        for lesson in LessonPage.objects.drawn_from(self):
            lesson.contributions_changed()

    # ------------------------------------------------------------------ for templates

    @property
    def shown_followups(self) -> list[Any]:
        """The follow-ups that this reader may see, in the order of their time."""
        return self._told(inner=self.read_inside)

    @property
    def public_followups(self) -> list[Any]:
        """Those that everybody may see, whoever reads this object."""
        return self._told(inner=False)

    @property
    def waiting_followups(self) -> list[Any]:
        """Those that everybody sees with the next batch."""
        public = self.public_followups
        return [row for row in self._told(inner=True) if row not in public]

    def _told(self, *, inner: bool) -> list[Any]:
        return sorted(
            (row for row in self.followups.all() if row.is_shown(inner=inner)), key=lambda row: row.after
        )

    @property
    def public_outcome(self) -> str:
        """The newest public follow-up's, else the case's own: as the gate stored it, so without a query."""
        cleared = getattr(self, "clearance", None)
        return cleared.outcome if cleared is not None else self.outcome

    @property
    def shown_outcome(self) -> str:
        """The same for this reader."""
        if not self.read_inside:
            return self.public_outcome
        told = self.shown_followups
        return told[-1].status if told else self.outcome

    @property
    def became(self) -> Became:
        """What the page says first."""
        return became(self, self.shown_followups, self.shown_outcome)

    @property
    def public_became(self) -> Became:
        """The same as everybody may see it."""
        return became(self, self.public_followups, self.public_outcome)

    @property
    def failed(self) -> bool:
        """Whether the case failed or was given up; such cases must name pitfalls."""
        return self.shown_outcome in {Outcome.FAILED, Outcome.ABANDONED}

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add ``sections`` and their ``titles`` by key, what to ``take_over``; ``methods``, ``relations``,
        ``lessons``, ``similar`` (:mod:`cases.models.related`): what this reader may read.
        """
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        viewer = viewer_for(request)
        context["sections"] = page_sections(self, viewer)
        context["titles"] = titles()
        context["take_over"] = to_take_over(self)
        methods = [link.method_id for link in self.case_methods.all()]
        wanted = [*methods, *(row.other_id for row in self.relations.all())]
        cards = self.case_methods.model._meta.get_field("method").related_model
        pages = reading.readable_pages(wanted, viewer, CasePage, cards)
        context["relations"] = [row for row in self.relations.all() if row.other_id in pages]
        for row in context["relations"]:
            row.other = pages[row.other_id]
        context["methods"] = [pages[pk] for pk in methods if pk in pages]
        context["lessons"] = LessonPage.objects.readable_by(viewer).drawn_from(self)
        context["similar"] = self._similar(viewer, named=[row.other for row in context["relations"]])
        return context

    def _similar(self, viewer: Viewer, *, named: list[CasePage]) -> list[Related]:
        """Cases the index finds alike or contrary, beside those that editors named."""
        from cases.models.related import related_cases

        source = registry.source_for("case")
        try:
            document = readable_part(source.build(self), viewer)
        except PublicationRefused:
            return []
        return related_cases(
            document=document,
            outcome=self.shown_outcome,
            viewer=viewer,
            known={source.key(case) for case in named},
        )
