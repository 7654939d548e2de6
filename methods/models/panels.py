"""The editor's forms: the method card from purpose to run sheet to limits, and what is computed of a session
plan.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldRowPanel, InlinePanel, Panel, TabbedInterface, TitleFieldPanel

from knowledge.base import ContributionsPanel, group, library_tabs

__all__ = ["SessionSheetPanel", "card_tabs"]


class SessionSheetPanel(Panel):
    """Read-only: what follows from the plan as it was saved last."""

    class BoundPanel(Panel.BoundPanel):
        """The panel of one plan."""

        template_name = "methods/session_sheet_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add ``plan`` and ``sheet`` of the saved plan; both are ``None`` before the first save."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            # What the form holds may be incomplete or wrong; the saved rows never are.
            plan = type(self.instance).objects.filter(pk=self.instance.pk).first()
            return context | {"plan": plan, "sheet": plan and plan.sheet()}


def card_tabs() -> TabbedInterface:
    """Tabs of the method card."""
    return library_tabs(
        content=[
            group(
                _("Worum es geht"),
                TitleFieldPanel("title", help_text=_("Der gebräuchliche Name, zum Beispiel „World Café“.")),
                "other_names",
                "purpose",
                FieldRowPanel(["title_en", "purpose_en"]),
                "description",
                "purpose_tags",
                "phase_of_meeting",
            ),
            group(
                _("Gruppe"),
                FieldRowPanel(["group_min", "group_opt", "group_max", "group_size"]),
                "group_note",
            ),
            InlinePanel(
                "phases", heading=_("Phasen (die Dauer ist ihre Summe)"), label=_("Phase"), min_num=1
            ),
            group(
                _("Dauer"),
                FieldRowPanel(["duration_min", "duration_typ", "duration_max", "prep_minutes"]),
                "duration_reason",
                help_text=_("Leer lassen: Die Dauer wird aus den Phasen berechnet."),
            ),
            InlinePanel("roles", heading=_("Rollen"), label=_("Rolle"), min_num=1),
            InlinePanel("materials", heading=_("Material und Raum"), label=_("Material"), min_num=1),
            InlinePanel("questions", heading=_("Leitfragen-Beispiele"), label=_("Leitfrage")),
            InlinePanel("tips", heading=_("Tipps"), label=_("Tipp")),
            InlinePanel("pitfalls", heading=_("Stolpersteine"), label=_("Stolperstein"), min_num=1),
            group(
                _("Grenzen und Rahmen"),
                "when_not",
                "difficulty",
                "conflict_fit",
                "confidentiality",
                "online",
                "online_text",
            ),
            InlinePanel(
                "access_notes", heading=_("Barrierefreie Durchführung"), label=_("Hinweis"), min_num=1
            ),
            InlinePanel("variants", heading=_("Varianten"), label=_("Variante")),
            InlinePanel("files", heading=_("Dateien"), label=_("Datei")),
            InlinePanel("sources", heading=_("Quellen und Urheber"), label=_("Quelle"), min_num=1),
            InlinePanel("inner_passages", heading=_("Vertiefung für Ehemalige"), label=_("Vertiefung")),
        ],
        placement=[
            InlinePanel(
                "challenge_area_items",
                heading=_("Passt zu Herausforderungen"),
                label=_("Herausforderung"),
                max_num=3,
            ),
            InlinePanel("combinations", heading=_("Gut davor oder danach"), label=_("Methode")),
        ],
        internal=[
            ContributionsPanel("usage_reports"),
            group(_("Pflege"), "curator"),
        ],
    )
