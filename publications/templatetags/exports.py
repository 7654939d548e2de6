"""``{% table_links %}``: the list that is shown, as a table for one's own computer."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse

from search import registry

register = template.Library()


@register.inclusion_tag("components/table_links.html", takes_context=True)
def table_links(context: Context, label: str = "") -> dict[str, Any]:
    """Addresses with the filters of the page; the kind of a list, or what a landing page is about, is one of
    them. ``label`` says what the table holds where that is not just the list shown.
    """
    page, query = context.get("page"), context["request"].GET.copy()
    query.pop("seite", None)
    if kind := getattr(page, "listed_kind", ""):
        query[registry.TYPE_FACET] = registry.source_for(kind).type_word
    if facet := getattr(page, "facet", ""):
        query[facet] = page.facet_value  # type: ignore[union-attr]
    addresses = {name: reverse("table", args=[form]) for name, form in (("excel", "xlsx"), ("csv", "csv"))}
    return {name: f"{address}?{query.urlencode()}" for name, address in addresses.items()} | {"label": label}
