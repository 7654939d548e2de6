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
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from cases.admin_views import case_release, refuse_with_message
from cases.clearance import problems
from cases.models import CasePage
from knowledge.admin_listings import choice_column, listing


@hooks.register("register_admin_viewset")
def case_listing() -> PageListingViewSet:
    """Menu entry "Fälle"."""
    return listing(
        CasePage,
        name="faelle",
        label=gettext_lazy("Fälle"),
        icon="doc-full-inverse",
        order=210,
        columns=[choice_column("outcome", gettext_lazy("Ausgang")), choice_column("size_band", gettext_lazy("Größe"))],
        filters=["live", "outcome", "size_band", "case_kind", "evidence_level", "access_level"],
        export=["outcome", "size_band", "period_band", "evidence_level", "access_level"],
    )


@hooks.register("register_admin_urls")
def release_urls() -> list[Any]:
    """The page "Freigabe und Prüfung" of a case."""
    return [path("fall/<int:pk>/freigabe/", case_release, name="case_release")]


@hooks.register("register_page_header_buttons")
def release_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Leads from the form of a case to its release."""
    if page.specific_class is CasePage and page.permissions_for_user(user).can_edit():
        yield Button(_("Freigabe und Prüfung"), reverse("case_release", args=[page.pk]), icon_name="lock", priority=12)


@hooks.register("before_publish_page")
def explain_refusal(request: HttpRequest, page: Page) -> HttpResponse | None:
    """The draft is saved already; say what is missing and stay with the case."""
    found = problems(page) if isinstance(page, CasePage) else []
    if not found:
        return None
    refuse_with_message(request, [(page, found)])
    return redirect("wagtailadmin_pages:edit", page.pk)


def _refused(pages: Iterable[CasePage]) -> list[tuple[CasePage, Any]]:
    drafts = (page.get_latest_revision_as_object() for page in pages)
    return [(draft, found) for draft in drafts if (found := problems(draft))]


@hooks.register("before_bulk_action")
def explain_bulk_refusal(request: HttpRequest, action_type: str, objects: list[Page], action: Any) -> HttpResponse | None:
    """Publishing many pages at once: all or none, and a sentence for each case that is not ready."""
    if action_type != "publish" or not all(isinstance(page, Page) for page in objects):
        return None
    cases = CasePage.objects.filter(pk__in=[page.pk for page in objects])
    wanted = {case.pk: case for case in cases}
    if action.cleaned_form.cleaned_data.get("include_descendants"):
        for page in objects:
            wanted |= {case.pk: case for case in CasePage.objects.descendant_of(page).not_live()}
    refused = _refused(wanted.values())
    if not refused:
        return None
    refuse_with_message(request, refused)
    return redirect(action.next_url)


@hooks.register("before_copy_page")
def explain_copy_refusal(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Copies of cases are drafts, and there are no aliases of them."""
    if request.method != "POST" or not (request.POST.get("publish_copies") or request.POST.get("alias")):
        return None
    inside = CasePage.objects.descendant_of(page, inclusive=True) if request.POST.get("copy_subpages") else CasePage.objects.filter(pk=page.pk)
    if not inside.exists():
        return None
    messages.error(request, _("Die Freigabe eines Falls gilt für eine einzige Seite. Bitte ohne „veröffentlichen“ und ohne „Alias“ kopieren."))
    return redirect("wagtailadmin_pages:copy", page.pk)
