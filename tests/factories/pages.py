"""Pages below a home page of their own. Cases begin as drafts, as everywhere."""

from __future__ import annotations

from typing import Any

import factory
import wagtail_factories
from wagtail.models import Page

from cases.models import (
    CaseActor,
    CaseChallengeArea,
    CaseHypothesis,
    CaseIdea,
    CaseIndexPage,
    CaseMeeting,
    CaseMethod,
    CasePage,
    CaseStep,
    ParticipantBand,
)
from knowledge.models import (
    ChallengeAreaIndexPage,
    ChallengeAreaPage,
    HomePage,
    LessonCondition,
    LessonIndexPage,
    LessonPage,
    TargetGroupIndexPage,
    TargetGroupPage,
)
from methods.models import MethodCardPage, MethodIndexPage, MethodPhase
from publications.models import PublicationIndexPage, PublicationPage
from tests.factories.records import (
    ChallengeAreaFactory,
    PolicyFieldFactory,
    TargetGroupFactory,
    WorkingMeetingFactory,
)


def _root(*_args: object) -> Page:
    return Page.get_first_root_node()


def _only(model: type[Page], maker: Any) -> Any:
    """The one page of a type: the existing one, or a new one below its parent."""
    return lambda: model.objects.first() or maker()


class HomePageFactory(wagtail_factories.PageFactory):
    """The home page."""

    class Meta:
        model = HomePage

    title = "Start"
    slug = "start"
    parent = factory.LazyFunction(_root)


class _IndexFactory(wagtail_factories.PageFactory):
    class Meta:
        abstract = True

    parent = factory.LazyFunction(_only(HomePage, HomePageFactory))


class CaseIndexPageFactory(_IndexFactory):
    """All cases."""

    class Meta:
        model = CaseIndexPage

    title, slug = "Fälle", "faelle"


class MethodIndexPageFactory(_IndexFactory):
    """All methods."""

    class Meta:
        model = MethodIndexPage

    title, slug = "Methoden", "methoden"


class LessonIndexPageFactory(_IndexFactory):
    """All lessons."""

    class Meta:
        model = LessonIndexPage

    title, slug = "Lehren", "lehren"


class PublicationIndexPageFactory(_IndexFactory):
    """All publications."""

    class Meta:
        model = PublicationIndexPage

    title, slug = "Veröffentlichungen", "veroeffentlichungen"


class ChallengeAreaIndexPageFactory(_IndexFactory):
    """All topics."""

    class Meta:
        model = ChallengeAreaIndexPage

    title, slug = "Themen", "themen"


class TargetGroupIndexPageFactory(_IndexFactory):
    """All target groups."""

    class Meta:
        model = TargetGroupIndexPage

    title, slug = "Für wen", "zielgruppen"


class ChallengeAreaPageFactory(wagtail_factories.PageFactory):
    """The page of a topic, at the key of its area."""

    class Meta:
        model = ChallengeAreaPage

    parent = factory.LazyFunction(_only(ChallengeAreaIndexPage, ChallengeAreaIndexPageFactory))
    area = factory.SubFactory(ChallengeAreaFactory)
    title = factory.SelfAttribute("area.name")
    slug = factory.SelfAttribute("area.slug")


class TargetGroupPageFactory(wagtail_factories.PageFactory):
    """The page of a target group, at its key."""

    class Meta:
        model = TargetGroupPage

    parent = factory.LazyFunction(_only(TargetGroupIndexPage, TargetGroupIndexPageFactory))
    target_group = factory.SubFactory(TargetGroupFactory)
    title = factory.SelfAttribute("target_group.label")
    slug = factory.SelfAttribute("target_group.key")


class MethodCardPageFactory(wagtail_factories.PageFactory):
    """A card of two phases, 10 to 30 minutes."""

    class Meta:
        model = MethodCardPage

    parent = factory.LazyFunction(_only(MethodIndexPage, MethodIndexPageFactory))
    title = factory.Sequence(
        lambda number: f"Methode {number % 90}"
    )  # a larger number counts as an exact figure
    slug = factory.LazyAttribute(lambda card: card.title.lower().replace(" ", "-"))
    purpose = "Am Ende liegt eine Liste vor."
    purpose_tags = factory.LazyFunction(lambda: ["ideen"])
    group_min, group_opt, group_max = 4, 8, 12
    difficulty, online, conflict_fit, confidentiality = "ohne-uebung", "hybrid", "mit-vorsicht", "offen"
    when_not = "Wenn schon entschieden ist."
    phases = factory.LazyFunction(
        lambda: [
            MethodPhase(
                title="Sammeln",
                minutes_min=5,
                minutes_typ=10,
                minutes_max=15,
                social_form="einzeln",
                instruction="Schreiben.",
                sort_order=0,
            ),
            MethodPhase(
                title="Ordnen",
                minutes_min=5,
                minutes_typ=10,
                minutes_max=15,
                social_form="Plenum",
                instruction="Hängen.",
                sort_order=1,
            ),
        ]
    )


class CasePageFactory(wagtail_factories.PageFactory):
    """A draft of a case with one row in every inline a case needs."""

    class Meta:
        model = CasePage

    parent = factory.LazyFunction(_only(CaseIndexPage, CaseIndexPageFactory))
    live = False
    slug = ""
    title = "Der Bauhof wird zu klein"
    kernel = "Der Bauhof wird zu klein. Wie teilen wir ihn? Geholfen hat ein Probejahr."
    concern_type = "entscheiden"
    key_question = "Wie kann ich den Bauhof teilen?"
    initial_situation = [("paragraph", "<p>Zwei Gemeinden, ein Hof.</p>")]
    evidence_level = "einschaetzung"
    federal_state = "SUED"
    size_band = "kleinstadt"
    period_band = "2018-2021"
    actors = factory.LazyFunction(lambda: [CaseActor(role="Bauhof", interest="Platz", stance="+")])
    hypotheses = factory.LazyFunction(
        lambda: [CaseHypothesis(text="Ich vermute, dass niemand verzichten will.", resonance="trifft")]
    )
    ideas = factory.LazyFunction(
        lambda: [CaseIdea(text="Ein Probejahr vereinbaren.", effort="S", status="aufgegriffen")]
    )
    steps = factory.LazyFunction(lambda: [CaseStep(what="Nachbarn anrufen", role="Hauptamt", due_band="1-3")])
    challenge_area_items = factory.LazyFunction(lambda: [CaseChallengeArea(tag=ChallengeAreaFactory())])
    policy_fields = factory.LazyFunction(lambda: [PolicyFieldFactory()])
    case_methods = factory.LazyFunction(
        lambda: [CaseMethod(method=MethodCardPage.objects.first() or MethodCardPageFactory())]
    )


class LessonPageFactory(wagtail_factories.PageFactory):
    """A lesson without verdicts."""

    class Meta:
        model = LessonPage

    parent = factory.LazyFunction(_only(LessonIndexPage, LessonIndexPageFactory))
    statement = factory.Sequence(
        lambda number: (
            f"Wenn die Kasse {number % 90} leer ist, dann fragen Sie früh, weil später alle beleidigt sind."
        )
    )
    title = factory.SelfAttribute("statement")
    slug = ""
    kind = "inhaltlich"
    observation = insight = recommendation = "<p>Ein Satz.</p>"
    triggers = factory.LazyFunction(lambda: ["suche"])
    owner_role = "Moderation des Forums"
    conditions = factory.LazyFunction(
        lambda: [
            LessonCondition(holds=True, kind="rueckhalt-spitze", text="Die Spitze trägt es mit."),
            LessonCondition(holds=False, kind="zeit", text="Es eilt."),
        ]
    )


class PublicationPageFactory(wagtail_factories.PageFactory):
    """A publication of two sections."""

    class Meta:
        model = PublicationPage

    parent = factory.LazyFunction(_only(PublicationIndexPage, PublicationIndexPageFactory))
    title = "Ein Leitfaden"
    slug = "ein-leitfaden"
    year = 2026
    abstract = "Worum es geht."
    sections = factory.LazyFunction(
        lambda: [
            (
                "section",
                {"anchor": "anfang", "title": "Anfang", "body": "<p>Am Anfang.</p>", "derived_from": []},
            ),
            ("section", {"anchor": "ende", "title": "Ende", "body": "<p>Am Ende.</p>", "derived_from": []}),
        ]
    )


# --------------------------------------------------------------------------- pages of the loaded library


def unreleased_copy(page: Page, slug: str, user: Any = None) -> Any:
    """A draft with the same text and the same meeting, that no release and no review came along with, read
    afresh.
    """
    copy = page.copy(
        keep_live=False, copy_revisions=False, user=user, update_attrs={"slug": slug, "external_id": ""}
    )
    for link in CaseMeeting.objects.filter(case_id=page.pk):
        CaseMeeting.objects.create(case_id=copy.pk, meeting=link.meeting)
    return type(page).objects.get(pk=copy.pk)


def consulted(case: CasePage, count: int = 20) -> CasePage:
    """The case, consulted in a cycle with ``count`` municipalities that fit it: its numbers are known."""
    meeting = WorkingMeetingFactory()
    land = case.federal_state if case.federal_state != "SUED" else "BY"
    ParticipantBand.objects.create(
        cycle=meeting.cycle, federal_state=land, size_band=case.size_band, legal_type="Gemeinde", count=count
    )
    CaseMeeting.objects.create(case_id=case.pk, meeting=meeting)
    return CasePage.objects.get(pk=case.pk)


def newest(page: Page) -> Any:
    """The newest revision of a page as the database holds it."""
    return type(page).objects.get(pk=page.pk).get_latest_revision()


def is_live(page: Page) -> bool:
    """Whether the database holds the page as published."""
    live: bool = Page.objects.get(pk=page.pk).live
    return live
