"""``{% table_links %}``: the list that is shown, as a table for one's own computer."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse

from search import registry

register = template.Library()


@register.inclusion_tag("components/table_links.html", takes_context=True)
def table_links(context: Context) -> dict[str, Any]:
    """Addresses with the filters of the page; the kind of a list is one of them."""
    query = context["request"].GET.copy()
    query.pop("seite", None)
    kind = getattr(context.get("page"), "listed_kind", "")
    if kind:
        query[registry.TYPE_FACET] = registry.source_for(kind).type_word
    addresses = {name: reverse("table", args=[form]) for name, form in (("excel", "xlsx"), ("csv", "csv"))}
    return {name: f"{address}?{query.urlencode()}" for name, address in addresses.items()}
