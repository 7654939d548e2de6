"""The administration of publications."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from knowledge.admin import ContributionViewSet, choice_column, listing, queued
from knowledge.base import LibraryPage
from knowledge.jobs import enqueue
from knowledge.models import ForumCycle
from knowledge.permissions import is_inner, viewer_for
from publications.cycle_report import views as cycle_report
from publications.models import PDF_MISSING, AdoptionReport, PageFeedback, PublicationPage
from publications.pdf import BUILD_PDF, has_own_file, subject
from search import registry
from search.contract import Audience

_ADOPTED = [
    "cases.CasePage",
    "knowledge.LessonPage",
    "methods.MethodCardPage",
    "publications.PublicationPage",
]


class AdoptionReportViewSet(ContributionViewSet):
    """Adoption reports."""

    model = AdoptionReport
    icon = "redirect"
    menu_label = _("Übernahmeberichte")
    menu_order = 245
    add_to_admin_menu = True
    panels = [
        PageChooserPanel("page", _ADOPTED),
        FieldRowPanel(["kind", "stage", "size_band", "result"]),
        FieldPanel("changed"),
        FieldPanel("hindrance"),
    ]


class PageFeedbackViewSet(ContributionViewSet):
    """What readers say about pages."""

    model = PageFeedback
    icon = "comment"
    menu_label = _("Rückmeldungen")
    menu_order = 246
    add_to_admin_menu = True
    panels = [
        FieldPanel("page"),
        FieldPanel("place"),
        FieldPanel("helped"),
        FieldPanel("text"),
        FieldPanel("reply"),
    ]


register_snippet(AdoptionReportViewSet)
register_snippet(PageFeedbackViewSet)


def _downloads(page: PublicationPage) -> int | None:
    """How often its file was fetched."""
    return page.pdf.downloads if page.pdf is not None else None


@hooks.register("register_admin_viewset")
def publication_listing() -> PageListingViewSet:
    """Menu entry "Veröffentlichungen"."""
    return listing(
        PublicationPage,
        name="veroeffentlichungen",
        label=_("Veröffentlichungen"),
        icon="doc-full",
        order=240,
        columns=[
            choice_column("series", _("Reihe")),
            Column("year", label=_("Jahr"), sort_key="year"),
            Column("downloads", label=_("Abrufe"), accessor=_downloads),
        ],
        filters=["live", "series", "year"],
        export=["subtitle", "series", "edition", "year"],
    )


@hooks.register("before_bulk_action")
def explain_bulk_refusal(
    request: HttpRequest, action_type: str, objects: list[Page], action: Any
) -> HttpResponse | None:
    """Publishing many pages at once: all or none, and a sentence for each publication that lacks its PDF."""
    if action_type != "publish" or not all(isinstance(page, Page) for page in objects):
        return None
    wanted = {page.pk: page for page in PublicationPage.objects.filter(pk__in=[page.pk for page in objects])}
    if action.cleaned_form.cleaned_data.get("include_descendants"):
        for page in objects:
            wanted |= {inside.pk: inside for inside in PublicationPage.objects.descendant_of(page).not_live()}
    lacking = [
        draft for page in wanted.values() if (draft := page.get_latest_revision_as_object()).pdf is None
    ]
    for draft in lacking:
        messages.error(request, f"„{draft.title}“: {PDF_MISSING}")
    return redirect(action.next_url) if lacking else None


@hooks.register("construct_handover_bar")
def keep_button(buttons: list[SafeString], request: HttpRequest, page: Page | None) -> None:
    """ "Merken" on every record that everybody may read, and on each chapter of one."""
    if not isinstance(page, LibraryPage) or page.audience != Audience.PUBLIC:
        return
    source = registry.source_of(page)
    if source is None:
        return
    chapter = _chapter_shown(request, page)
    key = source.key(page) + (f"#{chapter}" if chapter else "")
    context = {"key": key, "title": page.title}
    buttons.append(mark_safe(render_to_string("components/keep.html", context)))


def _chapter_shown(request: HttpRequest, page: Page) -> str:
    """Anchor of the chapter that this page is of, "" on any other page."""
    chapter = request.path_info.rstrip("/").rpartition("/")[2] if isinstance(page, PublicationPage) else ""
    return chapter if chapter and chapter in set(page.section_anchors()) else ""


@hooks.register("construct_handover_bar")
def list_button(buttons: list[SafeString], request: HttpRequest, page: Page | None) -> None:
    """ "Notiz anlegen" for whoever is signed in and took part, or works here."""
    if isinstance(page, LibraryPage) and is_inner(viewer_for(request)):
        chapter = _chapter_shown(request, page)
        address = f"{reverse('account_kept')}?seite={page.translation_key}"
        address += f"&kapitel={chapter}" if chapter else ""
        buttons.append(format_html('<a class="action" href="{}">{}</a>', address, _("Notiz anlegen")))


@hooks.register("register_page_header_buttons")
def pdf_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Leads from the form of a publication to its PDF."""
    if page.specific_class is PublicationPage and page.permissions_for_user(user).can_edit():
        yield Button(
            _("PDF bauen"), reverse("publication_pdf", args=[page.pk]), icon_name="doc-full", priority=15
        )


@hooks.register("register_admin_urls")
def pdf_urls() -> list[Any]:
    """The page that builds the PDF of a publication."""
    return [path("veroeffentlichung/<int:pk>/pdf/", publication_pdf, name="publication_pdf")]


@require_http_methods(["GET", "HEAD", "POST"])
def publication_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """What would be built and where it goes; POST starts the job. A file that readers have is replaced by who
    may publish.
    """
    page = get_object_or_404(PublicationPage, pk=pk)
    rights = page.permissions_for_user(request.user)
    if not (rights.can_publish() if page.live else rights.can_edit()):
        raise PermissionDenied
    if request.method == "POST":
        return queued(request, enqueue(BUILD_PDF, page.pk, user=request.user))
    wanted = subject(page)
    context = {
        "page_title": _("PDF bauen"),
        "page_subtitle": wanted.title,
        "header_icon": "doc-full",
        "publication": page,
        "own_file": has_own_file(wanted),
    }
    return render(request, "publications/admin/pdf.html", context)


@hooks.register("register_admin_urls")
def cycle_report_urls() -> list[Any]:
    """The report of a cycle, on a page and as a PDF."""
    return [
        path("staffel/<int:pk>/bericht/", cycle_report.cycle_report, name="cycle_report"),
        path("staffel/<int:pk>/bericht.pdf", cycle_report.cycle_report_pdf, name="cycle_report_pdf"),
    ]


@hooks.register("register_snippet_listing_buttons")
def cycle_report_button(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """From the list of cycles to the report."""
    if isinstance(snippet, ForumCycle) and user.has_perm("knowledge.view_forumcycle"):
        yield Button(
            _("Staffelbericht"),
            reverse("cycle_report", args=[snippet.pk]),
            icon_name="doc-full",
            priority=6,
        )
