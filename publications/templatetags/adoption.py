"""``{% adoptions %}``: what other municipalities made of the record of a page."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context

from publications.adoption import counts_of
from search import registry
from search.contract import Audience

register = template.Library()


@register.inclusion_tag("publications/adoption/box.html", takes_context=True)
def adoptions(context: Context) -> dict[str, Any]:
    """Counts from three reports on, and the way to tell one's own; nothing for what is not public."""
    page: Any = context.get("page")
    source = registry.source_of(page)
    if source is None or page.audience != Audience.PUBLIC:
        return {}
    return {"key": source.key(page), "counts": counts_of(page)}
