"""``{% fit_check %}``: "Passt das zu uns?" on the page of a record."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context

from publications.fit import needs_of, standing_of
from search import registry

register = template.Library()


@register.inclusion_tag("publications/fit.html", takes_context=True)
def fit_check(context: Context) -> dict[str, Any]:
    """The statements to be answered; nothing for a page that takes nothing."""
    page: Any = context.get("page")
    source = registry.source_of(page)
    key = source.key(page) if source is not None else ""
    needs = needs_of(page) if key else []
    return {
        "needs": needs,
        "standing": standing_of(page) if needs else None,
        "key": key,
        "page": page,
        "alone": context.get("alone"),
    }
