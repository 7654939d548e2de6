"""``{% contact_box %}``: the way from a case to the people behind it."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context

from cases.contact import offers_contact
from search import registry
from search.contract import Audience

register = template.Library()


@register.inclusion_tag("cases/contact/box.html", takes_context=True)
def contact_box(context: Context) -> dict[str, Any]:
    """A sentence and the way to the form; nothing for a case that is not public, or takes no questions."""
    page: Any = context.get("page")
    source = registry.source_of(page)
    if source is None or page.audience != Audience.PUBLIC or not offers_contact(page):
        return {}
    return {"key": source.key(page)}
