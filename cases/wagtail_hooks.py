"""The administration of cases: their listing, release and review, and what the gate says to editors.

The hooks only explain. What refuses is the model, because Wagtail's publish hooks do not run everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.admin.ui.components import Component
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from cases.admin import (
    REVIEW_PERMISSION,
    case_missing,
    case_release,
    case_search,
    name_buttons,
    profile_counts,
    refuse_with_message,
    release_batch,
    say_ready,
)
from cases.contact import desk as trustee
from cases.followup import views as followup
from cases.gate import problems, waiting_cases, waits_for_batch
from cases.intake import views as intake
from cases.models import CaseFollowUp, CaseIndexPage, CasePage, ParticipantBand, RawCase
from knowledge.admin import ContributionViewSet, PrivateSnippetViewSet, choice_column, listing
from knowledge.models import WorkingMeeting


@hooks.register("register_admin_viewset")
def case_listing() -> PageListingViewSet:
    """Menu entry "Fälle"."""
    return listing(
        CasePage,
        name="faelle",
        label=gettext_lazy("Fälle"),
        icon="doc-full-inverse",
        order=210,
        columns=[
            choice_column("outcome", gettext_lazy("Ausgang")),
            choice_column("size_band", gettext_lazy("Größe")),
        ],
        filters=["live", "outcome", "size_band", "case_kind", "evidence_level", "access_level"],
        export=["outcome", "size_band", "period_band", "evidence_level", "access_level"],
    )


@hooks.register("register_admin_urls")
def release_urls() -> list[Any]:
    """The page "Freigabe und Prüfung" of a case, the numbers of its profile, the mixed batch, and the
    confidential room.
    """
    return [
        path("fall/<int:pk>/freigabe/", case_release, name="case_release"),
        path("fall/<int:pk>/nachfragen/", followup.plan, name="plan_follow_ups"),
        path("fall/<int:pk>/kontakt/", trustee.case_contact, name="case_contact"),
        path("treuhand/", trustee.desk, name="contact_desk"),
        path("fall/<int:pk>/suchprobe/", case_search, name="case_search"),
        path("fall/<int:pk>/fehlt/", case_missing, name="case_missing"),
        path("fall/profil/", profile_counts, name="profile_counts"),
        path("fall/veroeffentlichung/", release_batch, name="release_batch"),
        path("rohfaelle/", intake.raw_index, name="raw_index"),
        path("rohfaelle/woerter/", intake.raw_words, name="raw_words"),
        path("rohfaelle/neu/", intake.raw_new, name="raw_new"),
        path("rohfaelle/neu/datei/", intake.raw_upload, name="raw_upload"),
        path("treffen/<int:pk>/protokoll/", intake.raw_protocol, name="raw_protocol"),
        path("rohfaelle/<int:pk>/", intake.raw_review, name="raw_review"),
        path("rohfaelle/<int:pk>/aendern/", intake.raw_edit, name="raw_edit"),
        path("rohfaelle/<int:pk>/zurueck/", intake.raw_undo, name="raw_undo"),
        path("rohfaelle/<int:pk>/uebernehmen/", intake.raw_take_over, name="raw_take_over"),
        path("rohfaelle/<int:pk>/neben/", intake.raw_beside, name="raw_beside"),
        path("rohfaelle/<int:pk>/zugriffe/", intake.raw_log, name="raw_log"),
        path("rohfaelle/<int:pk>/loeschen/", intake.raw_delete, name="raw_delete"),
    ]


@hooks.register("construct_meeting_links")
def protocol_link(request: HttpRequest, meeting: WorkingMeeting, links: list[tuple[str, Any]]) -> None:
    """On the desk of a cycle: the protocol of a consultation."""
    if request.user.has_perm("cases.add_rawcase"):
        links.append((reverse("raw_protocol", args=[meeting.pk]), _("Fall mitschreiben")))


hooks.register("construct_inbox", trustee.inbox)


class _RawCaseItem(MenuItem):
    """Shown to those who may see the list."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("cases.view_rawcase"))


@hooks.register("register_admin_menu_item")
def raw_case_menu() -> MenuItem:
    """Menu entry "Rohfälle"."""
    return _RawCaseItem(
        gettext_lazy("Rohfälle"), reverse("raw_index"), name="rohfaelle", icon_name="lock", order=205
    )


class _TrusteeItem(MenuItem):
    """Shown to those who may write to case givers."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(trustee.PERMISSION))


@hooks.register("register_admin_menu_item")
def trustee_menu() -> MenuItem:
    """Menu entry "Treuhand"."""
    return _TrusteeItem(
        gettext_lazy("Treuhand"), reverse("contact_desk"), name="treuhand", icon_name="mail", order=247
    )


class ParticipantBandViewSet(PrivateSnippetViewSet):
    """Who took part in a cycle, in bands and numbers."""

    model = ParticipantBand
    icon = "group"
    menu_label = gettext_lazy("Teilnehmende")
    menu_order = 305
    add_to_admin_menu = True
    list_display = ["cycle", "federal_state", "size_band", "finance_band", "workforce_band", "count"]
    list_filter = ["cycle"]
    copy_view_enabled = False
    panels = [
        FieldPanel("cycle", help_text=gettext_lazy("Die Staffel, deren Kreis hier gezählt wird.")),
        FieldPanel("federal_state", help_text=gettext_lazy("Das Land, aus dem diese Teilnehmenden kommen.")),
        FieldPanel("size_band", help_text=gettext_lazy("Die Größe ihrer Kommune als Spanne.")),
        FieldPanel(
            "legal_type",
            help_text=gettext_lazy(
                "Nötig, wo ein Fall „Stadtrat“ oder in Bayern „Gemeinderat“ sagt; ein Landkreis hat keine."
            ),
        ),
        FieldPanel(
            "finance_band",
            help_text=gettext_lazy(
                "Nur wenn Fälle der Staffel die Haushaltslage zeigen sollen; gezählt wird, wer hier so steht."
            ),
        ),
        FieldPanel(
            "workforce_band",
            help_text=gettext_lazy(
                "Nur wenn Fälle der Staffel die Größe der Verwaltung zeigen sollen; gezählt wird, wer hier so"
                " steht."
            ),
        ),
        FieldPanel(
            "count",
            help_text=gettext_lazy("Wie viele Kommunen dieser Größe in der Staffel saßen, zum Beispiel 3."),
        ),
    ]


class CaseFollowUpViewSet(ContributionViewSet):
    """What became of the cases."""

    model = CaseFollowUp
    icon = "history"
    menu_label = gettext_lazy("Nachverfolgungen")
    menu_order = 212
    add_to_admin_menu = True
    panels = [
        PageChooserPanel("case", "cases.CasePage"),
        FieldRowPanel(["after", "status"]),
        FieldPanel("text"),
        FieldPanel("effects"),
        FieldPanel("cost_band"),
    ]


register_snippet(ParticipantBandViewSet)
register_snippet(CaseFollowUpViewSet)


@hooks.register("register_page_header_buttons")
def release_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Leads from the form of a case to its release."""
    if page.specific_class is CasePage and page.permissions_for_user(user).can_edit():
        yield Button(
            _("Freigabe und Prüfung"), reverse("case_release", args=[page.pk]), icon_name="lock", priority=12
        )
        raw = (
            RawCase.objects.filter(case_id=page.pk).only("pk").first()
            if user.has_perms(["cases.view_rawcase", "cases.review_rawcase"])
            else None
        )
        if raw is not None:
            yield Button(
                _("Rohtext daneben"), reverse("raw_beside", args=[raw.pk]), icon_name="view", priority=13
            )


@hooks.register("register_page_header_buttons")
def follow_up_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Leads to the questions that the case giver is asked later."""
    if page.specific_class is CasePage and user.has_perm("cases.add_casefollowup"):
        address = reverse("plan_follow_ups", args=[page.pk])
        yield Button(_("Nachfragen planen"), address, icon_name="mail", priority=15)
        yield Button(
            _("Kontakt über die Treuhand"), reverse("case_contact", args=[page.pk]), "mail", priority=16
        )


@hooks.register("before_publish_page")
def explain_refusal(request: HttpRequest, page: Page) -> HttpResponse | None:
    """The draft is saved already; say what is missing, or that it waits for its batch, and stay with it."""
    if not isinstance(page, CasePage):
        return None
    if found := problems(page):
        refuse_with_message(request, [(page, found)])
    elif waits_for_batch(page):
        say_ready(request, [page])
    else:
        return None
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("construct_page_action_menu")
def say_what_buttons_do(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """In the form of a case, and of a new one."""
    page = context.get("page")
    if page is None and isinstance(context.get("parent_page"), CaseIndexPage):
        page = CasePage()
    if isinstance(page, CasePage):
        name_buttons(items, page)


@hooks.register("after_edit_page")
def say_ready_after_approval(request: HttpRequest, page: Page) -> None:
    """A workflow ended with the click: the case is ready."""
    if request.POST.get("workflow-action-name") == "approve" and isinstance(page, CasePage):
        case = CasePage.objects.get(pk=page.pk)
        if case.current_workflow_state is None and waits_for_batch(case):
            say_ready(request, [case])


class TermsPanel(Component):
    """On the first screen: live cases whose doubtful findings somebody has to decide, and by when. Absent
    where there are none.
    """

    name = "terms"
    template_name = "cases/admin/terms_panel.html"
    order = 80

    def __init__(self, waiting: list[Any]) -> None:
        self.waiting = waiting

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """``waiting``: case, number of findings, day."""
        return {"waiting": self.waiting}


@hooks.register("construct_homepage_panels", order=10)
def add_terms(request: HttpRequest, panels: list[Any]) -> None:
    """Shown to those who may decide."""
    waiting = waiting_cases() if request.user.has_perm(REVIEW_PERMISSION) else []
    if waiting:
        panels.insert(0, TermsPanel(waiting))


def _refused(pages: Iterable[CasePage]) -> list[tuple[CasePage, Any]]:
    drafts = (page.get_latest_revision_as_object() for page in pages)
    return [(draft, found) for draft in drafts if (found := problems(draft))]


@hooks.register("before_bulk_action")
def explain_bulk_refusal(
    request: HttpRequest, action_type: str, objects: list[Page], action: Any
) -> HttpResponse | None:
    """Publishing many pages at once: all or none, and a sentence for each case that is not ready or waits for
    its batch.
    """
    if action_type != "publish" or not all(isinstance(page, Page) for page in objects):
        return None
    cases = CasePage.objects.filter(pk__in=[page.pk for page in objects])
    wanted = {case.pk: case for case in cases}
    if action.cleaned_form.cleaned_data.get("include_descendants"):
        for page in objects:
            wanted |= {case.pk: case for case in CasePage.objects.descendant_of(page).not_live()}
    refused = _refused(wanted.values())
    waiting = [] if refused else [case for case in wanted.values() if waits_for_batch(case)]
    if not refused and not waiting:
        return None
    refuse_with_message(request, refused)
    say_ready(request, waiting)
    return redirect(action.next_url)


@hooks.register("before_edit_page")
def say_withdrawn_inside(request: HttpRequest, page: Page) -> None:
    """The form of a withdrawn case looks like any other; it says what became of the case."""
    if request.method == "GET" and isinstance(page, CasePage) and page.is_withdrawn:
        messages.warning(
            request,
            _(
                "Dieser Fall ist zurückgezogen, seine Adresse sagt das. Möchte die fallgebende Person ihn"
                " doch wieder, lässt er sich unter „Freigabe und Prüfung“ wieder aufnehmen."
            ),
        )


@hooks.register("before_copy_page")
def explain_copy_refusal(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A case is told once: its giver takes back one text, and a copy of it would stay."""
    whole = request.method == "POST" and request.POST.get("copy_subpages")
    inside = (
        CasePage.objects.descendant_of(page, inclusive=True) if whole else CasePage.objects.filter(pk=page.pk)
    )
    if not inside.exists():
        return None
    messages.error(
        request,
        _(
            "Ein Fall lässt sich nicht kopieren: Nimmt die fallgebende Person ihn zurück, bliebe die Kopie"
            " stehen. Bitte einen neuen Fall anlegen und ihn als verwandt nennen."
        ),
    )
    return redirect("wagtailadmin_explore", page.get_parent().pk)
