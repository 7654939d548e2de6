"""The administration of what readers send: open questions with their states, and stored mail addresses."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, PageChooserPanel, Panel
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.permissions import register_permission_policy
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet

from knowledge.admin.learning import learn_address, may_learn
from knowledge.admin.private_snippets import LookAndDelete, PrivateSnippetViewSet
from knowledge.base import record_models
from knowledge.models import NewsletterSubscription, OpenQuestion, QuestionSubscription
from search.models import SavedSearch

__all__ = [
    "NewsletterSubscriptionViewSet",
    "OpenQuestionViewSet",
    "QuestionSubscriptionViewSet",
    "SavedSearchViewSet",
]


class _CreateQuestion(CreateView):
    """From the radar a question starts with the words that people typed in vain."""

    def get_initial_form_instance(self) -> OpenQuestion:
        """A question of a meeting, or of the radar."""
        topic = self.request.GET.get("thema", "")[:200]
        return OpenQuestion(text=topic, origin=OpenQuestion.Origin.RADAR) if topic else OpenQuestion()


class _LearnPanel(Panel):
    """The way to the record that answers, in two clicks; the search learns the question with it."""

    class BoundPanel(Panel.BoundPanel):
        """The panel of one question."""

        template_name = "knowledge/admin/learn_panel.html"

        def is_shown(self) -> bool:
            """For a stored question that can be answered, or was answered in this way."""
            question = self.instance
            return bool(question.pk and (question.phrase_id or question.can_be_answered)) and may_learn(
                self.request.user
            )

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """``url``: the form; ``learned_url``: what was learned, and the way back."""
            question, context = self.instance, super().get_context_data(parent_context)
            learned = reverse("learned", args=[question.phrase_id]) if question.phrase_id else ""
            return {**context, "url": learn_address(question=question), "learned_url": learned}


class OpenQuestionViewSet(SnippetViewSet):
    """Questions: filters by state, origin, challenge and cycle; the form refuses steps that make no sense."""

    model = OpenQuestion
    icon = "help"
    menu_label = _("Offene Fragen")
    add_view_class = _CreateQuestion
    copy_view_enabled = False
    list_display = [
        "__str__",
        Column("state", label=_("Stand"), accessor="get_state_display", sort_key="state"),
        Column("askers", label=_("Wie oft"), sort_key="askers"),
        Column("challenge_area", label=_("Herausforderung"), sort_key="challenge_area"),
        Column("cycle", label=_("Staffel"), sort_key="cycle"),
        DateColumn("created", label=_("Eingegangen"), sort_key="created"),
    ]
    list_filter = ["state", "origin", "challenge_area", "cycle"]
    list_export = [
        "text",
        "get_state_display",
        "get_origin_display",
        "askers",
        "challenge_area",
        "cycle",
        "reply",
        "created",
    ]
    export_headings = {"get_state_display": _("Stand"), "get_origin_display": _("Herkunft")}
    search_fields = ["text", "reply", "editor_note"]
    ordering = ["-created"]
    panels = [
        HelpPanel(
            content=_(
                "<p>Gemeldet → Bestätigt → Auf der Agenda → In Beratung → Beantwortet. Abgelehnt werden kann"
                " jederzeit, mit einem Satz an die Fragenden.</p>"
            )
        ),
        FieldPanel("text"),
        MultiFieldPanel(
            [
                FieldPanel(
                    "state",
                    help_text=_(
                        "Wie weit die Frage ist. Wer gefragt hat, bekommt Post, sobald sie beantwortet oder"
                        " abgelehnt ist."
                    ),
                ),
                FieldPanel("cycle"),
            ],
            heading=_("Stand"),
        ),
        MultiFieldPanel(
            [
                _LearnPanel(),
                PageChooserPanel("answer", [model._meta.label for model in record_models()]),
                FieldPanel("reply"),
            ],
            heading=_("Antwort"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("challenge_area", help_text=_("Unter welchem Thema die Frage erscheint.")),
                FieldPanel(
                    "asked_by_group",
                    help_text=_("Wer das typischerweise fragt, zum Beispiel „Kämmerei“; keine Person."),
                ),
                FieldPanel(
                    "origin", help_text=_("Woher die Frage kam, zum Beispiel aus einer Suche ohne Antwort.")
                ),
                FieldPanel("askers"),
            ],
            heading=_("Einordnung"),
        ),
        FieldPanel(
            "editor_note",
            help_text=_("Nur für die Redaktion, zum Beispiel „mit dem zweiten Treffen besprechen“."),
        ),
    ]


class _AddressViewSet(PrivateSnippetViewSet):
    """Addresses are looked up and deleted here (Art. 17 DSGVO), never added or changed: that takes their
    owners.
    """

    icon = "mail"
    copy_view_enabled = False
    inspect_view_enabled = False
    search_fields = ["email"]


class SavedSearchViewSet(_AddressViewSet):
    """Addresses of saved searches."""

    model = SavedSearch
    menu_label = _("Gemerkte Suchen")
    list_display = [
        "email",
        Column("rhythm", label=_("Rhythmus"), accessor="get_rhythm_display"),
        "confirmed_at",
        "last_sent",
    ]
    list_filter = ["rhythm"]


class QuestionSubscriptionViewSet(_AddressViewSet):
    """Addresses that wait for an answer."""

    model = QuestionSubscription
    menu_label = _("Warten auf Antwort")
    list_display = ["email", "question", "confirmed_at"]


class NewsletterSubscriptionViewSet(_AddressViewSet):
    """Addresses that hear of the next call."""

    model = NewsletterSubscription
    menu_label = _("Rundbrief")
    list_display = ["email", "confirmed_at"]


def may_see_radar(request: HttpRequest) -> bool:
    """Whether the menu shows the radar."""
    from knowledge.admin.radar import RADAR_PERMISSION

    return request.user.has_perm(RADAR_PERMISSION)


for _model in (SavedSearch, QuestionSubscription, NewsletterSubscription):
    register_permission_policy(_model, LookAndDelete(_model))
