"""The bar by which a page is handed on, and the step that follows it.

Other rooms add buttons of their own: a function under the Wagtail hook ``construct_handover_bar`` gets
``(buttons, request, page)`` and appends finished HTML to ``buttons``.
"""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import quote

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString
from wagtail import hooks

from knowledge.listing import AREA_FACET, Description, places_for
from knowledge.templatetags.navigation import canonical_address, in_language
from knowledge.templatetags.records import description_of, record_key
from search.contract import Audience

register = template.Library()

BAR_HOOK: Final = "construct_handover_bar"

MOST_OF_A_MAIL: Final = 1900
"""Characters of a mail link that every mail program takes (Outlook ends at 2,083)."""


@register.inclusion_tag("components/handover.html", takes_context=True)
def handover(context: Context, title: str = "", whole: bool = False) -> dict[str, Any]:
    """The bar of a page: buttons of other rooms, forward, print, cite, copy the address. ``title`` where the
    page served is not the record itself (a chapter); ``whole`` where paper gets a short form and the whole
    text on demand (``?druck=ganz``).
    """
    request, page = context["request"], context.get("page")
    described = description_of(context)
    address = canonical_address(context)
    named = str(title or (described.title if described else getattr(page, "title", "")))
    buttons: list[SafeString] = []
    for construct in hooks.get_hooks(BAR_HOOK):
        construct(buttons, request, page)
    return {
        "buttons": buttons,
        "whole": whole,
        "prints_whole": request.GET.get("druck") == "ganz",
        "mail": mail_link(named, "" if title else _told(described), address),
        "citation": described.citation if described and not title else f"{named}. {address}",
        "cites_german": page is not None,
        "address": address,
        "key": described.key if described and page and page.audience == Audience.PUBLIC and not title else "",
    }


@register.inclusion_tag("components/next_step.html", takes_context=True)
def next_step(context: Context) -> dict[str, Any]:
    """Where a reader goes from here: topics of the record that have a page, the question to the next cycle,
    taking part.
    """
    page: Any = context.get("page")
    terms = {term.pk: term for term in AREA_FACET.terms()}
    items = page.challenge_area_items.all() if hasattr(page, "challenge_area_items") else ()
    topics = places_for(context.get("request")).topics
    areas = [area for item in items if (area := terms.get(item.tag_id)) is not None and area.slug in topics]
    return {
        "areas": [{"label": area.label, "url": in_language(topics[area.slug])} for area in areas[:2]],
        "key": record_key(page) if page is not None else "",
    }


def mail_link(title: str, told: str, address: str) -> str:
    """A ``mailto:`` with the title as subject; the body says what is told and where it stands. What is too
    long for a mail program ends after a whole word.
    """
    words = told.split(" ")
    while True:
        body = "\r\n\r\n".join(part for part in (title, " ".join(words), address) if part)
        link = f"mailto:?subject={quote(title)}&body={quote(body)}"
        if len(link) <= MOST_OF_A_MAIL or not words:
            return link
        words = [*words[: len(words) * 9 // 10 - 1], "…"] if len(words) > 2 else []


def _told(described: Description | None) -> str:
    """Outcome of a case or state of a lesson, then its kernel, in German as they were cleared."""
    if described is None:
        return ""
    became = next(
        (f"{fact.label}: {fact.value}." for fact in described.facts if fact.name in {"outcome", "state"}), ""
    )
    return " ".join(part for part in (became, described.summary) if part)
