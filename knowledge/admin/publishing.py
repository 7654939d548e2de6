"""Around publishing a page: a guard that explains itself, and what the host has not filled in yet."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from knowledge.admin.guard import guarded, tell
from knowledge.base import LibraryPage
from knowledge.guard import rules
from knowledge.operations import placeholders

__all__ = ["explain_bulk_guard", "explain_guard", "remind_of_placeholders"]


@hooks.register("before_publish_page")
def explain_guard(request: HttpRequest, page: Page) -> HttpResponse | None:
    """The draft is saved already; say which passage is in the way and stay with the page."""
    try:
        found = rules.open_findings(page) if guarded(page) else []
    except rules.GuardUnavailable as error:
        messages.error(request, error.messages[0])
        return redirect("wagtailadmin_pages:edit", page.pk)
    if not found:
        return None
    tell(request, page, found)
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_bulk_action")
def explain_bulk_guard(
    request: HttpRequest, action_type: str, objects: list[Page], action: Any
) -> HttpResponse | None:
    """Publishing many pages at once: all or none, and a sentence for each page that is not ready."""
    if action_type != "publish" or not all(isinstance(page, Page) for page in objects):
        return None
    wanted = {page.pk: page for page in objects}
    if action.cleaned_form.cleaned_data.get("include_descendants"):
        for page in objects:
            wanted |= {inside.pk: inside for inside in page.get_descendants().not_live()}
    refused = False
    for page in wanted.values():
        draft = page.specific.get_latest_revision_as_object()
        try:
            found = rules.open_findings(draft) if guarded(draft) else []
        except rules.GuardUnavailable as error:
            messages.error(request, error.messages[0])
            return redirect(action.next_url)
        if found:
            tell(request, draft, found)
            refused = True
    return redirect(action.next_url) if refused else None


@hooks.register("after_publish_page")
def remind_of_placeholders(request: HttpRequest, page: Page) -> None:
    """With the first record that becomes public, what stands in square brackets becomes visible to everybody;
    it is said until it is filled in.
    """
    if settings.DEMO_BANNER or not isinstance(page, LibraryPage):
        return
    waiting = [title for title, _marks in placeholders.waiting()]
    if waiting:
        messages.warning(
            request,
            format_html(
                _(
                    "Die Bibliothek ist jetzt öffentlich, und auf diesen Seiten stehen noch Platzhalter in"
                    " eckigen Klammern: {}. Bitte unter „Seiten“ die eigenen Angaben eintragen."
                ),
                ", ".join(f"„{title}“" for title in waiting),
            ),
        )
