"""Addresses of the sections in both interface languages, and where a reader is."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import template
from django.template.context import Context
from django.urls import get_script_prefix
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from knowledge.listing import places_for
from knowledge.operations.log_masking import mask

register = template.Library()

ENGLISH_PREFIX = "/en/"

SECTIONS = (
    ("faelle", _("Fälle")),
    ("methoden", _("Methoden")),
    ("lehren", _("Lehren")),
    ("veroeffentlichungen", _("Veröffentlichungen")),
    ("staffeln", _("Staffeln")),
    ("themen", _("Themen")),
    ("zielgruppen", _("Für wen")),
)


def is_english() -> bool:
    """Whether the interface speaks English now."""
    return (get_language() or "de").startswith("en")


def split_language(path: str) -> tuple[bool, str]:
    """Whether a path is English, and the path without its language."""
    if path == ENGLISH_PREFIX.rstrip("/") or path.startswith(ENGLISH_PREFIX):
        return True, path[len(ENGLISH_PREFIX) - 1 :] or "/"
    return False, path


@register.simple_tag
def site_path(path: str = "") -> str:
    """``{% site_path "faelle/" %}``: address inside the library in the active language."""
    prefix = ENGLISH_PREFIX if is_english() else "/"
    return f"{get_script_prefix().rstrip('/')}{prefix}{path.lstrip('/')}"


@register.simple_tag(takes_context=True)
def page_path(context: Context, path: str) -> str:
    """``{% page_path "mitmachen/" as address %}``: the address of a page in the active language; empty where
    this reader finds none there.
    """
    return site_path(path) if places_for(context.get("request")).has(f"/{path}") else ""


@register.simple_tag(takes_context=True)
def page_entry(context: Context, path: str, label: str, elsewhere: str = "") -> SafeString | str:
    """``{% page_entry "impressum/" _("Impressum") host.imprint %}``: a page as an entry of a list, or its
    address elsewhere; nothing where this reader finds no page.
    """
    address = elsewhere or page_path(context, path)
    return format_html('<li><a href="{}">{}</a></li>', address, label) if address else ""


@register.filter
def in_language(address: str) -> str:
    """An address of the index, which is German, in the active interface language."""
    if is_english() and address.startswith("/") and not address.startswith(ENGLISH_PREFIX):
        return ENGLISH_PREFIX + address.lstrip("/")
    return address


@register.simple_tag
def content_language() -> SafeString:
    """Marks German content inside the English interface: ``<h1{% content_language %}>``."""
    return mark_safe(' lang="de"') if is_english() else mark_safe("")


@register.simple_tag(takes_context=True)
def sections(context: Context) -> list[dict[str, Any]]:
    """Main navigation, as far as this reader may open it; ``current`` is "page" on the section itself, "true"
    below it.
    """
    request = context.get("request")
    path = split_language(request.path_info)[1] if request is not None else ""
    places = places_for(request)
    found = []
    for key, label in SECTIONS:
        if not places.has(f"/{key}/"):
            continue
        address = f"/{key}/"
        current = "page" if path == address else "true" if path.startswith(address) else ""
        found.append({"url": site_path(f"{key}/"), "label": label, "current": current})
    return found


@register.simple_tag(takes_context=True)
def canonical_address(context: Context) -> str:
    """Absolute address of the German page without its parameters."""
    request = context.get("request")
    return request.build_absolute_uri(request.path) if request is not None else ""


@register.simple_tag(takes_context=True)
def came_from(context: Context) -> str:
    """``<a href="{% url "barrier" %}{% came_from %}">``: tells the next page where the reader was; empty
    where the address itself is a secret.
    """
    request = context.get("request")
    if request is None or mask(request.path) != request.path:
        return ""
    return "?" + urlencode({"seite": request.path}, safe="/")


@register.inclusion_tag("components/breadcrumb.html", takes_context=True)
def breadcrumb(
    context: Context, current: str, parent: str = "", address: str = "", *, german: bool = False
) -> dict[str, Any]:
    """Where the page lies: its ancestors with title and url, and itself; ``parent`` with its ``address`` for
    a part of a page. ``german`` where the names are those of records.
    """
    above = [{"title": parent, "url": address, "german": german}] if parent else []
    return {"items": [*ancestors(context), *above], "current": current, "german": german}


def ancestors(context: Context) -> list[dict[str, str]]:
    """Home and the section of a page, as far as this reader may open it; two short queries fewer than asking
    the tree.
    """
    request = context.get("request")
    trail = [{"title": str(_("Startseite")), "url": site_path("")}]
    if request is None:
        return trail
    path = split_language(request.path_info)[1]
    for key, label in SECTIONS:
        inside = path.startswith(f"/{key}/") and path != f"/{key}/"
        if inside and places_for(request).has(f"/{key}/"):
            trail.append({"title": str(label), "url": site_path(f"{key}/")})
    return trail
