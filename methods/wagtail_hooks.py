"""The administration of method cards and session plans."""

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from knowledge.admin import ContributionViewSet, choice_column, listing
from methods.models import MethodCardPage, SessionPlan, UsageReport
from methods.views import session_plan_print


class SessionPlanViewSet(SnippetViewSet):
    """Session plans."""

    model = SessionPlan
    icon = "calendar-alt"
    menu_label = _("Ablaufpläne")
    menu_order = 260
    add_to_admin_menu = True
    list_display = ["title", "meeting", "start", "n_participants"]


class UsageReportViewSet(ContributionViewSet):
    """Usage reports: four numbers are enough."""

    model = UsageReport
    icon = "form"
    menu_label = _("Einsatzberichte")
    menu_order = 222
    add_to_admin_menu = True
    panels = [
        PageChooserPanel("card", "methods.MethodCardPage"),
        FieldRowPanel(["participants", "worked"]),
        FieldRowPanel(["planned_minutes", "actual_minutes"]),
        FieldPanel("adapted"),
        FieldPanel("quote"),
        FieldPanel("accessibility_note"),
        FieldPanel("meeting"),
    ]


register_snippet(SessionPlanViewSet)
register_snippet(UsageReportViewSet)


@hooks.register("register_admin_urls")
def session_plan_urls() -> list[Any]:
    """The session plan to print."""
    return [path("ablaufplan/<int:pk>/drucken/", session_plan_print, name="session_plan_print")]


@hooks.register("register_admin_viewset")
def method_listing() -> PageListingViewSet:
    """Menu entry "Methoden"."""
    return listing(
        MethodCardPage,
        name="methodenkarten",
        label=_("Methoden"),
        icon="clipboard-list",
        order=220,
        columns=[
            Column("duration_typ", label=_("Minuten"), sort_key="duration_typ"),
            choice_column("difficulty", _("Anspruch")),
        ],
        filters=["live", "difficulty", "online", "conflict_fit"],
        export=["purpose", "duration_typ", "group_min", "group_max", "difficulty"],
    )
