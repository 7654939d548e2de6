"""The editor's form of a case, in the order in which a consultation goes."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.forms import Media
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    InlinePanel,
    ObjectList,
    Panel,
    PanelGroup,
    TabbedInterface,
    TitleFieldPanel,
)

from cases import sections
from cases.profile import circle_of_case, counted, profile_report, profile_values
from cases.sections import CaseText, section_of
from knowledge.base import ContributionsPanel, group, library_tabs

__all__ = ["GatePanel", "ProfileCountPanel", "case_tabs", "needed_rows", "placed_names"]


class ProfileCountPanel(Panel):
    """k in words beside the profile: as saved when the form opens, asked again whenever a band changes."""

    class BoundPanel(Panel.BoundPanel):
        """The numbers of one case."""

        template_name = "cases/profile_count_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add the report; what was typed wins over what is saved."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            text = CaseText.of(self.instance)
            try:
                context["report"] = profile_report(
                    profile_values(self.instance),
                    circle_of_case(self.instance),
                    text.type_mentions,
                    counted(self.instance, text.fact_mentions, text.sentences_telling),
                )
            except ValueError:
                context["report"] = None
            return context

        @property
        def media(self) -> Media:
            """The script that asks again."""
            return Media(js=["cases/profile.js"], css={"all": ["cases/intake.css"]})


class GatePanel(Panel):
    """The way from the form of a case to its release and review, at the top of the first tab: the menu of the
    page hides it behind three dots.
    """

    class BoundPanel(Panel.BoundPanel):
        """The link of one case."""

        template_name = "cases/admin/gate_panel.html"

        def is_shown(self) -> bool:
            """A new case has nothing to release yet."""
            return bool(self.instance.pk) and super().is_shown()


def _single_panels(panels: Iterable[Panel]) -> Iterator[Panel]:
    """What stands in panels, down to the last group."""
    for panel in panels:
        if isinstance(panel, PanelGroup):
            yield from _single_panels(panel.children)
        else:
            yield panel


def placed_names(panels: Iterable[Panel]) -> Iterator[str]:
    """Fields and rows that panels hold, in their order."""
    for panel in _single_panels(panels):
        if isinstance(panel, InlinePanel):
            yield panel.relation_name
        elif isinstance(panel, FieldPanel):
            yield panel.field_name


def needed_rows(panels: Iterable[Panel]) -> list[str]:
    """Rows of which the form wants at least one."""
    return [
        panel.relation_name
        for panel in _single_panels(panels)
        if isinstance(panel, InlinePanel) and panel.min_num
    ]


def case_tabs() -> TabbedInterface:
    """Tabs of the case: the twelve fields of the capture first, then what became of it, then placement.

    A field of a section that the arrangement leaves out stands under the name of its section at the end of
    the first tab: what the case giver is asked about can be written.
    """
    tabs = _arrangement()
    placed = set(placed_names([tabs]))
    content: ObjectList = tabs.children[0]
    for section in sections.SECTIONS:
        if names := [name for name in section.fields if name not in placed]:
            content.children.append(group(section.label, *names))
    return tabs


def _other_words() -> Any:
    """The case for those who read simple language or English."""
    return group(
        _("Einfache Sprache, Englisch"),
        "lang_simple",
        FieldPanel(
            "title_en",
            help_text=_(
                "Steht auf der englischen Seite und in englischen Listen statt des deutschen Titels."
            ),
        ),
        FieldPanel(
            "kernel_en",
            help_text=_("Der Fall in 60 Sekunden, auf Englisch. Er wird mit dem Fall freigegeben."),
        ),
        collapsed=True,
    )


def _substance() -> list[Panel]:
    """What a colleague asks for, and what only alumni read."""
    return [
        InlinePanel("figures", heading=_("Zahlen vorher und nachher"), label=_("Zahl")),
        InlinePanel("legal_basis", heading=_("Rechtsgrundlagen"), label=_("Rechtsgrundlage")),
        group(_("Zum Weiterverwenden"), "funding", "supervision", "attachments"),
        InlinePanel("inner_passages", heading=section_of("vertiefung").label, label=_("Vertiefung")),
    ]


def _arrangement() -> TabbedInterface:
    return library_tabs(
        content=[
            GatePanel(heading=_("Freigabe und Prüfung")),
            group(
                _("Das Wichtigste"),
                TitleFieldPanel(
                    "title",
                    help_text=_(
                        "Das Problem in einem Satz, ohne Ort, Person und Jahr. Höchstens 90 Zeichen."
                        " Beispiel: „Vereine finden keinen Vorstand mehr“."
                    ),
                ),
                "kernel",
                "case_kind",
                "outcome",
                "evidence_level",
            ),
            group(
                _("Lage und Frage"),
                "initial_situation",
                "history",
                "key_question",
                "concern_type",
                "constraints",
            ),
            InlinePanel("actors", heading=section_of("beteiligte").label, label=_("Beteiligte"), min_num=1),
            InlinePanel(
                "hypotheses", heading=section_of("hypothesen").label, label=_("Hypothese"), min_num=1
            ),
            InlinePanel("ideas", heading=section_of("ideen").label, label=_("Idee"), min_num=1),
            InlinePanel("case_methods", heading=_("Eingesetzte Methoden"), label=_("Methode"), min_num=1),
            group(_("Beratung"), "consult_module", "takeaway"),
            InlinePanel("steps", heading=section_of("schritte").title, label=_("Schritt"), min_num=1),
            ContributionsPanel("followups"),
            group(
                _("Wirkung und Aufwand"),
                "effects",
                "effects_text",
                "effort_money",
                "effort_time",
                "effort_staff",
            ),
            InlinePanel("preconditions", heading=_("Voraussetzungen"), label=_("Voraussetzung")),
            InlinePanel("pitfalls", heading=_("Davor warnen wir (Stolpersteine)"), label=_("Stolperstein")),
            *_substance(),
            _other_words(),
        ],
        placement=[
            InlinePanel(
                "challenge_area_items",
                heading=_("Herausforderungen (höchstens drei, die wichtigste zuerst)"),
                label=_("Herausforderung"),
                min_num=1,
                max_num=3,
            ),
            # A draft that comes from a raw case has none yet and must be saved all the same.
            group(
                _("Handlungsfeld und Bereiche"),
                FieldPanel("policy_fields", required_on_save=False),
                "departments",
                "sdgs",
            ),
            group(
                _("Kommunenprofil"),
                "federal_state",
                "size_band",
                "finance_band",
                "workforce_band",
                "period_band",
                ProfileCountPanel(),
                help_text=_("Nur Bänder. Je gröber, desto sicherer bleibt die Kommune unerkannt."),
            ),
            InlinePanel("relations", heading=_("Verwandte Fälle"), label=_("Fall")),
        ],
    )
