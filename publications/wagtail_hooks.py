"""The administration of publications."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.models import Page

from knowledge.admin import choice_column, listing
from publications.models import PDF_MISSING, PublicationPage


@hooks.register("register_admin_viewset")
def publication_listing() -> PageListingViewSet:
    """Menu entry "Veröffentlichungen"."""
    return listing(
        PublicationPage,
        name="veroeffentlichungen",
        label=_("Veröffentlichungen"),
        icon="doc-full",
        order=240,
        columns=[choice_column("series", _("Reihe")), Column("year", label=_("Jahr"), sort_key="year")],
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
