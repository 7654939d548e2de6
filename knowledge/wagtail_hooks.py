"""The administration: taxonomies and cycles in one menu, lessons with the columns editors ask for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import path, reverse, reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList, PageChooserPanel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.admin.widgets.button import Button
from wagtail.documents.wagtail_hooks import DocumentsSummaryItem
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from knowledge.admin import (
    PAGE_LINK_RULE,
    BarrierReportViewSet,
    ContributionViewSet,
    GlossaryForm,
    GlossaryIndexView,
    LibraryPageViewSet,
    NewsletterSubscriptionViewSet,
    OpenQuestionViewSet,
    PrivateSnippetViewSet,
    QuestionSubscriptionViewSet,
    RadarView,
    SavedSearchViewSet,
    UnderstoodPanel,
    WorkPanel,
    add_buttons,
    choice_column,
    cycle_urls,
    decide_contribution,
    decide_pair,
    defuse_exports,
    desk_buttons,
    desk_column,
    entry_phrases,
    guarded,
    invite_people,
    job_again,
    job_list,
    job_page,
    job_result,
    job_start,
    learn,
    learn_address,
    learned,
    listing,
    may_invite,
    may_learn,
    may_phrase,
    may_see_jobs,
    may_see_radar,
    public_text,
    redirect_import_urls,
    refusal,
)
from knowledge.base import in_use
from knowledge.content.import_pages import import_list, import_start
from knowledge.models import (
    ChallengeArea,
    CycleMembership,
    Format,
    ForumCycle,
    LessonPage,
    LessonVerdict,
    OpenQuestion,
    PolicyField,
    SustainableDevelopmentGoal,
    TargetGroup,
    WorkingMeeting,
)
from knowledge.web import restricted, rich_text
from search.models import GlossaryEntry


class ChallengeAreaViewSet(SnippetViewSet):
    """Challenge areas are closed: editors correct names and entry terms, nobody adds one."""

    model = ChallengeArea
    icon = "tag"
    menu_label = _("Herausforderungen")
    list_display = ["name", "name_en", "slug"]
    search_fields = ["name", "entry_terms"]
    copy_view_enabled = False
    panels = [
        FieldPanel(
            "name",
            help_text=_(
                "So steht es auf Seiten und in Filtern, zum Beispiel „Knappe Kassen & Kommunalfinanzen“."
            ),
        ),
        FieldPanel("name_en"),
        FieldPanel("definition"),
        FieldPanel("definition_en"),
        FieldPanel("entry_terms"),
        FieldPanel("entry_terms_en"),
        FieldPanel("seed_wording"),
    ]


class PolicyFieldViewSet(SnippetViewSet):
    """Policy fields."""

    model = PolicyField
    icon = "list-ul"
    list_display = ["name", "name_en", "key"]
    panels = [FieldPanel("name"), FieldPanel("name_en"), FieldPanel("key"), FieldPanel("sort_order")]


class TargetGroupViewSet(SnippetViewSet):
    """Target groups."""

    model = TargetGroup
    icon = "group"
    list_display = ["name", "name_en", "reach"]
    panels = [
        FieldPanel("name"),
        FieldPanel("name_en"),
        FieldPanel("key"),
        FieldPanel("reach"),
        FieldPanel("sort_order"),
    ]


class GoalViewSet(SnippetViewSet):
    """The 17 global goals."""

    model = SustainableDevelopmentGoal
    icon = "globe"
    list_display = ["number", "name", "name_en"]
    panels = [FieldPanel("number", help_text=_("1 bis 17.")), FieldPanel("name"), FieldPanel("name_en")]


class TaxonomyGroup(SnippetViewSetGroup):
    """Menu "Taxonomien"."""

    items = (ChallengeAreaViewSet, PolicyFieldViewSet, TargetGroupViewSet, GoalViewSet)
    menu_icon = "tag"
    menu_label = _("Taxonomien")
    menu_name = "taxonomien"
    menu_order = 310


class ForumCycleViewSet(SnippetViewSet):
    """Cycles with questions and meetings."""

    model = ForumCycle
    icon = "rotate"
    list_display = ["number", "title", desk_column(), "state", "starts", "ends"]
    list_filter = ["state"]


class WorkingMeetingViewSet(SnippetViewSet):
    """Meetings with their goals and the lessons they judge."""

    model = WorkingMeeting
    icon = "calendar-check"
    list_display = ["cycle", "number", desk_column(), "state", "date", "mode"]
    list_filter = ["cycle", "state"]


class CycleMembershipViewSet(PrivateSnippetViewSet):
    """Whose account reads what is there for a cycle."""

    model = CycleMembership
    icon = "user"
    menu_label = _("Ehemalige")
    list_display = ["user", "cycle"]
    list_filter = ["cycle"]
    copy_view_enabled = False
    inspect_view_enabled = False


class FormatViewSet(SnippetViewSet):
    """Formats."""

    model = Format
    icon = "clipboard-list"
    list_display = ["name", "kind", "version"]
    panels = [
        FieldPanel(name)
        for name in (
            "name",
            "key",
            "kind",
            "purpose",
            "principles",
            "min_meetings",
            "target_groups",
            "budget_band",
            "licence",
            "version",
        )
    ]


class ForumGroup(SnippetViewSetGroup):
    """Menu "Forum"."""

    items = (
        ForumCycleViewSet,
        WorkingMeetingViewSet,
        CycleMembershipViewSet,
        OpenQuestionViewSet,
        FormatViewSet,
    )
    menu_icon = "group"
    menu_label = _("Forum")
    menu_name = "forum"
    menu_order = 300


class GlossaryViewSet(PrivateSnippetViewSet):
    """Synonyms and abbreviations of the search, effective without a restart."""

    model = GlossaryEntry
    icon = "search"
    menu_label = _("Glossar der Suche")
    menu_order = 320
    add_to_admin_menu = True
    list_display = ["term", "kind", BooleanColumn("is_active", label=_("Aktiv"), sort_key="is_active")]
    list_filter = ["kind", "is_active"]
    search_fields = ["term", "equivalents"]
    index_view_class = GlossaryIndexView
    index_template_name = "knowledge/admin/glossary_index.html"
    edit_handler = ObjectList(
        [
            FieldPanel("term"),
            FieldPanel("equivalents"),
            UnderstoodPanel(heading=_("So versteht die Suche diesen Eintrag")),
            FieldPanel("kind"),
            FieldPanel("is_active"),
        ],
        base_form_class=GlossaryForm,
    )


class LessonVerdictViewSet(ContributionViewSet):
    """Verdicts of the rounds."""

    model = LessonVerdict
    icon = "check"
    menu_label = _("Prüfungen der Lehren")
    menu_order = 232
    add_to_admin_menu = True
    panels = [
        PageChooserPanel("lesson", "knowledge.LessonPage"),
        FieldPanel("kind"),
        FieldPanel("reason"),
        FieldRowPanel(["cycle", "meeting"]),
        FieldRowPanel(["n_yes", "n_part", "n_no"]),
        FieldPanel("follow_up"),
    ]


class PostGroup(SnippetViewSetGroup):
    """Menu "Post": whose addresses are stored."""

    items = (SavedSearchViewSet, QuestionSubscriptionViewSet, NewsletterSubscriptionViewSet)
    menu_icon = "mail"
    menu_label = _("Post an Lesende")
    menu_name = "post"
    menu_order = 330


defuse_exports()
register_snippet(LessonVerdictViewSet)
register_snippet(PostGroup)
register_snippet(BarrierReportViewSet)
register_snippet(GlossaryViewSet)
register_snippet(TaxonomyGroup)
register_snippet(ForumGroup)


hooks.register("register_admin_urls", cycle_urls)
hooks.register("register_admin_urls", redirect_import_urls, order=-1)
hooks.register("before_serve_page", restricted.ask_first)


@hooks.register("register_snippet_listing_buttons")
def desk_button(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """From the list of cycles and meetings to what is to be done."""
    yield from desk_buttons(snippet, user)


@hooks.register("register_admin_urls")
def radar_urls() -> list[Any]:
    """The radar of the search, the decisions about abbreviations of the records, the jobs."""
    return [
        path("berichte/radar/", RadarView.as_view(), name="search_radar"),
        path("glossar/abkuerzung/", decide_pair, name="glossary_decide_pair"),
        path("oeffentliche-texte/<int:pk>/", public_text, name="public_text"),
        path("lernen/", learn, name="learn"),
        path("lernen/<int:pk>/", learned, name="learned"),
        path("eintraege/<int:pk>/fragen/", entry_phrases, name="entry_phrases"),
        path("einladen/", invite_people, name="invite_people"),
        path("auftraege/", job_list, name="jobs"),
        path("auftraege/<int:pk>/", job_page, name="job"),
        path("auftraege/<int:pk>/nochmal/", job_again, name="job_again"),
        path("auftraege/<int:pk>/datei/", job_result, name="job_result"),
        path("auftraege/neu/<str:name>/", job_start, name="job_start"),
        path("einspielen/", import_start, name="import_start"),
        path("einspielen/<int:pk>/", import_list, name="import_list"),
        path("beitraege/<str:app>/<str:name>/<int:pk>/", decide_contribution, name="decide_contribution"),
    ]


class _JobsMenuItem(MenuItem):
    """Shown to those who may start something, or have."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this user may."""
        return may_see_jobs(request.user)


@hooks.register("register_admin_menu_item")
def jobs_menu_item() -> MenuItem:
    """Menu entry "Aufträge"."""
    return _JobsMenuItem(_("Aufträge"), reverse_lazy("jobs"), name="auftraege", icon_name="tasks", order=340)


class _InvitationsMenuItem(MenuItem):
    """Shown to those who may invite."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this user may."""
        return may_invite(request.user)


@hooks.register("register_admin_menu_item")
def invitations_menu_item() -> MenuItem:
    """Menu entry "Einladen"."""
    return _InvitationsMenuItem(
        _("Einladen"), reverse_lazy("invite_people"), name="einladen", icon_name="user", order=305
    )


class _RadarMenuItem(MenuItem):
    """Shown to those who may see open questions."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this user may."""
        return may_see_radar(request)


@hooks.register("register_reports_menu_item")
def radar_menu_item() -> MenuItem:
    """Reports → radar."""
    return _RadarMenuItem(_("Radar der Suche"), reverse_lazy("search_radar"), icon_name="search", order=100)


@hooks.register("register_admin_viewset")
def lesson_listing() -> PageListingViewSet:
    """Menu entry "Lehren"."""
    return listing(
        LessonPage,
        name="lehren",
        label=_("Lehren"),
        icon="success",
        order=230,
        columns=[
            choice_column("kind", _("Art")),
            Column("owner_role", label=_("Zuständig"), sort_key="owner_role"),
        ],
        filters=["live", "kind", "access_level"],
        export=["kind", "owner_role"],
    )


@hooks.register("register_admin_viewset")
def page_views() -> LibraryPageViewSet:
    """The form of every page."""
    return LibraryPageViewSet()


@hooks.register("insert_editor_js")
def one_click_one_post() -> SafeString:
    """For the form of a page."""
    return format_html('<script src="{}" defer></script>', static("js/decisions.js"))


@hooks.register("insert_global_admin_css")
def phone_styles() -> SafeString:
    """Long words break on a phone, and fields stay inside the page."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("insert_global_admin_js")
def dates_as_typed() -> SafeString:
    """Before the first date field of a page is drawn, so without ``defer``."""
    return format_html('<script src="{}"></script>', static("js/dates.js"))


@hooks.register("construct_homepage_summary_items", order=1_000)
def count_pages_alone(request: HttpRequest, items: list[Any]) -> None:
    """Wagtail counts the PDF of every publication as a document that editors would find in a list."""
    items[:] = [item for item in items if not isinstance(item, DocumentsSummaryItem)]


@hooks.register("construct_homepage_panels")
def add_work(request: HttpRequest, panels: list[Any]) -> None:
    """What there is to do comes first."""
    panels.insert(0, WorkPanel())


def _refuse(request: HttpRequest, records: list[Any]) -> HttpResponse | None:
    """Before anybody is asked whether to delete, and again when the answer comes: who still needs it."""
    found = in_use.refused(records)
    return refusal(request, found) if found else None


@hooks.register("before_delete_page")
def refuse_used_page(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A page that others name is not deleted."""
    return _refuse(request, [page])


@hooks.register("before_delete_snippet")
def refuse_used_snippets(request: HttpRequest, instances: list[Any]) -> HttpResponse | None:
    """Terms, cycles, meetings: one by one or many at once."""
    return _refuse(request, list(instances))


@hooks.register("before_bulk_action")
def refuse_used_in_bulk(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Many pages, images or documents at once: all or none."""
    return _refuse(request, list(objects)) if action_type == "delete" else None


@hooks.register("register_page_header_buttons")
def guard_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Leads from the form of a page to its open passages."""
    if guarded(page.specific_deferred) and page.permissions_for_user(user).can_edit():
        yield Button(
            _("Namen und genaue Angaben"),
            reverse("public_text", args=[page.pk]),
            icon_name="lock",
            priority=14,
        )


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def contribute_buttons(page: Page, user: Any, **kwargs: Any) -> Iterator[Button]:
    """What can be contributed to a record without its form."""
    yield from add_buttons(page, user)


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def phrases_button(page: Page, user: Any, **kwargs: Any) -> Iterator[Button]:
    """Leads to the sentences with which people ask for a page."""
    if may_phrase(user, page):
        yield Button(
            _("So wird danach gefragt"),
            reverse("entry_phrases", args=[page.pk]),
            icon_name="search",
            priority=13,
        )


@hooks.register("register_snippet_listing_buttons")
def answer_button(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """From a question that waits to the record that answers it."""
    if isinstance(snippet, OpenQuestion) and may_learn(user) and snippet.can_be_answered:
        address = learn_address(question=snippet)
        yield Button(_("Ein Eintrag beantwortet das"), address, icon_name="search", priority=5)


@hooks.register("register_rich_text_features", order=100)
def link_to_readable_pages_only(features: Any) -> None:
    """Instead of Wagtail's handler, which links to whatever it finds."""
    features.register_link_type(rich_text.ReadablePageLinkHandler)
    features.register_converter_rule("contentstate", "link", PAGE_LINK_RULE)
